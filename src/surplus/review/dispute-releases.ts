import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { snapshotAfter } from '../domain/review/disputed-records.js';
import { releaseBetween, type Release } from '../domain/review/dispute-release.js';
import { entryOfRun, type OpenClaims } from '../domain/run/run-entry.js';
import { linesHash } from '../domain/run/run-hash.js';
import { computeRun, type RunOutcome } from '../domain/run/run-outcome.js';
import { readRunPolicy } from '../domain/run/run-policy.js';
import type { FrozenSnapshot } from '../domain/run/run-snapshot.js';
import { holdClaimsPaidOff, openClaims } from '../runs/posting/open-claims.queries.js';
import { releaseSource, settleRunsOf } from '../runs/posting/run-posting.js';
import { storedLinesHash } from '../runs/run-hashing.js';
import { lockRun, type RunRow } from '../runs/run.rows.js';
import { findPeriod, yearOf, type PeriodRow } from '../surplus.rows.js';
import {
  endingsOf,
  holdRunsThatRelease,
  isAsVoted,
  noLongerComputes,
  today,
} from './dispute-endings.queries.js';
import { frozenSnapshotOf } from './frozen-snapshot.queries.js';
import { isReleasedByJob, LargeReleases } from './large-releases.js';

/** Gives free what runs in the books held because of disputes that have ended, each once. */
@Injectable()
export class DisputeReleases {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
    @Inject(LargeReleases) private readonly large: LargeReleases,
  ) {}

  /**
   * For every run of the period that is in the books: the disputes that were open when it was frozen and have ended
   * since, in the order in which they ended, release what they held. What has been released is not released again, so
   * that it may be asked at any time: when a dispute ends, and when a run is posted whose disputes ended meanwhile.
   */
  async releaseAfter(tx: Tx, viewer: Viewer, periodId: string): Promise<true | Refusal> {
    for (const id of await holdRunsThatRelease(tx, periodId)) {
      const released = await this.releaseOfRun(tx, viewer, id);
      if (released !== true) return released;
    }
    return true;
  }

  /** The same for one run. */
  async releaseOfRun(tx: Tx, viewer: Viewer, runId: string): Promise<true | Refusal> {
    const run = await lockRun(tx, runId);
    if (!run) throw new Error(`run ${runId} is gone`);
    return this.releaseOf(tx, viewer, run);
  }

  private async releaseOf(tx: Tx, viewer: Viewer, run: RunRow): Promise<true | Refusal> {
    const { counted: before, waiting } = await endingsOf(tx, this.parties, run);
    if (waiting.length === 0) return true;
    if (await isReleasedByJob(tx, run.id)) {
      await this.large.later(tx, run.id);
      return true;
    }
    const counted = [...before];
    const snapshot = await frozenSnapshotOf(tx, run);
    const period = (await findPeriod(tx, run.periodId))!;
    const voted = computed(run, period, snapshot);
    if (isRefusal(voted) || !(await isComputedAsVoted(tx, run, voted))) return noLongerComputes();
    await holdClaimsPaidOff(tx, run);
    let stands = counted.length === 0 ? voted : computed(run, period, snapshotAfter(snapshot, counted));
    if (isRefusal(stands)) return stands;
    for (const dispute of waiting) {
      counted.push(dispute);
      const after = computed(run, period, snapshotAfter(snapshot, counted));
      if (isRefusal(after)) return after;
      const of = { run, period, responseId: dispute.disputeId };
      const kept = await this.book(tx, viewer, of, releaseBetween(stands, after));
      if (kept !== true) return kept;
      stands = after;
    }
    return true;
  }

  private async book(
    tx: Tx,
    viewer: Viewer,
    of: { readonly run: RunRow; readonly period: PeriodRow; readonly responseId: string },
    release: Release,
  ): Promise<true | Refusal> {
    const { run, period, responseId } = of;
    const id = newId();
    const owners = await partiesByKey(tx, run.id);
    const lines = entryLines(period, release, owners, await openClaims(tx));
    const posted =
      lines.length === 0
        ? null
        : await this.ledger.post(tx, viewer, {
            kind: 'dispute-released',
            narration: `Held back of ${run.name} until a dispute had ended`,
            effectiveOn: await today(tx),
            ...{ sourceType: releaseSource, sourceId: id, lines },
          });
    if (isRefusal(posted)) return new Refusal('BOOKS_REFUSE', posted.message, posted.details);
    await tx.sql(
      `INSERT INTO dispute_release (cooperative_id, id, run_id, response_id, ledger_entry_id, released_minor, held_after_minor)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6)`,
      [id, run.id, responseId, posted?.entryId ?? null, release.releasedMinor, release.heldAfterMinor],
    );
    await tx.sql(
      `INSERT INTO dispute_release_line (cooperative_id, release_id, pool, party_id, amount_minor)
       SELECT current_cooperative_id(), $1, l.pool, l.party_id, l.amount_minor
       FROM unnest($2::text[], $3::uuid[], $4::bigint[]) AS l(pool, party_id, amount_minor)`,
      [
        id,
        release.lines.map(({ pool }) => pool),
        release.lines.map(({ key }) => owners.get(key)),
        release.lines.map(({ amountMinor }) => amountMinor.toString()),
      ],
    );
    await settleRunsOf(tx, new Set([period.id]));
    await recordAct(tx, viewer, {
      ...{ act: 'releaseDispute', subjectType: 'distribution_run', subjectId: run.id },
      data: {
        responseId,
        releasedMinor: release.releasedMinor.toString(),
        heldAfterMinor: release.heldAfterMinor.toString(),
      },
    });
    return true;
  }
}

/** What was computed when the run was frozen is computed again; rules that have become stricter since may refuse it. */
function computed(run: RunRow, period: PeriodRow, snapshot: FrozenSnapshot): RunOutcome | Refusal {
  const policy = readRunPolicy(run.policy);
  if (isRefusal(policy)) return noLongerComputes();
  const outcome = computeRun(snapshot, {
    ...{ periodId: run.periodId, year: yearOf(period), policy },
    ...{ recordedResultMinor: run.resultMinor, isScenario: false },
    ...{ currency: run.currency, corrects: run.corrects, hashVersion: run.hashVersion },
  });
  return isRefusal(outcome) ? noLongerComputes() : outcome;
}

/**
 * Whether everybody gets what was voted on, of what was frozen. Not whether the run's hash is the same: it binds the words
 * of the explain tree too, which a later version of the software may choose otherwise.
 */
async function isComputedAsVoted(tx: Tx, run: RunRow, computed: RunOutcome): Promise<boolean> {
  const { snapshotHash, outcome, lines } = computed;
  if (snapshotHash !== run.snapshotHash || !isAsVoted(run, outcome)) return false;
  return linesHash(lines, run.hashVersion) === (await storedLinesHash(tx, run.id, run.hashVersion));
}

/** By the same accounts as the run's own entry. */
function entryLines(
  period: PeriodRow,
  release: Release,
  owners: ReadonlyMap<string, string>,
  open: OpenClaims,
): LineDraft[] {
  return entryOfRun({
    year: yearOf(period),
    funds: release.postings,
    forms: release.forms.map((form) => ({ ...form, part: 'pool', partyId: owners.get(form.key)! })),
    open,
  }).map(({ path, partyId, year, divisible, amountMinor }) => ({
    account: { path, partyId, year, ...(divisible ? {} : { divisible }) },
    ...{ amountMinor, periodId: period.id },
  }));
}

async function partiesByKey(tx: Tx, runId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.sql<{ key: string; partyId: string }>(
    `SELECT key, party_id AS "partyId" FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
  return new Map(rows.map(({ key, partyId }) => [key, partyId]));
}
