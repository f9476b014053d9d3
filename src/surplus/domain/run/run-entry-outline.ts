import { claimPaidBy, positionOfForm, withSurplus, type EntryPosition, type FormSum } from './run-entry.js';
import type { FundPosting } from './run-postings.js';

/** What all participants of a pool get together in one form, of one year. */
export interface FormTotal extends Omit<FormSum, 'partyId' | 'key'> {
  readonly pool: string;
}
/** The accounts on which everybody's own sums of one form stand: `prefix`, the key of each, and `suffix`. */
export interface OwnAccounts {
  readonly pool: string;
  readonly form: string;
  /** The year that the form itself says. */
  readonly formYear: number | null;
  readonly formKind: string | null;
  readonly prefix: string;
  /** What stands after the key: the part that tells a lot; empty otherwise. */
  readonly suffix: string;
  readonly year: number | null;
  /** 1 for a debit, -1 for a credit. */
  readonly sign: 1 | -1;
  /** Where the rest goes of what pays up shares or sets off debts, once they are paid; null for every other form. */
  readonly restPrefix: string | null;
}
/** The entry of a run as far as it can be told without looking at anybody. */
export interface RunEntryOutline {
  /** The surplus account first, funds, and what is booked for all together. */
  readonly shared: readonly EntryPosition[];
  /** How everybody's own lines follow from their forms. */
  readonly own: readonly OwnAccounts[];
}

/** Stands for any key: no account of the chart is named so. */
const anybody = '\u0000';

/**
 * The entry of a run that is booked part by part, by the accounts of `entryOfRun`: what is everybody's together, closed
 * by the surplus account, and a rule for each form that gives anybody's own lines. Lines by that rule and the shared ones
 * are the lines of `entryOfRun`.
 */
export function outlineOfRun({
  year,
  funds,
  totals,
}: {
  readonly year: number;
  readonly funds: readonly FundPosting[];
  readonly totals: readonly FormTotal[];
}): RunEntryOutline {
  const positions = totals.map((total) => positionOfForm({ ...total, partyId: anybody, key: anybody }, year));
  const together = positions.filter(({ partyId }) => partyId === null);
  const own = totals.flatMap((total, row) => ownAccounts(total, positions[row]!, year));
  const owned = positions.reduce((sum, { partyId, amountMinor }) => (partyId ? sum + amountMinor : sum), 0n);
  const booked = funds.map(({ account, divisible, year: of, amountMinor }) => ({
    ...{ path: account, partyId: null, year: of, divisible, amountMinor },
  }));
  return { shared: withSurplus([...booked, ...together], year, owned), own };
}

function ownAccounts(
  total: FormTotal,
  { path, partyId, year }: EntryPosition,
  ownYear: number,
): OwnAccounts[] {
  if (partyId === null) return [];
  const { pool, form, part } = total;
  const rest = claimPaidBy(total)
    ? positionOfForm({ ...total, partyId: anybody, key: anybody, form: 'cash' }, ownYear).path
    : null;
  const at = path.indexOf(anybody);
  return [
    {
      ...{ pool, form, formYear: total.year, formKind: total.kind, year },
      ...{ prefix: path.slice(0, at), suffix: path.slice(at + anybody.length) },
      ...{ sign: part === 'loss' ? 1 : -1, restPrefix: rest && rest.slice(0, -anybody.length) },
    },
  ];
}
