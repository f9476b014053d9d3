import { Ratio } from '../../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import {
  capitalBelowZero,
  interestBase,
  interestOnWhole,
  movedOutside,
  movesOutside,
  noPeriod,
  type PayInterest,
} from '../capital-interest.js';
import { daysBetween, type Period } from '../eligibility.js';
import type { CapitalInterestRule } from '../input/rule-schema.js';
import type { CapitalBalance } from '../input/snapshot-schema.js';
import type { SurplusReason } from '../reasons.js';
import { Stepping } from './passes.js';
import {
  apportionStreamed,
  drawFor,
  type Draw,
  type StreamedApportionment,
} from './streamed-apportionment.js';
import type { LineOfInterest } from './streamed-line.js';
import { visiting, type Steps } from './visits.js';

/** Interest on capital: weighed before the sizes of pools are known, and shared with them. */
export class InterestInPasses {
  readonly weighing: Stepping<StreamedCapital | Refusal<SurplusReason>>;
  sharing: Stepping<StreamedApportionment> | null = null;

  constructor(rule: CapitalInterestRule, period: Period | undefined) {
    this.weighing = new Stepping((one) => one, weighCapital(rule, period));
  }

  /** Interest on the capital that has been weighed; its lines go to the sink. */
  readonly pay: PayInterest = (rule, snapshot, limit) => {
    const { answer } = this.weighing;
    const interest = interestOnWhole(rule, snapshot, isRefusal(answer) ? answer : answer.whole, limit);
    return isRefusal(interest) ? interest : { ...interest, lines: [] };
  };

  share(amount: bigint, seed: string): void {
    const { answer } = this.weighing;
    if (isRefusal(answer)) return;
    this.sharing = new Stepping((one) => one, answer.share(amount, drawFor(seed, 1)));
  }

  /** The interest of one of them, at the rate that the waterfall came to. */
  lineOf(own: CapitalBalance, rate: Ratio): LineOfInterest {
    const capital = this.weighing.answer as StreamedCapital;
    const amount = capital.amountOf(own, this.sharing!.answer);
    return { interest: { key: own.key, base: capital.baseOf(own), amount }, whole: capital.whole, rate };
  }
}

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
  *share(amount: bigint, draw: Draw): Steps<StreamedApportionment> {
    return yield* apportionStreamed(amount, this.total, draw, ({ capital }) =>
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
  const seen = { total: 0n, below: null as string | null, moved: null as string | null };
  yield visiting(seen, ({ capital }) => {
    if (!capital) return;
    if (movesOutside(capital, period)) {
      seen.moved ??= capital.key;
      return;
    }
    const { numerator, denominator } = interestBase(rule, capital, period);
    if (numerator < 0n) seen.below ??= capital.key;
    seen.total += numerator * (scale / denominator);
  });
  if (seen.moved !== null) return movedOutside(seen.moved);
  return seen.below === null
    ? new StreamedCapital(rule, period, scale, seen.total)
    : capitalBelowZero(seen.below);
}
