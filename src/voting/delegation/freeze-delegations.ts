import { randomBytes } from 'node:crypto';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { Tx } from '../../platform/database/transaction.js';
import { applyingDelegations } from './applying-delegations.queries.js';
import { resolveVotes, type VoteEnd } from './domain/resolve-votes.js';

/** Rows of one insert: a parameter of some megabytes, not of hundreds. */
const atOnce = 20_000;

/**
 * A step of closing, after the last ballot and before the count: follows every vote that its elector did not cast, and
 * freezes whose ballot counts for whom, and which votes were delegated and count nowhere. Reads only delegations of
 * electors without a ballot; nothing where the rule forbids delegation.
 */
export async function freezeDelegations(tx: Tx, pollId: string): Promise<void> {
  const poll = await tx.one<{ rule: unknown; isOpen: boolean }>(
    `SELECT rule, visibility = 'open' AS "isOpen" FROM poll WHERE id = $1`,
    [pollId],
  );
  if (!poll) throw new Error('the poll whose delegations are frozen does not exist');
  const { delegation } = storedPolicy(poll.rule);
  if (!delegation.allowed) return;
  const rows = await applyingDelegations(tx, [pollId]);
  const ends = [...resolveVotes(rows, { holderCap: delegation.holderCap, pollId })];
  for (let from = 0; from < ends.length; from += atOnce) {
    const part = ends.slice(from, from + atOnce);
    await keepCounted(tx, pollId, part, poll.isOpen);
    await keepLost(tx, pollId, part);
  }
}

type Ends = readonly (readonly [string, VoteEnd])[];
const pathOf = (end: VoteEnd): string => `{${end.kind === 'blocked' ? '' : end.path.join(',')}}`;

/**
 * In a confidential poll each vote gets a code of its own for the list of ballots, drawn here and shown to nobody: under
 * the code of the holder, whoever delegated would find how the holder voted.
 */
async function keepCounted(tx: Tx, pollId: string, ends: Ends, isOpen: boolean): Promise<void> {
  const counted = ends.flatMap(([id, end]) => (end.kind === 'counted' ? [{ id, end }] : []));
  if (counted.length === 0) return;
  await tx.sql(
    `INSERT INTO delegated_vote (cooperative_id, poll_id, membership_id, holder_membership_id, path, check_code)
     SELECT current_cooperative_id(), $1, v.principal, v.holder, v.path::uuid[], v.code
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) AS v (principal, holder, path, code)`,
    [
      pollId,
      counted.map(({ id }) => id),
      counted.map(({ end }) => end.at),
      counted.map(({ end }) => pathOf(end)),
      counted.map(() => (isOpen ? null : randomBytes(32).toString('hex'))),
    ],
  );
}

async function keepLost(tx: Tx, pollId: string, ends: Ends): Promise<void> {
  const lost = ends.filter(([, end]) => end.kind !== 'counted');
  if (lost.length === 0) return;
  await tx.sql(
    `INSERT INTO delegation_lost_vote (cooperative_id, poll_id, membership_id, because, dead_end, at_membership_id, in_circle, steps, path)
     SELECT current_cooperative_id(), $1, v.principal, v.because, v.dead_end, v.at, v.in_circle, v.steps, v.path::uuid[]
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::boolean[], $7::integer[], $8::text[])
       AS v (principal, because, dead_end, at, in_circle, steps, path)`,
    [
      pollId,
      lost.map(([id]) => id),
      lost.map(([, end]) => end.kind),
      lost.map(([, end]) => (end.kind === 'dead_end' ? end.deadEnd : null)),
      lost.map(([, end]) => (end.kind === 'blocked' ? null : end.at)),
      lost.map(([, end]) => end.kind === 'cycle' && end.inCircle),
      lost.map(([, end]) => (end.kind === 'blocked' ? 0 : end.steps)),
      lost.map(([, end]) => pathOf(end)),
    ],
  );
}
