import { newId } from '../../../src/shared/ids.js';
import { ProposalDesk } from '../proposals/proposal-desk.js';
import { byPurchases } from './run-story.js';

const openPeriod = `mutation ($input: OpenPeriodInput!) { openPeriod(input: $input) { ... on PeriodOpened { periodId } } }`;
const draftRun = `mutation ($input: DraftRunInput!, $key: String!) { draftRun(input: $input, idempotencyKey: $key) {
  ... on RunDrafted { runId } ... on DraftRunRefused { reason message } } }`;

describe('a policy that the members adopt', () => {
  let desk: ProposalDesk;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
  });
  afterAll(() => desk.close());

  const rule = { key: 'surplus-policy/shop', article: 'Article 30', text: 'The surplus goes by purchases.' };
  const amending = (value: object): Readonly<Record<string, unknown>> => ({
    effect: { amendBylaw: { ...rule, value: JSON.stringify(value) } },
  });
  const openedPeriod = async (): Promise<string> => {
    const input = { name: '2024', startsOn: '2024-01-01', endsOn: '2024-12-31' };
    const { data } = await desk.test.ask(openPeriod, { input }, desk.member(1));
    return data.openPeriod.periodId as string;
  };
  const drafted = async (periodId: string): Promise<Record<string, unknown>> => {
    const input = { name: 'Share it', periodId, policy: { bylaw: rule.key } };
    return (await desk.test.ask(draftRun, { input, key: newId() }, desk.member(1))).data.draftRun;
  };

  it('is a rule of the bylaws by which a run is drafted', async () => {
    const periodId = await openedPeriod();
    expect(await drafted(periodId)).toMatchObject({ reason: 'POLICY_UNKNOWN' });
    const { id, pollId } = await desk.underVote(amending(byPurchases()), desk.member(0), 14);
    await desk.everybodyVotes(pollId);
    await desk.dayPasses();
    expect((await desk.read(id, desk.member(0))).decision).toMatchObject({ stage: 'CARRIED_OUT' });
    const { runId } = await drafted(periodId);
    const { data } = await desk.test.ask(
      'query ($id: ID!) { distributionRun(id: $id) { policyKey policyVersion policyHash } }',
      { id: runId },
      desk.member(1),
    );
    expect(data.distributionRun).toEqual({
      ...{ policyKey: rule.key, policyVersion: 1 },
      policyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is read by the engine before it can be proposed, and every fault is named', async () => {
    const faultsOf = async (value: object): Promise<unknown> =>
      (await desk.draftRefusal(amending(value), desk.member(0))).details;
    expect(await faultsOf({ id: 'shop', waterfall: { pool: [] } })).toEqual([
      expect.stringMatching(/^policy\.waterfall\.pool: is not a field here/),
    ]);
    expect(await faultsOf({ id: 'shop', preset: 'atlantis' })).toEqual([expect.stringMatching(/^known: /)]);
    expect(await faultsOf({ id: 'shop' })).toEqual([expect.stringMatching(/nothing would follow from it/)]);
  });

  it('may say only what is due on leaving', async () => {
    const onLeaving = amending({ id: 'leaving', exit: { schedule: [{ month: 12 }] } });
    expect(await desk.draftReason(onLeaving, desk.member(0))).toBe('done');
  });
});
