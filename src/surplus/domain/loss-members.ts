import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { reasonToLeaveOut, timeInPeriod, type Entitled, type Period } from './eligibility.js';
import type { LossStep } from './input/policy-schema.js';
import type { Weighting } from './input/rule-schema.js';
import type { Participant, Snapshot } from './input/snapshot-schema.js';
import type { LimitedLine } from './limits.js';
import { lossChoice } from './choices.js';
import { positive, smaller } from './origin.js';
import { completeWithEverybodyElse } from './pool.js';
import { everybodyElse } from './pool-shares.js';
import { refuse, type SurplusReason } from './reasons.js';
import { shareOut, type SharedLine } from './share-out.js';
import { quantityOf, weigh } from './weights.js';

/**
 * The members' part of a loss, by activity. Employees and patrons who are no members bear nothing of it, unless the
 * rule names their kind; nor do those who were not there in the period; seniority and days count as the rule says.
 * Whoever did less than they are bound to bears by that minimum (ES art 59.2 c), which is measured in `activity`, or
 * in the only basis of the rule. What is above a member's balance is owed by them (`receivable`; ES and Basque law permit
 * it) or borne by the others up to their own balances (`reallocate`); a balance never goes below zero unseen.
 */
export interface LossLine {
  readonly key: string;
  readonly amount: bigint;
  readonly fromBalance: bigint;
  readonly owed: bigint;
  /** How the member chose to settle it: by payment, or against returns to come; nothing is taken from their balance then. */
  readonly settledBy?: 'payment' | 'returns';
  readonly lotDecided: boolean;
  readonly floor: bigint;
  readonly remainder: bigint;
  readonly of: bigint;
}

/** What the members bear together: a line for each, or how many there are of lines that stand elsewhere. */
export interface BorneByMembers {
  readonly lines: readonly LossLine[];
  readonly members: number;
}
export type BearLoss = (
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
) => BorneByMembers | Refusal<SurplusReason>;

export const shareLossAmongMembers: BearLoss = (amount, rule, snapshot) => {
  const weighting = lossWeighting(rule);
  const { period, participants = [] } = snapshot;
  const members = participants.flatMap((one) => bearing(one, rule, period) ?? []);
  const unclear = members.find(({ participant }) => hasUnclearMinimum(participant, weighting));
  const refused =
    daysWithoutPeriod(weighting, period) ?? (unclear ? unclearMinimum(unclear.participant.key) : null);
  if (refused) return refused;
  const complete = completeWithEverybodyElse(members, participants, snapshot.basisTotals);
  if (isRefusal(complete)) return complete;
  const weights = weigh(complete, weighting);
  if (isRefusal(weights)) return weights;
  const people = new Map(complete.map(({ participant }) => [participant.key, participant]));
  const limited = weights.lines.map(({ key, weight }) => limitedByBalance(rule, people.get(key)!, weight));
  const shared = shareOut(amount, limited, snapshot.seed ?? '');
  if (isRefusal(shared)) return lossNotBorne(amount, shared);
  const lines = shared.lines.map((line) => bookedAgainst(people.get(line.key)!, rule, line));
  return { lines, members: lines.length };
};

export const lossWeighting = (rule: LossStep): Weighting =>
  rule.weighting ?? { bases: new Map([['activity', Ratio.one]]) };

/** Kinds that hold the cooperative's risk; somebody who only works or buys there does not. */
const membersAlone = ['member', 'estate', 'organisation'];

/** Somebody as they bear a loss, at least by the minimum that they are bound to; null for whom the rule leaves out. */
export function bearing(
  participant: Participant,
  rule: LossStep,
  period: Period | undefined,
): Entitled | null {
  const eligibility = { kinds: membersAlone, suspended: 'full' as const, ...rule.eligibility };
  if (reasonToLeaveOut(participant, eligibility, period) !== null) return null;
  const weighting = lossWeighting(rule);
  const basis = basisOfMinimum(weighting);
  return {
    participant: basis === null ? participant : atLeastTheMinimum(participant, basis),
    timeFraction: weighting.timeInMembership === 'days' ? timeInPeriod(participant, period) : Ratio.one,
  };
}

/** What the least activity is measured in; null in a mix without `activity`, of which it cannot be told. */
function basisOfMinimum({ bases }: Weighting): string | null {
  const [only, ...more] = [...bases.keys()];
  if (bases.has('activity')) return 'activity';
  return more.length === 0 ? only! : null;
}

export const hasUnclearMinimum = ({ minimumActivity }: Participant, weighting: Weighting): boolean =>
  minimumActivity !== undefined && !minimumActivity.isZero() && basisOfMinimum(weighting) === null;

export const unclearMinimum = (key: string): Refusal<SurplusReason> =>
  refuse('MISSING_FIGURE', `The least activity of ${key} is of no basis that the loss is borne by.`, [
    'call the basis it is measured in activity, or share the loss by one basis',
  ]);

export const daysWithoutPeriod = (
  { timeInMembership }: Weighting,
  period: Period | undefined,
): Refusal<SurplusReason> | null =>
  timeInMembership === 'days' && !period
    ? refuse('MISSING_FIGURE', 'snapshot.period is needed: the loss is borne by days of membership.')
    : null;

/** Where the others bear what is above a balance, the balance is the limit; of those not listed nobody knows one. */
export const limitedByBalance = (
  { belowZero }: LossStep,
  { key, balance }: Participant,
  weight: bigint,
): LimitedLine => ({
  ...{ key, weight, floor: 0n },
  cap: belowZero === 'reallocate' && key !== everybodyElse ? (balance ?? 0n) : null,
});

/** Limits that cannot be kept are balances that cannot bear the loss; without weights nobody bears it; any other refusal stands. */
export function lossNotBorne(amount: bigint, refused: Refusal<SurplusReason>): Refusal<SurplusReason> {
  if (refused.reason === 'INFEASIBLE_LIMITS')
    return refuse(
      'NOT_WHOLLY_COVERED',
      `Members' balances together cannot bear ${amount} minor units.`,
      refused.details,
    );
  return refused.reason === 'NOBODY_TO_SHARE_WITH'
    ? refuse(
        'NOBODY_TO_SHARE_WITH',
        `Nobody who bears losses by this rule was a member in the period and did what it is borne by: ${amount} minor units are left.`,
        ['let a reserve bear them, or carry them forward'],
      )
    : refused;
}

/** A share of a loss: as its member chose, or from the balance as far as it goes, and the rest is owed. */
export function bookedAgainst({ balance, choices }: Participant, rule: LossStep, line: SharedLine): LossLine {
  const { key, units, lotDecided, floor, remainder, of } = line;
  const chosen = choices?.get(lossChoice(rule));
  const settledBy = chosen === 'payment' || chosen === 'returns' ? ({ settledBy: chosen } as const) : {};
  const ofBalance = balance === undefined ? units : smaller(units, balance);
  const fromBalance = 'settledBy' in settledBy ? 0n : ofBalance;
  return {
    ...settledBy,
    key,
    amount: units,
    fromBalance,
    owed: positive(units - fromBalance),
    lotDecided,
    floor,
    remainder,
    of,
  };
}

function atLeastTheMinimum(participant: Participant, basis: string): Participant {
  const { minimumActivity } = participant;
  if (!minimumActivity || minimumActivity.compare(quantityOf(participant, basis)) <= 0) return participant;
  return { ...participant, bases: new Map(participant.bases ?? []).set(basis, minimumActivity) };
}
