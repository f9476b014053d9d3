import { Ratio } from '../../shared/ratio.js';
import { addDays, type CalendarDate } from '../../shared/calendar-date.js';
import type { Eligibility, Pool } from './input/rule-schema.js';
import type { Participant } from './input/snapshot-schema.js';

/**
 * Who takes part in a pool, as of dates. Whoever is left out is told by which rule; nobody disappears.
 * Time in membership is the part of the period's days, both ends included, on which they belonged to it.
 */
export interface Entitled {
  readonly participant: Participant;
  readonly timeFraction: Ratio;
}
export interface LeftOut {
  readonly key: string;
  readonly rule: string;
}
export interface Period {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export function entitledTo(
  participants: readonly Participant[],
  rule: Eligibility,
  period: Period | undefined,
): { entitled: readonly Entitled[]; leftOut: readonly LeftOut[] } {
  const entitled: Entitled[] = [];
  const leftOut: LeftOut[] = [];
  for (const participant of participants) {
    const reason = reasonToLeaveOut(participant, rule, period);
    if (reason) leftOut.push({ key: participant.key, rule: reason });
    else entitled.push({ participant, timeFraction: timeInPeriod(participant, period) });
  }
  return { entitled, leftOut };
}

/** Why a rule leaves somebody out, or null. */
export function reasonToLeaveOut(
  who: Participant,
  rule: Eligibility,
  period: Period | undefined,
): string | null {
  if (rule.kinds && !rule.kinds.includes(who.kind ?? 'member'))
    return `shared among ${rule.kinds.join(', ')} only`;
  if (rule.classes && !rule.classes.includes(who.class ?? ''))
    return `shared among class ${rule.classes.join(', ')} only`;
  if (who.suspended && rule.suspended !== 'full') return 'suspended';
  if (who.diedOn && rule.died === 'nothing') return 'died in the period: the rule gives the estate nothing';
  return (
    leftOutByDates(who, rule, period) ??
    (meetsAnyMinimum(who, rule) ? null : 'below the least activity or presence that the rule asks for')
  );
}

function leftOutByDates(who: Participant, rule: Eligibility, period: Period | undefined): string | null {
  if (rule.minimumSeniorityYears && (who.seniorityYears ?? 0) < rule.minimumSeniorityYears)
    return `has less than ${rule.minimumSeniorityYears} years of seniority`;
  if (!period) return null;
  const { joinedOn, leftOn } = who;
  if (joinedOn && joinedOn > period.to) return 'joined after the period';
  if (leftOn && leftOn < period.from) return 'left before the period';
  if (who.diedOn && who.diedOn < period.from) return 'died before the period';
  if (leftOn && leftOn <= period.to && rule.leftInPeriod === 'nothing') return 'left in the period';
  if (joinedOn && joinedOn >= period.from && rule.joinedInPeriod === 'nothing') return 'joined in the period';
  if (
    rule.minimumMonths &&
    joinedOn &&
    completedMonths(joinedOn, earlier(who.diedOn, earlier(leftOn, period.to))) < rule.minimumMonths
  )
    return `belongs for less than ${rule.minimumMonths} months`;
  return null;
}

/** One minimum met is enough: "three months in the year, or six months of seniority". */
function meetsAnyMinimum(who: Participant, rule: Eligibility): boolean {
  const minimums = rule.minimumOfBasis ?? [];
  if (minimums.length === 0) return true;
  return minimums.some(({ basis, atLeast }) => (who.bases?.get(basis) ?? Ratio.zero).compare(atLeast) >= 0);
}

const earlier = (date: CalendarDate | undefined, other: CalendarDate) =>
  date && date < other ? date : other;

/** Completed months from one day to another, both of them counted: January to March is three. */
export function completedMonths(from: CalendarDate, last: CalendarDate): number {
  const [year1, month1, day1] = from.split('-').map(Number) as [number, number, number];
  const [year2, month2, day2] = addDays(last, 1).split('-').map(Number) as [number, number, number];
  return (year2 - year1) * 12 + (month2 - month1) - (day2 < day1 ? 1 : 0);
}

/** Whether a pool asks for the days of a period: without one it would take everybody for there all the time. */
export const asksForPeriod = ({ weighting, eligibility }: Pick<Pool, 'weighting' | 'eligibility'>): boolean =>
  weighting.timeInMembership === 'days' ||
  eligibility?.leftInPeriod === 'nothing' ||
  eligibility?.joinedInPeriod === 'nothing' ||
  (eligibility?.minimumMonths ?? 0) > 0;

/** Days from one date to another, the last not counted. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): bigint =>
  BigInt(Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000n;

export function timeInPeriod({ joinedOn, leftOn, diedOn }: Participant, period: Period | undefined): Ratio {
  if (!period) return Ratio.one;
  const from = joinedOn && joinedOn > period.from ? joinedOn : period.from;
  const to = earlier(diedOn, earlier(leftOn, period.to));
  const days = daysBetween(from, to) + 1n;
  return days <= 0n ? Ratio.zero : Ratio.of(days, daysBetween(period.from, period.to) + 1n);
}
