import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { Decisions } from '../../../src/proposals/decisions.service.js';
import { ProposalEffects, type ProposalEffect } from '../../../src/proposals/proposal-effects.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { SurplusStory } from '../surplus/surplus-story.js';

type CarryOut = ProposalEffect['carryOut'];

describe('a decision that takes force', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
  });

  /** The register with one effect of the test's own, as a process of its own would hold it. */
  const registerWith = (carryOut: CarryOut): Decisions => {
    const effects = new ProposalEffects();
    effects.register({
      kind: 'post-run',
      decisionKind: 'distribution',
      check: () => Promise.resolve(true),
      describe: () => 'Something happens.',
      carryOut,
    });
    return new Decisions(test.app.get(UnitOfWork), effects);
  };
  const stageOf = (decisionId: string) =>
    test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(story.coop.id), (tx) =>
        tx.one(`SELECT stage, blocked_reason AS reason FROM decision WHERE id = $1`, [decisionId]),
      );

  it('is blocked by a failure of ours, which another one does not have to wait for', async () => {
    const [failing, well] = [await story.decide({ periodId: 'a' }), await story.decide({ periodId: 'b' })];
    const register = registerWith((_tx, _viewer, { decisionId }) =>
      decisionId === failing ? Promise.reject(new Error('the disk is full')) : Promise.resolve(true),
    );
    await expect(register.takeForceWhereDue()).rejects.toThrow();
    expect(await stageOf(failing)).toEqual({ stage: 'blocked', reason: 'INTERNAL' });
    expect(await stageOf(well)).toEqual({ stage: 'carried_out', reason: null });
    expect(await register.takeForceWhereDue()).toBe(0);
  });

  it('stays as another process left it, when ours fails after that', async () => {
    const decisionId = await story.decide({ periodId: 'a' });
    let reached: () => void = () => undefined;
    let overtaken: () => void = () => undefined;
    const isReached = new Promise<void>((resolve) => (reached = resolve));
    const isOvertaken = new Promise<void>((resolve) => (overtaken = resolve));
    const slow = registerWith(async (tx) => {
      // As when the connection is cut: the database lets go of the decision, the process notices later.
      await tx.sql(`ROLLBACK`);
      reached();
      await isOvertaken;
      throw new Error('the connection was cut');
    }).takeForceWhereDue();
    await isReached;
    await story.settle(decisionId, 'effective');
    overtaken();
    await expect(slow).rejects.toThrow();
    expect(await stageOf(decisionId)).toEqual({ stage: 'effective', reason: null });
  });

  it('has more time than a request', async () => {
    const decisionId = await story.decide({ periodId: 'a' });
    const seen: unknown[] = [];
    await registerWith(async (tx) => {
      seen.push(await tx.one(`SELECT current_setting('statement_timeout') AS patience`));
      return true;
    }).takeForceWhereDue();
    expect(seen).toEqual([{ patience: '10min' }]);
    expect(await stageOf(decisionId)).toMatchObject({ stage: 'carried_out' });
  });
});
