import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { LossStep } from './input/policy-schema.js';
import type { Participant, Snapshot } from './input/snapshot-schema.js';
import { positive, smaller } from './origin.js';
import { completeWithEverybodyElse } from './pool.js';
import { everybodyElse } from './pool-shares.js';
import { refuse, type SurplusReason } from './reasons.js';
import { shareOut, type SharedLine } from './share-out.js';
import { quantityOf, weigh } from './weights.js';

/**
 * The members' part of a loss, by activity. Whoever did less than they are bound to bears by that minimum
 * (ES art 59.2 c). What is above a member's balance is owed by them (`receivable`; ES and Basque law permit
 * it) or borne by the others up to their own balances (`reallocate`); a balance never goes below zero unseen.
 */
export interface LossLine {
  readonly key: string;
  readonly amount: bigint;
  readonly fromBalance: bigint;
  readonly owed: bigint;
  readonly lotDecided: boolean;
  readonly floor: bigint;
  readonly remainder: bigint;
  readonly of: bigint;
}

export function shareLossAmongMembers(
  amount: bigint,
  rule: LossStep,
  snapshot: Snapshot,
): readonly LossLine[] | Refusal<SurplusReason> {
  const weighting = rule.weighting ?? { bases: new Map([['activity', Ratio.one]]) };
  const [onlyBasis, ...more] = [...weighting.bases.keys()];
  const members = (snapshot.participants ?? []).map((one) =>
    more.length === 0 ? atLeastTheMinimum(one, onlyBasis!) : one,
  );
  const entitled = members.map((participant) => ({ participant, timeFraction: Ratio.one }));
  const complete = completeWithEverybodyElse(entitled, members, snapshot.basisTotals);
  if (isRefusal(complete)) return complete;
  const weights = weigh(complete, weighting);
  if (isRefusal(weights)) return weights;
  const people = new Map(complete.map(({ participant }) => [participant.key, participant]));
  const balanceOf = (key: string) => (key === everybodyElse ? null : (people.get(key)!.balance ?? 0n));
  const reallocate = rule.belowZero === 'reallocate';
  const limited = weights.lines.map(({ key, weight }) => ({
    key,
    weight,
    cap: reallocate ? balanceOf(key) : null,
    floor: 0n,
  }));
  const shared = shareOut(amount, limited, snapshot.seed ?? '');
  if (isRefusal(shared))
    return shared.reason === 'INFEASIBLE_LIMITS'
      ? refuse('NOT_WHOLLY_COVERED', `Members' balances together cannot bear ${amount}.`, shared.details)
      : shared;
  return shared.lines.map((line) => bookedAgainst(people.get(line.key)?.balance, line));
}

function bookedAgainst(balance: bigint | undefined, line: SharedLine): LossLine {
  const { key, units, lotDecided, floor, remainder, of } = line;
  const fromBalance = balance === undefined ? units : smaller(units, balance);
  return {
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
