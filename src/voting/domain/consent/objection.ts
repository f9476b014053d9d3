import { Refusal, type Verdict } from '../../../shared/refusal.js';
import { cleanText } from '../../../shared/text.js';

/**
 * An objection says that a proposal would do harm. It stands in the way while it is open, and ends in one of four ways:
 *
 * - `integrated`: the text was changed so that the harm is met; the objector is asked again about the new text;
 * - `answered`: the objector accepted a reasoned answer, and gave another ballot by their own act;
 * - `withdrawn`: the objector gave another ballot, or left the poll;
 * - `overruled`: where the rule provides for it, the electors' voices found at the close that it is not valid.
 *
 * What has ended does not open again: who sees harm in the text later raises another.
 */
export const objectionStates = ['open', 'integrated', 'answered', 'withdrawn', 'overruled'] as const;
export type ObjectionState = (typeof objectionStates)[number];
export type ObjectionEnding = Exclude<ObjectionState, 'open'>;

/** What has happened to an objection, one entry each, never changed. `answered` leaves it open. */
export const objectionEvents = [
  'raised',
  'answered',
  'answer_accepted',
  'integrated',
  'withdrawn',
  'overruled',
] as const;
export type ObjectionEvent = (typeof objectionEvents)[number];

/** The state in which an event leaves an objection; null for one that leaves it open. */
export const endingOf: Readonly<Record<ObjectionEvent, ObjectionEnding | null>> = {
  raised: null,
  answered: null,
  answer_accepted: 'answered',
  integrated: 'integrated',
  withdrawn: 'withdrawn',
  overruled: 'overruled',
};

export interface ObjectionText {
  /** The harm that the objector sees. */
  readonly reason: string;
  /** The agreed aim or rule that the harm is measured by. */
  readonly criteria: string;
  /** What would meet the objection; null where the objector sees no change that would. */
  readonly proposedChange: string | null;
}

/** The words of an objection, made fit to be kept. Reason and criteria are owed; details name what is missing. */
export function objectionText(given: {
  readonly reason?: unknown;
  readonly criteria?: unknown;
  readonly proposedChange?: unknown;
}): ObjectionText | Refusal<'INVALID_INPUT'> {
  const reason = cleanText(given.reason, 4_000);
  const criteria = cleanText(given.criteria, 2_000);
  const wished = given.proposedChange ?? null;
  const proposedChange = wished === null ? null : cleanText(wished, 4_000);
  const faults = [
    ...(reason === null ? ['reason: the harm you see, in 1 to 4,000 characters.'] : []),
    ...(criteria === null
      ? ['criteria: the agreed aim or rule it goes against, in 1 to 2,000 characters.']
      : []),
    ...(wished !== null && proposedChange === null
      ? ['proposedChange: what would meet it, in 1 to 4,000 characters.']
      : []),
  ];
  return reason !== null && criteria !== null && faults.length === 0
    ? { reason, criteria, proposedChange }
    : new Refusal('INVALID_INPUT', 'An objection says which harm it sees, and by what that is harm.', faults);
}

/** Only an open objection can be answered, voiced on, integrated or withdrawn. */
export const mayStillBeHandled = (state: ObjectionState): Verdict<'OBJECTION_HAS_ENDED'> =>
  state === 'open'
    ? true
    : new Refusal('OBJECTION_HAS_ENDED', `This objection has ended: it is ${state}. Its history stays.`);

/** An answer is accepted after there is one. */
export const mayAcceptAnswer = (answers: number): Verdict<'NOT_ANSWERED'> =>
  answers > 0
    ? true
    : new Refusal('NOT_ANSWERED', 'This objection has no answer yet that could be accepted.');
