import { Ratio } from '../../../shared/ratio.js';
import type { Refusal } from '../../../shared/refusal.js';
import { capitalBelowZero, interestBase, noPeriod } from '../capital-interest.js';
import { daysBetween, type Period } from '../eligibility.js';
import type { CapitalInterestRule } from '../input/rule-schema.js';
import type { CapitalBalance } from '../input/snapshot-schema.js';
import type { SurplusReason } from '../reasons.js';
import { apportionStreamed, type StreamedApportionment } from './streamed-apportionment.js';
import { visiting, type Steps } from './visits.js';

/** All capital together, in parts so small that every base is a whole number of them. */
export class StreamedCapital {
  constructor(
    private readonly rule: CapitalInterestRule,
    private readonly period: Period | undefined,
    private readonly scale: bigint,
    private readonly total: bigint,
  ) {}

  get whole(): Ratio {
    return Ratio.of(this.total, this.scale);
  }

  baseOf(capital: CapitalBalance): Ratio {
    return interestBase(this.rule, capital, this.period);
  }

  private claimOf(capital: CapitalBalance) {
    const { numerator, denominator } = this.baseOf(capital);
    return { key: capital.key, weight: numerator * (this.scale / denominator) };
  }

  /** Shares interest as `computeCapitalInterest` does, in passes. */
  *share(amount: bigint, seed: string): Steps<StreamedApportionment> {
    return yield* apportionStreamed(amount, this.total, seed, ({ capital }) =>
      capital ? this.claimOf(capital) : null,
    );
  }

  amountOf(capital: CapitalBalance, apportioned: StreamedApportionment): bigint {
    return apportioned.shareOf(this.claimOf(capital)).units;
  }
}

/** One pass: what interest is paid on, of everybody together. */
export function* weighCapital(
  rule: CapitalInterestRule,
  period: Period | undefined,
): Steps<StreamedCapital | Refusal<SurplusReason>> {
  if (rule.base === 'timeWeighted' && !period) return noPeriod();
  const scale = rule.base === 'opening' ? 1n : daysBetween(period!.from, period!.to) + 1n;
  const seen = { total: 0n, below: null as string | null };
  yield visiting(seen, ({ capital }) => {
    if (!capital) return;
    const { numerator, denominator } = interestBase(rule, capital, period);
    if (numerator < 0n) seen.below ??= capital.key;
    seen.total += numerator * (scale / denominator);
  });
  return seen.below === null
    ? new StreamedCapital(rule, period, scale, seen.total)
    : capitalBelowZero(seen.below);
}
