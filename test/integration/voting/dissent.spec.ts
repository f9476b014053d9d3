import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { openPoll } from '../../support/builders/poll.js';

const recordDissent = `mutation ($input: RecordDissentInput!) { recordDissent(input: $input) { __typename
  ... on DissentRecorded { poll { viewerCan { recordDissent { reason } }
    dissents { totalCount nodes { reason member { number } notedBy { number } } } } }
  ... on RecordDissentRefused { reason message details } } }`;

describe('recorded dissent', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 4 });
  });
  afterAll(() => test.stop());

  const dissent = async (place: number, pollId: string, reason = 'It breaks the promise of article 3.') => {
    const answer = await test.ask(
      recordDissent,
      { input: { pollId, reason } },
      cooperative.members[place]!.caller,
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.recordDissent;
  };
  async function closedPoll(dissentDays: number): Promise<string> {
    const pollId = await openPoll(test, cooperative, { rule: { dissentDays, visibility: 'confidential' } });
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    return pollId;
  }

  it('stands beside the result with name and reason, also after a confidential vote', async () => {
    const pollId = await closedPoll(7);
    expect(await dissent(1, pollId)).toMatchObject({
      poll: {
        viewerCan: { recordDissent: { reason: 'ALREADY_DISSENTED' } },
        dissents: {
          totalCount: 1,
          nodes: [
            { reason: 'It breaks the promise of article 3.', member: { number: 2 }, notedBy: { number: 2 } },
          ],
        },
      },
    });
    expect(await dissent(2, pollId, 'Nor do I agree.')).toMatchObject({
      poll: { dissents: { totalCount: 2 } },
    });
  });

  it('is recorded once, and not changed: not even by the application’s own role', async () => {
    const pollId = await closedPoll(7);
    await dissent(1, pollId);
    expect(await dissent(1, pollId, 'Something else.')).toMatchObject({ reason: 'ALREADY_DISSENTED' });
    const change = withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE poll_dissent SET reason = 'Never mind.' WHERE poll_id = $1`, [pollId]),
    );
    await expect(change).rejects.toThrow('append-only');
  });

  it('is from what was decided: not before the result, nor after the days of the rule, nor without any', async () => {
    const open = await openPoll(test, cooperative, { rule: { dissentDays: 7 } });
    expect(await dissent(1, open)).toMatchObject({ reason: 'NOT_CLOSED' });
    const late = await closedPoll(7);
    await test.database.advanceClock('7 days');
    expect(await dissent(1, late)).toMatchObject({ reason: 'DISSENT_TOO_LATE' });
    expect(await dissent(1, await closedPoll(0))).toMatchObject({ reason: 'DISSENT_NOT_PROVIDED' });
  });

  it('has a reason, and is of electors', async () => {
    const pollId = await closedPoll(7);
    expect(await dissent(1, pollId, ' \n')).toMatchObject({ reason: 'INVALID_INPUT', details: ['reason'] });
    for (const id of ['', 'nonsense', newId()])
      expect(await dissent(1, id)).toMatchObject({ reason: 'NOT_FOUND' });
    const stranger = await buildCooperative(test.database, { members: 1 });
    const answer = await test.ask(
      recordDissent,
      { input: { pollId, reason: 'No.' } },
      stranger.members[0]!.caller,
    );
    expect(answer.data.recordDissent).toMatchObject({ reason: 'NOT_FOUND' });
  });
});
