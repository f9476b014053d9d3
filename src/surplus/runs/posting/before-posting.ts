import { balanceOf, owedBy } from '../../../ledger/ledger.queries.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { Refusal } from '../../../shared/refusal.js';
import { unpaidOfPeriod } from '../../capital/payouts.rows.js';
import { amountInWords } from '../../domain/amount-in-words.js';
import type { EntryPosition } from '../../domain/run/run-entry.js';
import type { JsonObject } from '../../domain/run/run-snapshot.js';
import { surplusAccount, yearOf, type PeriodRow } from '../../surplus.rows.js';
import { isCorrected, lockRun, type RunRow } from '../run.rows.js';

/** A run is booked of a closed period, and of the result that is on record. */
export function checkReady(run: RunRow, period: PeriodRow): true | Refusal {
  if (period.state !== 'closed')
    return new Refusal(
      'PERIOD_OPEN',
      `${period.name} is still open; its records can change until it is closed.`,
    );
  if (period.resultMinor === null)
    return new Refusal('NO_RESULT', `The audited result of ${period.name} has not been recorded.`);
  return checkResult(run, period);
}

/** The run is of the result that is on record, if one is. */
const checkResult = (run: RunRow, { resultMinor }: PeriodRow): true | Refusal<'RESULT_DIFFERS'> =>
  resultMinor === null ||
  resultMinor === run.resultMinor ||
  new Refusal(
    'RESULT_DIFFERS',
    `The run is of a result of ${amountInWords(run.resultMinor ?? 0n, run.currency)}; on record is ${amountInWords(resultMinor, run.currency)}.`,
  );

/**
 * Members are not asked about another result than the one on record, nor about a surplus that has been shared already: what the run takes must still be there. Where no
 * result is on record yet, or the run corrects another, posting asks.
 */
export async function checkStillThere(
  tx: Tx,
  run: RunRow,
  period: PeriodRow,
): Promise<true | Refusal<'SURPLUS_TOO_SMALL' | 'RESULT_DIFFERS'>> {
  const agrees = checkResult(run, period);
  if (agrees !== true) return agrees;
  if (run.corrects !== null || period.resultMinor === null) return true;
  const taken = BigInt((run.waterfall?.fromSurplusMinor as string | undefined) ?? 0);
  const left = -(await balanceOf(tx, surplusAccount(yearOf(period)), { periodId: period.id }));
  return (
    taken <= 0n ||
    left >= taken ||
    new Refusal(
      'SURPLUS_TOO_SMALL',
      `${amountInWords(left, run.currency)} of the surplus of ${period.name} is left; the run shares ${amountInWords(taken, run.currency)}. Give the run a size for what it shares.`,
    )
  );
}

/** What an entry takes from the surplus of its period; negative where it bears a loss. */
export const takenFrom = (period: PeriodRow, positions: readonly EntryPosition[]): bigint =>
  positions.find(({ path }) => path === surplusAccount(yearOf(period)))?.amountMinor ?? 0n;

/** The surplus account closes every entry, so that a part which went missing would stay on it unseen. */
export function checkSums(
  run: RunRow,
  period: PeriodRow,
  positions: readonly EntryPosition[],
): true | Refusal {
  if (run.corrects !== null) return true;
  const [said, taken] = [BigInt(run.waterfall?.fromSurplusMinor as string), takenFrom(period, positions)];
  return (
    said === taken ||
    new Refusal(
      'RUN_DOES_NOT_SUM',
      `The steps of the run come to ${amountInWords(said, run.currency)}, what it books to ${amountInWords(taken, run.currency)}: it is computed anew and put to another vote.`,
    )
  );
}

/**
 * A correction books the difference to what stands in the books: the run that it corrects must still stand there, and no
 * other correction may have booked a difference meanwhile. Payouts wait, and so does undoing the corrected run.
 */
export async function checkCorrects(tx: Tx, run: RunRow): Promise<true | Refusal> {
  if (run.corrects === null) return true;
  const corrected = await lockRun(tx, run.corrects);
  if (!corrected || !['posted', 'paid', 'locked'].includes(corrected.state))
    return new Refusal(
      'RUN_NOT_POSTED',
      'The run that this one corrects was undone: there is nothing to correct.',
    );
  if (await isCorrected(tx, corrected.id))
    return new Refusal(
      'RUN_IS_FINAL',
      'Another run has corrected this one meanwhile: compute a correction of that one, and put it to the vote.',
    );
  return (
    !(await holdsAgain(tx, run)) ||
    new Refusal(
      'RUN_OUTDATED',
      'A dispute has ended since this correction was computed, and what was held for it has been given free: it is computed anew and put to another vote.',
    )
  );
}

/** Whether a correction holds something for a dispute that has been released already: who was paid since would owe it, and be paid again. */
async function holdsAgain(tx: Tx, run: RunRow): Promise<boolean> {
  const frozen = ((run.snapshot?.disputes ?? []) as readonly JsonObject[]).map(({ id }) => id as string);
  const released = await tx.sql(
    `SELECT FROM dispute_release WHERE cooperative_id = current_cooperative_id() AND run_id = $1
       AND response_id = ANY ($2::uuid[]) AND ledger_entry_id IS NOT NULL LIMIT 1`,
    [run.corrects, frozen],
  );
  return released.length > 0;
}

/** What accounts owe their holders now. Of money: what this period owes and no batch is about to pay. */
export async function standingOn(
  tx: Tx,
  paths: readonly string[],
  periodId: string,
): Promise<ReadonlyMap<string, bigint>> {
  const all = await owedBy(tx, paths);
  const money = await unpaidOfPeriod(tx, periodId);
  return new Map(
    paths.map((path) => [
      path,
      path.startsWith(memberPayable)
        ? (money.get(path.slice(memberPayable.length)) ?? 0n)
        : (all.get(path) ?? 0n),
    ]),
  );
}
const memberPayable = 'liabilities:member-payable:';
