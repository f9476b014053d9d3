import { newId } from '../../../src/shared/ids.js';
import { ReviewStory } from './review-story.js';
import { RunGround } from './run-ground.js';
import { byPurchases } from './run-story.js';

describe('the review of a run, to who has left', () => {
  const ground = RunGround.lay();

  it('shows their statement, takes a question, and tells who answered what, and nothing that others said', async () => {
    const review = new ReviewStory(ground.runs);
    await review.open(
      'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n',
      '36000',
      byPurchases(),
    );
    await review.said(3, { kind: 'OBJECTION', about: 'RULE', rule: 'members', body: 'Share by hours too.' });
    await ground.story.asOwner(
      `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
       VALUES ($1, $2, $3, 'left', '2025-02-01')`,
      [ground.story.coop.id, newId(), ground.story.coop.members[4]!.membershipId],
    );
    const { responseId } = await review.said(4, { kind: 'QUESTION', about: 'LINE', body: 'Is that all?' });
    expect(await review.answer(0, responseId)).toHaveProperty('responseId');
    const query = `query ($id: ID!) { distributionRun(id: $id) { id } memberStatement(runId: $id) { allocatedMinor }
      runReview(runId: $id) { viewerCanRespond { allowed } responses { nodes { body history { act by { number } } } } } }`;
    const read = async (id: string) =>
      (await ground.test.ask(query, { id }, ground.story.coop.members[4]!.caller)).data;
    expect(await read(review.runId)).toEqual({
      distributionRun: null,
      memberStatement: { allocatedMinor: '9000' },
      runReview: {
        viewerCanRespond: { allowed: true },
        responses: { nodes: [{ body: 'Is that all?', history: [{ act: 'ANSWERED', by: { number: 1 } }] }] },
      },
    });
    expect(await review.accept(4, responseId)).toHaveProperty('responseId');
    const [{ period }] = (await ground.story.asOwner(
      'SELECT period_id AS period FROM distribution_run WHERE id = $1',
      [review.runId],
    )) as [{ period: string }];
    const { runId } = (await review.runs.draft(period, byPurchases())) as { runId: string };
    await review.runs.compute(runId);
    expect(await read(runId)).toEqual({ distributionRun: null, memberStatement: null, runReview: null });
  });
});
