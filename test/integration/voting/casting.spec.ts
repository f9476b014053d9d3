import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { checkCodeOf } from '../../../src/voting/domain/check-code.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

describe('casting a ballot', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 4, roles: { 0: ['steward'] } });
  });
  afterAll(() => test.stop());
  const caller = (place: number) => cooperative.members[place]!.caller;

  it('can be changed until the close, and counts once', async () => {
    const pollId = await openPoll(test, cooperative);
    expect(await castThroughApi(test, caller(0), { pollId, choice: 'FOR' })).toMatchObject({
      __typename: 'BallotCast',
      revision: 1,
      poll: { turnout: { people: 1 }, myBallot: { choice: 'FOR', revision: 1 } },
    });
    expect(await castThroughApi(test, caller(0), { pollId, choice: 'AGAINST' })).toMatchObject({
      revision: 2,
      poll: { turnout: { people: 1 }, myBallot: { choice: 'AGAINST', revision: 2 } },
    });
  });

  it('gives a receipt whose code its holder can recompute, and nobody else', async () => {
    const pollId = await openPoll(test, cooperative);
    const receipt = await castThroughApi(test, caller(1), { pollId, choice: 'ABSTAIN' });
    const facts = {
      pollId,
      membershipId: cooperative.members[1]!.membershipId,
      revision: 1,
      marks: { choice: 'abstain' as const },
    };
    expect(receipt.checkCode).toBe(checkCodeOf({ ...facts, secret: receipt.secret }));
    expect(receipt.poll.myBallot.checkCode).toBe(receipt.checkCode);
    const stored = await withClient(test.database.ownerUrl, (client) =>
      client.query(`SELECT 1 FROM ballot WHERE ballot::text LIKE '%' || $1 || '%'`, [receipt.secret]),
    );
    expect(stored.rowCount).toBe(0);
  });

  it('answers the same key with the same receipt, and another request with that key with a refusal', async () => {
    const pollId = await openPoll(test, cooperative);
    const ballot = { pollId, choice: 'FOR', idempotencyKey: newId() };
    const first = await castThroughApi(test, caller(2), ballot);
    expect(await castThroughApi(test, caller(2), ballot)).toEqual(first);
    expect(await castThroughApi(test, caller(2), { ...ballot, choice: 'AGAINST' })).toMatchObject({
      reason: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('may be cast under the key of one that was refused: nothing was done under it', async () => {
    const pollId = await openPoll(test, cooperative);
    const key = newId();
    const refused = { pollId, ballot: { step: 1 }, idempotencyKey: key };
    for (const _ of [1, 2])
      expect(await castThroughApi(test, caller(3), refused)).toMatchObject({ reason: 'INVALID_BALLOT' });
    const mended = { pollId, choice: 'FOR', idempotencyKey: key };
    const cast = await castThroughApi(test, caller(3), mended);
    expect(cast).toMatchObject({ __typename: 'BallotCast', revision: 1 });
    expect(await castThroughApi(test, caller(3), mended)).toEqual(cast);
    expect(await castThroughApi(test, caller(3), refused)).toMatchObject({
      reason: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is refused from the closing instant on, whether or not the closing was carried out', async () => {
    const pollId = await openPoll(test, cooperative);
    await test.database.advanceClock('48 hours');
    expect(await castThroughApi(test, caller(0), { pollId, choice: 'FOR' })).toMatchObject({
      reason: 'POLL_CLOSED',
    });
    await test.runDuties();
    expect(await castThroughApi(test, caller(0), { pollId, choice: 'FOR' })).toMatchObject({
      reason: 'POLL_CLOSED',
    });
  });

  it('is for electors: others are told why not, strangers that there is nothing', async () => {
    const latecomer = await buildCooperative(test.database, { members: 1 });
    const pollId = await openPoll(test, cooperative, { bodyId: cooperative.assemblyId });
    const ballot = { pollId, choice: 'FOR' };
    expect(await castThroughApi(test, latecomer.members[0]!.caller, ballot)).toMatchObject({
      reason: 'NOT_FOUND',
    });
    expect(
      await castThroughApi(test, { session: 'x'.repeat(43), cooperative: cooperative.slug }, ballot),
    ).toMatchObject({
      reason: 'NOT_SIGNED_IN',
    });
    expect(
      await castThroughApi(test, { ...latecomer.members[0]!.caller, cooperative: cooperative.slug }, ballot),
    ).toMatchObject({
      reason: 'NOT_A_MEMBER',
    });
    for (const id of ['', 'nonsense', '\u0000', newId()])
      expect(await castThroughApi(test, caller(0), { ...ballot, pollId: id })).toMatchObject({
        reason: 'NOT_FOUND',
      });
    const answer = await test.ask(
      'query ($id: ID!) { poll(id: $id) { id } }',
      { id: pollId },
      latecomer.members[0]!.caller,
    );
    expect(answer).toMatchObject({ status: 200, data: { poll: null } });
  });

  it('refuses a choice that does not exist with 400', async () => {
    const pollId = await openPoll(test, cooperative);
    const answer = await test.ask(
      'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }',
      { input: { pollId, ballot: { choice: 'MAYBE' }, idempotencyKey: newId() } },
      caller(0),
    );
    expect(answer.status).toBe(400);
  });

  it('has one form alone, however often the same document is sent', async () => {
    const pollId = await openPoll(test, cooperative);
    for (const ballot of [
      { choice: 'FOR', option: 0 },
      {},
      { ranking: [[0]] },
      { choice: 'FOR', step: 1 },
      { block: 'No.' },
    ])
      for (let turn = 0; turn < 3; turn++) {
        const answer = await test.ask(
          `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on CastBallotRefused { reason } } }`,
          { input: { pollId, ballot, idempotencyKey: newId() } },
          caller(0),
        );
        const refused = answer.status === 400 ? 'malformed' : answer.data.castBallot.reason;
        expect(['malformed', 'INVALID_BALLOT']).toContain(refused);
      }
    const { rows } = await withClient(test.database.ownerUrl, (client) =>
      client.query(`SELECT 1 FROM ballot WHERE poll_id = $1`, [pollId]),
    );
    expect(rows).toEqual([]);
  });

  it('is not said to be wrong to who may not vote', async () => {
    const pollId = await openPoll(test, cooperative);
    const stranger = await buildCooperative(test.database, { members: 1 });
    const wrong = { pollId, ballot: { ranking: [[9]] } };
    expect(await castThroughApi(test, stranger.members[0]!.caller, wrong)).toMatchObject({
      reason: 'NOT_FOUND',
    });
    await test.database.advanceClock('48 hours');
    expect(await castThroughApi(test, caller(0), wrong)).toMatchObject({ reason: 'POLL_CLOSED' });
  });

  it('is entered by a steward for a member without an account, in an open poll only', async () => {
    const absent = cooperative.members[3]!;
    const open = await openPoll(test, cooperative, { rule: { visibility: 'open' } });
    const confidential = await openPoll(test, cooperative, { rule: { visibility: 'confidential' } });
    const entered = { pollId: open, choice: 'FOR', onBehalfOf: absent.membershipId, channel: 'PAPER' };
    expect(await castThroughApi(test, caller(0), entered)).toMatchObject({ reason: 'MEMBER_HAS_ACCOUNT' });
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE party SET person_id = NULL WHERE id = $1`, [absent.partyId]),
    );
    expect(await castThroughApi(test, caller(1), entered)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await castThroughApi(test, caller(0), { ...entered, pollId: confidential })).toMatchObject({
      reason: 'ON_BEHALF_NOT_ALLOWED',
    });
    expect(
      await castThroughApi(test, caller(0), { pollId: open, choice: 'FOR', channel: 'PAPER' }),
    ).toMatchObject({
      reason: 'INVALID_INPUT',
    });
    expect(await castThroughApi(test, caller(0), entered)).toMatchObject({ revision: 1 });
    const { rows } = await withClient(test.database.ownerUrl, (client) =>
      client.query(`SELECT membership_id, channel, entered_by FROM ballot WHERE poll_id = $1`, [open]),
    );
    expect(rows).toEqual([
      {
        membership_id: absent.membershipId,
        channel: 'paper',
        entered_by: cooperative.members[0]!.membershipId,
      },
    ]);
  });
});
