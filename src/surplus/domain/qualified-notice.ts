import { Ratio } from '../../shared/ratio.js';
import type { Policy } from './input/policy-schema.js';
import type { Refusal } from '../../shared/refusal.js';
import type { FormPart } from './forms.js';
import type { NoticeRule } from './input/rule-schema.js';
import type { Participant, Snapshot } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Tax treatment of an allocation with a written notice, US IRC 1385 and 1388. A notice may be qualified only
 * when at least the minimum part (20%) of that member's dividend is paid in money, rounded up, and the member
 * consented. Qualified: the whole allocation is the member's income now, nothing at redemption. Nonqualified:
 * the cash is income now, the retained part at redemption (form 1099-PATR box 1 and box 5). One member's notice
 * failing the test makes that notice nonqualified, never the run.
 */
export interface TaxTreatment {
  readonly memberIncomeNow: bigint;
  readonly box1: bigint;
  readonly atRedemption: bigint;
  readonly box5AtRedemption: bigint;
}
export interface NoticeOutcome {
  readonly key: string;
  readonly minimumCash: bigint;
  readonly qualifiedAllowed: boolean;
  readonly because: string | null;
  readonly qualified: TaxTreatment;
  readonly nonqualified: TaxTreatment;
  readonly applies: 'qualified' | 'nonqualified';
}

/** Why a notice cannot be qualified; null when it can. */
export function becauseNotQualified(
  rule: NoticeRule,
  {
    allocation,
    cash,
    consent,
  }: { readonly allocation: bigint; readonly cash: bigint; readonly consent?: boolean | undefined },
): string | null {
  const minimumCash = rule.minimumCash.times(Ratio.of(allocation)).ceil();
  if (cash < minimumCash) return `cash ${cash} is below ${minimumCash}`;
  return (consent ?? rule.consent !== 'required') ? null : 'no consent on file';
}

/**
 * The forms of one line after the test: what the policy would retain as qualified is nonqualified where this member's
 * notice fails it. Nobody else's line is touched, and no amount changes.
 */
export function afterNotice(
  rule: NoticeRule | undefined,
  { consent }: Pick<Participant, 'consent'>,
  allocation: bigint,
  parts: readonly FormPart[],
): readonly FormPart[] {
  if (!rule || !parts.some(({ kind }) => kind === 'qualified')) return parts;
  const cash = parts.reduce((sum, { form, amount }) => (form === 'cash' ? sum + amount : sum), 0n);
  return becauseNotQualified(rule, { allocation, cash, consent }) === null
    ? parts
    : parts.map((part) => (part.kind === 'qualified' ? { ...part, kind: 'nonqualified' } : part));
}

export function testNotices(
  rule: NonNullable<Policy['notices']>,
  snapshot: Snapshot,
): readonly NoticeOutcome[] | Refusal<SurplusReason> {
  const over = snapshot.notices?.find(({ allocation, cash }) => cash > allocation);
  if (over) return refuse('MORE_THAN_THERE_IS', `${over.key} would be paid more cash than the allocation.`);
  return (snapshot.notices ?? []).map(({ key, allocation, cash, consent }): NoticeOutcome => {
    const minimumCash = rule.minimumCash.times(Ratio.of(allocation)).ceil();
    const because = becauseNotQualified(rule, { allocation, cash, consent });
    const retained = allocation - cash;
    return {
      key,
      minimumCash,
      qualifiedAllowed: because === null,
      because,
      qualified: { memberIncomeNow: allocation, box1: allocation, atRedemption: 0n, box5AtRedemption: 0n },
      nonqualified: { memberIncomeNow: cash, box1: cash, atRedemption: retained, box5AtRedemption: retained },
      applies: because === null ? 'qualified' : 'nonqualified',
    };
  });
}
