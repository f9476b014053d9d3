import { addDays, type CalendarDate } from '../../../shared/calendar-date.js';

/** From the narrowest to the widest: of several delegations of a member the narrowest that applies counts. */
export const delegationScopes = ['poll', 'topic', 'circle', 'cooperative'] as const;
export type DelegationScope = (typeof delegationScopes)[number];

/** What a delegation is for. A circle is the body that decides, the assembly too. */
export type ScopeTarget =
  | { readonly scope: 'poll'; readonly pollId: string }
  | { readonly scope: 'topic'; readonly topic: string }
  | { readonly scope: 'circle'; readonly bodyId: string }
  | { readonly scope: 'cooperative' };

export const delegationEnds = ['replaced', 'revoked', 'declined'] as const;
export type DelegationEnd = (typeof delegationEnds)[number];

/** A topic is written like the slug of a proposal's topic: `energy`, `new-members`. */
export const isTopic = (text: string): boolean => text.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

/** What decides whether a delegation still holds on a day, besides its end. */
export interface DelegationDates {
  /** Null: nobody votes for the principal in this scope. */
  readonly holder: string | null;
  /** The last day on which it counts; null: no such day. */
  readonly expiresOn: CalendarDate | null;
  /** The day it was given, or last confirmed. */
  readonly confirmedOn: CalendarDate;
}

/**
 * The last day on which a delegation counts without being confirmed again under a rule that wants it confirmed every
 * so many days; null where none does. "Nobody" is never confirmed: lapsing, it would give a vote away that was kept.
 */
export function confirmBy(
  { holder, confirmedOn }: DelegationDates,
  reconfirmDays: number | null,
): CalendarDate | null {
  return holder === null || reconfirmDays === null ? null : addDays(confirmedOn, reconfirmDays);
}

/** Why a delegation without an end does not count on a day: its date has passed, or it was not confirmed in time. */
export function restsOn(
  day: CalendarDate,
  dates: DelegationDates,
  reconfirmDays: number | null,
): 'expired' | 'lapsed' | null {
  if (dates.expiresOn !== null && dates.expiresOn < day) return 'expired';
  const last = confirmBy(dates, reconfirmDays);
  return last !== null && last < day ? 'lapsed' : null;
}
