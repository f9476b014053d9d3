import type { Policy } from '../input/policy-schema.js';
import { everyForm } from '../choices.js';
import { paysOff } from '../forms.js';
import { accountPart } from './run-accounts.js';
import type { FundPosting } from './run-postings.js';

/** The sum of one participant's parts of a run that come in one form, of one year. */
export interface FormSum {
  readonly partyId: string;
  readonly key: string;
  readonly part: 'pool' | 'interest' | 'loss';
  readonly form: string;
  /** What tells capital of one year apart, as qualified: a lot of its own. */
  readonly kind: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
/** One line of the entry; debits are positive. */
export interface EntryPosition {
  readonly path: string;
  readonly partyId: string | null;
  readonly year: number | null;
  readonly divisible: boolean;
  readonly amountMinor: bigint;
}
export interface EntryOfRun {
  readonly year: number;
  readonly funds: readonly FundPosting[];
  readonly forms: readonly FormSum[];
  /** What each participant owes of it today: nothing is set off that has been paid since the run was computed. */
  readonly open: OpenClaims;
}
/** By party: debts to be set off, what is left to pay on shares, and what is still owed of losses. */
export interface OpenClaims {
  readonly setOff: ReadonlyMap<string, bigint>;
  readonly ownLosses: ReadonlyMap<string, bigint>;
  readonly unpaidShares: ReadonlyMap<string, bigint>;
}
/** The accounts on which such claims stand. */
export const claimFamilies: Readonly<Record<keyof OpenClaims, string>> = {
  setOff: 'assets:receivable:member-debt',
  ownLosses: 'assets:receivable:member-loss',
  unpaidShares: 'assets:receivable:share-subscription',
};

/** The account of a form, by the chart of accounts. */
export function accountOfForm({ form, kind, key, year, part }: FormSum, ownYear: number): string {
  const lot = kind === null ? '' : `:${accountPart(kind)}`;
  if (part === 'loss') return `${lossClaims}${key}`;
  switch (form) {
    case 'setOff':
    case 'unpaidShares':
    case 'ownLosses':
      return `${claimFamilies[form]}:${key}`;
    case 'withholding':
      return 'liabilities:withholding';
    case 'shares':
      return `equity:share-capital:${key}${lot}`;
    case 'retained':
      return `equity:allocated:${year ?? ownYear}:${key}${lot}`;
    case 'donated':
      return 'equity:reserve:donated';
    case 'accumulated':
      return `${smallAmounts}${key}`;
    case 'voucher':
      return `liabilities:voucher:${key}`;
    default:
      return `liabilities:member-payable:${key}`;
  }
}

/**
 * The whole entry of a run (surplus.md, section 5): the surplus to appropriate against funds, what disputes hold, and
 * every participant's forms. Debts are set off, and shares paid up, to what is still owed on the day of posting: who
 * has paid meanwhile gets the rest as money. What members bear of a loss is a claim on them; how each settles it is an act of its own. The
 * surplus account closes the entry, so that it always balances.
 */
export function entryOfRun({ year, funds, forms, open }: EntryOfRun): readonly EntryPosition[] {
  const lines = [
    ...funds.map(({ account, divisible, year: of, amountMinor }) => ({
      ...{ path: account, partyId: null, year: of, divisible, amountMinor },
    })),
    ...forms.flatMap((sum) => positionsOf(sum, year, open)),
  ];
  const merged = mergePositions(lines);
  return withSurplus(merged, year);
}

/** The same with the surplus account as the line that closes it; `besides` is what lines that are not listed come to. */
export function withSurplus(
  positions: readonly EntryPosition[],
  year: number,
  besides = 0n,
): readonly EntryPosition[] {
  const open = positions.reduce((sum, { amountMinor }) => sum + amountMinor, besides);
  const path = `equity:surplus-to-appropriate:${year}`;
  const surplus = { path, partyId: null, year, divisible: true, amountMinor: -open };
  return mergePositions([surplus, ...positions]);
}

function positionsOf(sum: FormSum, year: number, claims: OpenClaims): readonly EntryPosition[] {
  const { partyId, amountMinor } = sum;
  const claim = claimPaidBy(sum);
  if (claim === null) return [positionOfForm(sum, year)];
  const open = claims[claim].get(partyId) ?? 0n;
  const paid = open < amountMinor ? (open > 0n ? open : 0n) : amountMinor;
  return [
    positionOfForm({ ...sum, amountMinor: paid }, year),
    positionOfForm({ ...sum, form: 'cash', amountMinor: amountMinor - paid }, year),
  ].filter((one) => one.amountMinor !== 0n);
}

/** What a form pays off, up to what is owed of it on the day of posting; the rest is money. Null for every other form. */
export const claimPaidBy = ({ form, part }: Pick<FormSum, 'form' | 'part'>): keyof OpenClaims | null =>
  form in claimFamilies && part !== 'loss' ? (form as keyof OpenClaims) : null;

/** Whether a policy pays off anything that members owe. */
export const paysOffClaims = ({ waterfall }: Policy): boolean =>
  (waterfall?.pools ?? []).some((pool) => everyForm(pool).some(paysOff));

/** The line of one sum; an account that names nobody is everybody's together. */
export function positionOfForm(sum: FormSum, year: number): EntryPosition {
  const { partyId, part, form, amountMinor } = sum;
  const path = accountOfForm(sum, year);
  return {
    path,
    partyId: isAccountOf(path, sum.key) ? partyId : null,
    year: form === 'retained' ? (sum.year ?? year) : null,
    divisible: part === 'loss' || form !== 'donated',
    amountMinor: part === 'loss' ? amountMinor : -amountMinor,
  };
}

/** Whether an account is of this key: its last part, or the one before the part that tells a lot. */
const isAccountOf = (path: string, key: string): boolean =>
  path.endsWith(`:${key}`) || (path.startsWith('equity:') && path.includes(`:${key}:`));

/** One line for each account, in the order in which they come; what nets to nothing is left out. */
export function mergePositions(positions: readonly EntryPosition[]): readonly EntryPosition[] {
  const byPath = new Map<string, EntryPosition>();
  for (const one of positions) {
    const before = byPath.get(one.path);
    byPath.set(one.path, before ? { ...before, amountMinor: before.amountMinor + one.amountMinor } : one);
  }
  return [...byPath.values()].filter(({ amountMinor }) => amountMinor !== 0n);
}

/**
 * The entry of a correction: what the corrected run should have booked, less what it and earlier corrections did. Where
 * somebody was given too much, it is taken back from what still stands on their account; the rest is a claim on them. Where
 * somebody bore too much of a loss, what they have borne is owed to them.
 * `standing` is what an account owes its holder now.
 */
export function entryOfCorrection(
  wanted: readonly EntryPosition[],
  booked: readonly EntryPosition[],
  standing: ReadonlyMap<string, bigint>,
): readonly EntryPosition[] {
  const turned = booked.map((one) => ({ ...one, amountMinor: -one.amountMinor }));
  const differences = mergePositions([...wanted, ...turned.map(claimsAsPayable)]);
  const deltas = mergePositions(differences.flatMap((one) => lossGivenBack(one, standing)));
  return mergePositions(
    deltas.flatMap((delta) => {
      if (delta.partyId === null || delta.amountMinor <= 0n || delta.path.startsWith('assets:'))
        return [delta];
      const left = standing.get(delta.path) ?? 0n;
      const taken = left < delta.amountMinor ? (left > 0n ? left : 0n) : delta.amountMinor;
      const key = holderOf(delta.path);
      const claim = {
        ...delta,
        path: `${correctionClaims}${key}`,
        year: null,
        amountMinor: delta.amountMinor - taken,
      };
      return [{ ...delta, amountMinor: taken }, claim];
    }),
  );
}
/** Less of a loss to bear lessens what is still owed of it; what has been borne already is owed to its member as money. */
function lossGivenBack(one: EntryPosition, standing: ReadonlyMap<string, bigint>): readonly EntryPosition[] {
  if (!one.path.startsWith(lossClaims) || one.amountMinor >= 0n) return [one];
  const owed = -(standing.get(one.path) ?? 0n);
  const forgiven = owed < -one.amountMinor ? (owed > 0n ? owed : 0n) : -one.amountMinor;
  const path = `liabilities:member-payable:${holderOf(one.path)}`;
  return [
    { ...one, amountMinor: -forgiven },
    { ...one, path, amountMinor: one.amountMinor + forgiven },
  ];
}
/** What is too small to pay, and waits. */
export const smallAmounts = 'liabilities:small-amounts:';
/** What members bear of losses, and have not borne yet. */
export const lossClaims = 'assets:receivable:member-loss:';

/** The key of whose account it is: capital may have a part after it. */
function holderOf(path: string): string {
  const parts = path.split(':');
  if (path.startsWith('equity:allocated:')) return parts[3]!;
  return path.startsWith('equity:share-capital:') ? parts[2]! : parts.at(-1)!;
}
export const correctionClaims = 'assets:receivable:member-correction:';

/** An earlier correction's claim on somebody counts as money taken back from them. */
function claimsAsPayable(one: EntryPosition): EntryPosition {
  if (!one.path.startsWith(correctionClaims)) return one;
  return { ...one, path: `liabilities:member-payable:${one.path.slice(correctionClaims.length)}` };
}
