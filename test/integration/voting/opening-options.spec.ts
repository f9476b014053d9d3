import { withClient } from '../../../src/platform/database/database-roles.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { drawOrder } from '../../../src/voting/domain/tally/tie-break.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll, tryOpenPoll, type PollPlan } from '../../support/builders/poll.js';

const lots = { tie_break: { mode: 'fixed_order' } };
const trees = optionsNamed('Oak', 'Elm', 'Ash');

describe('opening a poll among options', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 4 });
  });
  afterAll(() => test.stop());
  const reasonOf = async (plan: PollPlan): Promise<unknown> => {
    const opened = await tryOpenPoll(test, cooperative, plan);
    return isRefusal(opened) ? [opened.reason, opened.message] : 'opened';
  };
  const owner = (sql: string, values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);

  it.each([
    [
      'more seats than options',
      { rule: ruleBy('stv', { ...lots, variant: 'scottish' }, { seats: 4 }), options: trees },
      'TOO_FEW_OPTIONS',
    ],
    [
      'fewer options than the rule asks for',
      { rule: ruleBy('irv', lots), options: optionsNamed('Oak') },
      'TOO_FEW_OPTIONS',
    ],
    ['no options at all', { rule: ruleBy('irv', lots) }, 'TOO_FEW_OPTIONS'],
    [
      'two options of one name',
      { rule: ruleBy('irv', lots), options: optionsNamed('Oak', ' OAK ') },
      'OPTIONS_ALIKE',
    ],
    [
      'an option without a name',
      { rule: ruleBy('irv', lots), options: optionsNamed('Oak', ' ') },
      'INVALID_INPUT',
    ],
    ['options for a question', { options: trees }, 'NO_OPTIONS_HERE'],
    [
      'a choice the method does not know',
      { rule: ruleBy('irv', { ...lots, colour: 'green' }), options: trees },
      'RULE_NOT_COUNTABLE',
    ],
    [
      'a confidential vote whose count would show after every ballot',
      { rule: { resultsBeforeClose: true, visibility: 'confidential' } },
      'RULE_NOT_COUNTABLE',
    ],
    ['a rule that leaves ties open', { rule: ruleBy('irv', {}), options: trees }, 'RULE_NOT_COUNTABLE'],
    [
      'several seats by a method that fills one',
      { rule: ruleBy('irv', lots, { seats: 2 }), options: trees },
      'RULE_NOT_COUNTABLE',
    ],
    [
      'a topic that is no code',
      { rule: ruleBy('irv', lots), options: trees, topic: 'Money!' },
      'INVALID_INPUT',
    ],
  ] as const)('refuses %s', async (_what, plan, reason) => {
    expect(await reasonOf(plan)).toEqual([reason, expect.any(String)]);
  });

  it('refuses a majority of a class that nobody who votes belongs to', async () => {
    const classMajorities = [
      { class: 'workers', fraction: ruleBy('irv', lots).quorum!.fraction, comparison: '>', base: 'cast' },
    ] as const;
    expect(await reasonOf({ rule: { classMajorities } })).toEqual([
      'ELECTORATE_EMPTY',
      expect.stringMatching(/class "workers"/),
    ]);
  });

  it('draws the seed after the options are frozen, once, and records both', async () => {
    const pollId = await openPoll(test, cooperative, { rule: ruleBy('irv', lots), options: trees });
    const [poll] = await owner(`SELECT tie_seed, rule FROM poll WHERE id = $1`, [pollId]);
    const seed = poll!.tie_seed as string;
    expect(drawOrder(seed, 3).toSorted()).toEqual([0, 1, 2]);
    const events = await owner(`SELECT data FROM audit_event WHERE subject_id = $1 AND act = 'openPoll'`, [
      pollId,
    ]);
    expect(events).toMatchObject([{ data: { tieSeed: seed, options: ['Oak', 'Elm', 'Ash'] } }]);
    await expect(owner(`UPDATE poll SET tie_seed = repeat('x', 43) WHERE id = $1`, [pollId])).rejects.toThrow(
      /drawn once/,
    );
    await expect(
      owner(
        `INSERT INTO poll_option (cooperative_id, poll_id, position, label) SELECT cooperative_id, id, 3, 'Fir' FROM poll WHERE id = $1`,
        [pollId],
      ),
    ).rejects.toThrow(/frozen before its seed/);
    const another = await openPoll(test, cooperative, { rule: ruleBy('irv', lots), options: trees });
    expect((await owner(`SELECT tie_seed FROM poll WHERE id = $1`, [another]))[0]!.tie_seed).not.toBe(seed);
  });

  it('freezes with the poll every choice that decides its count, also what the bylaws leave to the product', async () => {
    const pollId = await openPoll(test, cooperative, { rule: ruleBy('approval', lots), options: trees });
    const [poll] = await owner(`SELECT rule -> 'options' AS options FROM poll WHERE id = $1`, [pollId]);
    expect(poll!.options).toEqual({ ...lots, without_votes: 'never' });
  });

  it('has no seed and no options where a question is answered', async () => {
    const pollId = await openPoll(test, cooperative);
    expect(await owner(`SELECT tie_seed, seats FROM poll WHERE id = $1`, [pollId])).toEqual([
      { tie_seed: null, seats: 1 },
    ]);
  });

  it('shows a poll among options as it stands where the rule says so', async () => {
    const rule = ruleBy('approval', lots, { resultsBeforeClose: true, visibility: 'open' });
    const pollId = await openPoll(test, cooperative, { rule, options: trees });
    for (const member of cooperative.members.slice(0, 2))
      await castThroughApi(test, member.caller, { pollId, ballot: { approved: [1] } });
    const answer = await test.ask(
      `query ($id: ID!) { poll(id: $id) { state result { outcome isFinal winners { label } ballotsHash } } }`,
      { id: pollId },
      cooperative.members[3]!.caller,
    );
    expect(answer.data.poll).toEqual({
      state: 'OPEN',
      result: { outcome: 'DECIDED', isFinal: false, winners: [{ label: 'Elm' }], ballotsHash: null },
    });
  });

  it('reports a tie where the rule does, and chooses nobody where nobody voted', async () => {
    const rule = ruleBy('choice', { tie_break: { mode: 'report_tie' } });
    const tied = await openPoll(test, cooperative, { rule, options: trees });
    for (const [option, member] of cooperative.members.slice(0, 3).entries())
      await castThroughApi(test, member.caller, { pollId: tied, ballot: { option } });
    const empty = await openPoll(test, cooperative, { rule: ruleBy('choice', lots), options: trees });
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    expect(
      await owner(
        `SELECT poll_id, outcome, winners FROM poll_result WHERE poll_id = ANY ($1) ORDER BY outcome DESC`,
        [[tied, empty]],
      ),
    ).toEqual([
      { poll_id: tied, outcome: 'tie', winners: [] },
      { poll_id: empty, outcome: 'failed', winners: [] },
    ]);
  });
});
