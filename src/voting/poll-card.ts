import type { MyBallotRow, PollRow } from './poll.rows.js';

/**
 * A poll as shown beside its subject, with turnout and the viewer's ballot; read by the modules above through the views
 * `poll_card` and `ballot_standing`, and shown only to who `maySeePolls`.
 */
export interface PollCard extends Pick<
  PollRow,
  | 'id'
  | 'question'
  | 'visibility'
  | 'recordOn'
  | 'opensAt'
  | 'closesAt'
  | 'closedAt'
  | 'state'
  | 'eligiblePeople'
  | 'eligibleWeightMillionths'
> {
  readonly turnoutPeople: bigint;
  readonly myBallotNow: MyBallotRow | null;
}

const fields: ReadonlySet<string> = new Set([
  'id',
  'question',
  'visibility',
  'recordOn',
  'opensAt',
  'closesAt',
  'closedAt',
  'state',
  'turnout',
  'myBallot',
  '__typename',
]);

/** Whether a card answers all that is asked of a poll; else the poll is loaded. */
export const pollCardCovers = (asked: Iterable<string>): boolean =>
  [...asked].every((field) => fields.has(field));

/** What a statement with `poll_card l` and `ballot_standing b` joined selects for a card. */
export const pollCardColumns = `l.question, l.visibility, l.record_on AS "recordOn", l.opens_at AS "opensAt",
  l.closes_at AS "closesAt", l.closed_at AS "closedAt", l.state AS "pollState", l.eligible_people AS "eligiblePeople",
  l.eligible_weight_millionths AS "eligibleWeightMillionths", l.people AS "turnoutPeople",
  b.marks, b.revision, b.cast_at AS "castAt", b.channel, b.check_code AS "checkCode"`;

/** A row of such a statement. */
export type PollCardRow = Omit<PollCard, 'id' | 'state' | 'myBallotNow'> &
  Omit<MyBallotRow, 'pollId' | 'marks'> & {
    readonly pollState: PollRow['state'];
    readonly marks: MyBallotRow['marks'] | null;
  };

/** The card of such a row. */
export function pollCardOf(pollId: string, row: PollCardRow): PollCard {
  const { marks, revision, castAt, channel, checkCode } = row;
  return {
    id: pollId,
    question: row.question,
    visibility: row.visibility,
    recordOn: row.recordOn,
    opensAt: row.opensAt,
    closesAt: row.closesAt,
    closedAt: row.closedAt,
    state: row.pollState,
    eligiblePeople: row.eligiblePeople,
    eligibleWeightMillionths: row.eligibleWeightMillionths,
    turnoutPeople: row.turnoutPeople,
    myBallotNow: marks === null ? null : { pollId, marks, revision, castAt, channel, checkCode },
  };
}
