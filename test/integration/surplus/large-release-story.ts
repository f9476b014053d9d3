import type { TestApplication } from '../../support/application.js';
import { ReviewStory } from './review-story.js';
import { RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

/** Above what the application of these specs does at once. */
const people = 150;
export const twoPools = {
  id: 'two pools',
  waterfall: {
    pools: [
      { id: 'equal', size: { rate: '1/4', of: 'available' }, weighting: { bases: { hours: 1 } } },
      {
        id: 'members',
        size: {},
        weighting: { bases: { purchases: 1 } },
        forms: [{ form: 'cash', rate: '40%' }, { form: 'retained' }],
      },
    ],
  },
};

/** A run of more than are released while somebody waits, in the books, with two disputes that are open. */
export class LargeReleaseStory {
  private constructor(
    readonly review: ReviewStory,
    readonly periodId: string,
    /** Of m004 about purchases, and of m005 about hours. */
    readonly disputes: readonly [string, string],
  ) {}

  static async begin(
    test: TestApplication,
    policy: object = twoPools,
    beforehand: (runs: RunStory) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<LargeReleaseStory> {
    const story = await SurplusStory.begin(test);
    const review = new ReviewStory(new RunStory(story));
    await story.asOwner(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'p-' || n FROM generate_series(1, ${people}) n`,
      [story.coop.id],
    );
    const many = Array.from(
      { length: people },
      (_, n) => `p-${n + 1};purchases;${(n * 7_919) % 97}.5\np-${n + 1};hours;${1 + (n % 7)}\n`,
    );
    const periodId = await story.closed(
      `ref;basis;quantity\nm004;purchases;200\nm005;purchases;100\nm005;hours;3\n${many.join('')}`,
      '2700017',
    );
    await beforehand(review.runs);
    review.runId = await review.runs.computed(periodId, policy);
    await test.runJobs();
    await review.layOpen();
    const upheld = (await review.dispute(3, 'purchases', '3000'))['responseId']!;
    const recorded = (await review.dispute(4, 'hours', '77'))['responseId']!;
    await review.close();
    await review.runs.compute(review.runId);
    await test.runJobs();
    const { proposalId } = (await review.runs.putToVote(review.runId)) as { proposalId: string };
    // Held against its hash: two jobs of one run are not carried out together.
    await test.runJobs();
    await review.runs.adopt(proposalId);
    await review.runs.takeForce();
    expect(await review.runs.stateOf(review.runId)).toBe('posted');
    return new LargeReleaseStory(review, periodId, [upheld, recorded]);
  }

  get surplus(): SurplusStory {
    return this.review.runs.story;
  }

  /** How far the run has come, and why no further. */
  async progress(runId = this.review.runId): Promise<unknown> {
    const rows = await this.surplus.asOwner(
      `SELECT phase, refusal_reason AS reason FROM run_progress WHERE run_id = $1`,
      [runId],
    );
    return rows[0];
  }
}
