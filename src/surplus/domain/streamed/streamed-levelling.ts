import { Ratio } from '../../../shared/ratio.js';
import type { Entitled } from '../eligibility.js';
import type { Participant } from '../input/snapshot-schema.js';
import { levelFor, plainAmount } from '../levelling.js';
import type { PoolLine } from '../pool.js';
import { receivedBy } from '../pool-shares.js';
import { leastCommonMultiple } from '../weights.js';
import type { Weighing } from './streamed-sharing.js';
import { visiting, type Steps } from './visits.js';

/**
 * A level that was found: what it gives on each weight, and the same in parts so small that every amount is a whole
 * number of them, to be apportioned like weights. Levels fall from round to round, so that whoever the last one gives
 * nothing was left out by it or by one before.
 */
export class StreamedLevelling {
  constructor(
    private readonly firstLevel: Ratio,
    private readonly level: Ratio,
    private readonly scale: bigint,
    /** How many get something, and all that they get together. */
    readonly weighing: Weighing,
  ) {}

  amountsOf(who: Participant, weight: bigint): NonNullable<PoolLine['levelling']> {
    const plain = weight === 0n ? Ratio.zero : this.at(this.firstLevel, who, weight);
    return { plain, clamped: this.clamped(who, weight) };
  }

  weightOf(who: Participant, weight: bigint): bigint {
    const { numerator, denominator } = this.clamped(who, weight);
    return numerator * (this.scale / denominator);
  }

  private clamped(who: Participant, weight: bigint): Ratio {
    const amount = weight === 0n ? Ratio.zero : this.at(this.level, who, weight);
    return amount.isNegative() ? Ratio.zero : amount;
  }

  private at(level: Ratio, who: Participant, weight: bigint): Ratio {
    return plainAmount(level, { weight, received: receivedBy(who) });
  }
}

/** Levels as `levelOut` does, a pass for every round; null when nobody has a weight. */
export function* levelStreamed(
  size: bigint,
  { positive, totalWeight }: Weighing,
  weightOf: (one: Entitled) => bigint,
): Steps<StreamedLevelling | null> {
  if (positive === 0) return null;
  const all = { received: Ratio.zero };
  yield visiting(all, (one) => {
    if (weightOf(one) > 0n) all.received = all.received.plus(receivedBy(one.participant));
  });
  const firstLevel = levelFor(size, { weight: totalWeight, received: all.received });
  let level = firstLevel;
  for (let open = positive; ;) {
    const above = { lines: 0, weight: 0n, received: Ratio.zero, positive: 0, scale: 1n };
    yield visiting(above, (one) => {
      const weight = weightOf(one);
      if (weight === 0n) return;
      const received = receivedBy(one.participant);
      const amount = plainAmount(level, { weight, received });
      if (amount.isNegative()) return;
      above.lines += 1;
      above.weight += weight;
      above.received = above.received.plus(received);
      if (!amount.isZero()) above.positive += 1;
      above.scale = leastCommonMultiple(above.scale, amount.denominator);
    });
    const { lines, scale } = above;
    if (lines === open)
      return new StreamedLevelling(firstLevel, level, scale, {
        positive: above.positive,
        totalWeight: size * scale,
      });
    open = lines;
    level = levelFor(size, above);
  }
}
