import type { Tx } from '../../platform/database/transaction.js';
import { votingStandings } from '../domain/eligibility.js';
import type { ApplyingDelegation } from './domain/resolve-votes.js';

export type ApplyingRow = ApplyingDelegation & { readonly pollId: string };

/** Polls whose rule allows delegation, with the day of the close: the announced one, however late the count comes. */
const polls = `SELECT p.cooperative_id, p.id AS poll_id, p.topic, p.body_id, p.closes_at, o.time_zone,
    (p.closes_at AT TIME ZONE o.time_zone)::date AS day, (p.rule #>> '{delegation,reconfirmDays}')::integer AS reconfirm_days
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

const isElector = (member: string): string => `EXISTS (SELECT FROM elector e
  WHERE e.cooperative_id = a.cooperative_id AND e.poll_id = a.poll_id AND e.membership_id = ${member})`;
const hasWithdrawn = (member: string): string => `EXISTS (SELECT FROM poll_withdrawal w
  WHERE w.cooperative_id = a.cooperative_id AND w.poll_id = a.poll_id AND w.membership_id = ${member})`;
const hasVoted = (member: string): string => `EXISTS (SELECT FROM own_ballot v
  WHERE v.cooperative_id = a.cooperative_id AND v.poll_id = a.poll_id AND v.membership_id = ${member})`;
const isCurrent = (member: string): string =>
  `coalesce(standing_on(a.cooperative_id, ${member}, a.day) = ANY ($2), false)`;

/** Electors without a ballot that counts, whose membership stands, with the delegations that apply to them. */
const rowsOf = (
  source: string,
): string => `SELECT a.poll_id AS "pollId", d.principal_membership_id AS principal, d.scope,
    d.holder_membership_id AS holder, h.state AS "holderState"
  FROM ${source}
  LEFT JOIN holders h ON h.poll_id = a.poll_id AND h.member = d.holder_membership_id
  WHERE ${isElector('d.principal_membership_id')} AND NOT ${hasVoted('d.principal_membership_id')}
    AND NOT ${hasWithdrawn('d.principal_membership_id')} AND ${isCurrent('d.principal_membership_id')}`;

/** What each holder can do with a vote, found once for all who chose them. */
const holdersOf = (source: string): string => `SELECT a.poll_id, m.member,
    CASE WHEN NOT ${isElector('m.member')} THEN 'not_elector' WHEN ${hasWithdrawn('m.member')} THEN 'withdrawn'
      WHEN NOT ${isCurrent('m.member')} THEN 'not_current' WHEN ${hasVoted('m.member')} THEN 'voted' ELSE 'silent' END AS state
  FROM (SELECT DISTINCT a.poll_id, d.holder_membership_id AS member FROM ${source}
        WHERE d.holder_membership_id IS NOT NULL) m
  JOIN asked a ON a.poll_id = m.poll_id`;

const everything = `WITH asked AS MATERIALIZED (${polls}),
  found AS MATERIALIZED (SELECT a.poll_id AS for_poll, d.* FROM asked a JOIN delegation d ON ${applies}),
  holders AS MATERIALIZED (${holdersOf('found d JOIN asked a ON a.poll_id = d.for_poll')})
  ${rowsOf('found d JOIN asked a ON a.poll_id = d.for_poll')}`;

/** From one member on: whom they chose, whom those chose, and so on, over every scope. */
const fromOne = `WITH RECURSIVE asked AS MATERIALIZED (${polls}),
  reached (for_poll, member) AS (
    SELECT poll_id, $3::uuid FROM asked
    UNION
    SELECT r.for_poll, d.holder_membership_id FROM reached r JOIN asked a ON a.poll_id = r.for_poll
    JOIN delegation d ON d.principal_membership_id = r.member AND ${applies} WHERE d.holder_membership_id IS NOT NULL
  ),
  found AS MATERIALIZED (SELECT r.for_poll, d.* FROM reached r JOIN asked a ON a.poll_id = r.for_poll
    JOIN delegation d ON d.principal_membership_id = r.member AND ${applies}),
  holders AS MATERIALIZED (${holdersOf('found d JOIN asked a ON a.poll_id = d.for_poll')})
  ${rowsOf('found d JOIN asked a ON a.poll_id = d.for_poll')}`;

/** All delegations that apply in these polls at their close, as things stand. */
export const applyingDelegations = (tx: Tx, pollIds: readonly string[]): Promise<ApplyingRow[]> =>
  tx.sql(everything, [pollIds, votingStandings]);

/** Of those, the ones on which the vote of one member depends. */
export const applyingFrom = (
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string,
): Promise<ApplyingRow[]> => tx.sql(fromOne, [pollIds, votingStandings, membershipId]);
