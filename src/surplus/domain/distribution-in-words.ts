import { formatAmount, minorDigits } from '../../shared/money.js';
import { Ratio } from '../../shared/ratio.js';
import type { DistributionPayload } from './distribution-payload.js';

/** An amount as people read it: `1200.00 EUR`. */
export const amountInWords = (minor: bigint, currency: string): string =>
  `${formatAmount(minor, minorDigits(currency) ?? 0)} ${currency}`;

/** One sentence that says what the decision will do. A percentage here is a rendering of the basis points. */
export function termsInWords(terms: DistributionPayload): string {
  const amount =
    terms.currency === null
      ? `${terms.amountMinor} minor units`
      : amountInWords(terms.amountMinor, terms.currency);
  const cash = Ratio.of(BigInt(terms.cashBasisPoints), 100n)
    .toDecimal(2)
    .replace(/\.?0+$/, '');
  return `${amount} of the surplus is shared by ${terms.basis}: ${cash === '' ? '0' : cash} % of each share is paid out, the rest is retained on members’ capital accounts.`;
}
