import { maxAmountMinor } from '../../../shared/money.js';
import { Refusal, type Verdict } from '../../../shared/refusal.js';

/** Why shares are not subscribed or paid. */
export const shareReasons = {
  MEMBERSHIP_ENDED: 'The membership has ended: it takes no new shares.',
  DATE_IN_THE_FUTURE: 'What has not happened yet is not booked.',
  SUBSCRIPTION_CANCELLED: 'The subscription was undone in the books.',
  PAID_TOO_MUCH: 'The payment is larger than what is still owed.',
} as const;
export type ShareReason = keyof typeof shareReasons | 'INVALID_INPUT' | 'NOT_FOUND';

export const maxShares = 1_000_000;

/** Whole shares at one price; the sum is what is owed. Refuses INVALID_INPUT. */
export function subscribedAmount(shares: number, amountPerShareMinor: bigint): bigint | Refusal<ShareReason> {
  const faults = [
    ...(Number.isInteger(shares) && shares >= 1 && shares <= maxShares ? [] : [`Shares: 1 to ${maxShares}.`]),
    ...(amountPerShareMinor > 0n ? [] : ['Amount per share: more than zero.']),
  ];
  const amount = faults.length === 0 ? BigInt(shares) * amountPerShareMinor : 0n;
  if (amount > maxAmountMinor) faults.push('The sum is larger than the books can carry.');
  return faults.length === 0
    ? amount
    : new Refusal('INVALID_INPUT', 'Shares cannot be subscribed like this.', faults);
}

/** An instalment never exceeds what is owed: money paid in excess is no share capital. */
export function checkInstalment(owedMinor: bigint, amountMinor: bigint): Verdict<ShareReason> {
  if (amountMinor <= 0n) return new Refusal('INVALID_INPUT', 'A payment is more than zero.');
  return (
    amountMinor <= owedMinor ||
    new Refusal('PAID_TOO_MUCH', `Only ${owedMinor} minor units are still owed on these shares.`)
  );
}

/** A subscription as far as payments and releases of its own go. */
export interface OwnPayments {
  readonly id: string;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly releasedMinor: bigint;
  readonly cancelled: boolean;
}
/** How it stands, with what the surplus has paid up of it. */
export interface SubscriptionStanding {
  readonly paidMinor: bigint;
  readonly outstandingMinor: bigint;
  readonly cancelled: boolean;
}

/**
 * What is paid and owed on each subscription of one member. What the surplus pays up is of all their shares: it goes to
 * the oldest subscription that owes something, and then to the next. Cancelled, nothing is owed.
 */
export function standingOfSubscriptions(
  oldestFirst: readonly OwnPayments[],
  fromSurplusMinor: bigint,
): ReadonlyMap<string, SubscriptionStanding> {
  let left = fromSurplusMinor;
  return new Map(
    oldestFirst.map(({ id, amountMinor, paidMinor, releasedMinor, cancelled }) => {
      const owed = cancelled ? 0n : amountMinor - paidMinor - releasedMinor;
      const paidUp = left < owed ? left : owed;
      left -= paidUp;
      return [id, { paidMinor: paidMinor + paidUp, outstandingMinor: owed - paidUp, cancelled }];
    }),
  );
}
