import { withClient } from '../../src/platform/database/database-roles.js';
import { newId } from '../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { askTyped, done } from '../support/client.js';
import { corrupt } from '../support/corruption.js';
import { CooperativeStory } from './cooperative-story.js';
import {
  computeRunDocument,
  draftRunDocument,
  openRunReviewDocument,
  returnRunToReviewDocument,
  runProgressDocument,
} from './deciding.documents.js';
import { closePeriodDocument, openPeriodDocument, recordResultDocument } from './keeping.documents.js';

const people = 5_100;
const policy = {
  id: 'purchases',
  waterfall: { pools: [{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } }] },
};

describe('a run of more participants than one request can look through', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let runId: string;
  let proposalId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, {
      members: 3,
      roles: { 0: ['treasurer'], 1: ['steward'], 2: ['auditor'] },
    });
    story = new CooperativeStory(test, coop.slug);
    await asOwner(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'p-' || n FROM generate_series(1, ${people}) n`,
      coop.id,
    );
    const input = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' };
    const { periodId } = done((await askTyped(test, treasurer(), openPeriodDocument, { input })).openPeriod);
    await asOwner(
      `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
       SELECT $1, gen_random_uuid(), $2, id, 'purchases', 1000000 * (1 + length(external_ref)), external_ref
       FROM party WHERE cooperative_id = $1 AND external_ref LIKE 'p-%'`,
      coop.id,
      periodId,
    );
    done((await askTyped(test, treasurer(), closePeriodDocument, { periodId })).closePeriod);
    const result = { input: { periodId, resultMinor: '700001', idempotencyKey: newId() } };
    done((await askTyped(test, treasurer(), recordResultDocument, result)).recordResult);
    const run = { periodId, name: 'Surplus of 2025', policy: { text: JSON.stringify(policy) } };
    const drafted = await askTyped(test, treasurer(), draftRunDocument, { input: run, key: newId() });
    runId = done(drafted.draftRun).runId;
    await reviewed();
  });
  afterAll(() => test.stop());

  const treasurer = () => coop.members[0]!.caller;
  const steward = () => coop.members[1]!.caller;
  const asOwner = (sql: string, ...values: unknown[]) =>
    withClient(
      test.database.ownerUrl,
      async (client) => (await client.query(sql, values)).rows as Record<string, unknown>[],
    );
  const progress = async () => {
    const { distributionRun } = await askTyped(test, treasurer(), runProgressDocument, { runId });
    return distributionRun!.progress;
  };
  const computed = async () => {
    done((await askTyped(test, treasurer(), computeRunDocument, { runId })).computeRun);
    await test.runJobs();
  };
  /** Computed by its job, laid open, the review over. */
  const reviewed = async () => {
    await computed();
    const review = { input: { runId, until: await story.hoursFromNow(7 * 24) } };
    done((await askTyped(test, treasurer(), openRunReviewDocument, review)).openRunReview);
    await test.database.advanceClock('7 days 1 hour');
  };
  /** Put to the vote and published, the notice over. */
  const published = async () => {
    proposalId = done(await story.putRunToVote(steward(), runId)).proposalId;
    done(await story.publish(steward(), proposalId));
    await test.database.advanceClock('30 days 1 minute');
  };
  const openVote = async () => story.openVote(steward(), proposalId, await story.hoursFromNow(25));

  it('is put to the vote at once, and its vote waits until it has been held against its hash', async () => {
    done((await askTyped(test, treasurer(), computeRunDocument, { runId })).computeRun);
    await published();
    await asOwner(`DELETE FROM graphile_worker._private_jobs WHERE key LIKE 'check-run %'`);
    expect(await progress()).toMatchObject({ phase: 'CHECKING' });
    expect(await openVote()).toMatchObject({ reason: 'EFFECT_NOT_READY' });
  });

  it('is still to be checked when a computation that was asked for before the vote comes too late', async () => {
    await test.runJobs();
    expect(await progress()).toMatchObject({ phase: 'CHECKING', refusalReason: null });
  });

  it('is held against its hash again when whoever was at it has died', async () => {
    await asOwner(`DELETE FROM graphile_worker._private_jobs`);
    await test.runDuties();
    await test.runJobs();
    expect(await progress()).toMatchObject({ phase: 'DONE', total: 2 * (people + 3) });
  });

  it('does not come to a vote when a row is no longer what was computed', async () => {
    const reason = 'Its author does not publish it.';
    done(
      (await askTyped(test, treasurer(), returnRunToReviewDocument, { input: { runId, reason } }))
        .returnRunToReview,
    );
    await corrupt(test, `UPDATE run_line SET amount_minor = amount_minor + 1 WHERE key = 'x-p-77'`);
    await published();
    await test.runJobs();
    expect(await openVote()).toMatchObject({
      reason: 'EFFECT_NOT_READY',
      message: expect.stringContaining('not what its hash says'),
    });
    expect(await progress()).toMatchObject({ phase: 'REFUSED', refusalReason: 'SNAPSHOT_CHANGED' });
  });

  it('is returned, computed again and voted on', async () => {
    const reason = 'A row was changed.';
    done(
      (await askTyped(test, treasurer(), returnRunToReviewDocument, { input: { runId, reason } }))
        .returnRunToReview,
    );
    // Amounts change, so that the review begins again by itself.
    await computed();
    await test.database.advanceClock('7 days 1 hour');
    await published();
    await test.runJobs();
    const { pollId } = done(await openVote());
    await story.decide(
      pollId,
      coop.members.map(({ caller }) => caller),
    );
    const [run] = await asOwner(`SELECT state FROM distribution_run WHERE id = $1`, runId);
    expect(run).toEqual({ state: 'posted' });
    expect(await progress()).toMatchObject({ phase: 'DONE' });
  });
});
