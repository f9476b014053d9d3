import { formatAmount, minorDigits } from '../../shared/money.js';
import { accountTypes } from './book.js';

/**
 * The books as an hledger journal, so that an auditor's own tool can check them (`hledger check -s`): every commodity
 * and account declared, a point as decimal mark, one transaction an entry, identifiers as tags.
 */
export interface JournalEntry {
  readonly id: string;
  readonly effectiveOn: string;
  readonly narration: string;
  readonly kind: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly reverses: string | null;
}
export interface JournalLine {
  readonly path: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly partyId: string | null;
  readonly periodId: string | null;
  readonly fund: string | null;
  readonly restriction: string | null;
  readonly site: string | null;
  readonly project: string | null;
}

/** The head of the file, and one `commodity` directive for every currency used. */
export function journalHead(title: string, currencies: readonly string[]): string {
  const commodities = currencies.map((currency) => {
    const digits = digitsOf(currency);
    // With a fixed decimal mark, hledger wants to see one even where a currency has no minor unit.
    return `commodity ${digits === 0 ? '1000.' : formatAmount(1000n * 10n ** BigInt(digits), digits)} ${currency}`;
  });
  return [`; ${plain(title)}`, 'decimal-mark .', ...commodities, '', ''].join('\n');
}

/** One `account` directive with its type; what lies in a bank is cash. */
export function journalAccount(path: string): string {
  const root = path.split(':')[0] as keyof typeof accountTypes;
  return `account ${path}  ; type: ${path.startsWith('assets:bank') ? 'C' : accountTypes[root]}\n`;
}

/** The first line of a transaction. */
export function journalEntryHead(entry: JournalEntry): string {
  const tags = [`event:${entry.kind}`, `source:${entry.sourceType}/${entry.sourceId}`];
  if (entry.reverses !== null) tags.push(`reverses:${entry.reverses}`);
  return `\n${entry.effectiveOn} * (${entry.id}) ${plain(entry.narration)}  ; ${tags.join(', ')}\n`;
}

/** One posting. Two spaces at least part an account from its amount. */
export function journalLine(line: JournalLine): string {
  const tags = (['partyId', 'periodId', 'fund', 'restriction', 'site', 'project'] as const)
    .filter((name) => line[name] !== null)
    .map((name) => `${name.replace('Id', '')}:${plain(line[name] ?? '').replaceAll(',', ' ')}`);
  const amount = formatAmount(line.amountMinor, digitsOf(line.currency)).padStart(16);
  const posting = `    ${line.path.padEnd(44)}  ${amount} ${line.currency}`;
  return tags.length === 0 ? `${posting}\n` : `${posting}  ; ${tags.join(', ')}\n`;
}

/** A semicolon would begin a comment, a line break a posting; neither changes what is said. */
const plain = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll(';', ',')
    .replaceAll('|', '/');

function digitsOf(currency: string): number {
  const digits = minorDigits(currency);
  if (digits === null) throw new Error(`${currency} is in the books but not known`);
  return digits;
}
