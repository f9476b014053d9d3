import { Ratio } from '../../../shared/ratio.js';
import { type StarResult } from '../results/star-result.js';
import { headlines, tieSentences, uncountedSentence } from './choosing-sentences.js';
import { type SentenceWords } from './sentence-words.js';

const PHRASES = {
  en: {
    totals: (list: string) => `Total scores: ${list}.`,
    finalists: (names: string) => `The two finalists are ${names}.`,
    only: (name: string) => `${name} is the only finalist.`,
    runoff: (names: string, votes: string, others: string) =>
      `Run-off between ${names}, by who is scored higher: ${votes} to ${others}.`,
    alike: (votes: string) => `Both are scored alike by ${votes}.`,
  },
  es: {
    totals: (list: string) => `Puntuaciones totales: ${list}.`,
    finalists: (names: string) => `Las dos opciones finalistas son ${names}.`,
    only: (name: string) => `${name} es la única opción finalista.`,
    runoff: (names: string, votes: string, others: string) =>
      `Vuelta final entre ${names}, según cuál se puntúa más alto: ${votes} a ${others}.`,
    alike: (votes: string) => `Puntúan igual a ambas opciones: ${votes}.`,
  },
};

/** `star`: the totals, the finalists, and whom more voters put higher. */
export function starSentences(result: StarResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const { finalists } = result;
  const totals = result.options.map(({ option, total }) => ({ option, amount: total }));
  return [
    ...headlines(result, words),
    phrases.totals(words.amounts(totals)),
    ...(finalists.length === 2 ? [phrases.finalists(words.names(finalists))] : []),
    ...(finalists.length === 1 ? [phrases.only(words.name(finalists[0]!))] : []),
    ...runoffSentences(result, words),
    ...tieSentences(result, words),
    uncountedSentence(result, words),
  ];
}

function runoffSentences({ runoff }: StarResult, words: SentenceWords): string[] {
  if (runoff === null) return [];
  const phrases = words.of(PHRASES);
  const [first, second] = runoff.preferring;
  const alike = runoff.alike.equals(Ratio.zero) ? [] : [phrases.alike(words.votes(runoff.alike))];
  const names = words.names(runoff.finalists);
  return [phrases.runoff(names, words.votes(first), words.amount(second)), ...alike];
}
