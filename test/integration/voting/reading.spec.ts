import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { statementsOf } from '../../support/query-counter.js';

const page = `query ($first: Int, $after: String, $state: PollState) { polls(first: $first, after: $after, state: $state) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id question state ruleArticle turnout { people } myBallot { choice } myEligibility { eligible } result { outcome }
    viewerCan { castBallot { allowed } extendPoll { allowed reason } } } } }`;

describe('the list of polls', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  const pollIds: string[] = [];
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 2 });
    for (let index = 0; index < 12; index += 1) {
      const rule = { resultsBeforeClose: index % 2 === 0, visibility: 'open' } as const;
      pollIds.unshift(await openPoll(test, cooperative, { rule, closesInHours: index < 6 ? 30 : 72 }));
    }
    for (const pollId of pollIds.slice(0, 4))
      await castThroughApi(test, cooperative.members[0]!.caller, { pollId, choice: 'FOR' });
    await test.database.advanceClock('31 hours');
    await test.runDuties();
  });
  afterAll(() => test.stop());
  const ask = async (variables: object) => {
    const answer = await test.ask(page, variables, cooperative.members[0]!.caller);
    expect(answer.errors).toBeUndefined();
    return answer.data.polls;
  };

  it('takes as many statements for twelve polls as for two', async () => {
    const few = await statementsOf(() => ask({ first: 2 }));
    const many = await statementsOf(async () => {
      const polls = await ask({ first: 12 });
      expect(polls.nodes).toHaveLength(12);
      expect(polls.totalCount).toBe(12);
    });
    // Page, total, turnout, my ballot, eligibility, notes, recorded results; standing results: ballots, what was frozen.
    expect(many.length).toBeLessThanOrEqual(9);
    expect(few.length).toBeLessThanOrEqual(many.length);
  });

  it('goes on where a page ended, without gap or repetition', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const polls: Answer['data'] = await ask({ first: 5, after });
      seen.push(...polls.nodes.map((poll: { id: string }) => poll.id));
      after = polls.pageInfo.hasNextPage ? polls.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(pollIds);
  });

  it('can be of one state', async () => {
    const closed = await ask({ state: 'CLOSED' });
    expect(closed.nodes.map((poll: { id: string }) => poll.id)).toEqual(pollIds.slice(6));
    expect(closed.totalCount).toBe(6);
    expect(closed.nodes[0]).toMatchObject({
      ruleArticle: 'Article 10',
      result: { outcome: 'NO_QUORUM' },
      viewerCan: { castBallot: { allowed: false }, extendPoll: { allowed: false, reason: 'NOT_ALLOWED' } },
    });
  });

  it('finds nothing behind a cursor that is not ours', async () => {
    const forged = Buffer.from(JSON.stringify(['yesterday', 'nobody'])).toString('base64url');
    for (const after of [forged, 'nonsense', '']) expect((await ask({ after })).nodes).toEqual([]);
  });

  it('says how many rows a page has when more are asked for, instead of looking empty', async () => {
    for (const first of [0, 101, 1_000]) {
      const answer = await test.ask(page, { first }, cooperative.members[0]!.caller);
      expect(answer.errors).toMatchObject([
        { message: `A page has 1 to 100 rows: first is ${first}.`, extensions: { code: 'BAD_REQUEST' } },
      ]);
    }
  });

  it('is empty for who is not of this cooperative', async () => {
    const other = await buildCooperative(test.database, { members: 1 });
    expect((await test.ask(page, {}, other.members[0]!.caller)).data.polls.nodes).toEqual([]);
    expect((await test.ask(page, {}, { cooperative: cooperative.slug })).data.polls).toBeNull();
  });
});
