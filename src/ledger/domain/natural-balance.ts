/**
 * How whoever an account belongs to reads it. The books keep debits positive and credits negative; a member reads what is
 * theirs, and what is owed to them or by them, as amounts of their own.
 */
export type AccountSense = 'capital' | 'owed_to_holder' | 'owed_by_holder' | 'other';

const capital = /^equity:(share-capital|allocated):/;

export function senseOf(path: string): AccountSense {
  if (capital.test(path)) return 'capital';
  if (path.startsWith('liabilities:')) return 'owed_to_holder';
  return path.startsWith('assets:receivable:') ? 'owed_by_holder' : 'other';
}

/** The balance in the account's own sense: credits less debits of liabilities, equity and income, otherwise the reverse. */
export const naturalBalance = (path: string, balanceMinor: bigint): bigint =>
  /^(liabilities|equity|income):/.test(path) ? -balanceMinor : balanceMinor;
