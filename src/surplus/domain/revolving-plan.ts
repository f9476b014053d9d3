import { Ratio } from '../../shared/ratio.js';
import type { RedemptionPolicy } from './input/policy-schema.js';
import { smaller } from './origin.js';

/**
 * A revolving fund over years to come: each year's retains come in, and what the capital then has above the
 * need goes back to the oldest year still outstanding. `revolvingYears` is how long a retain stays once the
 * fund revolves: the years from the first redeemed year to the year that redeemed it; null while it only grows.
 */
export interface PlannedYear {
  readonly year: number;
  readonly newRetain: bigint;
  readonly redeemed: bigint;
  readonly redeemedYears: readonly number[];
  readonly capital: bigint;
}
export interface RevolvingPlan {
  readonly retainedPerYear: bigint;
  readonly years: readonly PlannedYear[];
  readonly revolvingYears: number | null;
}

export function planRevolvingFund(
  plan: NonNullable<RedemptionPolicy['plan']>,
  targetCapital: bigint,
): RevolvingPlan {
  const newRetain = plan.retainPerUnit.times(Ratio.of(plan.unitsPerYear)).floor();
  const open: { year: number; left: bigint }[] = [];
  const years: PlannedYear[] = [];
  let capital = 0n;
  let revolvingYears: number | null = null;
  for (let year = 1; year <= plan.years; year += 1) {
    open.push({ year, left: newRetain });
    capital += newRetain;
    let redeemed = 0n;
    const redeemedYears: number[] = [];
    while (capital > targetCapital && open[0]) {
      const oldest = open[0];
      const paid = smaller(oldest.left, capital - targetCapital);
      oldest.left -= paid;
      capital -= paid;
      redeemed += paid;
      redeemedYears.push(oldest.year);
      revolvingYears ??= year - oldest.year;
      if (oldest.left === 0n) open.shift();
    }
    years.push({ year, newRetain, redeemed, redeemedYears, capital });
  }
  return { retainedPerYear: newRetain, years, revolvingYears };
}
