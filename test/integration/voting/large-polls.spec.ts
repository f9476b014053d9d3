import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { Log } from '../../../src/platform/log.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { BallotCounting, type CountingOptions } from '../../../src/voting/counting/ballot-counting.js';
import { StandingCounts } from '../../../src/voting/counting/standing-counts.js';
import { PollClosedHandlers } from '../../../src/voting/poll-closed-handlers.js';
import { PollClosing } from '../../../src/voting/poll-closing.js';
import { PollCounting } from '../../../src/voting/poll-counting.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll, type PollPlan } from '../../support/builders/poll.js';
import { families, labels, lots } from './count-families.js';

/** Every poll is large here: two different ballots are enough, and are read at once. */
const inThread = new BallotCounting({ largeFrom: 2 });
const inProcess = new BallotCounting({ program: null });
const asProgram = (code: string): CountingOptions['program'] =>
  new URL(`data:text/javascript,${encodeURIComponent(code)}`);

let test: TestApplication;
let cooperative: BuiltCooperative;
beforeAll(async () => {
  test = await startTestApplication();
  cooperative = await buildCooperative(test.database, { members: 6 });
});
afterAll(() => test.stop());

async function pollWith(plan: PollPlan, ballots: readonly object[]): Promise<string> {
  const pollId = await openPoll(test, cooperative, plan);
  for (const [place, ballot] of ballots.entries())
    await castThroughApi(test, cooperative.members[place]!.caller, {
      pollId,
      ballot: ballot as Record<string, unknown>,
    });
  return pollId;
}
const rankedPoll = (): Promise<string> =>
  pollWith({ rule: ruleBy('irv', lots), options: optionsNamed(...labels) }, [
    { ranking: [[0], [1]] },
    { ranking: [[1], [0]] },
    { ranking: [[2], [1]] },
    { ranking: [[1]] },
  ]);
const inTransaction = <T>(work: Parameters<UnitOfWork['inTransaction']>[1]): Promise<T> =>
  test.app.get(UnitOfWork).inTransaction(systemIn(cooperative.id), work) as Promise<T>;
const countedBy = (counting: BallotCounting, pollId: string) =>
  inTransaction((tx) => new PollCounting(counting).countClosed(tx, pollId));
const stateOf = async (pollId: string) =>
  (
    await test.ask(
      `query ($id: ID!) { poll(id: $id) { state result { outcome winners { position } ballotsHash } } }`,
      { id: pollId },
      cooperative.members[0]!.caller,
    )
  ).data.poll;
const closing = (counting: BallotCounting): PollClosing =>
  new PollClosing(
    test.app.get(UnitOfWork),
    test.app.get(PollClosedHandlers),
    new Log('silent'),
    new PollCounting(counting),
  );

describe('a poll counted in a thread', () => {
  it.each(families)('by $method has the same bytes as one counted here', async (family) => {
    const { method, options = {}, seats = 1, ballots } = family;
    const named = method === 'gradients' ? {} : { options: optionsNamed(...labels) };
    const pollId = await pollWith({ rule: ruleBy(method, options, { seats }), ...named }, ballots);
    const counted = await countedBy(inThread, pollId);
    expect(counted).toEqual(await countedBy(inProcess, pollId));
    expect(counted).toHaveProperty('ballotsHash', expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  it('for or against has its arithmetic and its electorate', async () => {
    const pollId = await pollWith({}, [{ choice: 'FOR' }, { choice: 'FOR' }, { choice: 'AGAINST' }]);
    const counted = await countedBy(inThread, pollId);
    expect(counted).toEqual(await countedBy(inProcess, pollId));
    expect(counted).toMatchObject({ outcome: 'passed', arithmetic: expect.stringContaining('quorum') });
  });

  it('is closed with the result of its thread', async () => {
    const pollId = await rankedPoll();
    await test.database.advanceClock('49 hours');
    expect(await closing(inThread).close({ cooperativeId: cooperative.id, pollId })).toBe(true);
    expect(await stateOf(pollId)).toMatchObject({
      state: 'CLOSED',
      result: { outcome: 'DECIDED', winners: [{ position: 1 }] },
    });
  });
});

describe('a thread that does not count', () => {
  it.each([
    ['throws', `throw new Error('it broke')`, /it broke/],
    ['ends', `process.exit(7)`, /ended with 7/],
    ['takes for ever', `setInterval(() => undefined, 1_000)`, /took more than 1500 ms/],
  ])('because it %s leaves the poll as it was, and it is closed later', async (_what, code, message) => {
    const pollId = await rankedPoll();
    await test.database.advanceClock('49 hours');
    const poll = { cooperativeId: cooperative.id, pollId };
    const failing = new BallotCounting({ largeFrom: 2, patienceMs: 1_500, program: asProgram(code)! });
    await expect(closing(failing).close(poll)).rejects.toThrow(message);
    expect(await stateOf(pollId)).toEqual({ state: 'CLOSING', result: null });
    await test.runDuties();
    expect(await stateOf(pollId)).toMatchObject({ state: 'CLOSED', result: { outcome: 'DECIDED' } });
  });
});

describe('the progress of a count', () => {
  const progressOf = async (pollId: string) =>
    (
      await test.ask(
        `query ($id: ID!) { poll(id: $id) { state countingProgress { phase done total } } }`,
        { id: pollId },
        cooperative.members[0]!.caller,
      )
    ).data.poll;

  it('is seen by others while the poll is closing, and gone when it is closed', async () => {
    const pollId = await rankedPoll();
    expect(await progressOf(pollId)).toEqual({ state: 'OPEN', countingProgress: null });
    await test.database.advanceClock('49 hours');
    expect(await progressOf(pollId)).toEqual({ state: 'CLOSING', countingProgress: null });
    // It takes in two of the four ballots and says nothing about the others until its time is over.
    const stuck = asProgram(`import { parentPort } from 'node:worker_threads';
      parentPort.once('message', () => parentPort.postMessage(null)); setInterval(() => undefined, 1_000);`);
    const counting = new BallotCounting({ largeFrom: 2, patienceMs: 8_000, program: stuck! });
    const closed = closing(counting).close({ cooperativeId: cooperative.id, pollId });
    const failed = expect(closed).rejects.toThrow('took more than');
    let seen = await progressOf(pollId);
    for (let tries = 0; seen.countingProgress?.done !== 2 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen = await progressOf(pollId);
    }
    expect(seen).toEqual({ state: 'CLOSING', countingProgress: { phase: 'READING', done: 2, total: 4 } });
    await failed;
    expect(await closing(inThread).close({ cooperativeId: cooperative.id, pollId })).toBe(true);
    expect(await progressOf(pollId)).toEqual({ state: 'CLOSED', countingProgress: null });
    const left = await inTransaction((tx) =>
      tx.sql(`SELECT phase FROM counting_progress WHERE poll_id = $1`, [pollId]),
    );
    expect(left).toEqual([{ phase: 'done' }]);
  });
});

describe('a large poll whose rule shows results before the close', () => {
  const shown = async (pollId: string) =>
    (
      await test.ask(
        `query ($id: ID!) { poll(id: $id) { result { isFinal outcome computedAt ballotsHash takenPart { people } choices { choice people } } } }`,
        { id: pollId },
        cooperative.members[0]!.caller,
      )
    ).data.poll.result;

  it('is counted beside the requests, which wait for none: they see the last count, with its instant', async () => {
    const rule = { visibility: 'open', resultsBeforeClose: true } as const;
    const pollId = await pollWith({ rule }, [{ choice: 'FOR' }, { choice: 'FOR' }, { choice: 'AGAINST' }]);
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE poll SET eligible_people = 1000 WHERE id = $1`, [pollId]),
    );
    expect(await shown(pollId)).toBeNull();
    await test.app.get(StandingCounts).settled();
    const standing = await shown(pollId);
    expect(standing).toMatchObject({
      ...{ isFinal: false, outcome: 'PASSED', computedAt: expect.any(String), ballotsHash: null },
      ...{ takenPart: { people: 3 }, choices: expect.arrayContaining([{ choice: 'FOR', people: 2 }]) },
    });
    await castThroughApi(test, cooperative.members[3]!.caller, { pollId, choice: 'AGAINST' });
    expect(await shown(pollId)).toEqual(standing);
  });
});

describe('a server without the file of the thread', () => {
  it('says so when it starts, and of each large poll that it counts itself', async () => {
    const said: string[] = [];
    const pollId = await rankedPoll();
    const alone = new BallotCounting({ largeFrom: 2, program: null, warn: (message) => said.push(message) });
    await countedBy(alone, pollId);
    expect(said).toEqual([expect.stringContaining(pollId)]);
  });
});

describe('closing polls that are due', () => {
  it('closes the small beside the large, so that no count keeps another poll waiting', async () => {
    const [small, large] = [await pollWith({}, []), await pollWith({}, [])];
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE poll SET eligible_people = 1000 WHERE id = $1`, [large]),
    );
    await test.database.advanceClock('49 hours');
    const due = test.app.get(PollClosing);
    await due.closeSmallDue();
    const states = async () => [(await stateOf(small)).state, (await stateOf(large)).state];
    expect(await states()).toEqual(['CLOSED', 'CLOSING']);
    await due.closeLargeDue();
    expect(await states()).toEqual(['CLOSED', 'CLOSED']);
  });
});
