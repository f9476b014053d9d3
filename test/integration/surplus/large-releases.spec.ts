import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { releaseBetween, type Release } from '../../../src/surplus/domain/review/dispute-release.js';
import { snapshotAfter, type EndedDispute } from '../../../src/surplus/domain/review/disputed-records.js';
import { computeRun, type RunOutcome } from '../../../src/surplus/domain/run/run-outcome.js';
import { readRunPolicy } from '../../../src/surplus/domain/run/run-policy.js';
import { frozenSnapshotOf } from '../../../src/surplus/review/frozen-snapshot.queries.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { findRun } from '../../../src/surplus/runs/run.rows.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { LargeReleaseStory } from './large-release-story.js';
import type { ReviewStory } from './review-story.js';
import type { SurplusStory } from './surplus-story.js';

describe('what disputes held of a run of very many', () => {
  let test: TestApplication;
  let large: LargeReleaseStory;
  let story: SurplusStory;
  let review: ReviewStory;
  let upheld: string;
  let recorded: string;
  beforeAll(async () => {
    test = await startTestApplication({ mostAtOnce: 100 });
    large = await LargeReleaseStory.begin(test);
    ({ surplus: story, review } = large);
    [upheld, recorded] = large.disputes;
  }, 120_000);
  afterAll(() => test.stop());

  const progress = () => large.progress();
  const holds = () => brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants]);
  /** What a computation of everybody at once would give free. */
  const expected = async (before: readonly EndedDispute[], after: readonly EndedDispute[]) =>
    test.app.get(UnitOfWork).inTransaction(systemIn(story.coop.id), async (tx) => {
      const run = (await findRun(tx, review.runId))!;
      const read = readRunPolicy(run.policy);
      if (isRefusal(read)) throw new Error(read.message);
      const snapshot = await frozenSnapshotOf(tx, run);
      const outcomeAfter = (ended: readonly EndedDispute[]): RunOutcome => {
        const outcome = computeRun(snapshotAfter(snapshot, ended), {
          ...{ periodId: run.periodId, year: 2024, policy: read, recordedResultMinor: run.resultMinor },
          ...{ currency: run.currency, corrects: null, hashVersion: run.hashVersion, isScenario: false },
        });
        if (isRefusal(outcome)) throw new Error(outcome.message);
        return outcome;
      };
      return releaseBetween(outcomeAfter(before), outcomeAfter(after));
    });
  const released = async (responseId: string) => {
    const lines = await story.asOwner(
      `SELECT l.pool, p.key, l.amount_minor::text AS amount FROM dispute_release r
       JOIN dispute_release_line l ON l.release_id = r.id
       JOIN run_participant p ON p.run_id = r.run_id AND p.party_id = l.party_id
       WHERE r.response_id = $1 ORDER BY l.pool, p.key COLLATE "C"`,
      [responseId],
    );
    const [release] = await story.asOwner(
      `SELECT released_minor::text AS released, held_after_minor::text AS held FROM dispute_release WHERE response_id = $1`,
      [responseId],
    );
    return { lines, release };
  };
  const asStored = (release: Release) => ({
    lines: [...release.lines]
      .sort((a, b) => (a.pool === b.pool ? (a.key < b.key ? -1 : 1) : a.pool < b.pool ? -1 : 1))
      .map(({ pool, key, amountMinor }) => ({ pool, key, amount: amountMinor.toString() })),
    release: { released: release.releasedMinor.toString(), held: release.heldAfterMinor.toString() },
  });
  const claim = (quantityMillionths: bigint) => ({
    ...{ disputeId: upheld, key: 'm004', basis: 'purchases', quantityMillionths },
  });

  it('is released by a job once a second officer has decided, to the cent that everybody at once would get', async () => {
    await review.answer(1, upheld, 'UPHELD');
    await review.decide(2, upheld, 'UPHELD');
    expect(await progress()).toEqual({ phase: 'releasing', reason: null });
    await test.runJobs();
    expect(await progress()).toEqual({ phase: 'done', reason: null });
    const first = { disputeId: upheld, upheld: claim(3_000_000_000n) };
    expect(await released(upheld)).toEqual(asStored(await expected([], [first])));
    expect(await holds()).toEqual([]);
  });

  it('is taken up again where its process died, and nothing is given twice', async () => {
    await review.answer(1, recorded, 'AS_RECORDED');
    await review.accept(4, recorded);
    await story.asOwner(`DELETE FROM graphile_worker._private_jobs`, []);
    await test.database.advanceClock('30 seconds');
    await test.runDuties();
    await test.runJobs();
    const first = { disputeId: upheld, upheld: claim(3_000_000_000n) };
    const second = { disputeId: recorded, upheld: null };
    expect(await released(recorded)).toEqual(asStored(await expected([first], [first, second])));
    expect((await released(recorded)).release).toMatchObject({ held: '0' });
    expect(await holds()).toEqual([]);
    await test.runDuties();
    await test.runJobs();
    expect(await story.asOwner('SELECT FROM dispute_release', [])).toHaveLength(2);
  });
});
