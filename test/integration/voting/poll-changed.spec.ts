import { once } from 'node:events';
import { WebSocket } from 'ws';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { PollClosing } from '../../../src/voting/poll-closing.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { LiveClient } from '../../support/live-client.js';
import { race } from '../../support/race.js';

const minute = 60_000;
const subscription = `subscription ($id: ID!) { pollChanged(pollId: $id) { id state result { outcome } turnout { people } } }`;

describe('pollChanged', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  let url: string;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 3 });
    await test.app.listen(0, '127.0.0.1');
    url = (await test.app.getUrl()).replace('http', 'ws') + '/graphql';
  }, minute);
  afterAll(() => test.stop());

  it(
    'shows the poll, and again when another process has closed it',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const client = await LiveClient.connect(url, cooperative.members[0]!.caller);
      client.subscribe('1', subscription, { id: pollId });
      const first = await client.next('next');
      expect(first.payload).toEqual({
        data: { pollChanged: { id: pollId, state: 'OPEN', result: null, turnout: { people: 0 } } },
      });
      await castThroughApi(test, cooperative.members[0]!.caller, { pollId, choice: 'FOR' });
      await test.database.advanceClock('48 hours');
      await race(test.database.appUrl, [{ kind: 'close' }]);
      const second = await client.next('next');
      expect(second.payload).toEqual({
        data: {
          pollChanged: { id: pollId, state: 'CLOSED', result: { outcome: 'PASSED' }, turnout: { people: 1 } },
        },
      });
      await client.close();
    },
    minute,
  );

  it(
    'shows it again after the listening connection broke',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const client = await LiveClient.connect(url, cooperative.members[0]!.caller);
      client.subscribe('1', subscription, { id: pollId });
      await client.next('next');
      await test.database.advanceClock('48 hours');
      await withClient(test.database.superuserUrl, (admin) =>
        admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rochdale events' AND datname = current_database()`,
        ),
      );
      await test.runDuties();
      // Whether the closing itself was heard or the look after the break: it must be seen in the end.
      let state = '';
      while (state !== 'CLOSED') state = (await client.next('next')).payload.data.pollChanged.state as string;
      await client.close();
    },
    minute,
  );

  it(
    'ends for whom the poll is not, and gives every connection back',
    async () => {
      const stranger = await buildCooperative(test.database, { members: 1 });
      const pollId = await openPoll(test, cooperative);
      for (let round = 0; round < 8; round += 1) {
        const outside = await LiveClient.connect(url, stranger.members[0]!.caller);
        outside.subscribe('1', subscription, { id: pollId });
        await outside.next('complete');
        await outside.close();
        const inside = await LiveClient.connect(url, cooperative.members[1]!.caller);
        inside.subscribe('1', subscription, { id: pollId });
        await inside.next('next');
        inside.complete('1');
        await inside.close();
      }
      // More rounds than the pool has connections: one that leaked would have stopped this.
      expect(await test.app.get(PollClosing).closeDue()).toBe(0);
    },
    minute,
  );

  it(
    'shows nothing more once the session has ended',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const client = await LiveClient.connect(url, cooperative.members[2]!.caller);
      client.subscribe('1', subscription, { id: pollId });
      await client.next('next');
      await withClient(test.database.ownerUrl, (owner) =>
        owner.query(`UPDATE session SET revoked_at = rochdale_now() WHERE person_id = $1`, [
          cooperative.members[2]!.personId,
        ]),
      );
      await test.database.advanceClock('48 hours');
      await test.runDuties();
      await client.next('complete');
      await client.close();
    },
    minute,
  );

  it(
    'refuses fields that do not exist, and pages of other sites',
    async () => {
      const client = await LiveClient.connect(url, cooperative.members[0]!.caller);
      client.subscribe('1', 'subscription { pollChanged(pollId: "x") { secretBallots } }', {});
      expect(JSON.stringify(await client.next('error'))).toMatch(/secretBallots/);
      await client.close();
      const foreign = new WebSocket(url, 'graphql-transport-ws', {
        headers: { origin: 'https://elsewhere.example' },
      });
      const [error] = (await once(foreign, 'error').catch((reason: unknown) => [reason])) as [Error];
      expect(error.message).toMatch(/401/);
    },
    minute,
  );
});
