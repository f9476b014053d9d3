import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { openPoll } from '../../support/builders/poll.js';

const withdraw = `mutation ($input: WithdrawFromPollInput!) { withdrawFromPoll(input: $input) { __typename
  ... on PollLeft { poll { withdrawals { totalCount nodes { reason member { number } notedBy { number } } } } }
  ... on WithdrawFromPollRefused { reason message details } } }`;
const reason = 'My sister is the seller.';

describe('leaving a poll for a conflict of interest', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 5, roles: { 0: ['facilitator'] } });
  });
  afterAll(() => test.stop());

  const leave = async (place: number, pollId: string, over: object = {}) => {
    const input = { pollId, reason, ...over };
    const answer = await test.ask(withdraw, { input }, cooperative.members[place]!.caller);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.withdrawFromPoll;
  };

  it('is noted with its reason, also in a confidential poll', async () => {
    const pollId = await openPoll(test, cooperative, { rule: { visibility: 'confidential' } });
    expect(await leave(1, pollId)).toMatchObject({
      poll: {
        withdrawals: { totalCount: 1, nodes: [{ reason, member: { number: 2 }, notedBy: { number: 2 } }] },
      },
    });
  });

  it('is noted once, and until the close', async () => {
    const pollId = await openPoll(test, cooperative);
    await leave(1, pollId);
    expect(await leave(1, pollId)).toMatchObject({ reason: 'WITHDRAWN_FROM_POLL' });
    await test.database.advanceClock('48 hours');
    expect(await leave(2, pollId)).toMatchObject({ reason: 'POLL_CLOSED' });
  });

  it('is noted by a facilitator for a member without an account', async () => {
    const pollId = await openPoll(test, cooperative);
    const absent = cooperative.members[4]!;
    const forAnother = { onBehalfOf: absent.membershipId };
    expect(await leave(0, pollId, forAnother)).toMatchObject({ reason: 'MEMBER_HAS_ACCOUNT' });
    expect(await leave(1, pollId, forAnother)).toMatchObject({ reason: 'NOT_ALLOWED' });
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE party SET person_id = NULL WHERE id = $1`, [absent.partyId]),
    );
    expect(await leave(0, pollId, forAnother)).toMatchObject({
      poll: { withdrawals: { nodes: [{ member: { number: 5 }, notedBy: { number: 1 } }] } },
    });
  });

  it('says what it is about, and is for electors', async () => {
    const pollId = await openPoll(test, cooperative);
    expect(await leave(1, pollId, { reason: ' ' })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: ['reason'],
    });
    for (const id of ['', 'nonsense', newId()])
      expect(await leave(1, pollId, { pollId: id })).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await leave(0, pollId, { onBehalfOf: newId() })).toMatchObject({ reason: 'NOT_ELECTOR' });
  });
});
