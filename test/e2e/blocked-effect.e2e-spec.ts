import { ledgerInvariants } from '../../src/ledger/ledger.invariants.js';
import { proposalInvariants } from '../../src/proposals/proposals.invariants.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { brokenIn } from '../support/corruption.js';
import { CooperativeStory } from './cooperative-story.js';
import { retryEffectDocument } from './deciding.documents.js';
import {
  closePeriodDocument,
  distributionRunsDocument,
  openPeriodDocument,
  recordPatronageDocument,
  recordResultDocument,
  trialBalanceDocument,
} from './keeping.documents.js';

describe('an effect is blocked, mended and carried out', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let periodId: string;
  let proposalId: string;
  let decisionId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    await test.database.setClock('2026-03-02T10:00:00Z');
    coop = await buildCooperative(test.database, { members: 5, roles: { 0: ['steward'], 1: ['treasurer'] } });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const member = (place: number) => coop.members[place]!.caller;
  const retry = (place: number, key: string = newId()) =>
    askTyped(test, member(place), retryEffectDocument, { decisionId, key }).then((data) => data.retryEffect);

  it('adopts a sharing before the audited result is on record', async () => {
    const input = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' };
    periodId = done((await askTyped(test, member(1), openPeriodDocument, { input })).openPeriod).periodId;
    for (const [index, quantity] of ['100.5', '200', '33.333333'].entries()) {
      const record = { periodId, ref: `m00${index + 3}`, basis: 'purchases', quantity };
      const keyed = { ...record, sourceRef: `till-${index}`, idempotencyKey: newId() };
      done((await askTyped(test, member(1), recordPatronageDocument, { input: keyed })).recordPatronage);
    }
    done((await askTyped(test, member(1), closePeriodDocument, { periodId })).closePeriod);
    const sharing = { amountMinor: '10000', cash: '25%', result: '12000' };
    const runId = await story.reviewedRun(member(1), periodId, sharing);
    proposalId = done(await story.putRunToVote(member(2), runId)).proposalId;
    const pollId = await story.putToTheVote(member(2), proposalId, 7);
    await story.decide(
      pollId,
      coop.members.map(({ caller }) => caller),
    );
  });

  it('blocks the effect with its reason, and the decision stands', async () => {
    const { decision } = await story.proposal(member(4), proposalId);
    decisionId = decision!.id;
    expect(decision).toMatchObject({
      outcome: 'ADOPTED',
      stage: 'BLOCKED',
      blockedReason: 'NO_RESULT',
      blockedMessage: expect.stringContaining('The audited result of 2025 has not been recorded'),
      attempts: [{ carriedOut: false, reason: 'NO_RESULT' }],
      viewerCan: { retryEffect: { allowed: false, reason: 'NOT_ALLOWED' } },
    });
  });

  it('is not tried again by itself, nor by whoever has no right to ask', async () => {
    await test.runDuties();
    expect((await story.proposal(member(1), proposalId)).decision!.attempts).toHaveLength(1);
    expect(reasonOf(await retry(4))).toBe('NOT_ALLOWED');
    const unknown = await askTyped(test, member(1), retryEffectDocument, {
      decisionId: newId(),
      key: newId(),
    });
    expect(reasonOf(unknown.retryEffect)).toBe('NOT_FOUND');
  });

  it('stays blocked while anything is in the way, and says each time what', async () => {
    expect(done(await retry(0)).decision).toMatchObject({ stage: 'BLOCKED', blockedReason: 'NO_RESULT' });
    const { trialBalance } = await askTyped(test, member(1), trialBalanceDocument, {});
    expect(trialBalance).toEqual([]);
  });

  it('is carried out once it is mended, once, however often it is asked for', async () => {
    const input = { periodId, resultMinor: '12000', idempotencyKey: newId() };
    done((await askTyped(test, member(1), recordResultDocument, { input })).recordResult);
    const key = newId();
    const answers = await Promise.all([retry(2, key), retry(2, key), retry(1), retry(0)]);
    expect(answers.map(reasonOf).sort()).toContain('done');
    expect(answers.map(reasonOf).filter((reason) => !['done', 'NOT_BLOCKED'].includes(reason))).toEqual([]);
    expect((await story.proposal(member(0), proposalId)).decision).toMatchObject({
      stage: 'CARRIED_OUT',
      blockedReason: null,
      attempts: [{ reason: 'NO_RESULT' }, { reason: 'NO_RESULT' }, { carriedOut: true }],
    });
    expect(reasonOf(await retry(0))).toBe('NOT_BLOCKED');
  });

  it('leaves one distribution and books that balance', async () => {
    const { distributionRuns } = await askTyped(test, member(2), distributionRunsDocument, {});
    expect(distributionRuns?.nodes).toMatchObject([
      { decisionId, state: 'POSTED', surplusMinor: '12000', undecidedMinor: '2000' },
    ]);
    const { trialBalance } = await askTyped(test, member(1), trialBalanceDocument, {});
    const balances = Object.fromEntries(trialBalance!.map((line) => [line.family, line.balanceMinor]));
    // Exactly 3010.48…, 5990.01… and 998.50…: the shares are 3011, 5990 and 999; cash is a quarter of each, cut off: 752, 1497, 249.
    expect(balances).toEqual({
      'equity:result': '12000',
      'equity:surplus-to-appropriate': '-2000',
      'equity:allocated': '-7502',
      'liabilities:member-payable': '-2498',
    });
    expect(await brokenIn(test, coop.id, [...ledgerInvariants, ...proposalInvariants])).toEqual([]);
  });
});
