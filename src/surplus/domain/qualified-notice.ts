import { Ratio } from '../../shared/ratio.js';
import type { Policy } from './input/policy-schema.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Snapshot } from './input/snapshot-schema.js';
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

export function testNotices(
  rule: NonNullable<Policy['notices']>,
  snapshot: Snapshot,
): readonly NoticeOutcome[] | Refusal<SurplusReason> {
  const over = snapshot.notices?.find(({ allocation, cash }) => cash > allocation);
  if (over) return refuse('MORE_THAN_THERE_IS', `${over.key} would be paid more cash than the allocation.`);
  return (snapshot.notices ?? []).map(({ key, allocation, cash, consent }): NoticeOutcome => {
    const minimumCash = rule.minimumCash.times(Ratio.of(allocation)).ceil();
    const enough = cash >= minimumCash;
    const consented = consent ?? rule.consent !== 'required';
    const because = !enough
      ? `cash ${cash} is below ${minimumCash}`
      : consented
        ? null
        : 'no consent on file';
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
