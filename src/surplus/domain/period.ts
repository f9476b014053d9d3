import { isCalendarDate } from '../../shared/calendar-date.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import type { SurplusReason } from './surplus-reasons.js';

/** A span of days over which patronage is counted; short, long, and per business line where these share apart. */
export interface PeriodDraft {
  readonly name: string;
  readonly businessLine?: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Cleans a draft, or refuses it with INVALID_INPUT and the fields at fault. `all` is the line of who has only one. */
export function checkPeriodDraft(
  draft: PeriodDraft,
): Required<{ [Field in keyof PeriodDraft]: string }> | Refusal<SurplusReason> {
  const name = cleanLine(draft.name, 100);
  const businessLine = draft.businessLine ?? 'all';
  const faults = [
    ...(name === null ? ['Name: one line of 1 to 100 characters.'] : []),
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(businessLine)
      ? []
      : ['Business line: a short name of small letters, digits and hyphens.']),
    ...(isCalendarDate(draft.startsOn) && isCalendarDate(draft.endsOn)
      ? []
      : ['Days: days of the calendar.']),
    ...(draft.endsOn >= draft.startsOn ? [] : ['Days: a period ends on or after the day it starts.']),
  ];
  return faults.length > 0 || name === null
    ? new Refusal('INVALID_INPUT', 'A period cannot be opened like this.', faults)
    : { name, businessLine, startsOn: draft.startsOn, endsOn: draft.endsOn };
}

/** What decides about a period, by the cooperative's own calendar. */
export interface PeriodFacts {
  readonly endsOn: string;
  readonly isOver: boolean;
  readonly state: 'open' | 'closed';
  readonly resultMinor: bigint | null;
}

const notOver = (period: PeriodFacts): Refusal<SurplusReason> =>
  new Refusal('PERIOD_NOT_OVER', `The period runs until ${period.endsOn}; this waits for the day after.`);

/** Records become final when the last day is over, once. */
export function mayBeClosed(period: PeriodFacts): Verdict<SurplusReason> {
  if (period.state !== 'open') return new Refusal('PERIOD_CLOSED', 'The period is closed.');
  return period.isOver || notOver(period);
}

/** What is still being earned has not been audited: a result is brought in when the last day is over, once. */
export function mayTakeResult(period: PeriodFacts): Verdict<SurplusReason> {
  if (period.resultMinor !== null)
    return new Refusal(
      'RESULT_RECORDED',
      'Another result is recorded; reverse its entry in the books first.',
    );
  return period.isOver || notOver(period);
}
