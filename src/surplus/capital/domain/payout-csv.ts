import { isCalendarDate } from '../../../shared/calendar-date.js';
import { formatAmount, parseAmount } from '../../../shared/money.js';

/**
 * What a bank did with a batch of payouts, as a neutral table: `reference;amount;date;outcome`, in any order of
 * columns; further columns are named and left alone. The reference is the one of the batch's own file, the amount what
 * was paid, the outcome `paid` or `bounced`. Every error is told with its line.
 */
export interface OutcomeLine {
  readonly line: number;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly on: string;
  readonly outcome: 'paid' | 'bounced';
}
export interface LineError {
  /** Line of the file, from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}
export interface OutcomeFile {
  readonly lines: readonly OutcomeLine[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
}
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
}
const wanted = ['reference', 'amount', 'date', 'outcome'] as const;

/** `digits`: minor digits of the batch's currency. */
export function readOutcomes(records: readonly FileRecord[], digits: number): OutcomeFile {
  const [header, ...rows] = records;
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = wanted.filter((name) => !columns.includes(name));
  const twice = wanted.filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  const ignoredColumns = columns.filter((name) => !(wanted as readonly string[]).includes(name)).map(shown);
  const faults = [
    ...missing.map((name) => `${name} is missing`),
    ...twice.map((name) => `${name} occurs twice`),
  ];
  if (faults.length > 0) {
    const message = `The first line must name the columns ${wanted.join(', ')}: ${faults.join(', ')}.`;
    return { lines: [], errors: [{ line: 1, message }], ignoredColumns };
  }
  if (rows.length === 0)
    return { lines: [], errors: [{ line: 0, message: 'The file has no records.' }], ignoredColumns };
  return { ...readRows(columns, rows, digits), ignoredColumns };
}

function readRows(
  columns: readonly string[],
  rows: readonly FileRecord[],
  digits: number,
): Pick<OutcomeFile, 'lines' | 'errors'> {
  const lines: OutcomeLine[] = [];
  const errors: LineError[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const cell = (name: string): string => (cells[columns.indexOf(name)] ?? '').trim();
    const [reference, outcome] = [cell('reference'), cell('outcome').toLowerCase()];
    const amountMinor = parseAmount(cell('amount'), digits);
    const twin = seen.get(reference);
    const faults = [
      ...(reference === '' ? ['The reference is missing.'] : []),
      ...(amountMinor === null || amountMinor <= 0n
        ? [`The amount ${shown(cell('amount'))} is not an amount above zero in the batch’s currency.`]
        : []),
      ...(isCalendarDate(cell('date'))
        ? []
        : [
            cell('date') === ''
              ? 'The date on which the bank did it is missing, as 2026-03-31.'
              : `The date ${shown(cell('date'))} is not a day as 2026-03-31.`,
          ]),
      ...(outcome === 'paid' || outcome === 'bounced'
        ? []
        : [
            outcome === ''
              ? 'The outcome is missing: paid or bounced.'
              : `The outcome ${shown(outcome)} is neither paid nor bounced.`,
          ]),
      ...(twin === undefined ? [] : [`The same reference as line ${twin}.`]),
    ];
    seen.set(reference, twin ?? line);
    errors.push(...faults.map((message) => ({ line, message })));
    if (faults.length === 0)
      lines.push({
        ...{ line, reference, on: cell('date') },
        amountMinor: amountMinor!,
        outcome: outcome as 'paid',
      });
  }
  return { lines, errors };
}

/** A value of the file, short enough and plain enough to be shown back. */
const shown = (text: string): string => {
  const plain = text.replace(/[\p{Cc}\p{Cs}]/gu, '?').trim();
  return `“${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}”`;
};

export interface PayoutLine {
  readonly reference: string;
  readonly key: string;
  readonly name: string | null;
  readonly amountMinor: bigint;
  readonly interestMinor: bigint;
  readonly currency: string;
}

/** The batch as a table for the bank or its officer; `outcome` and `date` are empty, to be filled in and brought back. */
export const payoutHeader = 'reference;account;name;amount;of_which_interest;currency;date;outcome\n';
export function payoutRow(payout: PayoutLine, digits: number): string {
  const { reference, key, name, amountMinor, interestMinor, currency } = payout;
  const amounts = [formatAmount(amountMinor, digits), formatAmount(interestMinor, digits)];
  return `${[reference, key, quoted(name ?? ''), ...amounts, currency, '', ''].join(';')}\n`;
}

/** In quotes; what a spreadsheet would take for a formula begins with an apostrophe instead. */
const quoted = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
