import { type Json } from '../../../../shared/canonical-json.js';
import { readWeights } from '../ballot-weights.js';
import { resolveDelegations, type Delegation, type DelegationRule } from './delegation-resolution.js';
import { exactJson, type ExactJson } from '../exact-json.js';
import { isIntegerWithin, OptionReader } from '../option-reader.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

const VOTES = ['yes', 'no', 'abstain'] as const;
type DelegatedVote = (typeof VOTES)[number];

interface PreparedDelegation {
  readonly rule: DelegationRule;
  readonly units: Float64Array;
  readonly perVote: number;
  readonly votes: ReadonlyMap<number, DelegatedVote>;
  readonly delegations: readonly Delegation[];
}

/**
 * `delegation`: a vote of yes, no or abstain among electors who may have passed their vote on. A ballot is
 * `{elector, vote}`; weights come from `electorWeights`, delegations are `{from, scope, to}`. Options:
 * `scope_precedence` (the narrowest first), `transitive`, `none` (`blocks` wider scopes or is `passed_over`),
 * `holder_cap`. Cycles, dead ends and votes above a cap are never counted, and are shown.
 */
export const delegation: TallyMethod<PreparedDelegation> = {
  name: 'delegation',
  version: 1,
  prepare(election: Election): PreparedDelegation | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const rule: DelegationRule = {
      scopes: readScopes(options),
      transitive: options.flag('transitive', true),
      noneBlocks: options.choice('none', ['blocks', 'passed_over'], 'blocks') === 'blocks',
      holderCap: options.integerOrNull('holder_cap', 0, Number.MAX_SAFE_INTEGER),
    };
    const wrong = options.refusal();
    if (wrong) return wrong;
    const weights = readWeights((election.electorWeights ?? []).map((weight) => [weight, null]));
    if ('reason' in weights) return weights;
    const electors = weights.units.length;
    const votes = readVotes(election, electors);
    if (!(votes instanceof Map)) return votes as TallyRefusal;
    const delegations = readDelegations(election.delegations ?? [], electors, rule.scopes);
    if ('reason' in delegations) return delegations;
    return { rule, units: weights.units, perVote: weights.perVote, votes, delegations };
  },
  count({ rule, units, perVote, votes, delegations }: PreparedDelegation): Outcome {
    const standings = resolveDelegations(units.length, new Set(votes.keys()), delegations, rule);
    const tally: Record<DelegatedVote, number> = { yes: 0, no: 0, abstain: 0 };
    const effective = new Map<number, number>([...votes.keys()].sort((a, b) => a - b).map((one) => [one, 0]));
    standings.forEach(({ endsAt }, elector) => {
      if (endsAt === null) return;
      tally[votes.get(endsAt)!] += units[elector]!;
      effective.set(endsAt, effective.get(endsAt)! + units[elector]!);
    });
    const json = (value: number): ExactJson => exactJson(BigInt(value), BigInt(perVote));
    const lost = standings.flatMap(({ endsAt }, elector) => (endsAt === null ? [elector] : []));
    return {
      tally: { yes: json(tally.yes), no: json(tally.no), abstain: json(tally.abstain) },
      effective_weight: Object.fromEntries([...effective].map(([holder, value]) => [holder, json(value)])),
      lost,
      lost_because: Object.fromEntries(lost.map((elector) => [elector, standings[elector]!.lost])),
      ends_at: Object.fromEntries(standings.map(({ endsAt }, elector) => [elector, endsAt])),
      passed_to: Object.fromEntries(standings.map(({ holder }, elector) => [elector, holder])),
    };
  },
};

function readScopes(options: OptionReader): readonly string[] {
  const value = options.take('scope_precedence');
  const scopes = Array.isArray(value) ? (value as readonly Json[]) : [];
  const named = scopes.every((scope) => typeof scope === 'string');
  if (scopes.length > 0 && named && new Set(scopes).size === scopes.length) return scopes;
  options.fail(
    refuseTally(
      value === undefined ? 'MISSING_OPTION' : 'UNKNOWN_OPTION_VALUE',
      '"scope_precedence" is the list of scopes, the narrowest first, each once.',
    ),
  );
  return [];
}

function readVotes(election: Election, electors: number): ReadonlyMap<number, DelegatedVote> | TallyRefusal {
  const votes = new Map<number, DelegatedVote>();
  for (const [index, [, ballot]] of election.ballots.entries()) {
    const { elector, vote } = (ballot ?? {}) as { elector?: unknown; vote?: unknown };
    const known = VOTES.find((one) => one === vote);
    const fault = !isIntegerWithin(elector, 0, electors - 1)
      ? `is of the unknown elector ${JSON.stringify(elector ?? null)}`
      : !known
        ? `says ${JSON.stringify(vote ?? null)}, which is none of ${VOTES.join(', ')}`
        : votes.has(elector)
          ? `is a second one of elector ${elector}`
          : null;
    if (fault !== null)
      return refuseTally('INVALID_BALLOT', `Ballot ${index} ${fault}.`, [`ballots[${index}]`]);
    votes.set(elector as number, known!);
  }
  return votes;
}

function readDelegations(
  value: unknown,
  electors: number,
  scopes: readonly string[],
): readonly Delegation[] | TallyRefusal {
  const refuse = (index: number, fault: string): TallyRefusal =>
    refuseTally('INVALID_BALLOT', `Delegation ${index} ${fault}.`, [`delegations[${index}]`]);
  if (!Array.isArray(value))
    return refuseTally('INVALID_BALLOT', 'Delegations are a list of {from, scope, to}.');
  const seen = new Set<string>();
  const read: Delegation[] = [];
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    const { from, scope, to } = (entry ?? {}) as { from?: unknown; scope?: unknown; to?: unknown };
    if (!isIntegerWithin(from, 0, electors - 1)) return refuse(index, 'is from nobody in the electorate');
    if (to !== null && !isIntegerWithin(to, 0, electors - 1))
      return refuse(index, 'is to nobody in the electorate');
    if (typeof scope !== 'string' || !scopes.includes(scope)) {
      return refuse(index, `has the unknown scope ${JSON.stringify(scope ?? null)}`);
    }
    const key = `${from}:${scope}`;
    if (seen.has(key)) return refuse(index, `is a second one of elector ${from} in the scope "${scope}"`);
    seen.add(key);
    read.push({ from, scope, to });
  }
  return read;
}
