import { Ratio } from '../../../shared/ratio.js';
import { type BallotsResult } from '../results/ballots-result.js';
import { type ChoosingResult } from '../results/read-result.js';
import { type ResultTie, type SeatsResult, type TieEnding } from '../results/seats-result.js';
import { methodName } from './method-names.js';
import { type SentenceWords } from './sentence-words.js';

const HEADLINES = {
  en: {
    one: (name: string, method: string) => `${name} wins by ${method}.`,
    several: (names: string, method: string, seats: string, _one: boolean) =>
      `Chosen by ${method} for ${seats} seats: ${names}.`,
    none: (method: string) => `No option is chosen by ${method}.`,
    vacant: (seats: string) => `There were ${seats} seats; the others stay empty.`,
  },
  es: {
    one: (name: string, method: string) => `Gana ${name} por ${method}.`,
    several: (names: string, method: string, seats: string, one: boolean) =>
      `${one ? 'Obtiene' : 'Obtienen'} plaza por ${method}, para ${seats} plazas: ${names}.`,
    none: (method: string) => `No se elige ninguna opción por ${method}.`,
    vacant: (seats: string) => `Había ${seats} plazas; las demás quedan sin cubrir.`,
  },
};

/** Who won and by what rule. */
export function headlines(result: ChoosingResult, words: SentenceWords): string[] {
  const phrases = words.of(HEADLINES);
  const method = methodName(result, words);
  const seats = String(result.seats);
  const { elected, tied } = result;
  if (elected.length === 0) return [phrases.none(method)];
  if (result.seats === 1) return [phrases.one(words.name(elected[0]!), method)];
  const vacant = elected.length < result.seats && tied.length === 0 ? [phrases.vacant(seats)] : [];
  return [phrases.several(words.names(elected), method, seats, elected.length === 1), ...vacant];
}

interface TiePhrases {
  readonly equal: (names: string, round: string | null) => string;
  readonly drawn: (order: string) => string;
  readonly by: Readonly<Record<Exclude<TieEnding, 'drawn_order' | 'reported'>, string>>;
  readonly reported: string;
  readonly then: Readonly<Record<ResultTie['decides'], (picked: string, several: boolean) => string>>;
}

const TIES: Readonly<Record<'en' | 'es', TiePhrases>> = {
  en: {
    equal: (names, round) => (round === null ? `${names} are equal` : `Round ${round}: ${names} are equal`),
    drawn: (order) => `the order drawn before the count (${order}; its seed is recorded) decides`,
    by: {
      earlier_rounds: 'the votes of the latest earlier round in which they differ decide',
      fewest_losses: 'the fewest head-to-head defeats among them decide',
      most_top_scores: 'the most highest scores decide',
      higher_total: 'the higher total decides',
    },
    reported: 'the rule does not break this tie, so that nothing is decided between them',
    then: {
      election: (picked, several) => `${picked} ${several ? 'are' : 'is'} chosen`,
      exclusion: (picked, several) => `${picked} ${several ? 'are' : 'is'} excluded`,
      surplus_order: (picked) => `the surplus of ${picked} passes on first`,
      finalists: (picked, several) => `${picked} ${several ? 'go' : 'goes'} on`,
      runoff: (picked) => `${picked} wins the run-off`,
    },
  },
  es: {
    equal: (names, round) => (round === null ? `${names} empatan` : `Ronda ${round}: ${names} empatan`),
    drawn: (order) =>
      `decide el orden sorteado antes del recuento (${order}; su semilla consta en el registro)`,
    by: {
      earlier_rounds: 'deciden los votos de la última ronda anterior en que se distinguen',
      fewest_losses: 'decide quién tiene menos derrotas directas',
      most_top_scores: 'decide el mayor número de puntuaciones máximas',
      higher_total: 'decide el total más alto',
    },
    reported: 'la regla no deshace este empate, de modo que nada se decide entre estas opciones',
    then: {
      election: (picked, several) => `${several ? 'se eligen' : 'se elige'} ${picked}`,
      exclusion: (picked, several) => `${several ? 'salen' : 'sale'} del recuento ${picked}`,
      surplus_order: (picked) => `pasa primero el excedente de ${picked}`,
      finalists: (picked, several) => `${several ? 'pasan' : 'pasa'} ${picked}`,
      runoff: (picked) => `gana la vuelta final ${picked}`,
    },
  },
};

/** How each tie was broken, or that it was not. */
export const tieSentences = (result: SeatsResult, words: SentenceWords): string[] =>
  result.ties.map((tie) => tieSentence(tie, result.drawnOrder, words));

export function tieSentence(tie: ResultTie, drawnOrder: readonly number[], words: SentenceWords): string {
  const phrases = words.of(TIES);
  const equal = phrases.equal(words.names(tie.tied), tie.round === null ? null : String(tie.round));
  if (tie.by === 'reported') return `${equal}; ${phrases.reported}.`;
  const inOrder = drawnOrder.filter((option) => tie.tied.includes(option));
  const how =
    tie.by === 'drawn_order'
      ? phrases.drawn(inOrder.map((option) => words.name(option)).join(', '))
      : phrases.by[tie.by];
  return `${equal}; ${how}: ${phrases.then[tie.decides](words.names(tie.picked), tie.picked.length > 1)}.`;
}

const UNCOUNTED = {
  en: {
    all: 'Every ballot was counted.',
    left: (parts: string) => `Left uncounted: ${parts}.`,
    blank: (votes: string) => `${votes} on blank ballots`,
    rejected: (votes: string) => `${votes} on ballots that the rule cannot count`,
  },
  es: {
    all: 'Se contaron todas las papeletas.',
    left: (parts: string) => `Sin contar: ${parts}.`,
    blank: (votes: string) => `${votes} en papeletas en blanco`,
    rejected: (votes: string) => `${votes} en papeletas que la regla no puede contar`,
  },
};

/** What was left uncounted, and why. */
export function uncountedSentence(
  { blank, rejected }: Pick<BallotsResult, 'blank' | 'rejected'>,
  words: SentenceWords,
): string {
  const phrases = words.of(UNCOUNTED);
  const parts = [
    ...(blank.equals(Ratio.zero) ? [] : [phrases.blank(words.votes(blank))]),
    ...(rejected.equals(Ratio.zero) ? [] : [phrases.rejected(words.votes(rejected))]),
  ];
  return parts.length === 0 ? phrases.all : phrases.left(words.listed(parts));
}
