import type { Client } from 'pg';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

const rankedRule = {
  method: 'irv',
  threshold: null,
  options: { tie_break: { mode: 'fixed_order' } },
  minimumOptions: 2,
  maximumOptions: 10,
  quorum: { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] },
} as const;

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
  [
    'voting.results_commit_to_their_ballots',
    `UPDATE ballot SET marks = '{"ranking": [[0], [1]]}' WHERE marks ? 'ranking'`,
  ],
  ['voting.results_commit_to_their_ballots', `UPDATE ballot SET check_code = 'another' WHERE revision = 2`],
  [
    'voting.results_count_the_entitled',
    `UPDATE poll_result SET electorate = jsonb_set(electorate, '{perClass,0,people}', '"4"')`,
  ],
  ['voting.winners_are_options', `UPDATE poll_result SET winners = '{0}' WHERE outcome = 'decided'`],
  ['voting.winners_are_options', `UPDATE poll_result SET winners = '{}' WHERE outcome = 'decided'`],
  [
    'voting.early_ends_were_certain',
    `UPDATE poll SET ended_early_from = closes_at + interval '1 day' WHERE state = 'closed'`,
  ],
  [
    'voting.recounts_found_the_same',
    `INSERT INTO poll_recount_order (cooperative_id, poll_id, number) SELECT cooperative_id, poll_id, 1 FROM poll_result LIMIT 1`,
  ],
  [
    'voting.options_left_out_were_excluded',
    `INSERT INTO poll_exclusion (cooperative_id, poll_id, position, reason, excluded_by)
     SELECT p.cooperative_id, p.id, 0, 'never asked', m.id FROM poll p JOIN membership m ON m.cooperative_id = p.cooperative_id
     WHERE p.method = 'irv' LIMIT 1`,
  ],
  ['voting.options_are_frozen', `UPDATE poll SET tie_seed = tie_seed || '!' WHERE tie_seed IS NOT NULL`],
  ['voting.options_are_frozen', `UPDATE poll_option SET label = 'Oak, painted' WHERE position = 0`],
  ['voting.options_are_frozen', `DELETE FROM poll_option WHERE position = 1`],
  ['voting.ballots_are_of_their_form', `UPDATE ballot SET marks = '{"option": 1}' WHERE marks ? 'ranking'`],
  ['voting.telling_counts_are_withheld', `DELETE FROM poll_count_withheld`],
  ['voting.telling_counts_are_withheld', `UPDATE poll SET visibility = 'open'`],
  ['voting.electorates_are_frozen', `UPDATE poll SET eligible_by_class = '[]'`],
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
    const rankedId = await openPoll(test, cooperative, {
      rule: rankedRule,
      options: [{ label: 'Oak' }, { label: 'Elm' }, { label: 'Ash' }],
    });
    const ballot = { ranking: [[1], [0]] };
    await castThroughApi(test, cooperative.members[0]!.caller, { pollId: rankedId, ballot });
    await test.database.advanceClock('48 hours');
    await test.runDuties();
  });
  afterAll(() => test.stop());

  const broken = () =>
    test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) =>
        findBroken(tx, [...votingInvariants, ...resultInvariants]),
      );
  const tables = [
    'poll',
    'poll_option',
    'elector',
    'ballot',
    'ballot_current',
    'poll_turnout',
    'poll_result',
    'poll_count_withheld',
    'poll_exclusion',
    'poll_recount_request',
    'poll_recount_order',
    'poll_recount',
  ];
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
      new Set([...votingInvariants, ...resultInvariants].map(({ name }) => name)),
    );
  });

  it.each(corruptions)('%s is missed after: %s', async (name, sql) => {
    await tamper(async (client) => {
      for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
      await client.query(sql);
    });
    try {
      const found = await broken();
      const sentence = [...votingInvariants, ...resultInvariants].find(
        (invariant) => invariant.name === name,
      )!.sentence;
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
