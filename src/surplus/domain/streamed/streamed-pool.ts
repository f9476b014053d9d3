import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Entitled } from '../eligibility.js';
import { defaultForms, lastFormTakesAll, type FormClaimant } from '../forms.js';
import type { Pool } from '../input/rule-schema.js';
import {
  nobodyToShareWith,
  restGoesToNobody,
  uniformRate,
  weightingOf,
  type PoolLine,
  type PoolResult,
} from '../pool.js';
import { afterNotice } from '../qualified-notice.js';
import { claimantOf, explainPool, reportLine, type LineCounts } from '../pool-report.js';
import { declaredLine } from '../pool-shares.js';
import type { SurplusReason } from '../reasons.js';
import type { SharedLine } from '../share-out.js';
import { isSmall, type MinimumOutcome } from '../small-amounts.js';
import { commonDivisor, MeasuredBases, type WeightScheme } from '../weights.js';
import { formsStreamed, type StreamedForms } from './streamed-forms.js';
import { shareStreamed, type StreamedSharing, type Weighing } from './streamed-sharing.js';
import { visiting, type Steps } from './visits.js';

/** Everybody's weights in one pool, known before its size is. */
export interface StreamedWeights extends Weighing {
  readonly scheme: WeightScheme;
  readonly divisor: bigint;
  readonly scale: Ratio;
  readonly everyCoefficientIsOne: boolean;
  /** What a declared rate comes to; zero without one. */
  readonly declaredSize: bigint;
}

/** Totals of the bases, then the common divisor of all weights: two passes, three with a declared rate. */
export function* weighStreamed(pool: Pool): Steps<StreamedWeights | Refusal<SurplusReason>> {
  const measured = MeasuredBases.of(weightingOf(pool));
  if (isRefusal(measured)) return measured;
  yield visiting(measured.seen, (one) => measured.add(one));
  const scheme = measured.scheme();
  const seen = { divisor: 0n, rawTotal: 0n, positive: 0, everyCoefficientIsOne: true };
  yield visiting(seen, (one) => {
    const raw = scheme.rawWeight(one);
    seen.divisor = commonDivisor(seen.divisor, raw);
    seen.rawTotal += raw;
    if (raw > 0n) seen.positive += 1;
    seen.everyCoefficientIsOne &&= scheme.coefficient(one).equals(Ratio.one);
  });
  const { rawTotal, positive, everyCoefficientIsOne } = seen;
  const divisor = seen.divisor || 1n;
  const scale = scheme.scale(divisor);
  const weights = {
    scheme,
    divisor,
    scale,
    positive,
    totalWeight: rawTotal / divisor,
    everyCoefficientIsOne,
  };
  const rate = pool.size.declaredRate;
  const declared = { declaredSize: 0n };
  if (rate)
    yield visiting(declared, (one) => {
      const weight = scheme.rawWeight(one) / divisor;
      declared.declaredSize += declaredLine(rate, { key: one.participant.key, weight }, scale).units;
    });
  return { ...weights, ...declared };
}

/** A pool whose every line is known, and none kept: lines are asked for one at a time, and counted as they are. */
export class StreamedPool {
  /** What came of the lines that were asked for so far, and nothing else. */
  readonly seen = {
    counts: { participants: 0, leftOut: 0, belowMinimum: 0, heldAtLimits: 0 },
    totals: new Map<string, bigint>(),
  };

  constructor(
    readonly pool: Pool,
    private readonly size: bigint,
    private readonly weights: StreamedWeights,
    /** Null when there is nobody to share with: the fund takes it all. */
    private readonly lines: StreamedLines | null,
    private readonly forms: StreamedForms | null,
  ) {}

  lineOf(one: Entitled): PoolLine | null {
    if (!this.lines || !this.forms) return null;
    const { line, below } = this.lines.lineOf(one);
    const { treatment } = this.lines;
    const own = this.weights.scheme.line(one, this.lines.weightOf(one));
    const split = this.forms.partsOf(claimantOf(line.units, one.participant, below, treatment));
    const parts = afterNotice(this.pool.notice, one.participant, line.units, split);
    const reported = reportLine(line, own, parts, below, treatment, this.weights);
    const { counts, totals } = this.seen;
    counts.participants += 1;
    if (below) counts.belowMinimum += 1;
    if (line.heldBy !== null) counts.heldAtLimits += 1;
    for (const { form, amount } of reported.forms) totals.set(form, (totals.get(form) ?? 0n) + amount);
    return reported;
  }

  leaveOut(): void {
    this.seen.counts.leftOut += 1;
  }

  /** The pool once all its lines have been asked for; its lines are where they were sent. */
  result(): PoolResult {
    const { pool, size, weights, lines } = this;
    const { totals } = this.seen;
    const allocated = [...totals.values()].reduce((sum, amount) => sum + amount, 0n);
    const toFund = size - allocated;
    const counts: LineCounts = { ...this.seen.counts, roundsOfLimits: lines?.rounds ?? 0 };
    const result = {
      ...{ id: pool.id, size, lines: [], leftOut: [], totals, toFund },
      fund: toFund > 0n || !lines ? pool.fallbackFund! : null,
      totalValue: lines ? weights.scale.times(Ratio.of(weights.totalWeight)) : Ratio.zero,
      rate: lines
        ? uniformRate(pool, size - lines.beyondCaps, weights.scheme.totals, weights.everyCoefficientIsOne)
        : null,
    };
    return { ...result, node: explainPool(pool, result, counts, lines ? weights.scheme : undefined) };
  }
}

/** Every line before its forms: once shared out, or as often as small amounts are shared again. */
class StreamedLines {
  constructor(
    private readonly pool: Pool,
    private readonly weights: StreamedWeights,
    private readonly sharings: readonly (StreamedSharing | null)[],
    readonly treatment: MinimumOutcome['treatment'],
  ) {}

  weightOf(one: Entitled): bigint {
    return this.weights.scheme.rawWeight(one) / this.weights.divisor;
  }

  lineOf(one: Entitled): { line: SharedLine; below: boolean } {
    let weight = this.weightOf(one);
    let below = false;
    let line = this.shared(0, one, weight);
    for (let again = 1; again < this.sharings.length; again++) {
      if (isSmall(line, this.pool.minimum!.amount)) {
        weight = 0n;
        below = true;
      }
      line = this.shared(again, one, weight);
    }
    if (this.treatment !== null && this.treatment !== 'redistribute')
      below = isSmall(line, this.pool.minimum!.amount);
    return { line, below };
  }

  get rounds(): number {
    return this.sharings.at(-1)?.rounds ?? 0;
  }
  get beyondCaps(): bigint {
    return this.sharings.at(-1)?.beyondCaps ?? 0n;
  }

  private shared(at: number, { participant }: Entitled, weight: bigint): SharedLine {
    const sharing = this.sharings[at];
    if (sharing) return sharing.lineOf(participant, weight);
    return declaredLine(this.pool.size.declaredRate!, { key: participant.key, weight }, this.weights.scale);
  }
}

/** A pool of a size from weights to forms, as `computePool` does it, in passes. */
export function* poolStreamed(
  pool: Pool,
  size: bigint,
  weights: StreamedWeights,
  seed: string,
): Steps<StreamedPool | Refusal<SurplusReason>> {
  if (size > 0n && weights.positive === 0) {
    const refused = nobodyToShareWith(pool, size);
    return refused ?? new StreamedPool(pool, size, weights, null, null);
  }
  const lines = yield* linesStreamed(pool, size, weights, seed);
  if (isRefusal(lines)) return lines;
  const rules = pool.forms ?? defaultForms;
  const open = lastFormTakesAll(rules);
  if (open) return open;
  const claimant = (one: Entitled): FormClaimant => {
    const { line, below } = lines.lineOf(one);
    return claimantOf(line.units, one.participant, below, lines.treatment);
  };
  const uncapped = size - lines.beyondCaps;
  const seen = { allocated: uncapped, whole: uncapped };
  if (pool.minimum) {
    seen.allocated = seen.whole = 0n;
    yield visiting(seen, (one) => {
      const { line, below } = lines.lineOf(one);
      seen.whole += claimant(one).amount;
      if (!(below && lines.treatment === 'toFund')) seen.allocated += line.units;
    });
  }
  const unfunded = restGoesToNobody(pool, size - seen.allocated);
  if (unfunded) return unfunded;
  const forms = yield* formsStreamed(rules, seen.whole, claimant, seed);
  return new StreamedPool(pool, size, weights, lines, forms);
}

function* linesStreamed(
  pool: Pool,
  size: bigint,
  weights: StreamedWeights,
  seed: string,
): Steps<StreamedLines | Refusal<SurplusReason>> {
  const of = (sharings: readonly (StreamedSharing | null)[], treatment: MinimumOutcome['treatment']) =>
    new StreamedLines(pool, weights, sharings, treatment);
  const share = function* (weighing: Weighing, weightOf: (one: Entitled) => bigint) {
    return pool.size.declaredRate ? null : yield* shareStreamed(pool, size, weighing, weightOf, seed);
  };
  const first = yield* share(weights, (one) => of([], null).weightOf(one));
  if (isRefusal(first)) return first;
  const rule = pool.minimum;
  if (rule?.below !== 'redistribute') return of([first], rule?.below ?? null);
  const sharings: (StreamedSharing | null)[] = [first];
  let { positive, totalWeight } = weights;
  for (;;) {
    const lines = of(sharings, 'redistribute');
    const small = { lines: 0, weight: 0n };
    yield visiting(small, (one) => {
      const { line } = lines.lineOf(one);
      if (!isSmall(line, rule.amount)) return;
      small.lines += 1;
      small.weight += line.weight;
    });
    if (small.lines === 0) return lines;
    positive -= small.lines;
    totalWeight -= small.weight;
    if (positive === 0) return of([first], 'accumulate');
    const next = yield* share({ positive, totalWeight }, (one) => {
      const { line } = lines.lineOf(one);
      return isSmall(line, rule.amount) ? 0n : line.weight;
    });
    if (isRefusal(next)) return next;
    sharings.push(next);
  }
}
