import { OptionReader } from '../option-reader.js';
import { votesText, readWeights } from '../ballot-weights.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

/** What became of an objection. Only an open one stands in the way. */
export const OBJECTION_STATES = [
  'open',
  'integrated',
  'answered',
  'withdrawn',
  'overruled',
  'invalid',
] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

export interface ConsentCount {
  readonly consent: number;
  readonly standAside: number;
  readonly objections: readonly ObjectionState[];
}

export interface ConsentDecision {
  readonly outcome: 'passed' | 'objected' | 'no_ballots';
  readonly open: number;
}

/**
 * Consent: a proposal passes when no valid objection is open. Consenting and standing aside both let it pass;
 * how many there are of each changes nothing. Without any ballot nobody has consented, and nothing passes.
 */
export function decideConsent(count: ConsentCount): ConsentDecision {
  const open = count.objections.filter((state) => state === 'open').length;
  if (open > 0) return { outcome: 'objected', open };
  const ballots = count.consent + count.standAside + count.objections.length;
  return { outcome: ballots === 0 ? 'no_ballots' : 'passed', open };
}

interface PreparedConsent {
  readonly units: { consent: number; stand_aside: number; object: number };
  readonly perVote: number;
  readonly objections: readonly { readonly reason: string; readonly state: ObjectionState }[];
}

/**
 * `consent`: a ballot is `"consent"`, `"stand_aside"`, or `{object: reason, state}`; an objection without a
 * reason is refused, and its state is `open` when left out. No options. Weights are reported; they decide nothing.
 */
export const consent: TallyMethod<PreparedConsent> = {
  name: 'consent',
  version: 1,
  prepare(election: Election): PreparedConsent | TallyRefusal {
    const wrong = new OptionReader(this.name, election.options).refusal();
    if (wrong) return wrong;
    const weights = readWeights(election.ballots);
    if ('reason' in weights) return weights;
    const units = { consent: 0, stand_aside: 0, object: 0 };
    const objections: { reason: string; state: ObjectionState }[] = [];
    for (let group = 0; group < election.ballots.length; group++) {
      const weight = weights.units[group]!;
      if (weight === 0) continue;
      const ballot = election.ballots[group]![1];
      if (ballot === 'consent' || ballot === 'stand_aside') {
        units[ballot] += weight;
        continue;
      }
      const objection = readObjection(ballot);
      if (typeof objection === 'string') {
        return refuseTally('INVALID_BALLOT', `Ballot ${group} ${objection}.`, [`ballots[${group}][1]`]);
      }
      units.object += weight;
      objections.push(objection);
    }
    objections.sort((a, b) => inOrder(a.reason, b.reason) || inOrder(a.state, b.state));
    return { units, perVote: weights.perVote, objections };
  },
  count({ units, perVote, objections }: PreparedConsent): Outcome {
    const decision = decideConsent({
      consent: units.consent,
      standAside: units.stand_aside,
      objections: objections.map(({ state }) => state),
    });
    const votes = (value: number): string => votesText(value, perVote);
    return {
      passed: decision.outcome === 'passed',
      outcome: decision.outcome,
      tally: {
        consent: votes(units.consent),
        stand_aside: votes(units.stand_aside),
        object: votes(units.object),
      },
      open_objections: decision.open,
      objections,
    };
  },
};

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readObjection(ballot: unknown): { reason: string; state: ObjectionState } | string {
  const form = 'is "consent", "stand_aside", or {object: reason, state}';
  if (typeof ballot !== 'object' || ballot === null || Array.isArray(ballot)) return form;
  const { object: reason, state = 'open', ...unknown } = ballot as Readonly<Record<string, unknown>>;
  if (Object.keys(unknown).length > 0) return form;
  if (typeof reason !== 'string' || reason.trim() === '') return 'objects without a reason';
  if (!(OBJECTION_STATES as readonly unknown[]).includes(state)) {
    return `has an objection in the unknown state ${JSON.stringify(state)} (known: ${OBJECTION_STATES.join(', ')})`;
  }
  return { reason, state: state as ObjectionState };
}
