import { abs } from './ratio.js';

/**
 * Money is an integer number of minor units of one currency. The number of minor digits is the currency's
 * own (ISO 4217): 0 for the yen, 2 for the euro, 3 for the Tunisian dinar.
 */
const minorDigitsOf: Readonly<Record<string, number>> = {
  ...{
    JPY: 0,
    KRW: 0,
    CLP: 0,
    ISK: 0,
    VND: 0,
    XAF: 0,
    XOF: 0,
    XPF: 0,
    PYG: 0,
    RWF: 0,
    UGX: 0,
    BIF: 0,
    DJF: 0,
  },
  ...{ GNF: 0, KMF: 0, VUV: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
};
const twoDigitCurrencies = new Set(
  (
    'EUR USD GBP CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY UAH RSD MKD ALL MDL GEL AMD AZN KZT ' +
    'BRL ARS COP MXN PEN UYU BOB CRC GTQ HNL NIO PAB DOP CUP JMD TTD PHP INR IDR MYR THB SGD HKD CNY TWD ' +
    'ILS EGP MAD DZD ZAR NGN KES GHS TZS ETB ZMW MZN AOA BWP NAD MUR SAR AED QAR LBP PKR BDT LKR NPR'
  ).split(' '),
);

/** Digits after the decimal separator, or null for a currency this system does not know. */
export function minorDigits(currency: string): number | null {
  return minorDigitsOf[currency] ?? (twoDigitCurrencies.has(currency) ? 2 : null);
}

/** Largest amount one posting may carry: it stays exact in JavaScript, PostgreSQL `bigint` and every export. */
export const maxAmountMinor = 9_007_199_254_740_991n;

/**
 * Reads an amount as people write it: `1234.5`, `1.234,50`, `1,234.50`, `1 234,50`, `-12`.
 * The last `.` or `,` is the decimal separator when at most `minorDigits` digits follow it and it occurs once;
 * every other separator must stand between groups of three. Returns null for anything that is not exact.
 */
export function parseAmount(text: string, digits: number): bigint | null {
  const compact = text.trim().replace(/[\u0020\u00a0\u202f']/g, '');
  const shape = /^([-+]?)(\d{1,3}(?:[.,]\d{3})+|\d+)(?:([.,])(\d+))?$/.exec(compact);
  if (!shape) return null;
  const [, sign, wholeText = '', separator, fraction] = shape;
  let whole = wholeText;
  let decimals = fraction ?? '';
  const grouping = /[.,]/.exec(whole)?.[0];
  if (grouping && new Set(whole.match(/[.,]/g)).size > 1) return null;
  if (grouping && separator === grouping) return null;
  // A lone group of three ("1.234") is thousands unless the currency has three digits.
  if (grouping && !separator && digits === 3 && whole.split(grouping).length === 2) {
    [whole, decimals] = whole.split(grouping) as [string, string];
  }
  if (decimals.length > digits) {
    if (/[1-9]/.test(decimals.slice(digits))) return null;
    decimals = decimals.slice(0, digits);
  }
  const magnitude = BigInt(whole.replace(/[.,]/g, '') + decimals.padEnd(digits, '0'));
  if (magnitude > maxAmountMinor) return null;
  return sign === '-' ? -magnitude : magnitude;
}

/** Plain decimal text with a point and no grouping, as journals and files want it: `-1234.50`. */
export function formatAmount(minor: bigint, digits: number): string {
  const text = abs(minor)
    .toString()
    .padStart(digits + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
