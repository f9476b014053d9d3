import type { Ledger } from '../../../ledger/ledger.service.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import type { ProposalEffect } from '../../../proposals/proposal-effects.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { holdCapital } from '../../capital/capital.rows.js';
import { lotGuard } from '../../capital/lot-guard.js';
import { holdPayouts, isPaidOut } from '../../capital/payouts.rows.js';
import { lossClaims, smallAmounts } from '../../domain/run/run-entry.js';
import { parseRunPayload } from '../../domain/run/run-payload.js';
import { recordRunAct } from '../distribution-runs.service.js';
import { releaseSource, runSource } from './run-posting.js';
import { findRun, isCorrected, lockRun, type RunRow } from '../run.rows.js';

export const reverseRunKind = 'reverse-run';

/**
 * The effect *undo a run*: what the members decided is undone by their decision alone, by its mirror in the books, while
 * nothing of it has been paid or stands in a batch of payments. After that a run is corrected by another one. What a
 * correction had corrected stands again: disputes that ended while that one stood give free what this one holds.
 */
export function reverseRunEffect(
  ledger: Ledger,
  standsAgain: (tx: Tx, viewer: Viewer, correctedId: string) => Promise<true | Refusal> = () =>
    Promise.resolve(true as const),
): ProposalEffect {
  // The entry of a run is let go in the transaction of such a decision and nowhere else.
  const decided = new WeakSet<Tx>();
  for (const source of [runSource, releaseSource, earlierSource])
    ledger.guardReversals(source, {
      hold: async (tx, entry, lines) => lotGuard.hold?.(tx, entry, lines),
      check: (tx, entry, lines) =>
        decided.has(tx) ? lotGuard.check(tx, entry, lines) : Promise.resolve(membersDecided()),
    });
  return {
    kind: reverseRunKind,
    decisionKind: 'distribution',
    describe(payload) {
      const read = parseRunPayload(payload);
      return isRefusal(read) ? read.message : read.sentence;
    },
    async check(tx, payload) {
      const read = parseRunPayload(payload);
      if (isRefusal(read)) return read;
      const run = await findRun(tx, read.runId);
      if (!run) return new Refusal('NOT_FOUND', 'There is no such run.');
      return checkReversible(tx, run);
    },
    async carryOut(tx, viewer, { decisionId, payload }) {
      const read = parseRunPayload(payload);
      if (isRefusal(read)) return read;
      await holdPayouts(tx);
      const run = await lockRun(tx, read.runId);
      if (!run) return new Refusal('NOT_FOUND', 'There is no such run.');
      if (run.reversalEntryId !== null) return true;
      await holdCapital(tx);
      const possible = await checkReversible(tx, run);
      if (possible !== true) return possible;
      decided.add(tx);
      const undone = await undo(ledger, tx, viewer, run, decisionId).finally(() => decided.delete(tx));
      return undone === true && run.corrects !== null ? standsAgain(tx, viewer, run.corrects) : undone;
    },
  };
}

/** Entries of distributions booked before there were runs go by this source. */
const earlierSource = 'distribution';

const membersDecided = (): Refusal =>
  new Refusal(
    'REVERSAL_KEPT_ELSEWHERE',
    'The members decided this distribution; it is undone by their decision and not by an officer alone.',
  );

async function undo(
  ledger: Ledger,
  tx: Tx,
  viewer: Viewer,
  run: RunRow,
  decisionId: string,
): Promise<true | Refusal> {
  const reason = `the members undid the run ${run.name}`;
  for (const entryId of await releaseEntriesOf(tx, run.id)) {
    const given = await ledger.reverse(tx, viewer, entryId, { reason });
    if (isRefusal(given)) return given;
  }
  const reversed = await ledger.reverse(tx, viewer, run.ledgerEntryId!, { reason });
  if (isRefusal(reversed)) return reversed;
  await tx.sql(
    `UPDATE distribution_run SET state = 'withdrawn', reversal_entry_id = $2 WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [run.id, reversed.entryId],
  );
  await recordRunAct(tx, viewer, 'reverseRun', run.id, { decisionId, entryId: reversed.entryId });
  return true;
}

/** What ended disputes gave free of the run goes with it, the latest first. */
async function releaseEntriesOf(tx: Tx, runId: string): Promise<string[]> {
  const rows = await tx.sql<{ entryId: string }>(
    `SELECT ledger_entry_id AS "entryId" FROM dispute_release
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND ledger_entry_id IS NOT NULL
     ORDER BY recorded_at DESC, id DESC`,
    [runId],
  );
  return rows.map(({ entryId }) => entryId);
}

/**
 * Whether accounts of a family hold less than this entry put on them. Who owes less of a loss than it made them bear has
 * borne some of it; a small amount that is gone was paid: to take the entry back would leave them out of pocket, or owing.
 */
async function isMoved(tx: Tx, entryId: string, family: string): Promise<boolean> {
  const side = family.startsWith('assets:') ? 1 : -1;
  const rows = await tx.sql(
    `SELECT FROM (SELECT l.account_id, sum(l.amount_minor) AS amount FROM ledger_line l
         JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
         WHERE l.cooperative_id = current_cooperative_id() AND l.entry_id = $1 AND starts_with(a.path, $2) GROUP BY 1) b
     CROSS JOIN LATERAL (SELECT sum(o.amount_minor) AS left_of_it FROM ledger_line o
         WHERE o.cooperative_id = current_cooperative_id() AND o.account_id = b.account_id) o
     WHERE b.amount * $3 > 0 AND o.left_of_it * $3 < b.amount * $3 LIMIT 1`,
    [entryId, family, side],
  );
  return rows.length > 0;
}

/** A run in the books of which nothing was paid, and which no later run corrects. */
export async function checkReversible(tx: Tx, run: RunRow): Promise<true | Refusal> {
  if ((run.state !== 'posted' && run.state !== 'paid') || run.ledgerEntryId === null)
    return new Refusal('RUN_NOT_POSTED', 'Only a run that is in the books, and not locked, can be undone.');
  if (await isCorrected(tx, run.id))
    return new Refusal('RUN_IS_FINAL', 'Another run corrects this one; that one is undone first.');
  if (await isMoved(tx, run.ledgerEntryId, lossClaims))
    return new Refusal(
      'RUN_PAID',
      'Of this loss members have borne something already, in money or from their capital: correct the run by another one.',
    );
  if (await isMoved(tx, run.ledgerEntryId, smallAmounts))
    return new Refusal(
      'RUN_PAID',
      'Small amounts of this run have been made due: correct the run by another one.',
    );
  return (
    !(await isPaidOut(tx, run.periodId)) ||
    new Refusal(
      'RUN_PAID',
      'Money of this period has been paid, or stands in a batch of payments: correct the run by another one.',
    )
  );
}
