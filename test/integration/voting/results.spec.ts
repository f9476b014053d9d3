import { Ratio } from '../../../src/shared/ratio.js';
import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { resultQuery } from '../../support/count-query.js';
import { at, families, labels, lots } from './count-families.js';

const objections = { mayOverrule: null, answerDays: 14 };

let test: TestApplication;
beforeAll(async () => {
  test = await startTestApplication();
});
afterAll(() => test.stop());

const resultOf = async (cooperative: BuiltCooperative, pollId: string): Promise<Answer['data']> => {
  const answer = await test.ask(resultQuery, { id: pollId }, cooperative.members[0]!.caller);
  expect(answer.errors).toBeUndefined();
  return answer.data.poll.result;
};

async function decided(
  plan: Parameters<typeof openPoll>[2],
  ballots: readonly object[],
): Promise<Answer['data']> {
  const cooperative = await buildCooperative(test.database, { members: 6 });
  const pollId = await openPoll(test, cooperative, plan);
  for (const [place, ballot] of ballots.entries()) {
    const { caller } = cooperative.members[place]!;
    const cast = await castThroughApi(test, caller, { pollId, ballot: ballot as Record<string, unknown> });
    expect(cast.__typename).toBe('BallotCast');
  }
  await test.database.advanceClock('49 hours');
  await test.runDuties();
  return resultOf(cooperative, pollId);
}

it.each(families)('a closed poll by $method shows its count and tells it', async (family) => {
  const { method, options = {}, seats = 1, ballots, count, en, es } = family;
  const named = method === 'gradients' ? {} : { options: optionsNamed(...labels) };
  const result = await decided(
    { rule: ruleBy(method, options, { seats, visibility: 'open' }), ...named },
    ballots,
  );
  expect(result.count).toMatchObject(count);
  expect(result.english.join(' ')).toContain(en);
  expect(result.spanish.join(' ')).toContain(es);
});

it('a closed poll by consent shows what became of each position', async () => {
  const ballots = [
    { consent: { position: 'CONSENT', textVersion: 1 } },
    { consent: { position: 'STAND_ASIDE', textVersion: 1 } },
    { consent: { position: 'CONSENT', textVersion: 1 } },
  ];
  const result = await decided({ rule: ruleBy('consent', {}, { objections }) }, ballots);
  expect(result).toMatchObject({
    outcome: 'PASSED',
    count: {
      __typename: 'ConsentCount',
      finding: 'PASSED',
      consenting: '2',
      standingAside: '1',
      objecting: '0',
    },
  });
  expect(result.english[0]).toBe('Passed by consent: no objection is open.');
  expect(result.spanish[1]).toBe('Consienten: 2 votos; se apartan: 1 voto; objetan: 0 votos.');
});

it('a closed poll for or against shows its majorities as counted, beside the older fields', async () => {
  const result = await decided({}, [{ choice: 'FOR' }, { choice: 'FOR' }, { choice: 'AGAINST' }]);
  expect(result.count).toMatchObject({
    __typename: 'ThresholdCount',
    outcome: 'PASSED',
    majorities: [{ ofClass: null, baseName: 'CAST', counted: '2', base: '3', needed: '3/2', met: true }],
    caps: [],
  });
  expect(result.count.votes[0]).toEqual({ choice: 'FOR', votes: '2', people: '2' });
  expect(result.english[0]).toBe('Passed.');
});

it('without its quorum a poll decides nothing, and says so before it says what was counted', async () => {
  const quorum = { measure: 'people', fraction: Ratio.of(1n, 2n), counting: ['ballots'] } as const;
  const rule = ruleBy('choice', lots, { quorum, visibility: 'open' });
  const result = await decided({ rule, options: optionsNamed(...labels) }, [{ option: 1 }]);
  expect(result).toMatchObject({ outcome: 'NO_QUORUM', winners: [], count: { elected: [at(1)] } });
  expect(result.english[0]).toBe('No quorum: nothing was decided.');
});
