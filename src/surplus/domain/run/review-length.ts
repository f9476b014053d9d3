import { isRecord } from '../input/reader.js';

/** The rule of the bylaws that says how long members have at least, and officers at most: `{"leastHours": 336, "mostHours": 1440}`. */
export const reviewRule = 'review-policy/runs';
export const reviewRulePrefix = 'review-policy/';
/** Without such a rule: a week. */
export const leastReviewHours = 7 * 24;
/** Members may adopt any other, as they may vote without notice: the bylaws are theirs. No officer goes below it. */
export const fewestHoursByRule = 0;
export const mostHoursByRule = 366 * 24;
/** Where the rule does not say how long officers have at most: sixty days, or twice the least length where that is longer. */
export const usualMostHours = 60 * 24;

export interface ReviewLengths {
  /** How long a review lasts at least. */
  readonly leastHours: number;
  /** How long after a run has been laid open officers may prolong, change or take it back, until members vote. */
  readonly mostHours: number;
}

const isHours = (hours: unknown, least: number, most: number): hours is number =>
  typeof hours === 'number' && Number.isInteger(hours) && hours >= least && hours <= most;

/** Every fault of such a rule, when it is proposed. */
export function faultsOfReviewRule(value: unknown): readonly string[] {
  const { leastHours, mostHours, ...others } = isRecord(value) ? value : {};
  if (!isHours(leastHours, fewestHoursByRule, mostHoursByRule))
    return [`leastHours: a whole number of ${fewestHoursByRule} to ${mostHoursByRule} hours.`];
  return [
    ...(mostHours === undefined || isHours(mostHours, leastHours, 2 * mostHoursByRule)
      ? []
      : [`mostHours: a whole number of hours, from leastHours to ${2 * mostHoursByRule}.`]),
    ...(Object.keys(others).length === 0 ? [] : ['It says leastHours, mostHours, and nothing else.']),
  ];
}

/** The lengths that a rule in force gives; the usual ones where there is none. */
export function reviewLengthsOf(value: unknown): ReviewLengths {
  const rule = isRecord(value) ? value : {};
  const leastHours = isHours(rule.leastHours, 0, mostHoursByRule) ? rule.leastHours : leastReviewHours;
  const mostHours = isHours(rule.mostHours, leastHours, 2 * mostHoursByRule)
    ? rule.mostHours
    : Math.max(usualMostHours, 2 * leastHours);
  return { leastHours, mostHours };
}

/** `7 days`, or `36 hours` where they are no whole days. */
export const hoursInWords = (hours: number): string =>
  hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;

/** Whether a deadline leaves the least length, to the minute: who asks for seven days from now asks a moment later. */
export const lastsLongEnough = (now: Date, until: Date, hours: number): boolean =>
  until.getTime() >= now.getTime() + hours * 3_600_000 - 60_000;

/** What members read of the rule in their bylaws; of a review that need not be at all, in so many words. */
export function reviewInWords(
  { leastHours, mostHours }: ReviewLengths,
  language: 'en' | 'es',
): readonly string[] {
  if (language === 'es')
    return [
      leastHours === 0
        ? 'Antes de votar un reparto, los socios no tienen asegurado ningún tiempo para revisarlo.'
        : `Antes de votar un reparto, los socios lo revisan durante al menos ${leastHours} horas.`,
      `${mostHours} horas después de abrirse la revisión, ningún cargo la prolonga ni retira el reparto: deciden los socios.`,
    ];
  return [
    leastHours === 0
      ? 'Before members vote on how a surplus is shared, no time is promised to them to review it.'
      : `Before members vote on how a surplus is shared, they review it for at least ${hoursInWords(leastHours)}.`,
    `From ${hoursInWords(mostHours)} after it was laid open, no officer prolongs the review or takes the run back: members vote.`,
  ];
}
