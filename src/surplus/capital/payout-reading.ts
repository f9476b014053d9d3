import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { minorDigits } from '../../shared/money.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { sha256 } from '../../shared/canonical-json.js';
import { firstId } from './capital-reading.js';
import { mayPreparePayouts, mayReadPayouts } from './capital.policy.js';
import { payoutHeader, payoutRow, type PayoutLine } from './domain/payout-csv.js';
import type { PayoutReason } from './domain/payout-reasons.js';
import { PayoutRecording, type PayoutPreview } from './payout-recording.js';
import {
  batchColumns,
  findBatch,
  payoutColumns,
  payoutTables,
  type BatchRow,
  type PayoutRow,
  type PayoutState,
} from './payouts.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface PayoutSum {
  readonly state: PayoutState;
  readonly payouts: number;
  readonly amountMinor: string;
}

export interface PayoutTable {
  readonly content: string;
  readonly payouts: number;
  readonly amountMinor: bigint;
  readonly contentHash: string;
}

/** Batches of payouts as officers read them. Who may not see gets null. */
@Injectable()
export class PayoutReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PayoutRecording) private readonly recording: PayoutRecording,
  ) {}

  /** Batches, the latest first. */
  async batches(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<BatchRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (!mayReadPayouts(scope.viewer) || isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<BatchRow>(
      `SELECT ${batchColumns} FROM payout_batch b WHERE b.cooperative_id = current_cooperative_id() AND b.id < $1
       ORDER BY b.id DESC LIMIT $2`,
      [keyset.after?.[0] ?? lastId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM payout_batch WHERE cooperative_id = current_cooperative_id()`,
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }

  async batch(scope: RequestScope, id: string): Promise<BatchRow | null> {
    if (!mayReadPayouts(scope.viewer) || !isId(id)) return null;
    return findBatch(await this.work.read(scope), id);
  }

  /** What a batch comes to, by what became of its payouts. */
  sums(scope: RequestScope, batchId: string): Promise<readonly PayoutSum[]> {
    return scope
      .loader<string, readonly PayoutSum[]>('payout sums', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<PayoutSum & { batchId: string }>(
          `SELECT batch_id AS "batchId", state, count(*)::int AS payouts, sum(principal_minor + interest_minor)::text AS "amountMinor"
           FROM payout WHERE cooperative_id = current_cooperative_id() AND batch_id = ANY($1::uuid[])
           GROUP BY 1, 2 ORDER BY 2`,
          [ids],
        );
        return ids.map((id) => rows.filter((row) => row.batchId === id));
      })
      .load(batchId);
  }

  /** Payouts of a batch in the order of their references. */
  async payouts(
    scope: RequestScope,
    batchId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<PayoutRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<PayoutRow>(
      `SELECT ${payoutColumns} FROM ${payoutTables} WHERE o.cooperative_id = current_cooperative_id()
         AND o.batch_id = $1 AND o.id > $2 ORDER BY o.id LIMIT $3`,
      [batchId, keyset.after?.[0] ?? firstId, keyset.limit + 1],
    );
    const sums = counted ? await this.sums(scope, batchId) : [];
    const total = sums.reduce((sum, { payouts }) => sum + BigInt(payouts), 0n);
    return pageOf(rows, keyset, (row) => [row.id], counted ? total : null);
  }

  /**
   * What of a batch waits for the bank, as a neutral table: all of it, or BATCH_CANCELLED, ALREADY_REPORTED. It is read in
   * pages, between which others cancel and record. Nothing comes to wait again that did once: when as many wait at the end
   * as were printed, they are the same.
   */
  async table(scope: RequestScope, { id, currency }: BatchRow): Promise<PayoutTable | Refusal<PayoutReason>> {
    const tx = await this.work.read(scope);
    const digits = minorDigits(currency) ?? 2;
    const printed = { content: payoutHeader, payouts: 0, amountMinor: 0n };
    for (let page = await linesAfter(tx, id, null); page.length > 0;) {
      printed.content += page.map((row) => payoutRow(row, digits)).join('');
      printed.payouts += page.length;
      printed.amountMinor += page.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      page = await linesAfter(tx, id, page.at(-1)!);
    }
    const waiting = await countWaiting(tx, id);
    if ((await findBatch(tx, id))?.cancelled !== false)
      return new Refusal(
        'BATCH_CANCELLED',
        'The batch was cancelled: nothing of it is to be paid, and what was printed of it is void.',
      );
    if (waiting === 0) return new Refusal('ALREADY_REPORTED', 'The bank has answered for all of this batch.');
    if (waiting !== printed.payouts)
      return new Refusal(
        'ALREADY_REPORTED',
        'The bank’s answer came while the table was printed; print it anew.',
      );
    return { ...printed, contentHash: sha256(printed.content) };
  }

  /** What recording a file would do. Null for who may not, and for a batch that is not there. */
  async preview(scope: RequestScope, batchId: string, content: string): Promise<PayoutPreview | null> {
    if (mayPreparePayouts(scope.viewer) !== true || !isId(batchId)) return null;
    const tx = await this.work.read(scope);
    const batch = await findBatch(tx, batchId);
    return batch && this.recording.preview(tx, batch, content);
  }
}

/** Lines read together: names are looked up one by one, and nobody else waits long for them. */
const linesPerPage = 5_000;

type PrintedPayout = PayoutLine & Pick<PayoutRow, 'id'>;

const linesAfter = (tx: Tx, batchId: string, last: PrintedPayout | null): Promise<PrintedPayout[]> =>
  tx.sql<PrintedPayout>(
    `SELECT ${payoutColumns}, c.name FROM ${payoutTables}
     LEFT JOIN LATERAL (SELECT name FROM member_card WHERE cooperative_id = o.cooperative_id
       AND number = CASE WHEN o.key ~ '^m[0-9]{3,9}$' THEN substr(o.key, 2)::int END LIMIT 1) c ON true
     WHERE o.cooperative_id = current_cooperative_id() AND o.batch_id = $1 AND o.state = 'prepared'
       AND (o.key COLLATE "C", o.id) > ($2 COLLATE "C", $3::uuid) ORDER BY o.key COLLATE "C", o.id LIMIT $4`,
    [batchId, last?.key ?? '', last?.id ?? firstId, linesPerPage],
  );

async function countWaiting(tx: Tx, batchId: string): Promise<number> {
  const row = await tx.one<{ payouts: number }>(
    `SELECT count(*)::int AS payouts FROM payout
     WHERE cooperative_id = current_cooperative_id() AND batch_id = $1 AND state = 'prepared'`,
    [batchId],
  );
  return row!.payouts;
}
