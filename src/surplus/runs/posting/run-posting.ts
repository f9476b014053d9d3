import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../../audit/audit-record.js';
import type { LineDraft } from '../../../ledger/domain/book.js';
import { sumsOfEntries } from '../../../ledger/ledger.queries.js';
import { Ledger } from '../../../ledger/ledger.service.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { owedOfPeriod } from '../../capital/payouts.rows.js';
import { amountInWords } from '../../domain/amount-in-words.js';
import {
  entryOfCorrection,
  entryOfRun,
  mergePositions,
  type EntryPosition,
  type FormSum,
} from '../../domain/run/run-entry.js';
import { outlineOfRun, type RunEntryOutline } from '../../domain/run/run-entry-outline.js';
import type { FundPosting } from '../../domain/run/run-postings.js';
import { lockPeriod, surplusAccount, yearOf, type PeriodRow } from '../../surplus.rows.js';
import { isAsHashed } from '../run-hashing.js';
import { ownLines, formTotals } from './run-entry-lines.js';
import { finishProgress } from '../run-progress.store.js';
import { PostingTold } from './posting-told.js';
import { checkCorrects, checkReady, checkSums, standingOn, takenFrom } from './before-posting.js';
import { openClaims } from './open-claims.queries.js';
import type { RunRow } from '../run.rows.js';

export interface PostingOrder {
  readonly decisionId: string;
  readonly postedOn: string;
}

/**
 * A decided run is booked as one entry, once: what is stored is booked, nothing is computed any more. However many take
 * part, their lines are written part by part within the caller's transaction, and none is held here.
 */
@Injectable()
export class RunPosting {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  /**
   * What is stored is held against its hash first, which takes long of many rows that nobody may change any more; then
   * `hold` holds what the entry goes by, the run included, and says what forbids it. Refusals, each of which leaves everything as it was: SNAPSHOT_CHANGED when the stored
   * rows are not what the hash says, PERIOD_OPEN, NO_RESULT, RESULT_DIFFERS, SURPLUS_TOO_SMALL, RUN_DOES_NOT_SUM, for a
   * correction RUN_NOT_POSTED, RUN_IS_FINAL and RUN_OUTDATED, and those of the books.
   */
  async post(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    order: PostingOrder,
    hold: () => Promise<true | Refusal>,
  ): Promise<true | Refusal> {
    const told = new PostingTold(this.work, viewer, run.id);
    try {
      const asHashed = (await isAsHashed(tx, run, told.during('checking')))
        ? await hold()
        : snapshotChanged();
      const posted = asHashed === true ? await this.postTelling(tx, viewer, run, { order, told }) : asHashed;
      if (isRefusal(posted)) await told.ended(posted);
      return posted;
    } catch (error) {
      await told.ended(interrupted());
      throw error;
    }
  }

  private async postTelling(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    { order, told }: { readonly order: PostingOrder; readonly told: PostingTold },
  ): Promise<true | Refusal> {
    const period = await lockPeriod(tx, run.periodId);
    if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
    const ready = checkReady(run, period);
    if (ready !== true) return ready;
    const correctable = await checkCorrects(tx, run);
    if (correctable !== true) return correctable;
    const outline = await this.outline(tx, run, period);
    const sums = checkSums(run, period, outline.shared);
    if (sums !== true) return sums;
    const enough = await this.checkSurplus(tx, period, outline.shared, run.currency);
    if (enough !== true) return enough;
    const entryId = await this.book(tx, viewer, { run, period, outline, order, told });
    if (isRefusal(entryId)) return entryId;
    await tx.sql(
      `UPDATE distribution_run SET state = 'posted', decision_id = $2, ledger_entry_id = $3, posted_on = $4
       WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [run.id, order.decisionId, entryId, order.postedOn],
    );
    await settleRunsOf(tx, new Set([period.id]));
    await recordAct(tx, viewer, {
      act: 'postRun',
      subjectType: 'distribution_run',
      subjectId: run.id,
      data: { decisionId: order.decisionId, runHash: run.runHash, entryId },
    });
    // Last: what is told after it, in another transaction, would wait for this one.
    await finishProgress(tx, run.id, true);
    return true;
  }

  /** What is booked: of a run by an outline of it, of a correction every difference, which no rule gives by forms alone. */
  private async outline(tx: Tx, run: RunRow, period: PeriodRow): Promise<RunEntryOutline> {
    const [year, funds] = [yearOf(period), fundsOf(run)];
    if (run.corrects === null) return outlineOfRun({ year, funds, totals: await formTotals(tx, run.id) });
    const booked = await sumsOfEntries(tx, await entriesOfCorrected(tx, run.corrects));
    const wanted = entryOfRun({
      ...{ year, funds, forms: await formSums(tx, run.id) },
      open: await openClaims(tx, booked),
    });
    const paths = mergePositions([...wanted, ...booked]).map(({ path }) => path);
    return { shared: entryOfCorrection(wanted, booked, await standingOn(tx, paths, period.id)), own: [] };
  }

  /** What is left of a surplus is shared, and what is left of a loss is borne: never more, and neither twice. */
  private async checkSurplus(
    tx: Tx,
    period: PeriodRow,
    positions: readonly EntryPosition[],
    currency: string,
  ): Promise<true | Refusal> {
    const wanted = takenFrom(period, positions);
    const left = -(await this.ledger.balance(tx, surplusAccount(yearOf(period)), { periodId: period.id }));
    const result = period.resultMinor!;
    const [lowest, highest] = result < 0n ? [result, 0n] : [0n, result];
    if (left - wanted >= lowest && left - wanted <= highest) return true;
    const what = result < 0n ? 'loss' : 'surplus';
    const sign = result < 0n ? -1n : 1n;
    return new Refusal(
      'SURPLUS_TOO_SMALL',
      `${amountInWords(sign * left, currency)} of the ${what} of ${period.name} is left; the run ${result < 0n ? 'bears' : 'shares'} ${amountInWords(sign * wanted, currency)}.`,
    );
  }

  /** A surplus of nothing moves nothing, and needs no entry. */
  private async book(
    tx: Tx,
    viewer: Viewer,
    all: { run: RunRow; period: PeriodRow; outline: RunEntryOutline; order: PostingOrder; told: PostingTold },
  ): Promise<string | null | Refusal> {
    const { run, period, outline, order, told } = all;
    const head = outline.shared.map(({ path, partyId, year, divisible, amountMinor }): LineDraft => ({
      account: { path, partyId, year, ...(divisible ? {} : { divisible }) },
      ...{ amountMinor, periodId: period.id },
    }));
    if (head.length === 0 && outline.own.length === 0) return null;
    const entry = {
      kind: kindOf(run),
      narration: `${run.corrects === null ? 'Surplus' : 'Correction of the surplus'} of ${period.name}: ${run.name}`,
      ...{ effectiveOn: order.postedOn, sourceType: runSource, sourceId: run.id },
    };
    const posted =
      run.corrects === null
        ? await this.ledger.postLarge(
            tx,
            viewer,
            { ...entry, head, followsFrom: `run ${run.runHash}`, periodId: period.id },
            ownLines(tx, run.id, outline.own, told.during('posting')),
          )
        : await this.ledger.post(tx, viewer, { ...entry, lines: head });
    return isRefusal(posted) ? posted : posted.entryId;
  }
}

/**
 * After posting, and after money left or came back: the runs of a period are paid when nothing of it is owed any more,
 * and posted again when it is. They are held in the order in which whoever releases something holds them.
 */
export async function settleRunsOf(tx: Tx, periodIds: ReadonlySet<string>): Promise<void> {
  for (const periodId of periodIds) {
    const owed = await owedOfPeriod(tx, periodId);
    await tx.sql(
      `UPDATE distribution_run r SET state = CASE WHEN $2 THEN 'paid' ELSE 'posted' END
       FROM (SELECT id FROM distribution_run WHERE cooperative_id = current_cooperative_id() AND period_id = $1
             AND state IN ('posted', 'paid') ORDER BY id DESC FOR NO KEY UPDATE) held
       WHERE r.cooperative_id = current_cooperative_id() AND r.id = held.id`,
      [periodId, owed === 0n],
    );
  }
}

/** Entries of runs go by this source. */
export const runSource = 'distribution-run';
/** Entries of what ended disputes give free of a run go by this one. */
export const releaseSource = 'dispute-release';

const snapshotChanged = (): Refusal =>
  new Refusal(
    'SNAPSHOT_CHANGED',
    'What is stored of this run is not what its hash says: it is computed anew and put to another vote.',
  );

const interrupted = (): Refusal =>
  new Refusal(
    'INTERNAL',
    'A fault of ours stopped the posting; nothing of it is in the books, and it is tried again.',
  );

const kindOf = (run: RunRow): string => {
  if (run.corrects !== null) return 'distribution-corrected';
  return run.waterfall?.loss ? 'loss-absorbed' : 'distribution-posted';
};

interface StoredPosting {
  readonly account: string;
  readonly divisible: boolean;
  readonly year: number | null;
  readonly amountMinor: string;
}
const fundsOf = (run: RunRow): readonly FundPosting[] =>
  ((run.waterfall?.postings ?? []) as unknown as StoredPosting[]).map((one) => ({
    ...one,
    amountMinor: BigInt(one.amountMinor),
  }));

/** What is posted of each participant, by form: the least while disputes are open. */
async function formSums(tx: Tx, runId: string): Promise<readonly FormSum[]> {
  const rows = await tx.sql<Omit<FormSum, 'amountMinor'> & { amount: string }>(
    `SELECT l.party_id AS "partyId", l.key, l.part, f.form, f.kind, f.year, sum(f.least_minor)::text AS amount
     FROM run_line_form f JOIN run_line l ON l.cooperative_id = f.cooperative_id AND l.run_id = f.run_id AND l.pool = f.pool AND l.party_id = f.party_id
     WHERE f.cooperative_id = current_cooperative_id() AND f.run_id = $1
     GROUP BY l.party_id, l.key, l.part, f.form, f.kind, f.year HAVING sum(f.least_minor) > 0
     ORDER BY l.key COLLATE "C", l.part, min(f.seq), f.form, f.kind, f.year`,
    [runId],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

/** The entries of a run, of what ended disputes gave free of it, and of everything that it corrected in its turn. */
export async function entriesOfCorrected(tx: Tx, runId: string): Promise<string[]> {
  const rows = await tx.sql<{ entryId: string }>(
    `WITH RECURSIVE chain AS (
       SELECT r.id, r.corrects, r.ledger_entry_id FROM distribution_run r
       WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1
       UNION ALL
       SELECT r.id, r.corrects, r.ledger_entry_id FROM chain c
       JOIN distribution_run r ON r.cooperative_id = current_cooperative_id() AND r.id = c.corrects)
     SELECT ledger_entry_id AS "entryId" FROM chain WHERE ledger_entry_id IS NOT NULL
     UNION ALL
     SELECT e.ledger_entry_id FROM dispute_release e JOIN chain c ON c.id = e.run_id
     WHERE e.cooperative_id = current_cooperative_id() AND e.ledger_entry_id IS NOT NULL`,
    [runId],
  );
  return rows.map(({ entryId }) => entryId);
}
