import { recordAct } from '../../audit/audit-record.js';
import type { Ledger } from '../../ledger/ledger.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { heldOf, postingsBetween } from '../domain/review/dispute-release.js';
import type { EndedDispute } from '../domain/review/disputed-records.js';
import { outlineOfRun } from '../domain/run/run-entry-outline.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { ownLines } from '../runs/posting/run-entry-lines.js';
import { releaseSource } from '../runs/posting/run-posting.js';
import type { RunRow } from '../runs/run.rows.js';
import { yearOf, type PeriodRow } from '../surplus.rows.js';
import { today } from './dispute-endings.queries.js';
import { keepReleasedLines, releasedTotals } from './release-forms.store.js';

/** What the end of one dispute gives free of a run; its forms are kept under its identifier. */
export interface ComputedRelease {
  readonly id: string;
  readonly dispute: EndedDispute;
  readonly before: JsonObject;
  readonly after: JsonObject;
}
interface ReleaseToBook extends ComputedRelease {
  readonly run: RunRow;
  readonly period: PeriodRow;
  /** Told how many participants have been booked. */
  readonly told: (done: number, total: number) => Promise<void>;
}

/** Books what has been computed; what it pays off is as the books have it now. */
export async function bookRelease(
  ledger: Ledger,
  tx: Tx,
  viewer: Viewer,
  { id, run, period, dispute, before, after, told }: ReleaseToBook,
): Promise<true | Refusal> {
  const year = yearOf(period);
  const outline = outlineOfRun({
    year,
    funds: postingsBetween(before, after),
    totals: await releasedTotals(tx, run.id, id),
  });
  const head = outline.shared.map(({ path, partyId, year: of, divisible, amountMinor }) => ({
    account: { path, partyId, year: of, ...(divisible ? {} : { divisible }) },
    ...{ amountMinor, periodId: period.id },
  }));
  const draft = {
    ...{
      kind: 'dispute-released' as const,
      effectiveOn: await today(tx),
      sourceType: releaseSource,
      sourceId: id,
    },
    narration: `Held back of ${run.name} until a dispute had ended`,
    ...{ head, followsFrom: `release ${id} of run ${run.runHash}`, periodId: period.id },
  };
  const posted =
    head.length === 0 && outline.own.length === 0
      ? null
      : await ledger.postLarge(tx, viewer, draft, ownLines(tx, run.id, outline.own, told, id));
  if (isRefusal(posted)) return posted;
  const [releasedMinor, heldAfterMinor] = [heldOf(before) - heldOf(after), heldOf(after)];
  await tx.sql(
    `INSERT INTO dispute_release (cooperative_id, id, run_id, response_id, ledger_entry_id, released_minor, held_after_minor)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6)`,
    [id, run.id, dispute.disputeId, posted?.entryId ?? null, releasedMinor, heldAfterMinor],
  );
  await keepReleasedLines(tx, id);
  await recordAct(tx, viewer, {
    ...{ act: 'releaseDispute', subjectType: 'distribution_run', subjectId: run.id },
    data: {
      responseId: dispute.disputeId,
      releasedMinor: releasedMinor.toString(),
      heldAfterMinor: heldAfterMinor.toString(),
    },
  });
  return true;
}
