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
import { ReviewStory } from './review-story.js';
import { RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

const people = 5_050;
const policy = {
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

describe('what disputes held of a run of very many', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let review: ReviewStory;
  let upheld: string;
  let recorded: string;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await SurplusStory.begin(test);
    review = new ReviewStory(new RunStory(story));
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
      '90000017',
    );
    review.runId = await review.runs.computed(periodId, policy);
    await test.runJobs();
    await review.layOpen();
    upheld = (await review.dispute(3, 'purchases', '3000'))['responseId']!;
    recorded = (await review.dispute(4, 'hours', '77'))['responseId']!;
    await review.close();
    await review.runs.compute(review.runId);
    await test.runJobs();
    const { proposalId } = (await review.runs.putToVote(review.runId)) as { proposalId: string };
    await review.runs.adopt(proposalId);
    await review.runs.takeForce();
    expect(await review.runs.stateOf(review.runId)).toBe('posted');
  }, 120_000);
  afterAll(() => test.stop());

  const progress = async () =>
    (
      await story.asOwner(`SELECT phase, refusal_reason AS reason FROM run_progress WHERE run_id = $1`, [
        review.runId,
      ])
    )[0];
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
