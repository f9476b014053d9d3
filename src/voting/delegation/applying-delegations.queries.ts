import type { Tx } from '../../platform/database/transaction.js';
import { votingStandings } from '../domain/eligibility.js';
import type { ApplyingDelegation } from './domain/resolve-votes.js';

export type ApplyingRow = ApplyingDelegation & { readonly pollId: string };

/** Polls whose rule allows delegation, with the day of the close: the announced one, however late the count comes. */
const polls = `SELECT p.cooperative_id, p.id AS poll_id, p.topic, p.body_id, p.closes_at, o.time_zone,
    (p.closes_at AT TIME ZONE o.time_zone)::date AS day, (p.rule #>> '{delegation,reconfirmDays}')::integer AS reconfirm_days,
    (p.rule #>> '{delegation,holderCap}')::integer AS holder_cap
  FROM poll p JOIN cooperative o ON o.id = p.cooperative_id
  WHERE p.id = ANY ($1) AND p.rule #>> '{delegation,allowed}' = 'true'`;

/** Whether the delegation `d` is for a poll `a`, whatever its dates. */
export const isFor = `d.cooperative_id = a.cooperative_id AND CASE d.scope WHEN 'poll' THEN d.poll_id = a.poll_id
  WHEN 'topic' THEN d.topic = a.topic WHEN 'circle' THEN d.body_id = a.body_id ELSE true END`;

/** Whether it had been given, and had no end, when the poll closed. */
export const stoodAtTheClose = `d.granted_at < a.closes_at AND (d.ended_at IS NULL OR d.ended_at >= a.closes_at)`;

/** `restsOn` of `domain/delegation-scope.ts`, for many: neither expired nor lapsed on the day of the close. */
const isAwake = `(d.expires_on IS NULL OR d.expires_on >= a.day)
  AND (a.reconfirm_days IS NULL OR d.holder_membership_id IS NULL OR a.reconfirm_days + (coalesce(
    (SELECT max(c.confirmed_at) FROM delegation_confirmation c
     WHERE c.cooperative_id = d.cooperative_id AND c.delegation_id = d.id AND c.confirmed_at < a.closes_at),
    d.granted_at) AT TIME ZONE a.time_zone)::date >= a.day)`;

const applies = `${isFor} AND ${stoodAtTheClose} AND ${isAwake}`;

/**
 * Asked of one member after the other by key. OFFSET 0 keeps it so: turned into a join, of rows whose number nobody can
 * guess, it compared every principal with every ballot.
 */
const isElector = (member: string): string => `EXISTS (SELECT FROM elector e
  WHERE e.cooperative_id = a.cooperative_id AND e.poll_id = a.poll_id AND e.membership_id = ${member} OFFSET 0)`;
const hasWithdrawn = (member: string): string => `EXISTS (SELECT FROM poll_withdrawal w
  WHERE w.cooperative_id = a.cooperative_id AND w.poll_id = a.poll_id AND w.membership_id = ${member} OFFSET 0)`;
const hasVoted = (member: string): string => `EXISTS (SELECT FROM own_ballot v
  WHERE v.cooperative_id = a.cooperative_id AND v.poll_id = a.poll_id AND v.membership_id = ${member} OFFSET 0)`;
const hasCast = (member: string): string => `EXISTS (SELECT FROM ballot_current v
  WHERE v.cooperative_id = a.cooperative_id AND v.poll_id = a.poll_id AND v.membership_id = ${member} OFFSET 0)`;
const isCurrent = (member: string): string =>
  `coalesce(standing_on(a.cooperative_id, ${member}, a.day) = ANY ($2), false)`;

const [principal, holder] = ['d.principal_membership_id', 'd.holder_membership_id'];

/** What a row says: who chose whom, in which scope, and what the holder can do with the vote. */
const columns = `a.poll_id AS "pollId", ${principal} AS principal, d.scope, ${holder} AS holder,
  CASE WHEN ${holder} IS NULL THEN NULL WHEN NOT ${isElector(holder)} THEN 'not_elector'
    WHEN ${hasWithdrawn(holder)} THEN 'withdrawn' WHEN NOT ${isCurrent(holder)} THEN 'not_current'
    WHEN ${hasVoted(holder)} THEN 'voted' ELSE 'silent' END AS "holderState"`;

/**
 * Electors who have cast no ballot, whose membership stands at the close. Who was asked again about a changed text and
 * stays silent has voted themself: a holder does not consent for who objected.
 */
const isPrincipal = `${isElector(principal)} AND NOT ${hasCast(principal)} AND NOT ${hasWithdrawn(principal)}
  AND ${isCurrent(principal)}`;

const everything = `WITH asked AS MATERIALIZED (${polls})
  SELECT ${columns} FROM asked a JOIN delegation d ON ${applies} WHERE ${isPrincipal}`;

/** From one member on: whom they chose, whom those chose, and so on, over every scope. */
const fromOne = `WITH RECURSIVE asked AS MATERIALIZED (${polls}),
  reached (for_poll, member) AS (
    SELECT poll_id, $3::uuid FROM asked
    UNION
    SELECT r.for_poll, ${holder} FROM reached r JOIN asked a ON a.poll_id = r.for_poll
    JOIN delegation d ON ${principal} = r.member AND ${applies} WHERE ${holder} IS NOT NULL
  )
  SELECT ${columns} FROM reached r JOIN asked a ON a.poll_id = r.for_poll
  JOIN delegation d ON ${principal} = r.member AND ${applies} WHERE ${isPrincipal}`;

/** The same said of another delegation `n` of the same principal, in a narrower scope: that one counts, or blocks. */
const narrowness = (delegation: string): string =>
  `array_position(ARRAY['poll', 'topic', 'circle', 'cooperative'], ${delegation}.scope)`;
const hasNarrower = `EXISTS (SELECT FROM delegation n WHERE n.principal_membership_id = ${principal}
  AND ${narrowness('n')} < ${narrowness('d')} AND ${applies.replace(/\bd\./g, 'n.')})`;

/**
 * Back from one holder: who chose them, who chose those, and so on. Each principal has one delegation that counts, so
 * that the ways are a tree with the holder at its root: nobody is met twice, and its depth is the number of steps. The
 * rule is that of `domain/resolve-votes.ts`; above the cap the nearest stand, then the first by lot (`drawnOrder`).
 */
const heldByOne = `WITH RECURSIVE asked AS MATERIALIZED (${polls}),
  way (for_poll, member, steps) AS (
    SELECT poll_id, $3::uuid, 0 FROM asked
    UNION ALL
    SELECT r.for_poll, ${principal}, r.steps + 1 FROM way r JOIN asked a ON a.poll_id = r.for_poll
    JOIN delegation d ON ${holder} = r.member AND ${applies} WHERE ${isPrincipal} AND NOT ${hasNarrower}
  ), held AS (
    SELECT w.for_poll, w.member, row_number() OVER (PARTITION BY w.for_poll ORDER BY w.steps,
      sha256(convert_to(concat_ws(E'\\n', 'rochdale/holder-cap/v1', w.for_poll, w.member), 'UTF8'))) AS place
    FROM way w WHERE w.steps > 0
  )
  SELECT h.for_poll AS id, count(*) AS people, sum(e.weight_millionths)::bigint AS "weightMillionths"
  FROM held h JOIN asked a ON a.poll_id = h.for_poll
  JOIN elector e ON e.cooperative_id = a.cooperative_id AND e.poll_id = h.for_poll AND e.membership_id = h.member
  WHERE a.holder_cap IS NULL OR h.place <= a.holder_cap GROUP BY h.for_poll`;

/** All delegations that apply in these polls at their close, as things stand. */
export const applyingDelegations = (tx: Tx, pollIds: readonly string[]): Promise<ApplyingRow[]> =>
  tx.sql(everything, [pollIds, votingStandings]);

/** Of those, the ones on which the vote of one member depends. */
export const applyingFrom = (
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string,
): Promise<ApplyingRow[]> => tx.sql(fromOne, [pollIds, votingStandings, membershipId]);

/** How many votes of others one member holds in these polls, and their weight; the member has voted in each. */
export const votesHeldBy = (
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string,
): Promise<{ readonly id: string; readonly people: bigint; readonly weightMillionths: bigint }[]> =>
  tx.sql(heldByOne, [pollIds, votingStandings, membershipId]);
