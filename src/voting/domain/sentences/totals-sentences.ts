import { Ratio } from '../../../shared/ratio.js';
import {
  type BordaResult,
  type MarksResult,
  type OptionTotal,
  type PointsResult,
} from '../results/totals-result.js';
import { headlines, tieSentences, uncountedSentence } from './choosing-sentences.js';
import { methodName } from './method-names.js';
import { type SentenceWords } from './sentence-words.js';

type TotalsResult = MarksResult | PointsResult | BordaResult;
type Unit = 'votes' | 'approvals' | 'points' | 'scores';

const UNITS: Readonly<Record<TotalsResult['method'], Unit>> = {
  choice: 'votes',
  approval: 'approvals',
  score: 'scores',
  dots: 'points',
  'weighted-split': 'votes',
  quadratic: 'votes',
  borda: 'points',
};

type Noun = Readonly<Record<'en' | 'es', readonly [one: string, several: string]>>;

const NOUNS: Readonly<Record<Unit, Noun>> = {
  votes: { en: ['vote', 'votes'], es: ['voto', 'votos'] },
  approvals: { en: ['approval', 'approvals'], es: ['aprobación', 'aprobaciones'] },
  points: { en: ['point', 'points'], es: ['punto', 'puntos'] },
  scores: { en: ['point', 'points'], es: ['punto', 'puntos'] },
};

const PHRASES = {
  en: {
    totals: {
      votes: (list: string) => `Votes: ${list}.`,
      approvals: (list: string) => `Approvals: ${list}.`,
      points: (list: string) => `Points: ${list}.`,
      scores: (list: string) => `Scores: ${list}.`,
    },
    ahead: (last: string, lastAmount: string, next: string, nextAmount: string) =>
      `${last} leads with ${lastAmount}; ${next} follows with ${nextAmount}.`,
    decided: (last: string, lastAmount: string, next: string, nextAmount: string) =>
      `The last place was decided between ${last} with ${lastAmount} and ${next} with ${nextAmount}.`,
    noneOfThese: (name: string, method: string) =>
      `${name} comes first by ${method}: that means none of the options, and none of them is chosen.`,
    noneNext: (name: string) =>
      `${name} comes next: that means none of the options after it, and none of those is chosen.`,
    change: (amount: string, noun: string, name: string) =>
      `${amount} further ${noun} for ${name} would have made another result.`,
  },
  es: {
    totals: {
      votes: (list: string) => `Votos: ${list}.`,
      approvals: (list: string) => `Aprobaciones: ${list}.`,
      points: (list: string) => `Puntos: ${list}.`,
      scores: (list: string) => `Puntuaciones: ${list}.`,
    },
    ahead: (last: string, lastAmount: string, next: string, nextAmount: string) =>
      `${last} va por delante con ${lastAmount}; le sigue ${next} con ${nextAmount}.`,
    decided: (last: string, lastAmount: string, next: string, nextAmount: string) =>
      `La última plaza se decidió entre ${last}, con ${lastAmount}, y ${next}, con ${nextAmount}.`,
    noneOfThese: (name: string, method: string) =>
      `${name} queda en primer lugar por ${method}: significa ninguna de las opciones, y no se elige ninguna.`,
    noneNext: (name: string) =>
      `${name} viene después: significa ninguna de las opciones que la siguen, y no se elige ninguna de ellas.`,
    change: (amount: string, noun: string, name: string) =>
      `Con ${amount} ${noun} más para ${name}, el resultado habría sido otro.`,
  },
};

/** `choice`, `approval`, `score`, the point methods and `borda`. */
export function totalsSentences(result: TotalsResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const none = result.family === 'marks' ? result.noneOfThese : null;
  return [
    ...(none === null ? headlines(result, words) : besideNone(result, none, words)),
    phrases.totals[UNITS[result.method]](words.amounts(result.totals)),
    ...decidingSentence(result, words),
    ...tieSentences(result, words),
    ...changeSentence(result, words),
    uncountedSentence(result, words),
  ];
}

/** Whom "none of these" leaves chosen, and what it means where it takes a place itself. */
function besideNone(result: TotalsResult, none: number, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const elected = result.elected.filter((option) => option !== none);
  if (elected.length === result.elected.length) return headlines(result, words);
  if (elected.length === 0) return [phrases.noneOfThese(words.name(none), methodName(result, words))];
  return [...headlines({ ...result, elected }, words), phrases.noneNext(words.name(none))];
}

/** The last with a place and the first without, where their totals differ. */
function decidingSentence(result: TotalsResult, words: SentenceWords): string[] {
  const amountOf = (option: number): OptionTotal => result.totals.find((total) => total.option === option)!;
  const extreme = (options: readonly OptionTotal[], sign: number): OptionTotal | undefined =>
    [...options].sort((a, b) => sign * a.amount!.compare(b.amount!))[0];
  const elected = result.elected.map(amountOf);
  const others = result.totals.filter(
    ({ option, amount }) => amount !== null && !result.elected.includes(option),
  );
  if (result.tied.length > 0 || elected.some(({ amount }) => amount === null)) return [];
  const [last, next] = [extreme(elected, 1), extreme(others, -1)];
  if (!last?.amount || !next?.amount) return [];
  if (last.amount.equals(next.amount)) return [];
  const noun = NOUNS[UNITS[result.method]];
  const [a, b] = [last, next].map((of) => words.counted(of.amount!, noun));
  const { ahead, decided } = words.of(PHRASES);
  const say = result.seats === 1 ? ahead : decided;
  return [say(words.name(last.option), a!, words.name(next.option), b!)];
}

function changeSentence(result: TotalsResult, words: SentenceWords): string[] {
  const change = result.family === 'borda' ? null : result.smallestChange;
  if (change === null) return [];
  const [one, several] = words.of(NOUNS[UNITS[result.method]]);
  const noun = change.further === 1n ? one : several;
  const amount = words.amount(Ratio.of(change.further));
  return [words.of(PHRASES).change(amount, noun, words.name(change.option))];
}
