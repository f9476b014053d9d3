import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Entitled } from '../eligibility.js';
import { formsOffered } from '../choices.js';
import { lastFormTakesAll, type FormClaimant, type FormPart } from '../forms.js';
import type { Pool } from '../input/rule-schema.js';
import {
  leavesSmallOnesOut,
  nobodyToShareWith,
  restGoesToNobody,
  uniformRate,
  type PoolLine,
  type PoolResult,
} from '../pool.js';
import {
  chosenBy,
  claimantOf,
  explainPool,
  reportLine,
  withSmallForm,
  type LineCounts,
} from '../pool-report.js';
import { afterNotice } from '../qualified-notice.js';
import type { SurplusReason } from '../reasons.js';
import type { Draw } from './streamed-apportionment.js';
import { offeredStreamed, type StreamedOffered } from './streamed-forms.js';
import { linesStreamed, type LineSoFar, type StreamedLines } from './streamed-lines.js';
import type { StreamedWeights } from './streamed-weights.js';
import { visiting, type Steps } from './visits.js';

/** Everybody's lines of a pool and their forms. */
interface SharedPool {
  readonly lines: StreamedLines;
  readonly forms: StreamedOffered;
}

/** A pool whose every line is known, and none kept: lines are asked for one at a time, and counted as they are. */
export class StreamedPool {
  /** What came of the lines that were asked for so far, and nothing else. */
  readonly seen = {
    counts: { participants: 0, leftOut: 0, belowMinimum: 0, heldAtLimits: 0 },
    totals: new Map<string, bigint>(),
  };

  constructor(
    private readonly pool: Pool,
    readonly size: bigint,
    /** What nobody's line is of it. */
    readonly toFund: bigint,
    private readonly weights: StreamedWeights,
    /** Null when there is nobody to share with: the fund takes it all. */
    private readonly shared: SharedPool | null,
  ) {}

  lineOf(one: Entitled): PoolLine | null {
    if (!this.shared) return null;
    const { lines } = this.shared;
    const found = lines.lineOf(one);
    const { line, below } = found;
    const weight = this.weights.weightOf(one);
    const own = this.weights.scheme.line(one, weight);
    const parts = this.partsOf(this.shared, one, found);
    const plain = {
      ...reportLine(line, own, parts, below, lines.treatment, this.weights),
      ...chosenBy(this.pool, one.participant),
    };
    const levelling = lines.levellingOf(one, weight);
    const reported = levelling ? { ...plain, levelling } : plain;
    const { counts, totals } = this.seen;
    counts.participants += 1;
    if (below) counts.belowMinimum += 1;
    if (line.heldBy !== null) counts.heldAtLimits += 1;
    for (const { form, amount } of reported.forms) totals.set(form, (totals.get(form) ?? 0n) + amount);
    return reported;
  }

  /** What the same line comes to, without why, and not counted. */
  amountsOf(one: Entitled): Pick<PoolLine, 'units' | 'forms'> | null {
    if (!this.shared) return null;
    const { lines } = this.shared;
    const found = lines.lineOf(one);
    return withSmallForm(found.line, this.partsOf(this.shared, one, found), found.below, lines.treatment);
  }

  private partsOf(
    { lines, forms }: SharedPool,
    { participant }: Entitled,
    { line, below }: LineSoFar,
  ): readonly FormPart[] {
    const split = forms.partsOf(claimantOf(this.pool, line.units, participant, below, lines.treatment));
    return afterNotice(this.pool.notice, participant, line.units, split);
  }

  leaveOut(): void {
    this.seen.counts.leftOut += 1;
  }

  /** The pool once all its lines have been asked for; its lines are where they were sent. */
  result(): PoolResult {
    const { pool, size, toFund, weights } = this;
    const totals = new Map(this.seen.totals);
    const lines = this.shared?.lines;
    const counts: LineCounts = { ...this.seen.counts, roundsOfLimits: lines?.rounds ?? 0 };
    const result = {
      ...{ id: pool.id, size, lines: [], leftOut: [], totals, toFund },
      fund: toFund > 0n || !lines ? pool.fallbackFund! : null,
      totalValue: lines ? weights.scale.times(Ratio.of(weights.totalWeight)) : Ratio.zero,
      rate: lines
        ? uniformRate(
            pool,
            size - lines.beyondCaps,
            weights.scheme.totals,
            weights.everyCoefficientIsOne && !leavesSmallOnesOut(lines.treatment, counts.belowMinimum),
          )
        : null,
    };
    return { ...result, node: explainPool(pool, result, counts, lines ? weights.scheme : undefined) };
  }
}

/** A pool of a size from weights to forms, as `computePool` does it, in passes. */
export function* poolStreamed(
  pool: Pool,
  size: bigint,
  weights: StreamedWeights,
  draw: Draw,
): Steps<StreamedPool | Refusal<SurplusReason>> {
  if (size > 0n && weights.positive === 0)
    return nobodyToShareWith(pool, size) ?? new StreamedPool(pool, size, size, weights, null);
  const lines = yield* linesStreamed(pool, size, weights, draw);
  if (isRefusal(lines)) return lines;
  const offered = formsOffered(pool);
  const open = offered.map(({ forms }) => lastFormTakesAll(forms)).find((one) => one !== null);
  if (open) return open;
  const claimant = (one: Entitled): FormClaimant => {
    const { line, below } = lines.lineOf(one);
    return claimantOf(pool, line.units, one.participant, below, lines.treatment);
  };
  const uncapped = size - lines.beyondCaps;
  const seen = { allocated: uncapped, whole: uncapped };
  if (pool.minimum) {
    seen.allocated = seen.whole = 0n;
    yield visiting(seen, (one) => {
      const { line, below } = lines.lineOf(one);
      seen.whole += claimantOf(pool, line.units, one.participant, below, lines.treatment).amount;
      if (!(below && lines.treatment === 'toFund')) seen.allocated += line.units;
    });
  }
  const toFund = size - seen.allocated;
  const unfunded = restGoesToNobody(pool, toFund);
  if (unfunded) return unfunded;
  const forms = yield* offeredStreamed(offered, seen.whole, claimant, draw);
  return new StreamedPool(pool, size, toFund, weights, { lines, forms });
}
