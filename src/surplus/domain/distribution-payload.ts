import { isId } from '../../shared/ids.js';
import { maxAmountMinor } from '../../shared/money.js';
import { Refusal } from '../../shared/refusal.js';
import { isBasis } from './patronage-csv.js';
import type { SurplusReason } from './surplus-reasons.js';

/** What a decision to share surplus says. The amount is decimal text, since JSON has no exact large numbers. */
export interface DistributionPayload {
  readonly periodId: string;
  readonly basis: string;
  readonly amountMinor: bigint;
  /** Of each share, the part that is paid out, in hundredths of a per cent; the rest is retained. */
  readonly cashBasisPoints: number;
  /** The cooperative's own when absent. */
  readonly currency: string | null;
}

/** Reads a payload that somebody wrote; refuses INVALID_INPUT with every field at fault. */
export function parseDistributionPayload(
  payload: Readonly<Record<string, unknown>>,
): DistributionPayload | Refusal<SurplusReason> {
  const { periodId, basis, cashBasisPoints, currency } = payload;
  const amount = readAmount(payload.amountMinor);
  const faults = [
    ...(typeof periodId === 'string' && isId(periodId) ? [] : ['periodId: the identifier of a period.']),
    ...(typeof basis === 'string' && isBasis(basis)
      ? []
      : ['basis: a short name of small letters, digits and hyphens.']),
    ...(amount === null ? [`amountMinor: 1 to ${maxAmountMinor} minor units.`] : []),
    ...(Number.isInteger(cashBasisPoints) && Number(cashBasisPoints) >= 0 && Number(cashBasisPoints) <= 10_000
      ? []
      : ['cashBasisPoints: a whole number from 0 to 10,000.']),
    ...(currency === undefined || currency === null || typeof currency === 'string'
      ? []
      : ['currency: a code of three letters.']),
  ];
  if (faults.length > 0 || amount === null) {
    return new Refusal('INVALID_INPUT', 'Surplus cannot be shared like this.', faults);
  }
  return {
    periodId: periodId as string,
    basis: basis as string,
    amountMinor: amount,
    cashBasisPoints: Number(cashBasisPoints),
    currency: (currency ?? null) as string | null,
  };
}

function readAmount(value: unknown): bigint | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,16}$/.test(text)) return null;
  const amount = BigInt(text);
  return amount >= 1n && amount <= maxAmountMinor ? amount : null;
}
