import type { Client } from 'pg';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

/** What a superuser with the triggers off could do, and the sentence that then no longer holds. */
const corruptions: readonly [string, string][] = [
  ['voting.the_last_ballot_counts', `UPDATE ballot_current SET revision = 1 WHERE revision = 2`],
  ['voting.the_last_ballot_counts', `DELETE FROM ballot WHERE revision = 1`],
  [
    'voting.ballots_lie_within_the_window',
    `UPDATE ballot SET cast_at = cast_at + interval '90 days' WHERE revision = 2`,
  ],
  ['voting.turnout_is_the_ballots', `UPDATE poll_turnout SET people = people + 1`],
  ['voting.results_are_the_ballots', `UPDATE ballot SET marks = '{"choice": "abstain"}' WHERE revision = 2`],
  [
    'voting.results_are_the_ballots',
    `UPDATE poll_result SET arithmetic = jsonb_set(arithmetic, '{sums,for,people}', '"9"')`,
  ],
  ['voting.outcomes_follow_from_the_count', `UPDATE poll_result SET outcome = 'passed'`],
  ['voting.electorates_are_frozen', `UPDATE elector SET weight_millionths = 2000000`],
  ['voting.closed_polls_have_a_result', `DELETE FROM poll_result`],
  [
    'voting.closed_polls_have_a_result',
    `UPDATE poll SET state = 'open', closed_at = NULL, subject_told_at = NULL`,
  ],
  [
    'voting.results_follow_from_their_rule',
    `UPDATE poll SET rule = jsonb_set(rule, '{threshold,fraction}', '"1/3"')`,
  ],
];

describe('what must always be true of polls', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 3 });
    const pollId = await openPoll(test, cooperative);
    for (const choice of ['FOR', 'AGAINST'])
      await castThroughApi(test, cooperative.members[0]!.caller, { pollId, choice });
    await castThroughApi(test, cooperative.members[1]!.caller, { pollId, choice: 'FOR' });
    await test.database.advanceClock('48 hours');
    await test.runDuties();
  });
  afterAll(() => test.stop());

  const broken = () =>
    test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) => findBroken(tx, votingInvariants));
  const tables = ['poll', 'elector', 'ballot', 'ballot_current', 'poll_turnout', 'poll_result'];
  /** Constraints and triggers of every table off, in one session, as only a superuser can. */
  const tamper = (act: (client: Client) => Promise<unknown>): Promise<unknown> =>
    withClient(test.database.superuserUrl, async (client) => {
      for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      await act(client);
      for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
    });

  it('holds for what was done by the rules', async () => {
    expect(await broken()).toEqual([]);
  });

  it('has a corruption for each invariant', () => {
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(votingInvariants.map(({ name }) => name)),
    );
  });

  it.each(corruptions)('%s is missed after: %s', async (name, sql) => {
    await tamper(async (client) => {
      for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
      await client.query(sql);
    });
    try {
      const found = await broken();
      const sentence = votingInvariants.find((invariant) => invariant.name === name)!.sentence;
      expect(found.map((invariant) => [invariant.name, invariant.sentence])).toContainEqual([name, sentence]);
      expect(found.find((invariant) => invariant.name === name)!.exceptions[0]).toMatch(/^poll /);
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
