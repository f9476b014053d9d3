import { withClient } from '../../../src/platform/database/database-roles.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { ballotsHashOf } from '../../../src/voting/domain/check-code.js';
import { PollClosedHandlers } from '../../../src/voting/poll-closed-handlers.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

const pollQuery = `query ($id: ID!) { poll(id: $id) { state closedAt turnout { people eligiblePeople eligibleVotes }
  result { outcome isFinal ballotsHash choices { choice people votes } eligible { people votes }
    quorum { counted needed of met unit comparison counting } threshold { base counted needed of met fraction }
    smallestChange { choice votes wasPossible } sentences(language: ES) } } }`;

describe('closing a poll', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  const told: string[] = [];
  let isFailing = false;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 5 });
    test.app.get(PollClosedHandlers).register('told', async (tx, closed) => {
      await tx.sql(`SELECT 1 AS one FROM poll WHERE id = $1`, [closed.pollId]);
      if (isFailing) throw new Error('the subject is out of order');
      told.push(closed.outcome);
    });
  });
  afterAll(() => test.stop());
  const ask = async (id: string) => {
    const answer = await test.ask(pollQuery, { id }, cooperative.members[0]!.caller);
    expect(answer.errors).toBeUndefined();
    return answer.data.poll;
  };
  const vote = async (pollId: string, ...choices: string[]) => {
    for (const [place, choice] of choices.entries())
      await castThroughApi(test, cooperative.members[place]!.caller, { pollId, choice });
  };

  it('hides the result until the close, says "closing" until it is counted, then shows the arithmetic', async () => {
    const pollId = await openPoll(test, cooperative);
    await vote(pollId, 'FOR', 'FOR', 'AGAINST', 'ABSTAIN');
    expect(await ask(pollId)).toMatchObject({
      state: 'OPEN',
      result: null,
      turnout: { people: 4, eligiblePeople: 5 },
    });
    await test.database.advanceClock('48 hours');
    expect(await ask(pollId)).toMatchObject({ state: 'CLOSING', result: null });
    await test.runDuties();
    const poll = await ask(pollId);
    expect(poll).toMatchObject({
      state: 'CLOSED',
      result: {
        outcome: 'PASSED',
        isFinal: true,
        eligible: { people: 5, votes: '5' },
        choices: [
          { choice: 'FOR', people: 2, votes: '2' },
          { choice: 'AGAINST', people: 1, votes: '1' },
          { choice: 'ABSTAIN', people: 1, votes: '1' },
        ],
        quorum: { counted: '4', needed: '1/2', of: '5', met: true, unit: 'PEOPLE', comparison: 'AT_LEAST' },
        threshold: { base: 'CAST', counted: '2', needed: '3/2', of: '3', met: true, fraction: '1/2' },
        smallestChange: { choice: 'AGAINST', votes: 1, wasPossible: true },
      },
    });
    expect(poll.result.sentences[0]).toBe('Aprobada.');
  });

  it('commits to the counted ballots by a hash that anyone can recompute', async () => {
    const pollId = await openPoll(test, cooperative);
    await vote(pollId, 'FOR', 'AGAINST');
    await vote(pollId, 'AGAINST');
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    const { rows } = await withClient(test.database.ownerUrl, (client) =>
      client.query<{ check_code: string; marks: { choice: 'for' }; weight: string }>(
        `SELECT check_code, marks, 1000000 AS weight FROM ballot b
         JOIN ballot_current c USING (cooperative_id, poll_id, membership_id, revision) WHERE poll_id = $1`,
        [pollId],
      ),
    );
    expect(rows).toHaveLength(2);
    const counted = rows.map((row) => ({
      checkCode: row.check_code,
      marks: row.marks,
      weightMillionths: BigInt(row.weight),
    }));
    expect((await ask(pollId)).result.ballotsHash).toBe(ballotsHashOf(counted));
  });

  it('decides nothing without a quorum, and nothing when nobody votes', async () => {
    const rule = {
      quorum: { measure: 'people', fraction: Ratio.of(1n, 2n), counting: ['for', 'against'] },
    } as const;
    const pollId = await openPoll(test, cooperative, { rule });
    const empty = await openPoll(test, cooperative, { rule });
    await vote(pollId, 'FOR', 'FOR', 'ABSTAIN');
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    expect((await ask(pollId)).result).toMatchObject({ outcome: 'NO_QUORUM', smallestChange: { votes: 1 } });
    expect((await ask(empty)).result).toMatchObject({
      outcome: 'NO_QUORUM',
      choices: [{ people: 0 }, {}, {}],
    });
  });

  it('shows the count before the close only where the rule says so', async () => {
    const pollId = await openPoll(test, cooperative, {
      rule: { resultsBeforeClose: true, visibility: 'open' },
    });
    await vote(pollId, 'AGAINST');
    expect((await ask(pollId)).result).toMatchObject({
      outcome: 'FAILED',
      isFinal: false,
      ballotsHash: null,
    });
  });

  it('tells the subject once, in the transaction that closes', async () => {
    told.length = 0;
    await openPoll(test, cooperative, { subjectType: 'told' });
    await test.database.advanceClock('48 hours');
    await Promise.all([test.runDuties(), test.runDuties()]);
    expect(told).toEqual(['no_quorum']);
  });

  it('stands when the subject cannot take it up, and tells it again later', async () => {
    told.length = 0;
    isFailing = true;
    const pollId = await openPoll(test, cooperative, { subjectType: 'told' });
    await vote(pollId, 'FOR');
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    expect(await ask(pollId)).toMatchObject({ state: 'CLOSED', result: { outcome: 'PASSED' } });
    expect(told).toEqual([]);
    expect(test.logLines.join('\n')).toMatch(/could not be taken up/);
    isFailing = false;
    await test.runDuties();
    await test.runDuties();
    expect(told).toEqual(['passed']);
  });

  it('waits for a later closing when the poll got more time', async () => {
    const extend = `mutation ($input: ExtendPollInput!) { extendPoll(input: $input) { __typename
      ... on PollExtended { poll { closesAt state } } ... on ExtendPollRefused { reason message } } }`;
    const stewarded = await buildCooperative(test.database, { members: 2, roles: { 0: ['steward'] } });
    const pollId = await openPoll(test, stewarded);
    const poll = (
      await test.ask(
        'query ($id: ID!) { poll(id: $id) { opensAt closesAt } }',
        { id: pollId },
        stewarded.members[0]!.caller,
      )
    ).data.poll;
    const later = (hours: number): string =>
      new Date(new Date(poll.closesAt).getTime() + hours * 3_600_000).toISOString();
    const request = async (
      place: number,
      closesAt: string,
      reason = 'The hall was flooded.',
      key = crypto.randomUUID() as string,
    ) =>
      (
        await test.ask(
          extend,
          { input: { pollId, closesAt, reason, idempotencyKey: key } },
          stewarded.members[place]!.caller,
        )
      ).data.extendPoll;
    expect(await request(1, later(24))).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await request(0, later(-1))).toMatchObject({ reason: 'CLOSES_TOO_SOON' });
    expect(await request(0, later(24 * 60))).toMatchObject({ reason: 'CLOSES_TOO_LATE' });
    expect(await request(0, later(24), ' ')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await request(0, later(24))).toMatchObject({ poll: { closesAt: later(24), state: 'OPEN' } });
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    expect(
      (await castThroughApi(test, stewarded.members[0]!.caller, { pollId, choice: 'FOR' })).revision,
    ).toBe(1);
    await test.database.advanceClock('24 hours');
    expect(await request(0, later(48))).toMatchObject({ reason: 'POLL_CLOSED' });
  });
});
