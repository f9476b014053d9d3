import type { LossWaterfall } from '../loss-waterfall.js';
import type { Waterfall } from '../waterfall-report.js';
import { accountOfFund } from './run-accounts.js';
import type { RunPolicy } from './run-policy.js';

/** One line of the entry that belongs to no participant. Debits are positive. */
export interface FundPosting {
  readonly account: string;
  readonly divisible: boolean;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
export const contestedAccount = 'liabilities:contested';

/** What a run books besides its lines: funds, old losses, what disputes hold, and what the surplus account gives. */
export interface RunPostings {
  readonly funds: readonly FundPosting[];
  /** Taken from the surplus to appropriate; negative when a loss is borne. */
  readonly fromSurplusMinor: bigint;
}

/**
 * The lines of the entry for funds, losses and held sums. With the participants' lines and the surplus account they sum
 * to zero. Interest that the accounts bear as an expense is booked as one; tax is already out of the audited result.
 */
export function postingsOf(
  waterfall: Waterfall,
  loss: LossWaterfall | null,
  policy: RunPolicy,
  year: number,
): RunPostings {
  const funds: FundPosting[] = [];
  const book = (account: string, amountMinor: bigint, divisible = true, of: number | null = null): void => {
    if (amountMinor !== 0n) funds.push({ account, divisible, year: of, amountMinor });
  };
  const feed = (fund: string, amount: bigint): void => {
    const { path, divisible } = accountOfFund(policy.full, fund);
    book(path, -amount, divisible);
  };
  for (const old of waterfall.oldLosses.absorbed)
    book(`equity:loss-carryforward:${old.year}`, -old.amount, true, old.year);
  for (const { fund, amount } of waterfall.oldLosses.restored) feed(fund, amount);
  for (const { fund, amount, redirected } of waterfall.appropriations) {
    feed(fund, amount);
    if (redirected) feed(redirected.fund, redirected.amount);
  }
  for (const { result, disputed } of waterfall.pools) {
    const fund =
      result.fund ?? policy.full.waterfall?.pools?.find(({ id }) => id === result.id)?.fallbackFund;
    if (fund) feed(fund, disputed?.fundLeast ?? result.toFund);
    book(contestedAccount, -(disputed?.held ?? 0n));
  }
  const expense = expensedInterest(waterfall, policy);
  book('expenses:capital-interest', expense);
  for (const step of loss?.steps ?? []) bookLoss(step, policy, year, book);
  const borne = loss?.loss ?? 0n;
  const taken = waterfall.surplus - waterfall.tax - waterfall.undecided - expense;
  return { funds: merged(funds), fromSurplusMinor: taken - borne };
}

/** Interest that the audited result has already paid for. */
export const expensedInterest = (waterfall: Waterfall, policy: RunPolicy): bigint =>
  policy.full.waterfall?.capitalInterest?.stage === 'expense'
    ? (waterfall.capitalInterest?.amount ?? 0n)
    : 0n;

function bookLoss(
  step: LossWaterfall['steps'][number],
  policy: RunPolicy,
  year: number,
  book: (account: string, amountMinor: bigint, divisible?: boolean, of?: number | null) => void,
): void {
  const rule = policy.full.loss?.find(
    (one) => one.to === step.to && (one.name ?? one.fund ?? one.to) === step.id,
  );
  if (step.to === 'carryForward') book(`equity:loss-carryforward:${year}`, step.amount, true, year);
  if (step.to === 'capitalShare') book(`equity:loss-of-capital:${year}`, step.amount, true, year);
  if (step.to === 'reserve') {
    const { path, divisible } = accountOfFund(policy.full, rule?.fund ?? step.id);
    book(path, step.amount, divisible);
  }
}

/** One line for each account: a reserve fed by three rules is credited once. */
function merged(postings: readonly FundPosting[]): readonly FundPosting[] {
  const byAccount = new Map<string, FundPosting>();
  for (const one of postings) {
    const before = byAccount.get(one.account);
    byAccount.set(
      one.account,
      before ? { ...before, amountMinor: before.amountMinor + one.amountMinor } : one,
    );
  }
  return [...byAccount.values()].filter(({ amountMinor }) => amountMinor !== 0n);
}
