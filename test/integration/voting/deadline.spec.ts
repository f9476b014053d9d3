import { Client } from 'pg';
import { PollClosing } from '../../../src/voting/poll-closing.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { untilWaiting } from '../../support/lock-waiters.js';

const minute = 60_000;

/** Each moment of the race at the deadline, held still by a lock that the test takes. */
describe('at the deadline', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  let holder: Client;
  /** Outside the holder's transaction, in which the list of connections would stand still. */
  let watcher: Client;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 2 });
    holder = new Client({ connectionString: test.database.superuserUrl });
    await holder.connect();
    watcher = new Client({ connectionString: test.database.superuserUrl });
    await watcher.connect();
  });
  afterAll(async () => {
    await holder.end();
    await watcher.end();
    await test.stop();
  });

  const waiting = (count: number): Promise<void> => untilWaiting(watcher, count);
  const cast = (pollId: string, choice = 'FOR') =>
    castThroughApi(test, cooperative.members[0]!.caller, { pollId, choice });
  const resultOf = async (pollId: string): Promise<unknown> => {
    const query = 'query ($id: ID!) { poll(id: $id) { result { choices { choice people } } } }';
    const answer = await test.ask(query, { id: pollId }, cooperative.members[0]!.caller);
    return answer.data.poll.result.choices[0];
  };

  it(
    'a ballot that waited for the poll until after the close is refused: the clock is read after the lock',
    async () => {
      const pollId = await openPoll(test, cooperative);
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM poll WHERE id = $1 FOR UPDATE', [pollId]);
      const late = cast(pollId);
      await waiting(1);
      await test.database.advanceClock('48 hours');
      await holder.query('COMMIT');
      expect(await late).toMatchObject({ reason: 'POLL_CLOSED' });
    },
    minute,
  );

  it(
    'a ballot that was let in before the close is counted, however long it takes: the close waits for it',
    async () => {
      const pollId = await openPoll(test, cooperative, { rule: { visibility: 'open' } });
      await cast(pollId, 'AGAINST');
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM ballot_current WHERE poll_id = $1 FOR UPDATE', [pollId]);
      const inTime = cast(pollId, 'FOR');
      await waiting(1);
      await test.database.advanceClock('48 hours');
      const closing = test.app.get(PollClosing).closeDue();
      await waiting(2);
      await holder.query('COMMIT');
      expect(await inTime).toMatchObject({ revision: 2 });
      expect(await closing).toBeGreaterThanOrEqual(1);
      expect(await resultOf(pollId)).toEqual({ choice: 'FOR', people: 1 });
    },
    minute,
  );

  it(
    'a ballot that waited for more time to be given is taken within it',
    async () => {
      const pollId = await openPoll(test, cooperative);
      await holder.query('BEGIN');
      await holder.query(`UPDATE poll SET closes_at = closes_at + interval '24 hours' WHERE id = $1`, [
        pollId,
      ]);
      await test.database.advanceClock('48 hours');
      const ballot = cast(pollId);
      await waiting(1);
      await holder.query('COMMIT');
      expect(await ballot).toMatchObject({ revision: 1 });
    },
    minute,
  );
});
