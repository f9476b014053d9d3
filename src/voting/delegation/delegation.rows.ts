import type { PollState } from '../domain/poll-lifecycle.js';
import type { DelegationFacts } from './delegation.policy.js';
import type { DelegationEnd, DelegationScope } from './domain/delegation-scope.js';

/** A delegation as its principal and its holder read it. */
export interface DelegationRow {
  readonly id: string;
  readonly principal: string;
  readonly holder: string | null;
  readonly scope: DelegationScope;
  readonly pollId: string | null;
  readonly topic: string | null;
  readonly bodyId: string | null;
  readonly bodyName: string | null;
  readonly bodyCode: string | null;
  readonly expiresOn: string | null;
  readonly grantedAt: Date;
  /** When it was last confirmed, or given. */
  readonly confirmedAt: Date;
  readonly confirmedOn: string;
  readonly confirmations: number;
  readonly endedAt: Date | null;
  readonly endedBecause: DelegationEnd | null;
  readonly pollState: PollState | null;
  /** How soon the rule of its poll wants it confirmed; null for other scopes, and where it does not. */
  readonly pollReconfirmDays: number | null;
  /** The day against which its dates are read: the poll's closing day, or today. */
  readonly day: string;
}

export const delegationColumns = `d.id, d.principal_membership_id AS principal, d.holder_membership_id AS holder, d.scope,
  d.poll_id AS "pollId", d.topic, d.body_id AS "bodyId", b.name AS "bodyName", b.code AS "bodyCode",
  d.expires_on AS "expiresOn", d.granted_at AS "grantedAt", coalesce(k.latest, d.granted_at) AS "confirmedAt",
  (coalesce(k.latest, d.granted_at) AT TIME ZONE o.time_zone)::date AS "confirmedOn", k.times::integer AS confirmations,
  d.ended_at AS "endedAt", d.ended_because AS "endedBecause",
  CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS "pollState",
  (p.rule #>> '{delegation,reconfirmDays}')::integer AS "pollReconfirmDays",
  (coalesce(p.closes_at, rochdale_now()) AT TIME ZONE o.time_zone)::date AS day`;

export const delegationTables = `delegation d
  JOIN cooperative o ON o.id = d.cooperative_id
  LEFT JOIN body b ON b.cooperative_id = d.cooperative_id AND b.id = d.body_id
  LEFT JOIN poll p ON p.cooperative_id = d.cooperative_id AND p.id = d.poll_id
  CROSS JOIN LATERAL (SELECT max(c.confirmed_at) AS latest, count(*) AS times FROM delegation_confirmation c
    WHERE c.cooperative_id = d.cooperative_id AND c.delegation_id = d.id) k`;

export const factsOf = (row: DelegationRow): DelegationFacts => ({
  principal: row.principal,
  holder: row.holder,
  isEnded: row.endedAt !== null,
  isExpired: row.expiresOn !== null && row.expiresOn < row.day,
  pollState: row.pollState,
});
