import type { StatementForm } from './member-figures.js';
import { formsInWords, money, percent, ruleInWords, type StatementLanguage } from './statement-words.js';

/** What a statement is told from: figures of the run and of the books, nothing else. */
export interface StatementFacts {
  readonly currency: string;
  readonly period: string;
  readonly resultMinor: bigint;
  readonly surplusMinor: bigint;
  readonly allocatedMinor: bigint;
  readonly borneMinor: bigint;
  /** One's own part of the surplus, or of the loss; null of nothing. */
  readonly ownPart: string | null;
  /** What open disputes hold back of it. */
  readonly heldMinor: bigint;
  /** What it has come to since disputes ended; null where that is what was computed. */
  readonly settledMinor: bigint | null;
  readonly forms: readonly StatementForm[];
  readonly leftOut: readonly { readonly pool: string; readonly rule: string }[];
  readonly joinedOn: string | null;
  readonly leftOn: string | null;
  readonly standing: 'scenario' | 'open' | 'adopted' | 'booked' | 'withdrawn';
  readonly postedOn: string | null;
  readonly payment: {
    readonly paidMinor: bigint;
    readonly preparedMinor: bigint;
    readonly owedMinor: bigint;
    /** What corrections of runs left them owing. */
    readonly owedBackMinor: bigint;
    readonly dueOn: string | null;
  };
  readonly unclaimed: {
    readonly afterDays: number;
    readonly becomes: 'shares' | 'reserve' | 'donatedCapital';
  } | null;
  readonly capital: { readonly on: string; readonly openingMinor: bigint; readonly closingMinor: bigint };
  /** What the run has added to that capital; before it is in the books, what it will as the records stand. */
  readonly addedToCapitalMinor: bigint;
}
type Sentence = (facts: StatementFacts, language: StatementLanguage) => readonly string[];

/** The statement in sentences, in the order in which somebody asks: how did we do, what is mine, when, and what now. */
export const statementSentences: Sentence = (facts, language) =>
  [result, own, leftOut, standing, payment, unclaimed, capital].flatMap((part) => part(facts, language));

const result: Sentence = ({ period, resultMinor, currency }, language) => {
  const amount = money(resultMinor < 0n ? -resultMinor : resultMinor, currency, language);
  if (resultMinor === 0n)
    return [
      language === 'es'
        ? `La cooperativa cerró ${period} sin ganancia ni pérdida: no hay nada que repartir.`
        : `The cooperative ended ${period} with neither gain nor loss: there is nothing to share.`,
    ];
  if (resultMinor < 0n)
    return [
      language === 'es'
        ? `La cooperativa cerró ${period} con una pérdida de ${amount}.`
        : `The cooperative ended ${period} with a loss of ${amount}.`,
    ];
  return [
    language === 'es'
      ? `La cooperativa cerró ${period} con un resultado de ${amount}.`
      : `The cooperative ended ${period} with a result of ${amount}.`,
  ];
};

const own: Sentence = (facts, language) => [
  ...ofTheSurplus(facts, language),
  ...ofTheLoss(facts, language),
  ...inForms(facts, language),
  ...disputed(facts, language),
];

const ofTheSurplus: Sentence = ({ surplusMinor, allocatedMinor, ownPart, currency }, language) => {
  if (surplusMinor <= 0n && allocatedMinor === 0n) return [];
  const surplus = money(surplusMinor, currency, language);
  if (allocatedMinor === 0n)
    return [
      language === 'es'
        ? `Del excedente de ${surplus} no te corresponde nada.`
        : `None of the surplus of ${surplus} comes to you.`,
    ];
  const amount = money(allocatedMinor, currency, language);
  const part = ownPart === null ? '' : ` (${percent(ownPart, language)})`;
  return [
    language === 'es'
      ? `Del excedente de ${surplus} te corresponden ${amount}${part}.`
      : `Of the surplus of ${surplus}, ${amount} is yours${part}.`,
  ];
};

const ofTheLoss: Sentence = ({ resultMinor, borneMinor, ownPart, currency }, language) => {
  if (resultMinor >= 0n && borneMinor === 0n) return [];
  if (borneMinor === 0n)
    return [language === 'es' ? 'De la pérdida no soportas nada.' : 'None of the loss falls on you.'];
  const amount = money(borneMinor, currency, language);
  const part = ownPart === null ? '' : ` (${percent(ownPart, language)})`;
  return [
    language === 'es'
      ? `De la pérdida te corresponden ${amount}${part}.`
      : `You bear ${amount} of the loss${part}.`,
  ];
};

const inForms: Sentence = ({ forms, currency }, language) => {
  if (forms.length === 0) return [];
  const parts = formsInWords(forms, currency, language);
  return [language === 'es' ? `De ello: ${parts}.` : `Of it: ${parts}.`];
};

/** Without this a member would look for money that waits for the end of somebody's dispute. */
const disputed: Sentence = ({ heldMinor, settledMinor, currency }, language) => {
  if (settledMinor !== null) {
    const settled = money(settledMinor, currency, language);
    return [
      language === 'es'
        ? `Desde entonces han terminado las disputas sobre los registros: te corresponden ${settled}.`
        : `Disputes about records have ended since: ${settled} is yours.`,
    ];
  }
  if (heldMinor === 0n) return [];
  const held = money(heldMinor, currency, language);
  return [
    language === 'es'
      ? `De ello, ${held} quedan retenidos hasta que terminen las disputas sobre los registros.`
      : `${held} of it is held back until disputes about records have ended.`,
  ];
};

const leftOut: Sentence = (facts, language) => {
  const { joinedOn, leftOn } = facts;
  const dates = [
    ...(joinedOn ? [language === 'es' ? `alta el ${joinedOn}` : `joined on ${joinedOn}`] : []),
    ...(leftOn ? [language === 'es' ? `baja el ${leftOn}` : `left on ${leftOn}`] : []),
  ];
  const known = dates.length === 0 ? '' : ` (${dates.join('; ')})`;
  return facts.leftOut.map(({ pool, rule }) =>
    language === 'es'
      ? `Una norma te deja fuera de ${pool}: ${ruleInWords(rule, language)}${known}.`
      : `A rule leaves you out of ${pool}: ${ruleInWords(rule, language)}${known}.`,
  );
};

const standing: Sentence = ({ standing: now, postedOn }, language) => {
  const words = {
    en: {
      scenario: 'This is a comparison of rules; nothing of it is decided or paid.',
      open: 'The members have not decided on it yet.',
      adopted: 'The members adopted it; it is not in the books yet.',
      booked: postedOn ? `It is in the books since ${postedOn}.` : 'It is in the books.',
      withdrawn: 'It was withdrawn; nothing of it holds.',
    },
    es: {
      scenario: 'Es una comparación de normas; nada de ello está decidido ni pagado.',
      open: 'La asamblea aún no ha decidido.',
      adopted: 'La asamblea lo aprobó; todavía no está en los libros.',
      booked: postedOn ? `Está en los libros desde el ${postedOn}.` : 'Está en los libros.',
      withdrawn: 'Se retiró; nada de ello vale.',
    },
  };
  return [words[language][now]];
};

const payment: Sentence = ({ payment: all, currency }, language) => {
  const said = (amount: bigint, en: (text: string) => string, es: (text: string) => string): string[] =>
    amount === 0n ? [] : [(language === 'es' ? es : en)(money(amount, currency, language))];
  const on = (es: string, en: string): string =>
    all.dueOn === null ? '' : language === 'es' ? `${es}${all.dueOn}` : `${en}${all.dueOn}`;
  return [
    ...said(
      all.paidMinor,
      (text) => `${text} has been paid.`,
      (text) => `Se te han pagado ${text}.`,
    ),
    ...said(
      all.preparedMinor,
      (text) => `${text} is on its way to you${on('', ', due on ')}.`,
      (text) => `${text} están en camino${on(', con fecha ', '')}.`,
    ),
    ...said(
      all.owedMinor - all.preparedMinor,
      (text) => `${text} is still to be paid.`,
      (text) => `Quedan por pagar ${text}.`,
    ),
    ...said(
      all.owedBackMinor,
      (text) => `You owe ${text} back: a correction gave you less than you had got.`,
      (text) => `Debes devolver ${text}: una corrección te dio menos de lo que ya tenías.`,
    ),
  ];
};

const unclaimed: Sentence = ({ unclaimed: rule, forms }, language) => {
  if (rule === null || !forms.some(({ form }) => form === 'cash')) return [];
  const becomes = {
    en: {
      shares: 'becomes shares of yours',
      reserve: 'goes to a reserve',
      donatedCapital: 'becomes donated capital',
    },
    es: {
      shares: 'se convierte en aportaciones tuyas',
      reserve: 'pasa a una reserva',
      donatedCapital: 'pasa a capital donado',
    },
  }[language][rule.becomes];
  return [
    language === 'es'
      ? `Lo que no cobres en ${rule.afterDays} días desde que puedas hacerlo ${becomes}.`
      : `What you do not take within ${rule.afterDays} days of being able to ${becomes}.`,
  ];
};

const capital: Sentence = (facts, language) => {
  const { on, openingMinor, closingMinor } = facts.capital;
  const { currency } = facts;
  const [from, to] = [openingMinor, closingMinor].map((amount) => money(amount, currency, language));
  return [
    language === 'es'
      ? `Tu capital pasó de ${from} a ${to} al cierre del ${on}.`
      : `Your capital went from ${from} to ${to} at the end of ${on}.`,
    ...addedSince(facts, language),
  ];
};

/** What is kept of a year comes to the account when it is booked, after the year: without this it would seem lost. */
const addedSince: Sentence = ({ addedToCapitalMinor, currency, standing: now, postedOn }, language) => {
  if (addedToCapitalMinor <= 0n || now !== 'booked' || postedOn === null) return [];
  const amount = money(addedToCapitalMinor, currency, language);
  return [
    language === 'es'
      ? `A él se sumaron ${amount} el ${postedOn}.`
      : `${amount} was added to it on ${postedOn}.`,
  ];
};
