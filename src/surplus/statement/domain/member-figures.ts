import { minorDigits } from '../../../shared/money.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Policy } from '../../domain/input/policy-schema.js';
import { testNotices } from '../../domain/qualified-notice.js';
import { planRevolvingFund } from '../../domain/revolving-plan.js';
import { isRefusal } from '../../../shared/refusal.js';

export interface StatementForm {
  readonly form: string;
  readonly kind: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
export interface StatementPart {
  readonly pool: string;
  readonly part: 'pool' | 'interest' | 'loss';
  readonly amountMinor: bigint;
  readonly leftOut: string | null;
  readonly forms: readonly StatementForm[];
}
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/** What a member gets of a run in all, and what they bear of a loss. */
export const totalsOf = (parts: readonly StatementPart[]) => ({
  allocatedMinor: sum(parts.filter(({ part }) => part !== 'loss').map(({ amountMinor }) => amountMinor)),
  borneMinor: sum(parts.filter(({ part }) => part === 'loss').map(({ amountMinor }) => amountMinor)),
});

/** What ended disputes gave somebody of a run in the books, and what the open ones still hold of the whole run; null before any ended. */
export interface DisputesEnded {
  readonly releasedMinor: bigint;
  readonly heldOfRunMinor: bigint | null;
}

/**
 * Of what somebody is given as the records stand: what open disputes hold back of it, and, once the last one has ended
 * another way, what it has come to instead (null where it is as computed).
 */
export function afterDisputes(
  parts: readonly (Pick<StatementPart, 'part' | 'amountMinor'> & { readonly leastMinor: bigint })[],
  { releasedMinor, heldOfRunMinor }: DisputesEnded,
): { readonly heldMinor: bigint; readonly settledMinor: bigint | null } {
  const shared = parts.filter(({ part }) => part !== 'loss');
  const allocated = sum(shared.map(({ amountMinor }) => amountMinor));
  const stands = sum(shared.map(({ leastMinor }) => leastMinor)) + releasedMinor;
  if (heldOfRunMinor === 0n) return { heldMinor: 0n, settledMinor: stands === allocated ? null : stands };
  return { heldMinor: allocated > stands ? allocated - stands : 0n, settledMinor: null };
}

/** The forms of all parts together, in their first order: what is paid, set off, withheld, kept. */
export function formsTogether(parts: readonly StatementPart[]): readonly StatementForm[] {
  const together = new Map<string, StatementForm>();
  for (const one of parts.flatMap(({ forms }) => forms)) {
    const name = JSON.stringify([one.form, one.kind, one.year]);
    const before = together.get(name);
    together.set(name, before ? { ...before, amountMinor: before.amountMinor + one.amountMinor } : one);
  }
  return [...together.values()];
}

/** One's own quantity as a part of everybody's; null where everybody's is nothing. */
export const fractionOf = (own: Ratio, all: Ratio): string | null =>
  all.isZero() ? null : own.dividedBy(all).toString();

/** Decimals beyond the currency's own: a rate is often far below a cent. */
const placesBeyond = 4;
/** Minor units for each unit as money people read: `0.009200 EUR`, half away from zero. */
export function rateInWords(rate: string, currency: string): string {
  const digits = minorDigits(currency) ?? 0;
  const scaled = Ratio.parse(rate)!
    .times(Ratio.of(10n ** BigInt(placesBeyond)))
    .roundHalfUp();
  return `${Ratio.of(scaled, 10n ** BigInt(digits + placesBeyond)).toDecimal(digits + placesBeyond)} ${currency}`;
}

/** The year in which the policy's own plan pays back what was retained of a year; null where it has no plan. */
export function expectedRedemptionYear(policy: Policy | null, year: number): number | null {
  const rule = policy?.redemption;
  if (rule?.method !== 'revolving' || !rule.plan || rule.targetCapital === undefined) return null;
  const { revolvingYears } = planRevolvingFund(rule.plan, rule.targetCapital);
  return revolvingYears === null ? null : year + revolvingYears;
}

/** The forms that stay in the cooperative as a member's capital. */
const capitalForms = ['retained', 'shares', 'unpaidShares'];
export const addedToCapital = (forms: readonly StatementForm[]): bigint =>
  sum(forms.filter(({ form }) => capitalForms.includes(form)).map(({ amountMinor }) => amountMinor));

/** The tax paragraph of a written notice of allocation (US IRC 1385, 1388). */
export interface TaxParagraph {
  readonly treatment: 'qualified' | 'nonqualified';
  /** Why the notice cannot be qualified, if so. */
  readonly because: string | null;
  readonly minimumCashMinor: bigint;
  readonly cashMinor: bigint;
  readonly incomeNowMinor: bigint;
  readonly incomeAtRedemptionMinor: bigint;
  /** What the notice is of; all of it is patronage dividend, since interest on capital is told apart. */
  readonly statedDollarAmountMinor: bigint;
  readonly patronageDividendMinor: bigint;
}

/**
 * How an allocation is taxed, by the engine's own test; null without such a rule, and without an allocation. Forms that
 * the policy marks nonqualified are so even where the test would allow more.
 */
export function taxParagraphOf(
  policy: Policy | null,
  key: string,
  parts: readonly StatementPart[],
  consent: boolean | undefined,
): TaxParagraph | null {
  const shared = parts.filter(({ part }) => part === 'pool');
  const allocation = sum(shared.map(({ amountMinor }) => amountMinor));
  if (!policy?.notices || allocation === 0n) return null;
  const forms = formsTogether(shared);
  const cash = sum(forms.filter(({ form }) => form === 'cash').map(({ amountMinor }) => amountMinor));
  const notice = { key, allocation, cash, ...(consent === undefined ? {} : { consent }) };
  const tested = testNotices(policy.notices, { notices: [notice] });
  if (isRefusal(tested)) return null;
  const outcome = tested[0]!;
  const kinds = new Set(forms.map(({ kind }) => kind));
  const treatment = kinds.has('nonqualified') && !kinds.has('qualified') ? 'nonqualified' : outcome.applies;
  // Pools are tested one by one: of two, one may have left a lot that is taxed when it is paid back.
  const later = sum(
    forms.filter(({ kind }) => kind === 'nonqualified').map(({ amountMinor }) => amountMinor),
  );
  const atRedemption = kinds.has('qualified') ? later : outcome[treatment].atRedemption;
  return {
    treatment,
    because: outcome.because,
    minimumCashMinor: outcome.minimumCash,
    cashMinor: cash,
    incomeNowMinor: allocation - atRedemption,
    incomeAtRedemptionMinor: atRedemption,
    statedDollarAmountMinor: allocation - cash,
    patronageDividendMinor: allocation,
  };
}
