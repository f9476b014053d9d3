import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Entitled } from '../eligibility.js';
import type { Pool } from '../input/rule-schema.js';
import { weightingOf } from '../pool.js';
import { declaredLine } from '../pool-shares.js';
import type { SurplusReason } from '../reasons.js';
import { commonDivisor, MeasuredBases, type WeightScheme } from '../weights.js';
import type { Weighing } from './streamed-sharing.js';
import { visiting, type Steps } from './visits.js';

/** Everybody's weights, on the scale of their common divisor. */
export class StreamedWeights implements Weighing {
  /** One unit of weight, in the units of the formula. */
  readonly scale: Ratio;

  constructor(
    readonly scheme: WeightScheme,
    private readonly divisor: bigint,
    readonly positive: number,
    readonly totalWeight: bigint,
    readonly everyCoefficientIsOne: boolean,
  ) {
    this.scale = scheme.scale(divisor);
  }

  weightOf(one: Entitled): bigint {
    return this.scheme.rawWeight(one) / this.divisor;
  }
}

/** One pass, once everybody's bases have been measured: the common divisor of all weights. */
export function* weighMeasured(measured: MeasuredBases): Steps<StreamedWeights> {
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
  return new StreamedWeights(scheme, divisor, positive, rawTotal / divisor, everyCoefficientIsOne);
}

/** Everybody's weights in one pool, known before its size is. */
export interface WeighedPool {
  readonly weights: StreamedWeights;
  /** What a declared rate comes to; null without one. */
  readonly declaredSize: bigint | null;
}

/** Totals of the bases, then the common divisor of all weights: two passes, three with a declared rate. */
export function* weighStreamed(pool: Pool): Steps<WeighedPool | Refusal<SurplusReason>> {
  const measured = MeasuredBases.of(weightingOf(pool));
  if (isRefusal(measured)) return measured;
  yield visiting(measured.seen, (one) => measured.add(one));
  const weights = yield* weighMeasured(measured);
  const rate = pool.size.declaredRate;
  if (!rate) return { weights, declaredSize: null };
  const { scale } = weights;
  const declared = { size: 0n };
  yield visiting(declared, (one) => {
    const weight = weights.weightOf(one);
    declared.size += declaredLine(rate, { key: one.participant.key, weight }, scale).units;
  });
  return { weights, declaredSize: declared.size };
}
