import { isCalendarDate, type CalendarDate } from '../../shared/calendar-date.js';
import { maxAmountMinor, minorDigits } from '../../shared/money.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import { abs } from '../../shared/ratio.js';
import { cleanLine } from '../../shared/text.js';

/** Every reason for which the books say no. The list is closed and flat. */
export const ledgerReasons = {
  ENTRY_TOO_SHORT: 'An entry has at least two lines.',
  ENTRY_UNBALANCED: 'Debits and credits of a currency do not sum to zero.',
  ENTRY_DIFFERS: 'The same event is already booked with other lines, another date or another text.',
  LINE_WITHOUT_AMOUNT: 'A line moves nothing.',
  AMOUNT_OUT_OF_RANGE: 'An amount is larger than the books can carry exactly.',
  ACCOUNT_PATH_INVALID: 'An account is not named as the chart of accounts names them.',
  ACCOUNT_MISMATCH: 'The account exists with another currency, party, year or restriction.',
  CURRENCY_UNKNOWN: 'The currency is not known.',
  INDIVISIBLE_RESERVE: 'An indivisible reserve cannot be debited by an ordinary entry.',
  ALREADY_REVERSED: 'The entry has been reversed already.',
  REVERSAL_IS_FINAL: 'A reversal is not reversed: the event is booked anew.',
  REVERSAL_KEPT_ELSEWHERE: 'The entry belongs to an act that must be undone by its own rule.',
} as const;
export type LedgerReason = keyof typeof ledgerReasons | 'INVALID_INPUT' | 'NOT_FOUND';

/** An account as an entry names it; opened when it is first used. */
export interface AccountDraft {
  readonly path: string;
  readonly partyId?: string | null;
  readonly year?: number | null;
  /** False for a reserve that members can never share out; see `isDivisible` for the default. */
  readonly divisible?: boolean;
}
/** Debits are positive, credits negative, in minor units of the currency. */
export interface LineDraft {
  readonly account: AccountDraft;
  readonly amountMinor: bigint;
  /** The cooperative's own currency when absent. */
  readonly currency?: string;
  readonly partyId?: string | null;
  readonly periodId?: string | null;
  readonly fund?: string | null;
  readonly restriction?: string | null;
  readonly site?: string | null;
  readonly project?: string | null;
}
/** One event, booked once: `(sourceType, sourceId, kind)` names it. */
export interface EntryDraft {
  readonly kind: string;
  readonly narration: string;
  readonly effectiveOn: CalendarDate;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly lines: readonly LineDraft[];
}

/** Roots of the chart, each with its type: asset, liability, equity, revenue, expense. */
export const accountTypes = {
  assets: 'A',
  liabilities: 'L',
  equity: 'E',
  income: 'R',
  expenses: 'X',
} as const;

const pathShape = /^(assets|liabilities|equity|income|expenses)(:[a-z0-9][a-z0-9-]*)+$/;

/** A root of the chart and at least one more part, each of a-z, 0-9 and inner hyphens; at most 200 characters. */
export const isAccountPath = (path: string): boolean => path.length <= 200 && pathShape.test(path);

/** Reserves that the members of today only hold for those of tomorrow (ICA principle 3, "indivisible reserves"). */
const indivisibleFamilies = ['equity:reserve:indivisible', 'equity:reserve:legal'];

/** Whether members may share out what the account holds. A draft may restrict an account, never free a family. */
export const isDivisible = (account: AccountDraft): boolean =>
  account.divisible !== false &&
  !indivisibleFamilies.some((family) => account.path === family || account.path.startsWith(`${family}:`));

/** Entries that the rule lets take from an indivisible reserve: a loss it must bear, and the mending of a mistake. */
const kindsThatMayDebitReserves = ['loss-absorbed', 'reversal'];

export const mayDebit = (kind: string, account: { divisible: boolean }): boolean =>
  account.divisible || kindsThatMayDebitReserves.includes(kind);

/**
 * Whether an entry can stand in the books at all (double entry, Pacioli 1494): two lines or more, each moving a whole
 * non-zero number of minor units, every currency summing to zero, accounts named by the chart, and nothing taken from
 * an indivisible reserve by an ordinary entry. `homeCurrency` is the currency of lines that name none.
 *
 * Refuses with the first fault in the order of `ledgerReasons`; the details name the lines, at most ten.
 */
export function checkEntry(draft: EntryDraft, homeCurrency: string): Verdict<LedgerReason> {
  return firstRefusal<LedgerReason>(
    () => checkHeader(draft),
    () =>
      draft.lines.length >= 2 ||
      new Refusal('ENTRY_TOO_SHORT', 'An entry has at least two lines: from and to.'),
    () => checkLines(draft, homeCurrency),
    () => checkBalance(draft, homeCurrency),
  );
}

/** The same for the lines of an entry that are given, when others come from elsewhere: whether it balances, the commit says. */
export const checkHead = (draft: EntryDraft, homeCurrency: string): Verdict<LedgerReason> =>
  firstRefusal<LedgerReason>(
    () => checkHeader(draft),
    () => checkLines(draft, homeCurrency),
  );

const checkLines = (draft: EntryDraft, homeCurrency: string): Verdict<LedgerReason> =>
  firstRefusal<LedgerReason>(
    ...lineRules(draft, homeCurrency).map(
      ([holds, reason, message]) =>
        () =>
          everyLine(draft, holds, reason, message),
    ),
  );

type LineRule = readonly [holds: (line: LineDraft) => boolean, reason: LedgerReason, message: string];

const lineRules = (draft: EntryDraft, homeCurrency: string): readonly LineRule[] => [
  [
    (line) => isAccountPath(line.account.path),
    'ACCOUNT_PATH_INVALID',
    'An account is named by a root of the chart and parts of small letters, digits and hyphens.',
  ],
  [(line) => line.amountMinor !== 0n, 'LINE_WITHOUT_AMOUNT', 'Every line moves an amount other than zero.'],
  [
    (line) => abs(line.amountMinor) <= maxAmountMinor,
    'AMOUNT_OUT_OF_RANGE',
    `An amount is at most ${maxAmountMinor} minor units.`,
  ],
  [
    (line) => minorDigits(line.currency ?? homeCurrency) !== null,
    'CURRENCY_UNKNOWN',
    'Every currency is one of ISO 4217 that this system knows.',
  ],
  [
    (line) => line.amountMinor < 0n || mayDebit(draft.kind, { divisible: isDivisible(line.account) }),
    'INDIVISIBLE_RESERVE',
    indivisibleMessage,
  ],
];

export const indivisibleMessage =
  'This reserve is indivisible: it belongs to the cooperative and not to its present members. ' +
  'Only a loss that it must bear, or the reversal of a mistake, may take from it.';

function checkHeader(draft: EntryDraft): Verdict<LedgerReason> {
  const faults = [
    ...(cleanLine(draft.narration, 300) === draft.narration
      ? []
      : ['The narration is one line of 1 to 300 characters.']),
    ...(isCalendarDate(draft.effectiveOn) ? [] : ['The effective date is a day of the calendar.']),
    ...(/^[a-z][a-z-]{0,39}$/.test(draft.kind) ? [] : ['The kind of entry is a short name.']),
  ];
  return (
    faults.length === 0 || new Refusal('INVALID_INPUT', 'The entry cannot be written down like this.', faults)
  );
}

function everyLine(
  draft: EntryDraft,
  holds: (line: LineDraft) => boolean,
  reason: LedgerReason,
  message: string,
): Verdict<LedgerReason> {
  const faults: string[] = [];
  for (const [index, line] of draft.lines.entries()) {
    if (holds(line)) continue;
    if (faults.length < 10) faults.push(`Line ${index + 1}: ${line.account.path.slice(0, 200)}.`);
  }
  return faults.length === 0 || new Refusal(reason, message, faults);
}

function checkBalance(draft: EntryDraft, homeCurrency: string): Verdict<LedgerReason> {
  const sums = new Map<string, bigint>();
  for (const line of draft.lines) {
    const currency = line.currency ?? homeCurrency;
    sums.set(currency, (sums.get(currency) ?? 0n) + line.amountMinor);
  }
  const faults = [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(
      ([currency, sum]) =>
        `${currency}: ${sum > 0n ? 'debits' : 'credits'} exceed by ${abs(sum)} minor units.`,
    );
  return faults.length === 0 || new Refusal('ENTRY_UNBALANCED', 'Debits and credits must be equal.', faults);
}
