import { minorDigits } from '../../shared/money.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { amountNamed } from './amounts.js';
import { rateNamed } from './balances.js';
import type { Check, Policy } from './input/policy-schema.js';
import type { Appropriation } from './input/rule-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { lawfullyLess } from './lawful-less.js';
import { addMonths } from './instalments.js';
import { failuresOf } from './line-checks.js';
import { unitOfMoneyBases } from './money-bases.js';
import type { PoolLine } from './pool.js';
import type { Waterfall } from './waterfall-report.js';

/**
 * Step 14: tests of a computed waterfall, each answering pass, warn or block with its article. A check whose
 * figures the snapshot does not give warns that it could not be made. Checks of a preset that nobody has
 * checked for the cooperative only warn; a rule of its own bylaws blocks as it says.
 */
export interface CheckOutcome {
  readonly id: string;
  readonly outcome: 'pass' | 'warn' | 'block';
  readonly article: string;
  readonly message: string;
  readonly detail: string;
}
/** True or false with what was compared; null when it could not be compared. */
interface Finding {
  readonly met: boolean | null;
  readonly detail: string;
}
export interface Checked {
  readonly waterfall: Waterfall;
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  /** The funds of the text the checks belong to: its stop rules and lower rates are the ones that excuse. */
  readonly rules?: readonly Appropriation[] | undefined;
  /** For a waterfall whose lines are not in it: how many of them failed each check. */
  readonly lineCounts?: LineCountsOfChecks | undefined;
}
/** By check, how many lines or members fail it. */
export type LineCountsOfChecks = ReadonlyMap<Check, number>;
/** How many fail a check: as counted while lines were made, or counted here over the lines of the waterfall. */
function failing(check: Check, { waterfall, snapshot, lineCounts }: Checked): number {
  if (lineCounts) return lineCounts.get(check) ?? 0;
  const own = new Map<string, PoolLine[]>();
  for (const { result } of waterfall.pools)
    for (const line of result.lines) own.set(line.key, [...(own.get(line.key) ?? []), line]);
  const people = new Map((snapshot.participants ?? []).map((one) => [one.key, one]));
  let count = 0;
  for (const key of new Set([...people.keys(), ...own.keys()]))
    count += failuresOf(check, { participant: people.get(key) ?? null, lines: own.get(key) ?? [] });
  return count;
}

/** `enforced` says whether a check blocks as it says; checks without a waterfall to look at warn that they were not made. */
export function runChecks(
  checks: readonly Check[],
  checked: Checked | null,
  enforced: boolean,
): readonly CheckOutcome[] {
  return checks.map((check) => {
    const { met, detail } = checked
      ? (doesNotApply(check, checked) ?? findings[check.kind](check, checked))
      : unknown('no waterfall was computed');
    const failed = enforced && met === false ? check.severity : 'warn';
    const { id, article, message } = check;
    return { id, outcome: met === true ? 'pass' : failed, article, message, detail };
  });
}

const isWhole = (amount: Ratio): boolean => Ratio.of(amount.floor()).equals(amount);

/** An amount as people read it: whole, or with two places beyond the currency’s own where it is a fraction of a unit. */
export function told(amount: Ratio | bigint, { currency }: Pick<Snapshot, 'currency'>): string {
  const exact = amount instanceof Ratio ? amount : Ratio.of(amount);
  const digits = currency === undefined ? null : minorDigits(currency);
  if (digits === null)
    return isWhole(exact) ? `${exact.floor()} minor units` : `${exact.toDecimal(2)} minor units`;
  const places = isWhole(exact) ? digits : digits + 2;
  return `${exact.dividedBy(Ratio.of(10n ** BigInt(digits))).toDecimal(places)} ${currency}`;
}

const unknown = (detail: string): Finding => ({ met: null, detail: `could not be checked: ${detail}` });
const finding = (met: boolean, detail: string): Finding => ({ met, detail });

/** Why there is nothing to check, or why it is not known; null when there is. */
function doesNotApply({ onlyIf, onlyWhenPaid }: Check, { waterfall, snapshot }: Checked): Finding | null {
  if (onlyIf !== undefined) {
    const holds = snapshot.facts?.get(onlyIf);
    if (holds === undefined) return unknown(`the snapshot does not state the fact ${onlyIf}`);
    if (!holds) return finding(true, `${onlyIf} does not hold`);
  }
  const nothingPaid = onlyWhenPaid?.every((name) => (amountNamed(waterfall, name) ?? 0n) === 0n);
  return nothingPaid ? finding(true, 'nothing of the kind is paid') : null;
}

function sumNamed(
  waterfall: Waterfall,
  names: readonly string[],
): { sum: bigint; missing: string | undefined } {
  const amounts = names.map((name) => amountNamed(waterfall, name));
  return {
    sum: amounts.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n),
    missing: names.find((_, index) => amounts[index] === null),
  };
}

/** What no step feeds gets nothing, and a ceiling that nothing feeds is zero: neither excuses a policy. */
function atLeast(check: Check, { waterfall, snapshot, rules = [] }: Checked): Finding {
  const own = sumNamed(waterfall, check.names ?? []);
  const of = sumNamed(waterfall, check.of ?? []);
  if (of.missing !== undefined) return unknown(`no step of the policy is called ${of.missing}`);
  const limit = (check.rate ?? Ratio.one).times(Ratio.of(of.sum));
  const { less, lapsed } = lawfullyLess(check, rules, waterfall, snapshot);
  const reaches = (amount: bigint) => Ratio.of(amount).compare(limit) >= 0;
  if (!reaches(own.sum) && (lapsed || reaches(own.sum + less)))
    return finding(true, 'a stop rule was reached, or a lower rate is allowed now');
  const named = own.missing === undefined ? '' : `; no step of the policy is called ${own.missing}`;
  return finding(reaches(own.sum), `${told(own.sum, snapshot)} against ${told(limit, snapshot)}${named}`);
}

function atMost(check: Check, { waterfall, snapshot }: Checked): Finding {
  const own = sumNamed(waterfall, check.names ?? []);
  if (own.missing !== undefined) return unknown(`no step of the policy is called ${own.missing}`);
  const of = sumNamed(waterfall, check.of ?? []);
  const limit = (check.rate ?? Ratio.one).times(Ratio.of(of.sum));
  const named = of.missing === undefined ? '' : `; no step of the policy is called ${of.missing}`;
  return finding(
    Ratio.of(own.sum).compare(limit) <= 0,
    `${told(own.sum, snapshot)} against ${told(limit, snapshot)}${named}`,
  );
}

/** Whether anybody has what a check names; before there are records nobody can. */
function onRecord(check: Check, checked: Checked): Finding {
  const nobodyYet = !checked.lineCounts && !checked.snapshot.participants;
  return finding(nobodyYet || failing(check, checked) > 0, check.names![0]!);
}

const findings: Readonly<Record<Check['kind'], (check: Check, checked: Checked) => Finding>> = {
  amountsAtLeast: atLeast,
  amountsAtMost: atMost,
  interestRateAtMost: (check, { waterfall, snapshot }) => {
    const interest = waterfall.capitalInterest;
    if (!interest) return finding(true, 'no interest on capital');
    const named = check.named ? rateNamed(snapshot, check.named) : Ratio.zero;
    if (isRefusal(named)) return unknown(named.message);
    const limit = named.plus(check.rate ?? Ratio.zero);
    return finding(
      interest.rate.compare(limit) <= 0,
      `${interest.rate.toString()} against ${limit.toString()}`,
    );
  },
  uniformRate: (_check, { waterfall }) => {
    const graded = waterfall.pools.find(({ result }) => result.rate === null && result.size > 0n);
    return finding(
      graded === undefined,
      graded ? `${graded.result.id} has no uniform rate` : 'one uniform rate',
    );
  },
  cashAtLeast: (check, checked) => {
    const short = failing(check, checked);
    return finding(short === 0, `${short} members below`);
  },
  refundRateAtMost: (check, { waterfall, policy, snapshot }) => {
    const interest = waterfall.capitalInterest;
    if (!interest) return unknown('no interest on capital to compare with');
    const limit = interest.rate.times(check.rate ?? Ratio.one);
    // A declared rate is of money for money already; another one is in minor units for each unit of its basis.
    const unit = unitOfMoneyBases(policy, snapshot.currency);
    const limitOf = (id: string): Ratio => {
      const pool = policy.waterfall?.pools?.find((one) => one.id === id);
      const inMoney = policy.moneyBases?.includes([...(pool?.weighting.bases.keys() ?? [])][0]!);
      return unit instanceof Ratio && inMoney && !pool?.size.declaredRate ? limit.times(unit) : limit;
    };
    const over = waterfall.pools.find(
      ({ result: { id, rate } }) => rate !== null && limitOf(id).isLessThan(rate),
    );
    return finding(over === undefined, `limit ${limit.toString()}`);
  },
  perMemberAtMost: (check, checked) => {
    const over = failing(check, checked);
    return finding(over === 0, `${over} members above`);
  },
  claimsPaidOnce: (check, checked) => {
    const over = failing(check, checked);
    return finding(over === 0, `${over} members above what they owe`);
  },
  basisOnRecord: (check, checked) => {
    const ofAll = checked.snapshot.basisTotals?.get(check.names![0]!)?.isZero() === false;
    return ofAll ? finding(true, 'in the totals') : onRecord(check, checked);
  },
  classOnRecord: (check, checked) => onRecord(check, checked),
  nettingNoticed: (_check, { waterfall: { netting }, snapshot }) => {
    if (!netting) return finding(true, 'nothing was netted');
    const told = snapshot.facts?.get('noticeOfNetting') === true;
    const by = snapshot.period ? ` by ${addMonths(`${snapshot.period.to.slice(0, 7)}-15`, 9)}` : '';
    const names = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).join(', ');
    return finding(
      told,
      `losses of ${names(netting.losing)} offset gains of ${names(netting.gaining)}; written notice to patrons${by}`,
    );
  },
  seniorityAtMost: (check, checked) =>
    finding(failing(check, checked) === 0, `limit ${(check.rate ?? Ratio.one).toString()}`),
  basisExcluded: (check, { policy }) => {
    const used = (policy.waterfall?.pools ?? []).flatMap(({ weighting }) => [...weighting.bases.keys()]);
    const excluded = used.filter((basis) => check.names?.includes(basis));
    return finding(
      excluded.length === 0,
      excluded.length === 0 ? 'not used' : `shared by ${excluded.join(', ')}`,
    );
  },
  oldLossesCovered: (_check, { waterfall, snapshot }) => {
    const { uncovered } = waterfall.oldLosses;
    return finding(uncovered === 0n, `${told(uncovered, snapshot)} uncovered`);
  },
  balanceAtLeast: (check, { snapshot }) => {
    const [name, of] = [check.names?.[0] ?? '', check.of?.[0] ?? ''];
    const [balance, other] = [snapshot.balances?.get(name), snapshot.balances?.get(of)];
    if (balance === undefined || other === undefined)
      return unknown(`the balances ${name} and ${of} are needed`);
    const limit = (check.rate ?? Ratio.one).times(Ratio.of(other));
    const difference = Ratio.of(balance).compare(limit);
    return finding(
      check.above ? difference > 0 : difference >= 0,
      `${told(balance, snapshot)} against ${told(limit, snapshot)}`,
    );
  },
  unverified: () => unknown('the rule was read in a secondary source, or not at all'),
};
