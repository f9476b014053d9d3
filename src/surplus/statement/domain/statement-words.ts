import { Ratio } from '../../../shared/ratio.js';
import { amountInWords } from '../../domain/amount-in-words.js';
import type { StatementForm } from './member-figures.js';

export type StatementLanguage = 'en' | 'es';

/** `1200.00 EUR`, and with a decimal comma in Spanish. */
export const money = (minor: bigint, currency: string, language: StatementLanguage): string => {
  const text = amountInWords(minor, currency);
  return language === 'es' ? text.replace('.', ',') : text;
};

/** An exact part as a percentage with two decimals, half away from zero; the exact fraction stands beside it. */
export function percent(part: string, language: StatementLanguage): string {
  const text = Ratio.of(Ratio.parse(part)!.times(Ratio.of(10_000n)).roundHalfUp(), 100n).toDecimal(2);
  return language === 'es' ? `${text.replace('.', ',')} %` : `${text}%`;
}

/** What becomes of a part, by its form: after its amount. */
const formWords: Readonly<Record<StatementLanguage, Readonly<Record<string, string>>>> = {
  en: {
    cash: 'is paid out',
    retained: 'is kept on your capital account',
    shares: 'becomes shares of yours',
    unpaidShares: 'pays up shares you have not paid yet',
    setOff: 'is set off against what you owe',
    ownLosses: 'covers what you still owe of a loss',
    withholding: 'is withheld for tax',
    donated: 'is donated',
    accumulated: 'waits until it is large enough to pay',
    voucher: 'is given as a voucher',
    fromBalance: 'is claimed against your capital',
    owed: 'is owed beyond it',
    toPay: 'is to be paid in, as you chose',
    againstReturns: 'is set against returns of the years to come, as you chose',
  },
  es: {
    cash: 'se te pagan',
    retained: 'quedan en tu cuenta de capital',
    shares: 'se convierten en aportaciones tuyas',
    unpaidShares: 'cubren aportaciones que aún no has desembolsado',
    setOff: 'se compensan con lo que debes',
    ownLosses: 'cubren lo que aún debes de pérdidas',
    withholding: 'se retienen a cuenta de impuestos',
    donated: 'se donan',
    accumulated: 'esperan hasta que basten para pagarse',
    voucher: 'se entregan como vale',
    fromBalance: 'se imputan a tu capital',
    owed: 'se deben además de él',
    toPay: 'los ingresarás tú, como has elegido',
    againstReturns: 'se compensarán con retornos de los próximos años, como has elegido',
  },
};

/** `2101.62 EUR is paid out, 3152.44 EUR is kept on your capital account`. */
export const formsInWords = (
  forms: readonly StatementForm[],
  currency: string,
  language: StatementLanguage,
): string =>
  forms
    .map(({ form, amountMinor, year }) => {
      const words = formWords[language][form] ?? form;
      return `${money(amountMinor, currency, language)} ${words}${year === null ? '' : ` (${year})`}`;
    })
    .join(', ');

const rulesInSpanish: Readonly<Record<string, string>> = {
  suspended: 'condición de socio suspendida',
  'died in the period: the rule gives the estate nothing':
    'fallecimiento en el periodo: la norma no da nada a la herencia',
  'below the least activity or presence that the rule asks for':
    'por debajo de la actividad o presencia mínima que pide la norma',
  'joined after the period': 'alta posterior al periodo',
  'left before the period': 'baja anterior al periodo',
  'died before the period': 'fallecimiento anterior al periodo',
  'left in the period': 'baja durante el periodo',
  'joined in the period': 'alta durante el periodo',
};

/** The rule that leaves somebody out; a rule with figures of its own is quoted as it is recorded. */
export const ruleInWords = (rule: string, language: StatementLanguage): string =>
  language === 'es' ? (rulesInSpanish[rule] ?? `«${rule}»`) : rule;
