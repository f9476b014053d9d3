import type { Refusal } from '../../../shared/refusal.js';
import { isRefusal } from '../../../shared/refusal.js';
import type { Entitled } from '../eligibility.js';
import type { Pool } from '../input/rule-schema.js';
import type { Participant } from '../input/snapshot-schema.js';
import { FillingRound, limitAt, LimitTotals, outside, type LimitedLine } from '../limits.js';
import { limitedLine, restGoesToFund } from '../pool-shares.js';
import type { SurplusReason } from '../reasons.js';
import { freeLine, heldLine, type SharedLine } from '../share-out.js';
import { apportionStreamed, type Draw, type StreamedApportionment } from './streamed-apportionment.js';
import { visiting, type Steps } from './visits.js';

/** The limits within which an amount is shared. */
export interface StreamedLimits {
  /** Whether anybody is held at one. */
  readonly any: boolean;
  readonly restToFund: boolean;
  readonly line: (who: Participant, weight: bigint) => LimitedLine;
}
export const limitsOfPool = (pool: Pool, size: bigint): StreamedLimits => ({
  any: pool.cap !== undefined || pool.floor !== undefined,
  restToFund: restGoesToFund(pool),
  line: (who, weight) => limitedLine(pool, size, who, weight),
});

/** How many have a weight, and what they weigh together. */
export interface Weighing {
  readonly positive: number;
  readonly totalWeight: bigint;
}
/** A round of filling that held somebody: who is beyond that side when `left` is shared by weight. */
interface HoldingRound {
  readonly left: bigint;
  readonly totalWeight: bigint;
  readonly by: 'cap' | 'floor';
}

/** An amount shared out once: what everybody's line is, without any of them being kept. */
export class StreamedSharing {
  constructor(
    private readonly limits: StreamedLimits,
    private readonly held: readonly HoldingRound[],
    private readonly apportioned: StreamedApportionment,
    readonly rounds: number,
    readonly beyondCaps: bigint,
  ) {}

  lineOf(who: Participant, weight: bigint): SharedLine {
    const line = this.limits.line(who, weight);
    const by = heldIn(this.held, line);
    if (by) return heldLine(line.key, weight, limitAt(line, by), by);
    const share = this.apportioned.shareOf(line);
    return freeLine(share, this.apportioned.totalWeight, this.apportioned.isDecidedByLot(share.remainder));
  }
}

/** On which side the rounds so far hold a line, or null while it is free. Weight zero is never held. */
function heldIn(rounds: readonly HoldingRound[], line: LimitedLine): 'cap' | 'floor' | null {
  if (line.weight === 0n) return null;
  for (const { left, totalWeight, by } of rounds) if (outside(line, left, totalWeight) === by) return by;
  return null;
}

/** Shares a size by weight within limits, as `shareOut` does, in passes. */
export function* shareStreamed(
  limits: StreamedLimits,
  size: bigint,
  { positive, totalWeight }: Weighing,
  weightOf: (one: Entitled) => bigint,
  draw: Draw,
): Steps<StreamedSharing | Refusal<SurplusReason>> {
  const filled = limits.any
    ? yield* fillStreamed(limits, size, { positive, totalWeight }, weightOf)
    : {
        ...{ held: [], rounds: positive > 0 ? 1 : 0, totalWeight },
        ...{ free: positive > 0 ? size : 0n, beyondCaps: positive > 0 ? 0n : size },
      };
  if (isRefusal(filled)) return filled;
  const apportioned = yield* apportionStreamed(filled.free, filled.totalWeight, draw, (one) => {
    const line = limits.line(one.participant, weightOf(one));
    return heldIn(filled.held, line) ? null : line;
  });
  return new StreamedSharing(limits, filled.held, apportioned, filled.rounds, filled.beyondCaps);
}

interface StreamedFilling {
  readonly held: readonly HoldingRound[];
  readonly rounds: number;
  readonly free: bigint;
  readonly totalWeight: bigint;
  readonly beyondCaps: bigint;
}

/** Caps and floors to a fixed point; every round is a pass, and who is held follows from the rounds before. */
function* fillStreamed(
  limits: StreamedLimits,
  size: bigint,
  weighing: Weighing,
  weightOf: (one: Entitled) => bigint,
): Steps<StreamedFilling | Refusal<SurplusReason>> {
  const held: HoldingRound[] = [];
  const totals = new LimitTotals();
  let { positive, totalWeight } = weighing;
  let left = size;
  let rounds = 0;
  for (;;) {
    const round = new FillingRound(left, totalWeight);
    const isFirst = rounds === 0;
    yield visiting({ round: round.seen, totals: totals.seen }, (one) => {
      const line = limits.line(one.participant, weightOf(one));
      if (line.weight === 0n) return;
      if (isFirst) totals.add(line);
      if (!heldIn(held, line)) round.see(line);
    });
    const infeasible = totals.infeasible(size, limits.restToFund);
    if (infeasible) return infeasible;
    if (positive === 0) break;
    rounds += 1;
    const by = round.holds();
    if (by === null) break;
    const { lines, units, weight } = round.heldBy(by);
    held.push({ left, totalWeight, by });
    positive -= lines;
    left -= units;
    totalWeight -= weight;
    if (positive === 0) break;
  }
  const beyondCaps = positive === 0 ? left : 0n;
  return { held, rounds, free: left - beyondCaps, totalWeight, beyondCaps };
}
