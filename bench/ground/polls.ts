import type { Client } from 'pg';
import { assemblyId, classId, cooperativeId, idOf } from './cooperative.js';

export const pollIdOf = (poll: number): string =>
  `00000000-0000-7000-a100-${poll.toString(16).padStart(12, '0')}`;

export interface PollsToSeed {
  /** The number of the first of them; 1 when absent. */
  readonly first?: number;
  readonly polls: number;
  readonly electors: number;
  /** How many of the electors have cast a ballot. */
  readonly ballots: number;
  /** When the window ended or will end, as an interval from now in PostgreSQL's words. */
  readonly closesIn: string;
}

/** Polls with their frozen electorate and the ballots already cast, by the rule for resolutions. */
export async function seedPolls(client: Client, plan: PollsToSeed): Promise<void> {
  const { first = 1, polls, electors, ballots, closesIn } = plan;
  const numbers = `generate_series(${first}, ${first + polls - 1}) AS p`;
  const [poll, elector] = [idOf('a100', 'p'), idOf('a000', 'n')];
  const each = (people: number): string => `FROM ${numbers}, generate_series(1, ${people}) AS n`;
  await client.query(
    `INSERT INTO poll (cooperative_id, id, subject_type, subject_id, body_id, question, method, method_version, rule,
       rule_key, rule_version, visibility, record_on, opens_at, closes_at, eligible_people, eligible_weight_millionths,
       eligible_by_class)
     SELECT '${cooperativeId}', ${poll}, 'proposal', ${idOf('a200', 'p')}, '${assemblyId}', 'Question ' || p,
       'threshold', 1, r.value, r.key, 1, 'confidential', '2026-01-01', rochdale_now() - interval '30 days',
       rochdale_now() + $1::interval, ${electors}, ${electors}::bigint * 1000000,
       jsonb_build_array(jsonb_build_object('classCode', 'members', 'people', '${electors}',
         'weightMillionths', '${electors}000000'))
     FROM ${numbers}, bylaw_rule r
     WHERE r.cooperative_id = '${cooperativeId}' AND r.key LIKE '%resolution'`,
    [closesIn],
  );
  await client.query(
    `INSERT INTO elector (cooperative_id, poll_id, membership_id, class_id, weight_millionths)
     SELECT '${cooperativeId}', ${poll}, ${elector}, '${classId}', 1000000 ${each(electors)}`,
  );
  await client.query(
    `INSERT INTO ballot (cooperative_id, poll_id, membership_id, revision, marks, entered_by, check_code, cast_at)
     SELECT '${cooperativeId}', ${poll}, ${elector}, 1,
       jsonb_build_object('choice', (ARRAY['for', 'against', 'abstain'])[1 + n % 3]), ${elector},
       encode(sha256(convert_to(p || ' ' || n, 'UTF8')), 'hex'), rochdale_now() - interval '1 day' ${each(ballots)}`,
  );
  await client.query(
    `INSERT INTO ballot_current (cooperative_id, poll_id, membership_id, revision)
     SELECT '${cooperativeId}', ${poll}, ${elector}, 1 ${each(ballots)}`,
  );
  await client.query(
    `INSERT INTO poll_turnout (cooperative_id, poll_id, shard, people)
     SELECT '${cooperativeId}', ${poll}, n & 15, count(*) ${each(ballots)} GROUP BY p, n & 15`,
  );
}

/** A proposal in its vote for each poll, each by another author. */
export async function seedProposals(client: Client, proposals: number): Promise<void> {
  const numbers = `generate_series(1, ${proposals}) AS p`;
  const [proposal, author] = [idOf('a200', 'p'), idOf('a000', 'p * 7')];
  await client.query(
    `INSERT INTO proposal (cooperative_id, id, number, decision_kind, author_membership_id, state, current_version,
       created_at, published_at)
     SELECT '${cooperativeId}', ${proposal}, p, 'resolution', ${author}, 'deliberation', 1,
       rochdale_now() - p * interval '1 hour', rochdale_now() - p * interval '1 hour' FROM ${numbers}`,
  );
  await client.query(
    `INSERT INTO proposal_version (cooperative_id, proposal_id, version, title, body, written_by)
     SELECT '${cooperativeId}', ${proposal}, 1, 'Proposal ' || p, repeat('What is proposed, and why. ', 40), ${author}
     FROM ${numbers}`,
  );
  await client.query(
    `UPDATE proposal SET state = 'voting', voting_at = rochdale_now(),
       poll_id = replace(id::text, '-a200-', '-a100-')::uuid`,
  );
}

/** After much was written at once: what the planner believes is true again. */
export async function settle(client: Client): Promise<void> {
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT').catch(() => undefined);
}
