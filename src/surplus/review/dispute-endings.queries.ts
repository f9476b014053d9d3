import { accountKey } from '../../membership/shares/domain/account-key.js';
import type { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { canonicalJson } from '../../shared/canonical-json.js';
import { Refusal } from '../../shared/refusal.js';
import type { EndedDispute } from '../domain/review/disputed-records.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import type { RunRow } from '../runs/run.rows.js';
import { claimedBy } from './disputes.queries.js';
import { disputesOf } from './review.rows.js';

/** The disputes of a run that have ended: those released before, and those that wait for it, in the order of their ends. */
export interface EndingsOfRun {
  readonly counted: readonly EndedDispute[];
  readonly waiting: readonly EndedDispute[];
}

/** Of the disputes that were open when a run was frozen. */
export async function endingsOf(
  tx: Tx,
  parties: Pick<PartyDirectory, 'keyedParties'>,
  run: RunRow,
): Promise<EndingsOfRun> {
  const frozen = ((run.snapshot?.disputes ?? []) as readonly JsonObject[]).map(({ id }) => id as string);
  if (frozen.length === 0) return { counted: [], waiting: [] };
  const rows = (await disputesOf(tx, run.periodId)).filter(
    ({ id, state }) => frozen.includes(id) && state === 'ended',
  );
  const keyed = await parties.keyedParties(
    tx,
    rows.map(({ partyId }) => partyId),
  );
  const ended = rows.map((row): EndedDispute => ({
    disputeId: row.id,
    upheld: row.ending === 'upheld' ? claimedBy(row, accountKey(keyed.get(row.partyId)!)) : null,
  }));
  const done = await releasedDisputes(tx, run.id);
  return {
    counted: ended.filter(({ disputeId }) => done.has(disputeId)),
    waiting: ended.filter(({ disputeId }) => !done.has(disputeId)),
  };
}

/**
 * The runs of a period of which what was held may be given free: those in the books that no other one corrects, for a
 * correction gives free what it holds itself. Whoever asks holds every run of the period that stands before its entry or
 * has one, as whoever posts does: first those that may be posted just now, which have not seen that a dispute ended and
 * hold the period, then those in the books, the latest first, whose states follow from what is owed.
 */
export async function holdRunsThatRelease(tx: Tx, periodId: string): Promise<readonly string[]> {
  await tx.sql(
    `SELECT FROM distribution_run WHERE cooperative_id = current_cooperative_id() AND period_id = $1
       AND state IN ('voting', 'adopted', 'posted', 'paid', 'locked')
     ORDER BY state IN ('posted', 'paid', 'locked'), id DESC FOR NO KEY UPDATE`,
    [periodId],
  );
  const runs = await tx.sql<{ id: string }>(
    `SELECT id FROM distribution_run r WHERE cooperative_id = current_cooperative_id() AND period_id = $1
       AND state IN ('posted', 'paid', 'locked') AND reversal_entry_id IS NULL AND NOT EXISTS (SELECT FROM distribution_run c
         WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id AND c.state IN ('posted', 'paid', 'locked') AND c.reversal_entry_id IS NULL)
     ORDER BY id`,
    [periodId],
  );
  return runs.map(({ id }) => id);
}

async function releasedDisputes(tx: Tx, runId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT response_id AS id FROM dispute_release WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function today(tx: Tx): Promise<string> {
  const row = await tx.one<{ day: string }>(`SELECT today_in(current_cooperative_id()) AS day`);
  return row!.day;
}

/** Whether all together are booked what was voted on. */
export const isAsVoted = ({ waterfall }: RunRow, voted: JsonObject): boolean =>
  canonicalJson([voted.postings!, voted.pools!]) ===
  canonicalJson([waterfall?.postings ?? null, waterfall?.pools ?? null]);

export const noLongerComputes = (): Refusal<'SNAPSHOT_CHANGED'> =>
  new Refusal(
    'SNAPSHOT_CHANGED',
    'The run computes to something else today than what was voted on: nothing is released; correct it by another run.',
  );
