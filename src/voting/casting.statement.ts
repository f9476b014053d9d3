import type { PollState } from './domain/poll-lifecycle.js';

export interface CastRow {
  readonly state: PollState;
  readonly hasOpened: boolean;
  readonly isElector: boolean;
  readonly isWithdrawn: boolean;
  readonly revision: number | null;
  readonly castAt: Date | null;
  readonly checkCode: string | null;
}

/** Whether the member may have a ballot in the poll; `asked` is the poll with the clock read. */
const facts = `SELECT asked.*, at >= opens_at AS has_opened,
      CASE WHEN state = 'open' AND at >= closes_at THEN 'closing' ELSE state END AS state_now,
      EXISTS (SELECT FROM elector e
        WHERE e.cooperative_id = asked.cooperative_id AND e.poll_id = asked.id AND e.membership_id = $2) AS is_elector,
      EXISTS (SELECT FROM poll_withdrawal w
        WHERE w.cooperative_id = asked.cooperative_id AND w.poll_id = asked.id AND w.membership_id = $2) AS is_withdrawn
    FROM asked`;

/**
 * One round trip: the poll's row is locked FOR SHARE, then the clock is read, then the ballot, the pointer to it and,
 * for a first ballot, the turnout are written. `gate` is a CTE of its own because a clock in its own target list would
 * be read below the lock, before the wait for it. Closing updates the row, so a ballot is before the close or refused.
 */
export const castStatement = `
  WITH gate AS MATERIALIZED (
    SELECT cooperative_id, id, state, opens_at, closes_at, text_version FROM poll WHERE id = $1 FOR SHARE
  ), asked AS MATERIALIZED (
    SELECT gate.*, rochdale_now() AS at FROM gate
  ), facts AS MATERIALIZED (
    ${facts}
  ), current AS (
    INSERT INTO ballot_current (cooperative_id, poll_id, membership_id, revision)
    SELECT cooperative_id, id, $2, 1 FROM facts
    WHERE is_elector AND NOT is_withdrawn AND has_opened AND state_now = 'open'
    ON CONFLICT (cooperative_id, poll_id, membership_id) DO UPDATE SET revision = ballot_current.revision + 1
    RETURNING revision
  ), taken AS (
    INSERT INTO ballot (cooperative_id, poll_id, membership_id, revision, marks, channel, entered_by, check_code, cast_at,
      text_version)
    SELECT cooperative_id, id, $2, revision, $3::text::jsonb, $4, $5,
      encode(sha256(convert_to(concat_ws(E'\\n', 'rochdale/ballot/v2', $1::uuid::text, $2::uuid::text, revision, $3::text, $6::text), 'UTF8')), 'hex'),
      at, text_version
    FROM facts, current
    RETURNING revision, cast_at, check_code
  ), counted AS (
    INSERT INTO poll_turnout (cooperative_id, poll_id, shard, people)
    SELECT cooperative_id, id, hashtext($2::uuid::text) & 15, 1 FROM facts, current WHERE revision = 1
    ON CONFLICT (cooperative_id, poll_id, shard) DO UPDATE SET people = poll_turnout.people + 1
  )
  SELECT state_now AS state, has_opened AS "hasOpened", is_elector AS "isElector", is_withdrawn AS "isWithdrawn",
    taken.revision, cast_at AS "castAt", check_code AS "checkCode"
  FROM facts LEFT JOIN taken ON true`;

/** The same facts without a ballot, for one whose marks are refused: who may not vote here is told that, and no more. */
export const standingStatement = `
  WITH asked AS MATERIALIZED (
    SELECT cooperative_id, id, state, opens_at, closes_at, rochdale_now() AS at FROM poll WHERE id = $1
  ), facts AS (${facts})
  SELECT state_now AS state, has_opened AS "hasOpened", is_elector AS "isElector", is_withdrawn AS "isWithdrawn" FROM facts`;
