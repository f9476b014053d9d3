import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { CountingAgain } from '../../../src/voting/counting-again.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll, type PollPlan } from '../../support/builders/poll.js';
import { corrupt } from '../../support/corruption.js';

const lots = { tie_break: { mode: 'fixed_order' } };
const pollQuery = `query ($id: ID!) { poll(id: $id) { recountTerms { needed asked } viewerCan { askForRecount { allowed reason } }
  recounts { number asked verdict difference ballotsHash } result { ballotsHash } } }`;
const askDocument = `mutation ($input: AskForRecountInput!) { askForRecount(input: $input) { __typename
  ... on RecountAsked { poll { recounts { number asked verdict } } } ... on AskForRecountRefused { reason } } }`;

let test: TestApplication;
let cooperative: BuiltCooperative;
beforeAll(async () => {
  test = await startTestApplication();
  cooperative = await buildCooperative(test.database, { members: 4 });
});
afterAll(() => test.stop());

const caller = (place: number) => cooperative.members[place]!.caller;
const read = async (id: string) => (await test.ask(pollQuery, { id }, caller(0))).data.poll;
const ask = async (place: number, pollId: string, reason = 'I cannot believe it.') =>
  (await test.ask(askDocument, { input: { pollId, reason } }, caller(place))).data.askForRecount;
const brokenNames = async () =>
  (
    await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) => findBroken(tx, resultInvariants))
  ).map(({ name }) => name);

async function votedIn(plan: PollPlan = {}): Promise<string> {
  const rule = ruleBy('irv', lots, plan.rule);
  const pollId = await openPoll(test, cooperative, { rule, options: optionsNamed('Oak', 'Elm', 'Ash') });
  for (const [place, first] of [0, 1, 1].entries())
    await castThroughApi(test, caller(place), { pollId, ballot: { ranking: [[first], [2]] } });
  return pollId;
}
async function closed(plan: PollPlan = {}): Promise<string> {
  const pollId = await votedIn(plan);
  await test.database.advanceClock('49 hours');
  await test.runDuties();
  return pollId;
}

describe('a recount that electors ask for', () => {
  it('is made when one asks, where the rule says nothing else: it finds the recorded result', async () => {
    const pollId = await votedIn();
    expect(await ask(0, pollId)).toMatchObject({ reason: 'NOT_CLOSED' });
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    expect(await read(pollId)).toMatchObject({
      ...{ recountTerms: { needed: 1, asked: 0 }, recounts: [] },
      viewerCan: { askForRecount: { allowed: true } },
    });
    expect(await ask(3, pollId, ' ')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await ask(3, pollId)).toMatchObject({
      poll: { recounts: [{ number: 1, asked: 1, verdict: null }] },
    });
    expect(await ask(2, pollId)).toMatchObject({ reason: 'RECOUNT_UNDER_WAY' });
    await test.runDuties();
    const { recounts, result } = await read(pollId);
    expect(recounts).toEqual([
      { number: 1, asked: 1, verdict: 'IDENTICAL', difference: null, ballotsHash: result.ballotsHash },
    ]);
    expect(await brokenNames()).toEqual([]);
  });

  it('is asked for once by each, so that nobody has the product count over and over', async () => {
    const pollId = await closed();
    await ask(1, pollId);
    await test.runDuties();
    expect(await ask(1, pollId)).toMatchObject({ reason: 'ALREADY_ASKED' });
    expect(await ask(2, pollId)).toMatchObject({ poll: { recounts: [{ number: 1 }, { number: 2 }] } });
    await test.runDuties();
    expect((await read(pollId)).recounts).toMatchObject([
      { number: 1, verdict: 'IDENTICAL' },
      { number: 2, verdict: 'IDENTICAL' },
    ]);
    expect(await brokenNames()).toEqual([]);
  });

  it('keeps nobody waiting who does something else with the poll', async () => {
    const pollId = await closed();
    await ask(0, pollId);
    const again = test.app.get(CountingAgain);
    await test.app.get(UnitOfWork).inTransaction(systemIn(cooperative.id), async (tx) => {
      await tx.sql(`SELECT FROM poll WHERE id = $1 FOR NO KEY UPDATE`, [pollId]);
      expect(await again.recountWhatIsAskedFor()).toBe(1);
    });
  });

  it('takes as many as the rule names, each once, and within its days', async () => {
    const rule = { recountShare: Ratio.of(1n, 2n), recountDays: 2 };
    const pollId = await closed({ rule });
    expect((await ask(0, pollId)).__typename).toBe('RecountAsked');
    expect(await ask(0, pollId)).toMatchObject({ reason: 'ALREADY_ASKED' });
    await test.runDuties();
    expect(await read(pollId)).toMatchObject({
      ...{ recountTerms: { needed: 2, asked: 1 }, recounts: [{ asked: 1, verdict: null }] },
    });
    await ask(1, pollId);
    const again = test.app.get(CountingAgain);
    const both = await Promise.all([again.recountWhatIsAskedFor(), again.recountWhatIsAskedFor()]);
    expect(both.sort()).toEqual([0, 1]);
    expect(await read(pollId)).toMatchObject({
      ...{ recountTerms: { needed: 2, asked: 2 }, recounts: [{ asked: 2, verdict: 'IDENTICAL' }] },
    });
    await test.database.advanceClock('49 hours');
    expect(await ask(2, pollId)).toMatchObject({ reason: 'RECOUNT_TOO_LATE' });
    const never = await closed({ rule: { recountDays: 0 } });
    expect(await ask(2, never)).toMatchObject({ reason: 'RECOUNT_NOT_PROVIDED' });
    expect((await read(never)).recountTerms).toBeNull();
  });

  it('finds a ballot that was changed in the database since, and says where; the check names it', async () => {
    const pollId = await closed();
    await corrupt(
      test,
      `UPDATE ballot SET marks = '{"ranking": [[0], [2]]}' WHERE poll_id = $1 AND marks @> '{"ranking": [[1]]}'`,
      [pollId],
    );
    await ask(1, pollId);
    await test.runDuties();
    const { recounts, result } = await read(pollId);
    expect(recounts).toMatchObject([
      { verdict: 'DIFFERS', difference: expect.stringContaining('counting.rounds[0]') },
    ]);
    expect(recounts[0].ballotsHash).not.toBe(result.ballotsHash);
    expect(await brokenNames()).toContain('voting.recounts_found_the_same');
  });
});
