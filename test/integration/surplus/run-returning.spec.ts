import { newId } from '../../../src/shared/ids.js';
import { Decisions } from '../../../src/proposals/decisions.service.js';
import type { EffectPayload } from '../../../src/proposals/proposal-effects.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { byPurchases } from './run-story.js';
import { RunGround } from './run-ground.js';

const back = `mutation ($input: ReturnRunInput!) { returnRunToReview(input: $input) {
  __typename ... on ReturnRunToReviewRefused { reason message } } }`;

describe('a run that stands still', () => {
  let periodId: string;
  const ground = RunGround.lay();
  beforeEach(async () => {
    periodId = await ground.story.closed('ref;basis;quantity\nm001;purchases;300\nm004;purchases;100\n');
  });
  afterEach(async () =>
    expect(await brokenIn(ground.test, ground.story.coop.id, runsInvariants)).toEqual([]),
  );

  const takeBack = async (runId: string, place = 0, reason = 'It stands still') => {
    const { data } = await ground.test.ask(
      back,
      { input: { runId, reason } },
      ground.story.coop.members[place]!.caller,
    );
    return data.returnRunToReview as { __typename: string; reason?: string };
  };
  const may = async (act: string, runId: string, place: number) => {
    const query = `query ($id: ID!) { distributionRun(id: $id) { viewerCan { act: ${act} { allowed reason } } } }`;
    const { data } = await ground.test.ask(query, { id: runId }, ground.story.coop.members[place]!.caller);
    return data.distributionRun.viewerCan.act as unknown;
  };
  const openedEarlier = (runId: string, by: string) =>
    ground.story.asOwner(
      `UPDATE distribution_run SET laid_open_at = laid_open_at - $2::interval WHERE id = $1`,
      [runId, by],
    );
  const notAdopted = async (runId: string, proposalId: string) => {
    const [version] = await ground.story.asOwner(
      `SELECT effect_kind AS kind, effect FROM proposal_version WHERE proposal_id = $1`,
      [proposalId],
    );
    const { kind, effect } = version as { kind: string; effect: EffectPayload };
    await ground.runs.end(proposalId, kind, effect, 'not_adopted');
    expect(await ground.runs.stateOf(runId)).toBe('in_review');
  };
  const shared = (resultMinor: string) => ({
    figures: { figures: { result: { member: resultMinor } }, participants: {} },
  });

  it('before a vote that its author does not open is taken back by a treasurer, and put to the vote by another', async () => {
    await ground.story.result(periodId, '40000');
    const runId = await ground.runs.computed(periodId, byPurchases());
    expect(await takeBack(runId)).toMatchObject({ reason: 'RUN_NOT_VOTED' });
    await ground.runs.review(runId);
    const first = (await ground.runs.putToVote(runId, 3)) as { proposalId: string };
    expect(await ground.runs.putToVote(runId, 4)).toMatchObject({ reason: 'RUN_UNDER_VOTE' });
    expect(await takeBack(runId, 3)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await takeBack(runId, 0, ' ')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await takeBack(runId)).toEqual({ __typename: 'RunReturned' });
    expect(await ground.runs.stateOf(runId)).toBe('in_review');
    expect(
      await ground.story.asOwner(`SELECT state FROM proposal WHERE id = $1`, [first.proposalId]),
    ).toEqual([{ state: 'withdrawn' }]);
    expect(await ground.runs.putToVote(runId, 4)).toHaveProperty('proposalId');
  });

  it('is taken back by a treasurer once between two votes, and by any member where its proposal is left lying', async () => {
    await ground.story.result(periodId, '40000');
    const runId = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(runId);
    await ground.runs.putToVote(runId, 3);
    expect(await takeBack(runId)).toEqual({ __typename: 'RunReturned' });
    const { proposalId } = (await ground.runs.putToVote(runId, 3)) as { proposalId: string };
    expect(await takeBack(runId)).toMatchObject({ reason: 'RETURNED_ALREADY' });
    expect(await takeBack(runId, 4)).toMatchObject({ reason: 'NOT_ALLOWED' });
    await ground.story.asOwner(
      `UPDATE proposal SET created_at = created_at - interval '7 days' WHERE id = $1`,
      [proposalId],
    );
    expect(await may('returnRunToReview', runId, 4)).toEqual({ allowed: true, reason: null });
    expect(await takeBack(runId, 4)).toEqual({ __typename: 'RunReturned' });
    const again = (await ground.runs.putToVote(runId, 4)) as { proposalId: string };
    await notAdopted(runId, again.proposalId);
    await ground.runs.putToVote(runId, 3);
    // Members have voted: a mistake that is found now is mended again.
    expect(await takeBack(runId)).toEqual({ __typename: 'RunReturned' });
  });

  it('is the members’ once officers have had sixty days: nobody changes, prolongs or withdraws it until they voted', async () => {
    await ground.story.result(periodId, '40000');
    const runId = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(runId);
    expect(await may('withdrawRun', runId, 0)).toEqual({ allowed: true, reason: null });
    await openedEarlier(runId, '61 days');
    expect(await may('withdrawRun', runId, 0)).toEqual({ allowed: false, reason: 'MEMBERS_TURN' });
    expect(await ground.runs.withdraw(runId)).toMatchObject({ reason: 'MEMBERS_TURN' });
    expect(
      await ground.runs.edit(runId, byPurchases('100'), { figures: {}, participants: {} }),
    ).toMatchObject({
      reason: 'MEMBERS_TURN',
    });
    expect(await ground.runs.compute(runId)).toMatchObject({ reason: 'MEMBERS_TURN' });
    expect(await ground.runs.review(runId)).toMatchObject({ reason: 'MEMBERS_TURN' });
    const beside = await ground.runs.computed(periodId, byPurchases('100'));
    expect(await ground.runs.review(beside)).toHaveProperty('runId');
    const { proposalId } = (await ground.runs.putToVote(runId)) as { proposalId: string };
    await notAdopted(runId, proposalId);
    expect(
      await ground.runs.edit(runId, byPurchases('100'), { figures: {}, participants: {} }),
    ).toHaveProperty('runId');
  });

  it('written anew after it was withdrawn buys no time', async () => {
    await ground.story.result(periodId, '40000');
    const first = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(first);
    await openedEarlier(first, '59 days');
    expect(await ground.runs.withdraw(first)).toHaveProperty('runId');
    const second = await ground.runs.computed(periodId, byPurchases());
    expect(await ground.runs.review(second, 20)).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await ground.runs.review(second)).toHaveProperty('runId');
    await openedEarlier(first, '2 days');
    expect(await ground.runs.withdraw(second)).toMatchObject({ reason: 'MEMBERS_TURN' });
  });

  it('may be mended at any time where it could not be voted on as it stands', async () => {
    const runId = await ground.runs.computed(periodId, byPurchases(), shared('90000'));
    await ground.runs.review(runId);
    await openedEarlier(runId, '61 days');
    await ground.story.result(periodId, '80000');
    expect(await ground.runs.edit(runId, byPurchases(), shared('80000').figures)).toHaveProperty('runId');
  });

  it('whose stored rows are no longer what was computed may be computed again at any time', async () => {
    await ground.story.result(periodId, '40000');
    const runId = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(runId);
    await openedEarlier(runId, '61 days');
    await corrupt(ground.test, `UPDATE run_line SET amount_minor = amount_minor + 1 WHERE run_id = $1`, [
      runId,
    ]);
    expect(await ground.runs.putToVote(runId)).toMatchObject({ reason: 'SNAPSHOT_CHANGED' });
    expect(await may('computeRun', runId, 0)).toEqual({ allowed: true, reason: null });
    expect(await ground.runs.compute(runId)).toHaveProperty('runHash');
    expect(await ground.runs.compute(runId)).toMatchObject({ reason: 'MEMBERS_TURN' });
  });

  it('is not taken from the members once their vote has opened', async () => {
    await ground.story.result(periodId, '40000');
    const runId = await ground.runs.computed(periodId, byPurchases());
    await ground.runs.review(runId);
    const { proposalId } = (await ground.runs.putToVote(runId)) as { proposalId: string };
    await ground.story.asOwner(`UPDATE proposal SET state = 'decided', ended_at = now() WHERE id = $1`, [
      proposalId,
    ]);
    expect(await takeBack(runId)).toMatchObject({ reason: 'RUN_UNDER_VOTE' });
    expect(await ground.runs.stateOf(runId)).toBe('voting');
  });

  it('adopted of a result that turned out another is taken back, computed anew and decided again', async () => {
    const runId = await ground.runs.computed(periodId, byPurchases(), shared('90000'));
    const decisionId = await ground.runs.adopted(runId);
    expect(await takeBack(runId)).toMatchObject({ reason: 'DECISION_WAITS' });
    await ground.runs.takeForce();
    // NO_RESULT mends itself: the result is recorded and the decision tried again.
    expect(await takeBack(runId)).toMatchObject({ reason: 'DECISION_WAITS' });
    await ground.story.result(periodId, '80000');
    await ground.test.app.get(Decisions).retryEffect(await ground.runs.scope(), decisionId, newId());
    expect(await takeBack(runId)).toEqual({ __typename: 'RunReturned' });
    const [decision] = await ground.story.asOwner(
      `SELECT stage, blocked_reason FROM decision WHERE id = $1`,
      [decisionId],
    );
    expect(decision).toEqual({ stage: 'superseded', blocked_reason: null });
    expect(await ground.runs.putToVote(runId)).toMatchObject({ reason: 'RESULT_DIFFERS' });
    await ground.runs.edit(runId, byPurchases(), shared('80000').figures);
    await ground.runs.compute(runId);
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('posted');
  });

  it('adopted after another had shared the surplus is taken back and given up', async () => {
    await ground.story.result(periodId, '40000');
    const [first, second] = [
      await ground.runs.computed(periodId, byPurchases()),
      await ground.runs.computed(periodId, byPurchases()),
    ];
    await ground.runs.adopted(first);
    await ground.runs.adopted(second);
    await ground.runs.takeForce();
    const blocked = (await ground.runs.stateOf(first)) === 'adopted' ? first : second;
    expect(await takeBack(blocked)).toEqual({ __typename: 'RunReturned' });
    expect(await ground.runs.withdraw(blocked)).toHaveProperty('runId');
    expect(await ground.runs.stateOf(blocked)).toBe('withdrawn');
  });
});
