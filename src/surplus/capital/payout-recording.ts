import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { bankAccount } from '../../membership/shares/shares.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { readDelimitedText } from '../../platform/files/delimited-text.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { sha256 } from '../../shared/canonical-json.js';
import { newId } from '../../shared/ids.js';
import { formatAmount, minorDigits } from '../../shared/money.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { todayHere } from './capital.rows.js';
import { readOutcomes, type LineError, type OutcomeFile, type OutcomeLine } from './domain/payout-csv.js';
import { PayoutHandlers } from './payout-handlers.js';
import { payoutColumns, payoutTables, type BatchRow, type PayoutRow } from './payouts.rows.js';

/** A hundred thousand lines fit several times. */
const maxFileBytes = 32_000_000;
const interestAccount = 'expenses:interest:redemption';

export interface PayoutPreview {
  readonly lines: number;
  readonly paidMinor: bigint;
  readonly bouncedMinor: bigint;
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
  readonly alreadyRecorded: boolean;
}
interface Matched extends OutcomeLine {
  readonly payout: PayoutRow;
}

/** The file of what a bank did with a batch, checked line by line and booked. Permission is the caller's first line. */
@Injectable()
export class PayoutRecording {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PayoutHandlers) private readonly handlers: PayoutHandlers,
  ) {
    ledger.guardReversals('payout', {
      check: () =>
        Promise.resolve(
          new Refusal(
            'REVERSAL_KEPT_ELSEWHERE',
            'A payout that came back is reported as bounced; that books it.',
          ),
        ),
    });
  }

  async preview(tx: Tx, batch: BatchRow, content: string): Promise<PayoutPreview> {
    const earlier = await findFile(tx, batch.id, sha256(content));
    const file = readFile(content, batch.currency);
    const checked = earlier === null ? await match(tx, batch, file.lines) : { matched: [], errors: [] };
    const sum = (outcome: OutcomeLine['outcome']): bigint =>
      file.lines
        .filter((line) => line.outcome === outcome)
        .reduce((total, line) => total + line.amountMinor, 0n);
    return {
      lines: file.lines.length,
      ...{ paidMinor: sum('paid'), bouncedMinor: sum('bounced'), ignoredColumns: file.ignoredColumns },
      errors: sorted([...file.errors, ...checked.errors]),
      alreadyRecorded: earlier !== null,
    };
  }

  async record(
    tx: Tx,
    viewer: Viewer,
    batch: BatchRow,
    content: string,
  ): Promise<{ batchId: string; fileId: string; lines: number } | Refusal> {
    const hash = sha256(content);
    const earlier = await findFile(tx, batch.id, hash);
    if (earlier !== null) return { batchId: batch.id, ...earlier };
    if (batch.cancelled)
      return new Refusal('BATCH_CANCELLED', 'This batch was cancelled; nothing of it was to be paid.');
    const file = readFile(content, batch.currency);
    const { matched, errors } = await match(tx, batch, file.lines);
    const all = sorted([...file.errors, ...errors]);
    if (all.length > 0) return fileHasErrors(all);
    const fileId = newId();
    await tx.sql(
      `INSERT INTO payout_file (cooperative_id, id, batch_id, content_hash, lines, prepared_by_person, recorded_by, recorded_by_person)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7)`,
      [fileId, batch.id, hash, matched.length, batch.preparedByPerson, viewer.membershipId, viewer.personId],
    );
    const booked = await this.book(tx, viewer, batch, fileId, matched);
    if (booked !== true) return booked;
    await recordAct(tx, viewer, {
      act: 'recordPayouts',
      subjectType: 'payout-batch',
      subjectId: batch.id,
      data: { fileId, lines: matched.length, contentHash: hash },
    });
    await this.handlers.changed(tx, viewer, new Set(matched.flatMap(({ payout }) => payout.periodId ?? [])));
    return { batchId: batch.id, fileId, lines: matched.length };
  }

  /** One entry for each day and outcome; a payout that bounced before it was ever paid moves nothing. */
  private async book(
    tx: Tx,
    viewer: Viewer,
    batch: BatchRow,
    fileId: string,
    matched: readonly Matched[],
  ): Promise<true | Refusal> {
    const groups = new Map<string, Matched[]>();
    for (const line of matched) {
      const moves = line.outcome === 'paid' || line.payout.state === 'paid';
      const group = moves ? `${line.outcome} ${line.on}` : 'unmoved';
      const lines = groups.get(group);
      if (lines) lines.push(line);
      else groups.set(group, [line]);
    }
    for (const [group, lines] of groups) {
      const entryId = group === 'unmoved' ? null : await this.post(tx, viewer, batch, lines);
      if (isRefusal(entryId)) return entryId;
      await insertOutcomes(tx, fileId, entryId, lines);
    }
    return checkOwed(tx, matched);
  }

  private async post(
    tx: Tx,
    viewer: Viewer,
    batch: BatchRow,
    lines: readonly Matched[],
  ): Promise<string | Refusal> {
    const { outcome, on } = lines[0]!;
    const sign = outcome === 'paid' ? 1n : -1n;
    const total = lines.reduce((sum, { payout }) => sum + payout.amountMinor, 0n);
    const posted = await this.ledger.post(tx, viewer, {
      kind: outcome === 'paid' ? 'payout-paid' : 'payout-bounced',
      narration: outcome === 'paid' ? `Paid out: ${batch.name}` : `Came back from the bank: ${batch.name}`,
      effectiveOn: on,
      sourceType: 'payout',
      sourceId: newId(),
      lines: [
        ...lines.flatMap(({ payout }) => payoutLines(payout, sign)),
        { account: { path: bankAccount }, amountMinor: -sign * total, currency: batch.currency },
      ],
    });
    return isRefusal(posted) ? posted : posted.entryId;
  }
}

/** What is owed shrinks by the principal; interest is a cost of the day on which it is paid. */
function payoutLines(payout: PayoutRow, sign: bigint): LineDraft[] {
  const { key, partyId, periodId, currency, source } = payout;
  const owed = { path: `liabilities:${source}:${key}`, partyId };
  const lines = [
    { account: owed, amountMinor: sign * payout.principalMinor, periodId, currency },
    { account: { path: interestAccount }, amountMinor: sign * payout.interestMinor, partyId, currency },
  ];
  return lines.filter(({ amountMinor }) => amountMinor !== 0n);
}

function readFile(content: string, currency: string): OutcomeFile {
  const read = readDelimitedText(content, maxFileBytes);
  if ('message' in read) return { lines: [], errors: [read], ignoredColumns: [] };
  return readOutcomes(read.records, minorDigits(currency) ?? 2);
}

const findFile = (tx: Tx, batchId: string, hash: string): Promise<{ fileId: string; lines: number } | null> =>
  tx.one<{ fileId: string; lines: number }>(
    `SELECT id AS "fileId", lines FROM payout_file
     WHERE cooperative_id = current_cooperative_id() AND batch_id = $1 AND content_hash = $2`,
    [batchId, hash],
  );

/** What only the database knows: whether the payout is of this batch, how much it is, and what became of it so far. */
async function match(
  tx: Tx,
  batch: BatchRow,
  lines: readonly OutcomeLine[],
): Promise<{ matched: Matched[]; errors: LineError[] }> {
  const rows = await tx.sql<PayoutRow>(
    `SELECT ${payoutColumns} FROM ${payoutTables}
     WHERE o.cooperative_id = current_cooperative_id() AND o.batch_id = $1 AND o.reference = ANY($2::text[])`,
    [batch.id, lines.map(({ reference }) => reference)],
  );
  const payouts = new Map(rows.map((row) => [row.reference, row]));
  const today = await todayHere(tx);
  const errors: LineError[] = [];
  const matched: Matched[] = [];
  for (const line of lines) {
    const payout = payouts.get(line.reference);
    const fault = payout
      ? faultOf(line, payout, today)
      : 'There is no payout of this reference in the batch.';
    if (fault !== null) errors.push({ line: line.line, message: fault });
    else matched.push({ ...line, payout: payout! });
  }
  return { matched, errors };
}

function faultOf(line: OutcomeLine, payout: PayoutRow, today: string): string | null {
  const digits = minorDigits(payout.currency) ?? 2;
  if (line.on > today) return `The day ${line.on} is still to come.`;
  if (line.amountMinor !== payout.amountMinor)
    return `The batch pays ${formatAmount(payout.amountMinor, digits)} under this reference, the file says ${formatAmount(line.amountMinor, digits)}.`;
  if (payout.state === 'cancelled') return 'This payout was cancelled.';
  if (payout.state === 'bounced') return 'This payout has bounced; what is owed goes into a new batch.';
  if (payout.state === 'paid' && line.outcome === 'paid') return 'This payout is reported as paid already.';
  return null;
}

const sorted = (errors: LineError[]): LineError[] => errors.sort((a, b) => a.line - b.line);

/** What was owed may have been undone since the batch was made; then nothing of the file is booked. */
async function checkOwed(tx: Tx, matched: readonly Matched[]): Promise<true | Refusal> {
  const over = await tx.sql<{ path: string }>(
    `SELECT m.path FROM ledger_movement m WHERE m.cooperative_id = current_cooperative_id() AND m.party_id = ANY($1::uuid[])
       AND (starts_with(m.path, 'liabilities:member-payable:') OR starts_with(m.path, 'liabilities:redemption-payable:'))
     GROUP BY m.path HAVING sum(m.amount_minor) > 0 ORDER BY m.path LIMIT 10`,
    [matched.map(({ payout }) => payout.partyId)],
  );
  if (over.length === 0) return true;
  const message = 'Some of this is owed no longer: what it was owed for was undone after the batch was made.';
  return new Refusal(
    'NOT_OWED',
    message,
    over.map(({ path }) => `${path} would be overpaid.`),
  );
}

async function insertOutcomes(
  tx: Tx,
  fileId: string,
  entryId: string | null,
  lines: readonly Matched[],
): Promise<void> {
  const ids = lines.map(({ payout }) => payout.id);
  await tx.sql(
    `INSERT INTO payout_outcome (cooperative_id, payout_id, outcome, happened_on, file_id, ledger_entry_id)
     SELECT current_cooperative_id(), r.payout_id, r.outcome, r.happened_on, $1, $2
     FROM unnest($3::uuid[], $4::text[], $5::date[]) AS r(payout_id, outcome, happened_on)`,
    [fileId, entryId, ids, lines.map(({ outcome }) => outcome), lines.map(({ on }) => on)],
  );
  await tx.sql(
    `UPDATE payout o SET state = r.outcome FROM unnest($1::uuid[], $2::text[]) AS r(id, outcome)
     WHERE o.cooperative_id = current_cooperative_id() AND o.id = r.id`,
    [ids, lines.map(({ outcome }) => outcome)],
  );
}

function fileHasErrors(errors: readonly LineError[]): Refusal {
  const details = errors
    .slice(0, 100)
    .map(({ line, message }) => (line === 0 ? message : `Line ${line}: ${message}`));
  const more = errors.length > 100 ? ' The first hundred are named.' : '';
  return new Refusal(
    'FILE_HAS_ERRORS',
    `The file has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; nothing was written.${more}`,
    details,
  );
}
