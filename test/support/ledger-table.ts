import type { Tx } from '../../src/platform/database/transaction.js';
import { formatAmount, minorDigits } from '../../src/shared/money.js';

interface TableRow {
  readonly entry: string;
  readonly effectiveOn: string;
  readonly narration: string;
  readonly path: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/**
 * The books of the bound cooperative as a table that an auditor reads: an entry a block, debits left, credits right,
 * and the sums below. `accounts` keeps the lines of the entries that touch an account beginning so.
 */
export async function renderLedgerTable(tx: Tx, accounts = ''): Promise<string> {
  const rows = await tx.sql<TableRow>(
    `SELECT e.id AS entry, e.effective_on AS "effectiveOn", e.narration, a.path, l.currency, l.amount_minor AS "amountMinor"
     FROM ledger_entry e
     JOIN ledger_line l ON l.cooperative_id = e.cooperative_id AND l.entry_id = e.id
     JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
     WHERE EXISTS (SELECT FROM ledger_line m JOIN ledger_account n ON n.id = m.account_id
                   WHERE m.entry_id = e.id AND starts_with(n.path, $1))
     ORDER BY e.effective_on, e.recorded_at, e.id, l.seq`,
    [accounts],
  );
  const width = Math.max(10, ...rows.map((row) => row.path.length));
  const lines: string[] = [];
  let entry = '';
  for (const row of rows) {
    if (row.entry !== entry) lines.push(`${row.effectiveOn}  ${row.narration}`);
    entry = row.entry;
    lines.push(`  ${row.path.padEnd(width)} ${columns(row.amountMinor, row.currency)}`);
  }
  for (const currency of [...new Set(rows.map((row) => row.currency))].sort()) {
    const amounts = rows.filter((row) => row.currency === currency).map((row) => row.amountMinor);
    const sum = (part: bigint[]): bigint => part.reduce((total, amount) => total + amount, 0n);
    const debits = sum(amounts.filter((amount) => amount > 0n));
    const credits = -sum(amounts.filter((amount) => amount < 0n));
    const digits = minorDigits(currency) ?? 0;
    lines.push(
      `= ${'sum'.padEnd(width)} ${formatAmount(debits, digits).padStart(14)} ${formatAmount(credits, digits).padStart(14)} ${currency}`,
    );
  }
  return lines.join('\n');
}

function columns(amount: bigint, currency: string): string {
  const text = formatAmount(amount < 0n ? -amount : amount, minorDigits(currency) ?? 0).padStart(14);
  return amount > 0n ? `${text} ${' '.repeat(14)} ${currency}` : `${' '.repeat(14)} ${text} ${currency}`;
}
