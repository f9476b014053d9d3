import { Ratio } from '../../../shared/ratio.js';

/** An instalment that is still to be paid. */
export interface OpenInstalment {
  readonly partyId: string;
  readonly key: string;
  readonly dueOn: string;
  readonly principal: bigint;
  readonly interest: bigint;
}
export interface InterestRule {
  readonly rate: Ratio;
  /** Interest runs on all that is outstanding since the last due day, or on each instalment since leaving. */
  readonly on: 'outstanding' | 'instalment';
  readonly leftOn: string;
  /** The last due day whose instalment is no longer open; null when none has been. */
  readonly lastDueOn: string | null;
}

/**
 * Everything still open is due on one earlier day: one instalment for each payee, with interest for the whole months
 * that have passed, yearly rate, months as twelfths, rounded down. An instalment already due keeps the interest agreed.
 */
export function accelerate(
  open: readonly OpenInstalment[],
  on: string,
  rule: InterestRule,
): readonly OpenInstalment[] {
  const payees = new Map<string, { partyId: string; principal: bigint; agreed: bigint; running: Ratio }>();
  for (const { partyId, key, dueOn, principal, interest } of open) {
    const so = payees.get(key) ?? { partyId, principal: 0n, agreed: 0n, running: Ratio.zero };
    const isDue = dueOn <= on;
    payees.set(key, {
      partyId,
      principal: so.principal + principal,
      agreed: so.agreed + (isDue ? interest : 0n),
      running: isDue ? so.running : so.running.plus(interestUntil(principal, on, rule)),
    });
  }
  return [...payees].map(([key, { partyId, principal, agreed, running }]) => ({
    ...{ partyId, key, dueOn: on, principal },
    interest: agreed + running.floor(),
  }));
}

function interestUntil(principal: bigint, on: string, rule: InterestRule): Ratio {
  const from = rule.on === 'outstanding' ? (rule.lastDueOn ?? rule.leftOn) : rule.leftOn;
  const months = wholeMonths(from, on);
  return rule.rate.times(Ratio.of(principal * BigInt(months), 12n));
}

/** Whole months from one day to another; none when the second is not later. */
export function wholeMonths(from: string, to: string): number {
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const [toYear, toMonth, toDay] = to.split('-').map(Number) as [number, number, number];
  const months = (toYear - year) * 12 + (toMonth - month) - (toDay < day ? 1 : 0);
  return months > 0 ? months : 0;
}
