import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { chosenDocument, rankedPollDocument } from './choosing.documents.js';
import { CooperativeStory } from './cooperative-story.js';
import { castBallotDocument, draftProposalDocument } from './deciding.documents.js';

const [yard, street, roof, nowhere] = [0, 1, 2, 3];

/** Twelve ballots: the yard leads at first, the street wins once the roof and nowhere have fallen. */
const ballots: readonly number[][][] = [
  ...Array.from({ length: 5 }, () => [[yard]]),
  ...Array.from({ length: 3 }, () => [[street], [yard]]),
  ...Array.from({ length: 2 }, () => [[roof], [street]]),
  [[nowhere], [street]],
  [[roof]],
];

describe('a ranked decision with its rounds', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let proposalId: string;
  let pollId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 13, roles: { 0: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());
  const member = (place: number) => coop.members[place]!.caller;
  const draft = (options: { label: string; description?: string }[] | undefined) => {
    const input = { title: 'Where do the bicycles go?', body: '', decisionKind: 'choice', options };
    return askTyped(test, member(1), draftProposalDocument, { key: newId(), input }).then(
      (data) => data.draftProposal,
    );
  };
  const cast = (place: number, ranking: number[][]) => {
    const input = { pollId, ballot: { ranking }, idempotencyKey: newId() };
    return askTyped(test, member(place), castBallotDocument, { input }).then((data) => data.castBallot);
  };
  const poll = async (place = 0) =>
    (await askTyped(test, member(place), rankedPollDocument, { id: pollId })).poll!;

  it('is proposed with the options among which to choose, two at least', async () => {
    expect(reasonOf(await draft(undefined))).not.toBeNull();
    const labels = ['The yard', 'The street', 'The roof', 'Nowhere'];
    const options = labels.map((label) => ({ label, description: `Bicycles: ${label.toLowerCase()}.` }));
    proposalId = done(await draft(options)).proposalId;
    pollId = await story.putToTheVote(member(1), proposalId, 7);
    expect(await poll()).toMatchObject({
      method: 'irv',
      seats: 1,
      options: labels.map((label, position) => ({ position, label })),
      result: null,
    });
  });

  it('takes rankings, refuses an option ranked twice, and shows each member their own', async () => {
    expect(reasonOf(await cast(0, [[yard], [street], [yard]]))).toBe('INVALID_BALLOT');
    expect(done(await cast(0, [[street]])).revision).toBe(1);
    for (const [place, ranking] of ballots.entries()) done(await cast(place, ranking));
    expect((await poll(0)).myBallot).toMatchObject({ ranking: [[yard]], revision: 2 });
    expect(await poll(12)).toMatchObject({ myBallot: null, turnout: { people: 12 } });
  });

  it('is decided by the last round', async () => {
    await test.database.advanceClock('26 hours');
    await test.runDuties();
    expect(await poll()).toMatchObject({
      state: 'CLOSED',
      result: {
        outcome: 'DECIDED',
        winners: [{ position: street, label: 'The street' }],
        takenPart: { people: 12 },
        blank: { people: 0 },
        quorum: { counted: '12', needed: '13/10', met: true },
      },
    });
  });

  it('shows its rounds to every member: who had how many, who fell, who won', async () => {
    const { result } = await poll(12);
    if (result?.count?.__typename !== 'RunoffCount') throw new Error('a ranked decision has no rounds');
    const told = result.count.rounds.map(({ quota, votes, excluded, elected }) => ({
      needed: quota,
      votes: votes.map(({ option, amount }) => `${option.label} ${amount}`).join(', '),
      out: excluded.map(({ label }) => label).join(),
      in: elected.map(({ label }) => label).join(),
    }));
    expect(told).toEqual([
      { needed: '7', votes: 'The yard 5, The street 3, The roof 3, Nowhere 1', out: 'Nowhere', in: '' },
      { needed: '7', votes: 'The yard 5, The street 4, The roof 3', out: 'The roof', in: '' },
      { needed: '6', votes: 'The yard 5, The street 6', out: '', in: 'The street' },
    ]);
    expect(result.sentences.join(' ')).toMatch(/The street/);
  });

  it('is a decision that says what was chosen', async () => {
    const { proposal } = await askTyped(test, member(0), chosenDocument, { id: proposalId });
    expect(proposal).toMatchObject({
      decisionKind: 'choice',
      decision: {
        outcome: 'ADOPTED',
        ruleKey: 'decision-policy/choice',
        chosen: [{ position: street, label: 'The street' }],
      },
    });
  });
});
