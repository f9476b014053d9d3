import type { Client } from 'pg';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { delegationInvariants } from '../../../src/voting/delegation/delegation.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { changeDelegation, delegateThroughApi } from '../../support/builders/delegation.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { brokenIn } from '../../support/corruption.js';

/** What a superuser with the triggers off could do, and the sentence that then no longer holds. */
const corruptions: readonly [string, string][] = [
  [
    'delegation.own_ballots_override',
    `INSERT INTO delegated_vote SELECT cooperative_id, poll_id, membership_id, membership_id, ARRAY[membership_id] FROM ballot_current`,
  ],
  [
    'delegation.electors_are_counted_once',
    `INSERT INTO delegation_lost_vote SELECT cooperative_id, poll_id, membership_id, 'blocked', NULL, NULL, false, 0, '{}' FROM delegated_vote`,
  ],
  ['delegation.holders_have_ballots', `DELETE FROM ballot_current`],
  ['delegation.caps_are_kept', `UPDATE poll SET rule = jsonb_set(rule, '{delegation,holderCap}', '1')`],
  [
    'delegation.only_where_allowed',
    `UPDATE poll SET rule = jsonb_set(rule, '{delegation}', '{"allowed": false}')`,
  ],
  [
    'delegation.only_where_allowed',
    `UPDATE poll SET state = 'open', closed_at = NULL, subject_told_at = NULL`,
  ],
  ['delegation.votes_follow_delegations', `UPDATE delegation SET holder_membership_id = NULL`],
  [
    'delegation.votes_follow_delegations',
    `UPDATE delegation SET ended_at = granted_at, ended_because = 'revoked' WHERE ended_at IS NULL`,
  ],
  [
    'delegation.paths_end_with_the_holder',
    `UPDATE delegated_vote SET path = path[1:1] WHERE cardinality(path) = 2`,
  ],
  ['delegation.paths_end_with_the_holder', `UPDATE delegated_vote SET path = path || path`],
  [
    'delegation.one_at_a_time',
    `UPDATE delegation SET ended_at = 'infinity' WHERE ended_because = 'replaced'`,
  ],
  [
    'delegation.one_at_a_time',
    `UPDATE delegation_confirmation SET confirmed_at = confirmed_at - interval '9 days'`,
  ],
];

describe('what must always be true of delegated votes', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 7 });
    const delegation = { allowed: true, holderCap: 3, reconfirmDays: 10 } as const;
    const pollId = await openPoll(test, coop, { rule: { delegation } });
    const delegate = (from: number, to: number) =>
      delegateThroughApi(test, coop.members[from]!.caller, { wholeCooperative: true }, coop.members[to]!);
    await delegate(0, 6);
    const { delegationId } = await delegate(0, 1);
    for (const [from, to] of [
      [1, 2],
      [3, 2],
      [4, 5],
      [5, 4],
    ] as const)
      await delegate(from, to);
    await changeDelegation(test, coop.members[0]!.caller, 'confirmDelegation', delegationId);
    await castThroughApi(test, coop.members[2]!.caller, { pollId, choice: 'FOR' });
    await test.database.advanceClock('49 hours');
    await test.runDuties();
  });
  afterAll(() => test.stop());

  const broken = () => brokenIn(test, coop.id, delegationInvariants);
  const tables = [
    ...['poll', 'ballot_current', 'delegated_vote'],
    ...['delegation', 'delegation_confirmation', 'delegation_lost_vote'],
  ];
  /** Constraints and triggers of every table off, in one session, as only a superuser can. */
  const tamper = (act: (client: Client) => Promise<unknown>): Promise<unknown> =>
    withClient(test.database.superuserUrl, async (client) => {
      for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      await client.query(
        `ALTER TABLE delegated_vote DROP CONSTRAINT IF EXISTS delegated_vote_is_held_by_another`,
      );
      await act(client);
      for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
    });

  it('holds for what was done by the rules', async () => {
    expect(await broken()).toEqual([]);
    const counts = await withClient(test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ counted: number; lost: number }>(
        `SELECT (SELECT count(*)::int FROM delegated_vote) AS counted, (SELECT count(*)::int FROM delegation_lost_vote) AS lost`,
      );
      return rows[0];
    });
    expect(counts).toEqual({ counted: 3, lost: 2 });
  });

  it('has a corruption for each invariant', () => {
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(delegationInvariants.map(({ name }) => name)),
    );
  });

  it.each(corruptions)('%s is missed after: %s', async (name, sql) => {
    await tamper(async (client) => {
      for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
      const { rowCount } = await client.query(sql);
      expect(rowCount).toBeGreaterThan(0);
    });
    try {
      expect((await broken()).map((invariant) => invariant.name)).toContain(name);
    } finally {
      await tamper(async (client) => {
        for (const table of tables) {
          await client.query(`DELETE FROM ${table}`);
          await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
          await client.query(`DROP TABLE kept_${table}`);
        }
      });
    }
    expect(await broken()).toEqual([]);
  });
});
