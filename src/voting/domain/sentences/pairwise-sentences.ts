import { Ratio } from '../../../shared/ratio.js';
import { type PairwiseResult, type PairwiseRow } from '../results/pairwise-result.js';
import { headlines, tieSentences, uncountedSentence } from './choosing-sentences.js';
import { type SentenceWords } from './sentence-words.js';

interface PairwisePhrases {
  readonly beatsAll: (name: string) => string;
  readonly noneBeatsAll: string;
  readonly closest: (name: string, votes: string, other: string, others: string) => string;
  readonly against: (name: string, votes: string, other: string, others: string) => string;
  readonly headToHead: (name: string, votes: string, other: string, others: string) => string;
  readonly worstDefeat: (name: string, other: string, others: string, votes: string) => string;
  readonly neverLoses: (name: string) => string;
  readonly paths: (from: string, to: string, there: string, back: string) => string;
  readonly locked: (winner: string, loser: string, votes: string, others: string) => string;
  readonly leftOut: (winner: string, loser: string, votes: string, others: string) => string;
  readonly sensitive: string;
  readonly worst: (list: string) => string;
  readonly victories: (list: string) => string;
  readonly unopposed: string;
}

const PHRASES: Readonly<Record<'en' | 'es', PairwisePhrases>> = {
  en: {
    beatsAll: (name) => `${name} beats every other option head to head.`,
    noneBeatsAll: 'No option beats every other head to head.',
    closest: (name, votes, other, others) =>
      `The closest pair: ${name} against ${other}, ${votes} to ${others}.`,
    against: (name, votes, other, others) =>
      `The pair that decided: ${name} against ${other}, ${votes} to ${others}.`,
    headToHead: (name, votes, other, others) =>
      `Head to head: ${name} against ${other}, ${votes} to ${others}.`,
    worstDefeat: (name, other, others, votes) => `${name} loses worst to ${other}, ${votes} to ${others}.`,
    neverLoses: (name) => `${name} loses to no option.`,
    paths: (from, to, there, back) =>
      `The strongest path from ${from} to ${to} has strength ${there}, the one back ${back}.`,
    locked: (winner, loser, votes, others) =>
      `The strongest victory, locked first: ${winner} over ${loser}, ${votes} to ${others}.`,
    leftOut: (winner, loser, votes, others) =>
      `Left out, since it would close a circle of stronger victories: ${winner} over ${loser}, ${votes} to ${others}.`,
    sensitive: 'Taking equally strong victories in another order would choose another option.',
    worst: (list) => `Worst defeats, the smaller the better: ${list}.`,
    victories: (list) => `Pairwise scores: ${list}.`,
    unopposed: 'unopposed',
  },
  es: {
    beatsAll: (name) => `${name} gana a todas las demás opciones una a una.`,
    noneBeatsAll: 'Ninguna opción gana a todas las demás una a una.',
    closest: (name, votes, other, others) =>
      `El par más reñido: ${name} frente a ${other}, ${votes} a ${others}.`,
    against: (name, votes, other, others) =>
      `El par que decidió: ${name} frente a ${other}, ${votes} a ${others}.`,
    headToHead: (name, votes, other, others) => `Una a una: ${name} frente a ${other}, ${votes} a ${others}.`,
    worstDefeat: (name, other, others, votes) =>
      `La peor derrota de ${name} es ante ${other}, ${votes} a ${others}.`,
    neverLoses: (name) => `${name} no pierde ante ninguna opción.`,
    paths: (from, to, there, back) =>
      `El camino más fuerte de ${from} a ${to} tiene fuerza ${there}; el de vuelta, ${back}.`,
    locked: (winner, loser, votes, others) =>
      `La victoria más fuerte, fijada en primer lugar: ${winner} sobre ${loser}, ${votes} a ${others}.`,
    leftOut: (winner, loser, votes, others) =>
      `Queda fuera, pues cerraría un círculo de victorias más fuertes: ${winner} sobre ${loser}, ${votes} a ${others}.`,
    sensitive: 'Si las victorias igual de fuertes se tomaran en otro orden, se elegiría otra opción.',
    worst: (list) => `Peores derrotas (cuanto menores, mejor): ${list}.`,
    victories: (list) => `Puntuaciones por pares: ${list}.`,
    unopposed: 'sin oposición',
  },
};

/** `schulze`, `ranked-pairs`, `minimax`, `copeland`: the pair that decided, and how the method weighed it. */
export function pairwiseSentences(result: PairwiseResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const { beatsAll } = result;
  return [
    ...headlines(result, words),
    ...(result.pairs.length === 0
      ? []
      : [beatsAll === null ? phrases.noneBeatsAll : phrases.beatsAll(words.name(beatsAll))]),
    ...pairSentences(result, words),
    ...lockedSentences(result, words),
    ...scoreSentences(result, words),
    ...tieSentences(result, words),
    uncountedSentence(result, words),
  ];
}

/** The last of the elected against the next in the ranking; against the closest other, where one beats all. */
function pairSentences(result: PairwiseResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const elected = result.elected.at(-1);
  if (elected === undefined) return [];
  const single = result.seats === 1 && result.beatsAll === elected;
  const rows = result.pairs.filter(
    ({ option, other }) => option === elected && !result.elected.includes(other),
  );
  const next = nextInRanking(result, elected);
  const row = single ? closest(rows) : rows.find(({ other }) => other === next);
  if (!row) return [];
  const paired = result.method === 'schulze' || result.method === 'ranked-pairs';
  const say = single ? phrases.closest : paired ? phrases.against : phrases.headToHead;
  const [name, other] = [words.name(row.option), words.name(row.other)];
  return [
    say(name, words.votes(row.preferring), other, words.amount(row.preferringOther)),
    ...(single ? [] : [...pathSentences(result, row, words), ...defeatSentences(result, row, words)]),
  ];
}

/** The first without a place; none where only a tie-break told it from the last with one. */
function nextInRanking({ ranking, elected }: PairwiseResult, last: number): number | undefined {
  const level = ranking.find((options) => options.some((option) => !elected.includes(option)));
  return level?.includes(last) ? undefined : level?.find((option) => !elected.includes(option));
}

/** `minimax`: the worst defeat of each of the two. */
function defeatSentences(
  result: PairwiseResult,
  { option, other }: PairwiseRow,
  words: SentenceWords,
): string[] {
  if (result.method !== 'minimax') return [];
  const phrases = words.of(PHRASES);
  return [option, other].map((name) => {
    const defeats = result.pairs.filter((row) => row.option === name && marginOf(row).isNegative());
    const worst = defeats.reduce<PairwiseRow | undefined>(
      (most, row) => (most && !isWorse(row, most, result.strength) ? most : row),
      undefined,
    );
    if (!worst) return phrases.neverLoses(words.name(name));
    const [votes, others] = [words.amount(worst.preferring), words.amount(worst.preferringOther)];
    return phrases.worstDefeat(words.name(name), words.name(worst.other), others, votes);
  });
}

function isWorse(a: PairwiseRow, b: PairwiseRow, strength: PairwiseResult['strength']): boolean {
  if (strength === 'margin') return marginOf(a).isLessThan(marginOf(b));
  if (strength !== 'ratio') return b.preferringOther.isLessThan(a.preferringOther);
  return a.preferring.times(b.preferringOther).isLessThan(b.preferring.times(a.preferringOther));
}

const marginOf = (row: PairwiseRow): Ratio => row.preferring.minus(row.preferringOther);

const closest = (rows: readonly PairwiseRow[]): PairwiseRow | undefined =>
  rows.reduce<PairwiseRow | undefined>(
    (best, row) => (best && !marginOf(row).isLessThan(marginOf(best)) ? best : row),
    undefined,
  );

function pathSentences(
  result: PairwiseResult,
  { option, other }: PairwiseRow,
  words: SentenceWords,
): string[] {
  const strength = (from: number, to: number): Ratio | null | undefined =>
    result.paths.find((path) => path.from === from && path.to === to)?.strength;
  const [there, back] = [strength(option, other), strength(other, option)];
  if (there === undefined || back === undefined) return [];
  const text = (value: Ratio | null): string =>
    value === null ? words.of(PHRASES).unopposed : words.amount(value);
  return [words.of(PHRASES).paths(words.name(option), words.name(other), text(there), text(back))];
}

/** What was locked first, and the strongest of what was left out. */
function lockedSentences(result: PairwiseResult, words: SentenceWords): string[] {
  if (result.method !== 'ranked-pairs') return [];
  const phrases = words.of(PHRASES);
  const rowOf = ([winner, loser]: readonly [number, number]): PairwiseRow =>
    result.pairs.find(({ option, other }) => option === winner && other === loser)!;
  const told = (say: PairwisePhrases['locked'], row: PairwiseRow): string =>
    say(
      words.name(row.option),
      words.name(row.other),
      words.amount(row.preferring),
      words.amount(row.preferringOther),
    );
  const first = result.locked[0];
  return [
    ...(first ? [told(phrases.locked, rowOf(first))] : []),
    ...(result.leftOut ?? []).map((pair) => told(phrases.leftOut, rowOf(pair))).slice(0, 3),
    ...(result.tieSensitive === true && result.ranking.length > 0 ? [phrases.sensitive] : []),
  ];
}

function scoreSentences(result: PairwiseResult, words: SentenceWords): string[] {
  if (result.scores.length === 0) return [];
  const phrases = words.of(PHRASES);
  const list = words.amounts(result.scores.map(({ option, score }) => ({ option, amount: score })));
  return [result.method === 'minimax' ? phrases.worst(list) : phrases.victories(list)];
}
