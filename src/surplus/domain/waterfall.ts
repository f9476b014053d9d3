import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { appropriate, type Appropriated } from './appropriation.js';
import { computeCapitalInterest, type CapitalInterest, type PayInterest } from './capital-interest.js';
import type { WaterfallPolicy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { absorbOldLosses } from './old-losses.js';
import { origins, positive, splitByOrigin, sumOf, takeFrom, type Pots } from './origin.js';
import { refuse, type SurplusReason } from './reasons.js';
import { sharePool, sharePools, type SharePool } from './waterfall-pools.js';
import { assembleWaterfall, type Waterfall } from './waterfall-report.js';

/**
 * From the result of a period to what each member gets, in the order: origin, interest as an expense, old
 * losses, tax before or after the mandatory base, mandatory funds, voluntary funds, pools of fixed size,
 * interest as an appropriation, the other pools. What no rule takes is left to be decided.
 * Every step takes from what the earlier ones left, and all of them sum to the surplus. `share` gives each pool of a
 * size, `pay` the interest within a limit; they may have done so before.
 */
export function computeWaterfall(
  policy: WaterfallPolicy,
  snapshot: Snapshot,
  share: SharePool = (pool, size) => sharePool(pool, size, snapshot),
  pay: PayInterest = computeCapitalInterest,
): Waterfall | Refusal<SurplusReason> {
  if (!snapshot.result)
    return refuse('MISSING_FIGURE', 'snapshot.result is needed: the audited result of the period.');
  const split = splitByOrigin(snapshot.result, policy.origin);
  if (isRefusal(split)) return split;
  // Interest is paid out of a positive result: what another origin lost in the same year is not there to pay it.
  const yearsGain = positive(split.surplus - sumOf(split.losses));
  const expense = interestAsExpense(policy, snapshot, { pots: split.pots, limit: yearsGain }, pay);
  if (isRefusal(expense)) return expense;
  const covered = absorbOldLosses(expense.pots, snapshot, policy.oldLosses);
  const given = new GivenToFunds(covered.restored);
  const obligatory = mandatoryFundsAndTax(policy, covered.pots, snapshot, given);
  if (isRefusal(obligatory)) return obligatory;
  const { tax, afterTax, bases, available } = obligatory;
  const voluntary = voluntaryFunds(policy, available, snapshot, given);
  if (isRefusal(voluntary)) return voluntary;
  const appropriations = [...obligatory.done, ...voluntary.done];
  const shared = sharePools(policy, snapshot, {
    base: sumOf(bases),
    distributable: sumOf(bases) - bases.get('extraordinary')!,
    memberBase: bases.get('member')!,
    available: voluntary.left,
    yearsGain,
    uncoveredLosses: covered.uncovered,
    funds: new Map(appropriations.map(({ id, amount }) => [id, amount])),
    interestDone: expense.interest !== null,
    share,
    pay,
  });
  if (isRefusal(shared)) return shared;
  const interest = expense.interest ?? shared.interest;
  return assembleWaterfall({
    split,
    covered,
    tax,
    bases,
    appropriations,
    available,
    shared,
    interest,
    afterTax,
  });
}

/** Steps 3 to 5: tax comes off before the base is struck, or after the mandatory funds. */
function mandatoryFundsAndTax(policy: WaterfallPolicy, pots: Pots, snapshot: Snapshot, given: GivenToFunds) {
  const tax = snapshot.tax ?? 0n;
  const afterTax = policy.mandatoryBase === 'afterTax';
  const taxedFirst = takeFrom(pots, afterTax ? tax : 0n, origins);
  const mandatory = mandatoryFunds(policy, taxedFirst.pots, snapshot, given);
  if (isRefusal(mandatory)) return mandatory;
  const taxedLast = takeFrom(mandatory.pots, afterTax ? 0n : tax, origins);
  if (taxedFirst.missing > 0n || taxedLast.missing > 0n)
    return refuse('MORE_THAN_THERE_IS', `The tax of ${tax} is more than what is left to pay it from.`);
  return { tax, afterTax, bases: taxedFirst.pots, done: mandatory.done, available: sumOf(taxedLast.pots) };
}

function interestAsExpense(
  policy: WaterfallPolicy,
  snapshot: Snapshot,
  { pots, limit }: { readonly pots: Pots; readonly limit: bigint },
  pay: PayInterest,
): { pots: Pots; interest: CapitalInterest | null } | Refusal<SurplusReason> {
  if (policy.capitalInterest?.stage !== 'expense') return { pots, interest: null };
  const interest = pay(policy.capitalInterest, snapshot, limit);
  return isRefusal(interest) ? interest : { pots: takeFrom(pots, interest.amount, origins).pots, interest };
}

type Funded<Left> = { readonly done: readonly Appropriated[] } & Left;

/** What each fund has been given so far in this run. */
class GivenToFunds {
  private readonly amounts = new Map<string, bigint>();
  private rounded = 0;

  constructor(restored: readonly { readonly fund: string; readonly amount: bigint }[]) {
    for (const { fund, amount } of restored) this.add(fund, amount);
  }

  sofar() {
    return { given: this.amounts, roundedBefore: this.rounded };
  }

  take({ fund, amount, redirected, rate }: Appropriated): void {
    this.add(fund, amount);
    if (redirected) this.add(redirected.fund, redirected.amount);
    if (rate) this.rounded += 1;
  }

  private add(fund: string, amount: bigint): void {
    this.amounts.set(fund, (this.amounts.get(fund) ?? 0n) + amount);
  }
}

function mandatoryFunds(
  policy: WaterfallPolicy,
  bases: Pots,
  snapshot: Snapshot,
  given: GivenToFunds,
): Funded<{ readonly pots: Pots }> | Refusal<SurplusReason> {
  let pots = bases;
  const done: Appropriated[] = [];
  for (const rule of policy.appropriations ?? []) {
    if (!rule.mandatory) continue;
    const from = rule.from ?? origins;
    const of = (source: Pots) => from.reduce((sum, origin) => sum + source.get(origin)!, 0n);
    const one = appropriate(rule, { base: of(bases), remaining: of(pots), ...given.sofar() }, snapshot);
    if (isRefusal(one)) return one;
    given.take(one);
    pots = takeFrom(pots, one.amount + (one.redirected?.amount ?? 0n), from).pots;
    done.push(one);
  }
  return { pots, done };
}

function voluntaryFunds(
  policy: WaterfallPolicy,
  available: bigint,
  snapshot: Snapshot,
  given: GivenToFunds,
): Funded<{ readonly left: bigint }> | Refusal<SurplusReason> {
  let left = available;
  const done: Appropriated[] = [];
  for (const rule of policy.appropriations ?? []) {
    if (rule.mandatory) continue;
    const one = appropriate(rule, { base: available, remaining: left, ...given.sofar() }, snapshot);
    if (isRefusal(one)) return one;
    given.take(one);
    left -= one.amount + (one.redirected?.amount ?? 0n);
    done.push(one);
  }
  return { left, done };
}
