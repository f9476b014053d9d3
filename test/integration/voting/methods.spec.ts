import type { MethodName, RuleOptions } from '../../../src/membership/domain/decision-rule.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import { drawOrder } from '../../../src/voting/domain/tally/tie-break.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

const marks = 'choice reason consent step option approved scores grades ranking points';
const pollQuery = `query ($id: ID!) { poll(id: $id) { method seats tieSeed options { position label description }
  myBallot { ${marks} revision }
  result { outcome isFinal winners { position label } takenPart { people } quorum { counted met counting }
    threshold { needed } choices { choice } } } }`;
const labels = ['Oak', 'Elm', 'Ash'];
const lots = { tie_break: { mode: 'fixed_order' } };

interface MethodCase {
  readonly method: MethodName;
  readonly options: RuleOptions;
  readonly seats?: number;
  /** One ballot per member, as the API takes it, and as the engine reads it (METHODS.md). */
  readonly ballots: readonly (readonly [api: Record<string, unknown>, engine: unknown])[];
  /** A ballot that the rule refuses, and the mark that is named. */
  readonly bad: readonly [Record<string, unknown>, string];
}

const ranked = (...rankings: readonly number[][][]): MethodCase['ballots'] =>
  rankings.map((ranking) => [
    { ranking },
    ranking.map((level) => (level.length === 1 ? level[0] : level.length ? level : null)),
  ]);
const given = (form: string, ...ballots: readonly unknown[]): MethodCase['ballots'] =>
  ballots.map((ballot) => [{ [form]: ballot }, ballot]);
const points = (...ballots: readonly number[][]): MethodCase['ballots'] =>
  ballots.map((ballot) => [{ points: ballot }, ballot.map((value, option) => [option, value])]);

const cases: readonly MethodCase[] = [
  {
    method: 'irv',
    options: lots,
    ballots: ranked([[0], [1]], [[0]], [[1], [2]], [[2], [1]], []),
    bad: [{ ranking: [[0], [0]] }, 'ranking[1][0]'],
  },
  {
    method: 'stv',
    options: { ...lots, variant: 'scottish' },
    seats: 2,
    ballots: ranked([[0], [1]], [[0], [1]], [[0], [2]], [[1]], [[2]]),
    bad: [{ ranking: [[0, 1]] }, 'ranking[0]'],
  },
  {
    method: 'schulze',
    options: { ...lots, strength: 'winning', unranked: 'tied_last' },
    ballots: ranked([[0], [1], [2]], [[1], [2], [0]], [[2], [0], [1]], [[0, 1], [2]]),
    bad: [{ ranking: [[3]] }, 'ranking[0][0]'],
  },
  {
    method: 'approval',
    options: { ...lots, max: 2 },
    seats: 2,
    ballots: given('approved', [0, 1], [1], [1, 2], []),
    bad: [{ approved: [0, 1, 2] }, 'approved'],
  },
  {
    method: 'score',
    options: { ...lots, aggregate: 'mean', score_range: [0, 10], blank: 'abstention' },
    ballots: given('scores', [10, 0, null], [7, 3, 5], [0, 10, 1]),
    bad: [{ scores: [11, 0, 0] }, 'scores[0]'],
  },
  {
    method: 'dots',
    options: { ...lots, points: 5 },
    ballots: points([5, 0, 0], [0, 3, 2], [0, 4, 0], [0, 0, 0]),
    bad: [{ points: [3, 3, 0] }, 'points'],
  },
  {
    method: 'quadratic',
    options: { ...lots, credits: 16 },
    ballots: points([4, 0, 0], [0, 2, 2], [0, 3, 1]),
    bad: [{ points: [4, 1, 0] }, 'points'],
  },
  {
    method: 'gradients',
    options: { steps: 5, can_live_with: 3, fraction: '2/3', comparison: '>=' },
    ballots: [0, 2, 4].map((step) => [{ step }, [step]]),
    bad: [{ step: 5 }, 'step'],
  },
  {
    method: 'majority-judgment',
    options: { ...lots, grades: 6 },
    ballots: given('grades', [5, 0, null], [3, 3, 2], [0, 4, 1]),
    bad: [{ grades: [6, 0, 0] }, 'grades[0]'],
  },
  {
    method: 'choice',
    options: lots,
    ballots: given('option', 2, 2, 1),
    bad: [{ option: 3 }, 'option'],
  },
];

let test: TestApplication;
beforeAll(async () => {
  test = await startTestApplication();
});
afterAll(() => test.stop());

describe.each(cases)('a poll by $method', ({ method, options, seats = 1, ballots, bad }) => {
  let cooperative: BuiltCooperative;
  let pollId: string;
  const isQuestion = method === 'gradients';
  beforeAll(async () => {
    cooperative = await buildCooperative(test.database, { members: 6 });
    pollId = await openPoll(test, cooperative, {
      rule: ruleBy(method, options, { seats }),
      ...(!isQuestion && { options: optionsNamed(...labels) }),
    });
  });
  const caller = (place: number) => cooperative.members[place]!.caller;
  const ask = async () => {
    const answer = await test.ask(pollQuery, { id: pollId }, caller(0));
    expect(answer.errors).toBeUndefined();
    return answer.data.poll;
  };

  it('takes ballots, lets them be changed, shows them back, and refuses a bad one by its mark', async () => {
    const [changed] = ballots[1]!;
    expect(await castThroughApi(test, caller(0), { pollId, ballot: changed })).toMatchObject({ revision: 1 });
    expect(await castThroughApi(test, caller(0), { pollId, ballot: bad[0] })).toMatchObject({
      reason: 'INVALID_BALLOT',
      details: [bad[1]],
    });
    expect(await castThroughApi(test, caller(0), { pollId, ballot: { choice: 'FOR' } })).toMatchObject({
      reason: 'INVALID_BALLOT',
    });
    for (const [place, [ballot]] of ballots.entries())
      expect(await castThroughApi(test, caller(place), { pollId, ballot })).toMatchObject({
        revision: place === 0 ? 2 : 1,
      });
    const { myBallot, options: shown, ...poll } = await ask();
    expect(myBallot).toMatchObject({ ...ballots[0]![0], revision: 2 });
    expect(Object.values(myBallot).filter((value) => value !== null)).toHaveLength(2);
    expect(poll).toMatchObject({ method, seats, result: null });
    expect(shown.map(({ label }: { label: string }) => label)).toEqual(isQuestion ? [] : labels);
  });

  it('is counted at the close as the tally engine counts the same ballots', async () => {
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    const { result, tieSeed } = await ask();
    const order = isQuestion ? [] : drawOrder(tieSeed, labels.length);
    const election = {
      ...{ method, version: 1, seats, candidates: isQuestion ? ['question'] : labels },
      options: isQuestion ? options : { ...options, tie_break: { mode: 'fixed_order', order } },
      ballots: ballots.map(([, ballot]) => [1, ballot] as const),
    };
    const expected = tallyElection(election) as { winners: number[] };
    const { rows } = await withClient(test.database.ownerUrl, (client) =>
      client.query<{ counting: unknown; winners: number[] }>(
        `SELECT counting, winners FROM poll_result WHERE poll_id = $1`,
        [pollId],
      ),
    );
    expect(rows[0]!.counting).toEqual(expected);
    expect(rows[0]!.winners).toEqual(isQuestion ? [] : expected.winners);
    expect(result).toMatchObject({
      outcome: isQuestion ? 'PASSED' : 'DECIDED',
      isFinal: true,
      takenPart: { people: ballots.length },
      quorum: { counted: String(ballots.length), met: true, counting: [] },
      threshold: null,
      choices: [],
    });
    expect(result.winners).toEqual(
      isQuestion ? [] : expected.winners.map((position) => ({ position, label: labels[position] })),
    );
    const broken = await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) =>
        findBroken(tx, [...votingInvariants, ...resultInvariants]),
      );
    expect(broken).toEqual([]);
  });
});
