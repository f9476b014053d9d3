import { formatAmount, minorDigits } from '../../shared/money.js';

/** An amount as people read it: `1200.00 EUR`. */
export const amountInWords = (minor: bigint, currency: string): string =>
  `${formatAmount(minor, minorDigits(currency) ?? 0)} ${currency}`;
