import { newId } from '../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { askTyped, done } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { computeRunDocument } from './deciding.documents.js';
import { myAccountsDocument, trialBalanceDocument } from './keeping.documents.js';
import { answerDocument, decideDocument, respondDocument, reviewDocument } from './reviewing.documents.js';

const bodyQuery = 'query ($id: ID!) { proposal(id: $id) { body } }';
const policy = {
  id: 'purchases',
  waterfall: {
    appropriations: [{ id: 'reserve', kind: 'reserve', rate: '10%' }],
    pools: [
      {
        id: 'members',
        size: {},
        weighting: { bases: { purchases: 1 } },
        forms: [{ form: 'cash', rate: '50%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
};
const bought = [400, 200, 200, 100, 50, 50];
const patronage = `ref;basis;quantity\n${bought.map((quantity, place) => `m00${place + 1};purchases;${quantity}`).join('\n')}`;
const [treasurer, steward, auditor, ana, berta] = [0, 1, 2, 3, 4];

describe('members review a distribution, one objects, the rest is paid, and the held part is released', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let runId: string;
  let disputeId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, {
      members: 6,
      roles: { 0: ['treasurer'], 1: ['steward'], 2: ['auditor'] },
    });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const member = (place: number) => coop.members[place]!.caller;
  const review = async (place: number) => {
    const { runReview, distributionRun } = await askTyped(test, member(place), reviewDocument, { runId });
    return { ...runReview!, run: distributionRun! };
  };
  const say = (place: number, said: object) => {
    const input = { runId, idempotencyKey: newId(), body: '', ...said };
    return askTyped(test, member(place), respondDocument, {
      input: input as Parameters<typeof askTyped<object, { input: never }>>[3]['input'],
    }).then((data) => data.respondToRun);
  };
  const owed = async (place: number): Promise<number> => {
    const { myLedgerAccounts } = await askTyped(test, member(place), myAccountsDocument, {});
    const payable = myLedgerAccounts!.nodes.filter(({ path }) =>
      path.startsWith('liabilities:member-payable'),
    );
    return payable.reduce((sum, { balanceMinor }) => sum - Number(balanceMinor), 0);
  };
  const held = async (): Promise<number> => {
    const { trialBalance } = await askTyped(test, member(treasurer), trialBalanceDocument, {});
    const contested = trialBalance!.filter(({ family }) => family === 'liabilities:contested');
    return contested.reduce((sum, { balanceMinor }) => sum - Number(balanceMinor), 0);
  };

  it('shows everybody their own line, and why this number, down to the record', async () => {
    const periodId = await story.closedPeriod(member(treasurer), 2025, patronage, '100000');
    runId = await story.runInReview(member(treasurer), { periodId, name: 'Surplus of 2025', policy });
    const { run, myClass } = await review(ana);
    expect(run.myLines).toMatchObject([
      {
        ...{ pool: 'members', amountMinor: '9000', leastMinor: '9000' },
        why: {
          bases: [{ basis: 'purchases', quantity: '100', total: '1000' }],
          ...{ share: '1/10', exactMinor: '9000', floorMinor: '9000', remainder: '0' },
        },
      },
    ]);
    expect(myClass).toMatchObject({ people: 6, medianMinor: '9000' });
  });

  it('takes what they say: one agrees, one objects to a rule, one to her record', async () => {
    done(await say(berta, { kind: 'AGREEMENT', about: 'LINE' }));
    done(
      await say(auditor, {
        kind: 'OBJECTION',
        about: 'RULE',
        rule: 'reserve',
        body: 'More for the reserve.',
      }),
    );
    const claim = { basis: 'purchases', claimedQuantity: '300' };
    const said = await say(ana, {
      kind: 'OBJECTION',
      about: 'RECORD',
      body: 'My card broke in May.',
      ...claim,
    });
    disputeId = done(said).responseId;
    const { summary, responses } = await review(berta);
    expect(summary).toMatchObject({ agreements: 1, disputesOpen: 1, objectionsToRules: 1 });
    // Her dispute is hers and the officers'; the objection to a rule is for everybody to weigh.
    expect(responses!.nodes.map(({ body }) => body)).toEqual(['', 'More for the reserve.']);
  });

  it('is not put to the vote as it was computed before: the dispute is not in it yet', async () => {
    await test.database.advanceClock('7 days 1 hour');
    expect((await review(ana)).viewerCanRespond).toEqual({ allowed: false, reason: 'REVIEW_CLOSED' });
    expect(await story.putRunToVote(member(steward), runId)).toMatchObject({ reason: 'RUN_OUTDATED' });
    done((await askTyped(test, member(treasurer), computeRunDocument, { runId })).computeRun);
    expect((await review(ana)).run.myLines).toMatchObject([{ amountMinor: '9000', leastMinor: '9000' }]);
    expect((await review(berta)).run.myLines).toMatchObject([{ amountMinor: '4500', leastMinor: '3750' }]);
  });

  it('is voted on with the open objection on top, and books the least everybody gets', async () => {
    const { proposalId } = done(await story.putRunToVote(member(steward), runId));
    const pollId = await story.putToTheVote(member(steward), proposalId, 30);
    const { data } = await test.ask(bodyQuery, { id: proposalId }, member(berta));
    expect(data.proposal.body).toMatch(/^Objections to rules[^]*More for the reserve/);
    await story.decide(
      pollId,
      coop.members.map(({ caller }) => caller),
    );
    expect((await review(ana)).run.state).toBe('POSTED');
    expect([await owed(ana), await owed(berta), await held()]).toEqual([4_500, 1_875, 13_500]);
  });

  it('answers her, and two officers end the dispute: what was held goes to whom it is due, to the cent', async () => {
    const answer = { responseId: disputeId, body: 'The till kept them.', proposes: 'UPHELD' } as const;
    done((await askTyped(test, member(steward), answerDocument, { input: answer })).answerReview);
    const ending = { responseId: disputeId, ending: 'UPHELD', body: 'Checked with the till.' } as const;
    const decide = (place: number) =>
      askTyped(test, member(place), decideDocument, { input: { ...ending, idempotencyKey: newId() } }).then(
        (data) => data.decideDispute,
      );
    expect(await decide(steward)).toMatchObject({ reason: 'SECOND_PERSON_NEEDED' });
    expect(await decide(ana)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(done(await decide(auditor))).toMatchObject({
      response: { ending: 'UPHELD', releases: [{ releasedMinor: '13500', heldAfterMinor: '0' }] },
    });
    expect([await owed(ana), await owed(berta), await held()]).toEqual([11_250, 1_875, 0]);
    const { responses } = await review(ana);
    expect(
      responses!.nodes.find(({ kind, body }) => kind === 'OBJECTION' && body.startsWith('My')),
    ).toMatchObject({
      ...{ state: 'ENDED', recordedQuantity: '100', claimedQuantity: '300' },
      history: [{ act: 'ANSWERED' }, { act: 'DECIDED' }],
    });
  });
});
