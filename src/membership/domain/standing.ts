import { addDays, isCalendarDate, type CalendarDate } from '../../shared/calendar-date.js';
import { Refusal } from '../../shared/refusal.js';

/** The standing of a membership on a day. */
export const memberStandings = [
  'applied',
  'invited',
  'probation',
  'active',
  'suspended',
  'leaving',
  'left',
  'expelled',
  'deceased',
] as const;
export type MemberStanding = (typeof memberStandings)[number];

/** From a standing to those that may follow. Expulsion is appealed, and a member who left may be taken back. */
const successors: Readonly<Record<MemberStanding, readonly MemberStanding[]>> = {
  applied: ['probation', 'active', 'left', 'deceased'],
  invited: ['probation', 'active', 'left', 'deceased'],
  probation: ['active', 'suspended', 'leaving', 'left', 'expelled', 'deceased'],
  active: ['suspended', 'leaving', 'left', 'expelled', 'deceased'],
  suspended: ['active', 'leaving', 'left', 'expelled', 'deceased'],
  leaving: ['active', 'suspended', 'left', 'expelled', 'deceased'],
  left: ['probation', 'active', 'deceased'],
  expelled: ['active', 'deceased'],
  deceased: [],
};

/** What a membership may be when it begins. */
export const firstStandings: readonly MemberStanding[] = ['applied', 'invited', 'probation', 'active'];

/** A membership that stands: with all the rights of a member. */
export const isCurrent = (standing: string | null | undefined): boolean =>
  standing === 'probation' || standing === 'active' || standing === 'leaving';

/** A membership that has ended. */
export const isOver = (standing: string | null | undefined): boolean =>
  standing === 'left' || standing === 'expelled' || standing === 'deceased';

export const mayFollow = (from: MemberStanding, to: MemberStanding): boolean => successors[from].includes(to);

/** One recorded standing. Of two effective on the same day, the one recorded later holds. */
export interface StandingEntry {
  readonly standing: MemberStanding;
  readonly effectiveOn: CalendarDate;
}

export const standingReasons = {
  STANDING_UNREACHABLE: 'The standing on that day cannot become this one.',
  STANDING_CONFLICTS_LATER: 'A change already recorded for a later day cannot follow this one.',
  EFFECTIVE_DATE_INVALID: 'The date does not exist, lies before the membership began, or too far ahead.',
} as const;
export type StandingReason = keyof typeof standingReasons;

/** How far ahead a change may be recorded: notice until the end of the third year. */
export const maxDaysAhead = 3 * 366;

/**
 * Whether a standing may begin on a day, given everything recorded so far (in order of record). The change must be
 * able to follow the standing of the day before, and the next recorded change must be able to follow it; an entry for
 * the very same day is corrected by it. Refusals: `standingReasons`.
 */
export function changeStanding(
  recorded: readonly StandingEntry[],
  change: StandingEntry,
  today: CalendarDate,
): StandingEntry | Refusal<StandingReason> {
  const timeline = effectiveTimeline(recorded);
  const first = timeline[0];
  if (!isCalendarDate(change.effectiveOn)) {
    return new Refusal('EFFECTIVE_DATE_INVALID', 'This date does not exist.');
  }
  if (first && change.effectiveOn < first.effectiveOn) {
    return new Refusal('EFFECTIVE_DATE_INVALID', `The membership began on ${first.effectiveOn}, not before.`);
  }
  if (change.effectiveOn > addDays(today, maxDaysAhead)) {
    return new Refusal('EFFECTIVE_DATE_INVALID', 'A change is recorded at most three years ahead.');
  }
  const before = timeline.findLast((entry) => entry.effectiveOn < change.effectiveOn);
  const same = timeline.find((entry) => entry.effectiveOn === change.effectiveOn);
  const follows =
    before === undefined
      ? same === undefined || same.standing === change.standing || mayFollow(same.standing, change.standing)
      : mayFollow(before.standing, change.standing) || before.standing === change.standing;
  if (!follows || (same ?? before)?.standing === change.standing) {
    const current = (same ?? before)?.standing ?? 'unknown';
    return new Refusal(
      'STANDING_UNREACHABLE',
      `On ${change.effectiveOn} this membership is ${current}; it cannot become ${change.standing}.`,
    );
  }
  const after = timeline.find((entry) => entry.effectiveOn > change.effectiveOn);
  if (after && after.standing !== change.standing && !mayFollow(change.standing, after.standing)) {
    return new Refusal(
      'STANDING_CONFLICTS_LATER',
      `From ${after.effectiveOn} this membership is recorded as ${after.standing}, which cannot follow ${change.standing}.`,
    );
  }
  return change;
}

/** One standing a day, in order of days: what was recorded last for a day holds. */
export function effectiveTimeline(recorded: readonly StandingEntry[]): readonly StandingEntry[] {
  const byDay = new Map<CalendarDate, StandingEntry>();
  for (const entry of recorded) byDay.set(entry.effectiveOn, entry);
  return [...byDay.values()].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
}

/** The standing on a day, as known from what is recorded; null before the membership began. */
export function standingOn(recorded: readonly StandingEntry[], day: CalendarDate): MemberStanding | null {
  return effectiveTimeline(recorded).findLast((entry) => entry.effectiveOn <= day)?.standing ?? null;
}
