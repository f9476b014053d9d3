import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { isCalendarDate, type CalendarDate } from '../../shared/calendar-date.js';
import { Ratio } from '../../shared/ratio.js';
import { type Refusal } from '../../shared/refusal.js';
import type { ExitPolicy } from './input/policy-schema.js';
import type { Exit } from './input/snapshot-schema.js';
import { smaller } from './origin.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * An amount payable over time. Parts that are not whole are apportioned by largest remainder, equal remainders
 * to the earlier dates (dates are not people: no lot is needed, and earlier favours the one who waits);
 * `eachUp` rounds every part up, so that each year pays at least its part, and the last pays what is left.
 *
 * The estate's term runs from the day on which the cooperative learned of the death, where that is given.
 * Interest runs from the day of leaving: on all that is outstanding, or on the instalment alone; yearly rate,
 * months as twelfths, each payment rounded down.
 */
export interface Instalment {
  readonly month: number;
  readonly dueOn: CalendarDate | null;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly outstanding: bigint;
}
interface Part {
  readonly month: number;
  readonly rate: Ratio;
}

export function instalmentsOf(
  payable: bigint,
  exit: Exit,
  policy: ExitPolicy,
  interestRate: Ratio,
): readonly Instalment[] | Refusal<SurplusReason> {
  const parts = partsOf(exit, policy);
  const whole = parts.reduce((sum, { rate }) => sum.plus(rate), Ratio.zero);
  if (!whole.equals(Ratio.one))
    return refuse(
      'NOT_WHOLLY_COVERED',
      `The parts of the schedule sum to ${whole.toString()}, not to the whole.`,
    );
  const from = exit.reason === 'death' ? (exit.noticedOn ?? exit.leftOn) : exit.leftOn;
  const principals = policy.rounding === 'eachUp' ? eachUp(payable, parts) : earliestFirst(payable, parts);
  let outstanding = payable;
  let lastMonth = 0;
  return parts.map(({ month }, index): Instalment => {
    const principal = principals[index]!;
    const onOutstanding = policy.interest?.on === 'outstanding';
    const months = onOutstanding ? month - lastMonth : month;
    const base = onOutstanding ? outstanding : principal;
    const interest = interestRate.times(Ratio.of(base * BigInt(months), 12n)).floor();
    outstanding -= principal;
    lastMonth = month;
    return {
      month,
      dueOn: from ? addMonths(from, month) : null,
      principal,
      interest,
      outstanding,
    };
  });
}

function partsOf(exit: Exit, policy: ExitPolicy): readonly Part[] {
  if (exit.reason === 'death' && policy.deathMonths !== undefined)
    return [{ month: policy.deathMonths, rate: Ratio.one }];
  if (policy.schedule)
    return [...policy.schedule]
      .map(({ month, rate }) => ({ month, rate: rate ?? Ratio.zero }))
      .sort((a, b) => a.month - b.month);
  const { count, everyMonths, firstAfterMonths } = policy.instalments ?? { count: 1, everyMonths: 0 };
  return Array.from({ length: count }, (_, index) => ({
    month: (firstAfterMonths ?? everyMonths) + index * everyMonths,
    rate: Ratio.of(1n, BigInt(count)),
  }));
}

function eachUp(payable: bigint, parts: readonly Part[]): readonly bigint[] {
  let left = payable;
  return parts.map(({ rate }, index) => {
    const part = index === parts.length - 1 ? left : smaller(rate.times(Ratio.of(payable)).ceil(), left);
    left -= part;
    return part;
  });
}

export function earliestFirst(
  payable: bigint,
  parts: readonly { readonly rate: Ratio }[],
): readonly bigint[] {
  const exact = parts.map(({ rate }) => rate.times(Ratio.of(payable)));
  const floors = exact.map((one) => one.floor());
  const rest = payable - floors.reduce((sum, one) => sum + one, 0n);
  const byRemainder = exact
    .map((one, index) => ({ index, remainder: one.minus(Ratio.of(floors[index]!)) }))
    .sort((a, b) => b.remainder.compare(a.remainder) || a.index - b.index);
  const up = new Set(byRemainder.slice(0, Number(rest)).map(({ index }) => index));
  return floors.map((floor, index) => (up.has(index) ? floor + 1n : floor));
}

/** The same day of the month later, or the last day of a shorter month; null beyond the calendar's range. */
export function addMonths(date: CalendarDate, months: number): CalendarDate | null {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const number = year * 12 + (month - 1) + months;
  const start = `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  const candidates = [day, 31, 30, 29, 28].filter((last) => last <= day);
  const dates = candidates.map((last) => `${start}-${String(last).padStart(2, '0')}`);
  return dates.find(isCalendarDate) ?? null;
}

/** The estate's payable by the heirs' parts; refused when the parts are not the whole. */
export function shareAmongHeirs(
  payable: bigint,
  { key, heirs }: Exit,
  seed: string,
): readonly { readonly key: string; readonly amount: bigint }[] | Refusal<SurplusReason> {
  if (!heirs || heirs.length === 0) return [];
  const whole = heirs.reduce((sum, { part }) => sum.plus(part), Ratio.zero);
  if (!whole.equals(Ratio.one))
    return refuse(
      'NOT_WHOLLY_COVERED',
      `The parts of the heirs of ${key} sum to ${whole.toString()}, not to the whole.`,
    );
  const common = heirs.reduce((scale, { part }) => scale * part.denominator, 1n);
  const claims = heirs.map((heir) => ({
    key: heir.key,
    weight: (heir.part.numerator * common) / heir.part.denominator,
  }));
  const { shares } = apportionByLargestRemainder(payable, claims, seed);
  return shares.map((share) => ({ key: share.key, amount: share.units }));
}
