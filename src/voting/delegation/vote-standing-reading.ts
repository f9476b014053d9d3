import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { votingStandings } from '../domain/eligibility.js';
import {
  applyingDelegations,
  applyingFrom,
  isFor,
  stoodAtTheClose,
  votesHeldBy,
} from './applying-delegations.queries.js';
import { confirmBy, restsOn } from './domain/delegation-scope.js';
import { resolveVotes, type DeadEnd, type VoteEnd } from './domain/resolve-votes.js';
import {
  standingOf,
  type RestingDelegation,
  type StandingFacts,
  type VoteStanding,
} from './domain/vote-standing.js';

/** The votes of others that one holder casts. */
export interface HeldVotes {
  readonly people: bigint;
  readonly weightMillionths: bigint;
}

interface FactsRow extends Omit<StandingFacts, 'end' | 'resting'> {
  readonly id: string;
  readonly countedWith: string | null;
  readonly because: 'cycle' | 'dead_end' | 'holder_cap' | 'blocked' | null;
  readonly deadEnd: DeadEnd | null;
  readonly at: string | null;
  readonly inCircle: boolean | null;
  readonly steps: number;
  readonly path: string[] | null;
}

/** Where the viewer's vote stands: as things stand until the close, as it was frozen afterwards. */
@Injectable()
export class VoteStandingReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** The standing of the viewer in each poll; null for who has no membership here. */
  mine(scope: RequestScope): DataLoader<string, VoteStanding | null> {
    return scope.loader('delegation.myStanding', async (ids: readonly string[]) => {
      const { membershipId } = scope.viewer;
      if (membershipId === null) return ids.map(() => null);
      const tx = await this.work.read(scope);
      const facts = new Map((await readFacts(tx, ids, membershipId)).map((row) => [row.id, row]));
      const open = [...facts.values()].filter(isUndecided).map(({ id }) => id);
      const ends = await endsAsThingsStand(tx, facts, open, membershipId);
      const resting = await readResting(tx, open, membershipId);
      return ids.map((id) => {
        const row = facts.get(id);
        if (!row) return null;
        const end = row.isFinal ? frozenEnd(row) : (ends.get(id) ?? null);
        return standingOf({ ...row, end, resting: resting.get(id) ?? [] });
      });
    });
  }

  /** How many votes of others the viewer holds in each poll. */
  heldByMe(scope: RequestScope): DataLoader<string, HeldVotes> {
    return scope.loader('delegation.heldByMe', async (ids: readonly string[]) => {
      const { membershipId } = scope.viewer;
      const none = { people: 0n, weightMillionths: 0n };
      if (membershipId === null) return ids.map(() => none);
      const tx = await this.work.read(scope);
      const facts = await readFacts(tx, ids, membershipId);
      const frozen = await readFrozenHeld(tx, ids, membershipId);
      const open = facts.filter((row) => !row.isFinal && row.allowed && row.hasBallot);
      const held = new Map([...frozen, ...(await readHeld(tx, open, membershipId))]);
      return ids.map((id) => held.get(id) ?? none);
    });
  }
}

const isUndecided = (row: FactsRow): boolean =>
  !row.isFinal && row.isElector && row.allowed && !row.hasCast && !row.hasWithdrawn;

/** How many holders a counted vote passed through: a way kept by its beginning goes on with the row of the last in it. */
const stepsOfCounted = `(WITH RECURSIVE way AS (
    SELECT d.path[cardinality(d.path)] AS last, cardinality(d.path) AS steps
    UNION ALL
    SELECT n.path[cardinality(n.path)], way.steps + cardinality(n.path) FROM way JOIN delegated_vote n
      ON n.cooperative_id = d.cooperative_id AND n.poll_id = d.poll_id AND n.membership_id = way.last
  ) SELECT max(way.steps) FROM way)`;

const readFacts = (tx: Tx, ids: readonly string[], membershipId: string): Promise<FactsRow[]> =>
  tx.sql(
    `SELECT p.id, e.membership_id IS NOT NULL AS "isElector", w.membership_id IS NOT NULL AS "hasWithdrawn",
       v.membership_id IS NOT NULL AS "hasBallot", s.membership_id IS NOT NULL AS "hasCast", coalesce(p.rule #>> '{delegation,allowed}' = 'true', false) AS allowed,
       coalesce(standing_on(p.cooperative_id, $2, (p.closes_at AT TIME ZONE o.time_zone)::date) = ANY ($3), false) AS "isCurrent",
       (p.rule #>> '{delegation,holderCap}')::integer AS "holderCap", p.state = 'closed' AS "isFinal",
       d.holder_membership_id AS "countedWith", l.because, l.dead_end AS "deadEnd", l.at_membership_id AS at,
       l.in_circle AS "inCircle", coalesce(l.steps, ${stepsOfCounted}) AS steps, coalesce(d.path, l.path) AS path
     FROM poll p JOIN cooperative o ON o.id = p.cooperative_id
     LEFT JOIN elector e ON e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = $2
     LEFT JOIN poll_withdrawal w ON w.cooperative_id = p.cooperative_id AND w.poll_id = p.id AND w.membership_id = $2
     LEFT JOIN own_ballot v ON v.cooperative_id = p.cooperative_id AND v.poll_id = p.id AND v.membership_id = $2
     LEFT JOIN ballot_current s ON s.cooperative_id = p.cooperative_id AND s.poll_id = p.id AND s.membership_id = $2
     LEFT JOIN delegated_vote d ON d.cooperative_id = p.cooperative_id AND d.poll_id = p.id AND d.membership_id = $2
     LEFT JOIN delegation_lost_vote l ON l.cooperative_id = p.cooperative_id AND l.poll_id = p.id AND l.membership_id = $2
     WHERE p.id = ANY ($1)`,
    [ids, membershipId, votingStandings],
  );

function frozenEnd(row: FactsRow): VoteEnd | null {
  const path = row.path ?? [];
  if (row.countedWith !== null) return { kind: 'counted', at: row.countedWith, path, steps: row.steps };
  if (row.because === null) return null;
  if (row.because === 'blocked') return { kind: 'blocked' };
  const passed = { at: row.at!, steps: row.steps, path };
  if (row.because === 'cycle') return { kind: 'cycle', inCircle: row.inCircle!, ...passed };
  return row.because === 'dead_end'
    ? { kind: 'dead_end', deadEnd: row.deadEnd!, ...passed }
    : { kind: 'holder_cap', ...passed };
}

/** The viewer's way through each open poll. Only where a cap may cut it are the ways of all others needed too. */
async function endsAsThingsStand(
  tx: Tx,
  facts: ReadonlyMap<string, FactsRow>,
  open: readonly string[],
  membershipId: string,
): Promise<ReadonlyMap<string, VoteEnd>> {
  if (open.length === 0) return new Map();
  const own = await applyingFrom(tx, open, membershipId);
  const ends = new Map<string, VoteEnd>();
  for (const pollId of open) {
    const end = resolveVotes(
      own.filter((row) => row.pollId === pollId),
      { holderCap: null, pollId },
    );
    if (end.has(membershipId)) ends.set(pollId, end.get(membershipId)!);
  }
  const capped = open.filter((id) => ends.get(id)?.kind === 'counted' && facts.get(id)!.holderCap !== null);
  const all = capped.length === 0 ? [] : await applyingDelegations(tx, capped);
  for (const pollId of capped) {
    const rule = { holderCap: facts.get(pollId)!.holderCap, pollId };
    ends.set(
      pollId,
      resolveVotes(
        all.filter((row) => row.pollId === pollId),
        rule,
      ).get(membershipId)!,
    );
  }
  return ends;
}

/** Delegations of the viewer for these polls that expire or lapse before the close. */
async function readResting(
  tx: Tx,
  open: readonly string[],
  membershipId: string,
): Promise<ReadonlyMap<string, RestingDelegation[]>> {
  const resting = new Map<string, RestingDelegation[]>();
  if (open.length === 0) return resting;
  const rows = await tx.sql<{
    readonly pollId: string;
    readonly id: string;
    readonly holder: string | null;
    readonly expiresOn: string | null;
    readonly confirmedOn: string;
    readonly day: string;
    readonly reconfirmDays: number | null;
  }>(
    `SELECT a.poll_id AS "pollId", d.id, d.holder_membership_id AS holder, d.expires_on AS "expiresOn", a.day,
       a.reconfirm_days AS "reconfirmDays", (coalesce((SELECT max(c.confirmed_at) FROM delegation_confirmation c
         WHERE c.cooperative_id = d.cooperative_id AND c.delegation_id = d.id), d.granted_at) AT TIME ZONE a.time_zone)::date AS "confirmedOn"
     FROM (SELECT p.cooperative_id, p.id AS poll_id, p.topic, p.body_id, p.closes_at, o.time_zone,
             (p.closes_at AT TIME ZONE o.time_zone)::date AS day, (p.rule #>> '{delegation,reconfirmDays}')::integer AS reconfirm_days
           FROM poll p JOIN cooperative o ON o.id = p.cooperative_id WHERE p.id = ANY ($1)) a
     JOIN delegation d ON d.principal_membership_id = $2 AND ${isFor} AND ${stoodAtTheClose}`,
    [open, membershipId],
  );
  for (const { pollId, day, reconfirmDays, ...row } of rows) {
    const rests = restsOn(day, row, reconfirmDays);
    if (rests === null) continue;
    const until = rests === 'expired' ? row.expiresOn! : confirmBy(row, reconfirmDays)!;
    resting.set(pollId, [...(resting.get(pollId) ?? []), { id: row.id, holder: row.holder, rests, until }]);
  }
  return resting;
}

async function readFrozenHeld(
  tx: Tx,
  ids: readonly string[],
  membershipId: string,
): Promise<(readonly [string, HeldVotes])[]> {
  const rows = await tx.sql<HeldVotes & { id: string }>(
    `SELECT d.poll_id AS id, count(*) AS people, sum(e.weight_millionths)::bigint AS "weightMillionths"
     FROM delegated_vote d JOIN elector e ON e.cooperative_id = d.cooperative_id AND e.poll_id = d.poll_id
       AND e.membership_id = d.membership_id
     WHERE d.poll_id = ANY ($1) AND d.holder_membership_id = $2 GROUP BY d.poll_id`,
    [ids, membershipId],
  );
  return rows.map(({ id, ...held }) => [id, held]);
}

/** Of a holder whose membership does not stand at the close nobody is counted with. */
async function readHeld(
  tx: Tx,
  open: readonly FactsRow[],
  membershipId: string,
): Promise<(readonly [string, HeldVotes])[]> {
  const ids = open.filter(({ isCurrent }) => isCurrent).map(({ id }) => id);
  const rows = ids.length === 0 ? [] : await votesHeldBy(tx, ids, membershipId);
  return rows.map(({ id, ...held }) => [id, held]);
}
