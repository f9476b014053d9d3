import { isRecord } from '../input/reader.js';

/** The rule of the bylaws that says how long members have at least: `{"leastHours": 336}`. */
export const reviewRule = 'review-policy/runs';
export const reviewRulePrefix = 'review-policy/';
/** Without such a rule: a week. */
export const leastReviewHours = 7 * 24;
/** Members may adopt any other, as they may vote without notice: the bylaws are theirs. No officer goes below it. */
export const fewestHoursByRule = 0;
export const mostHoursByRule = 366 * 24;

/** Every fault of such a rule, when it is proposed. */
export function faultsOfReviewRule(value: unknown): readonly string[] {
  const fields = isRecord(value) ? Object.keys(value) : [];
  const hours = isRecord(value) ? value.leastHours : null;
  return fields.length === 1 &&
    typeof hours === 'number' &&
    Number.isInteger(hours) &&
    hours >= fewestHoursByRule &&
    hours <= mostHoursByRule
    ? []
    : [`leastHours: a whole number of ${fewestHoursByRule} to ${mostHoursByRule} hours, and nothing else.`];
}

/** The hours that a rule in force gives; a week where there is none. */
export function reviewHoursOf(value: unknown): number {
  const hours = isRecord(value) ? value.leastHours : null;
  return typeof hours === 'number' && Number.isInteger(hours) && hours >= 0 ? hours : leastReviewHours;
}

/** `7 days`, or `36 hours` where they are no whole days. */
export const hoursInWords = (hours: number): string =>
  hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;

/** Whether a deadline leaves the least length, to the minute: who asks for seven days from now asks a moment later. */
export const lastsLongEnough = (now: Date, until: Date, hours: number): boolean =>
  until.getTime() >= now.getTime() + hours * 3_600_000 - 60_000;
