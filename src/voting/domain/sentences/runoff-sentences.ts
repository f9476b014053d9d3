import { Ratio } from '../../../shared/ratio.js';
import { type RunoffResult } from '../results/runoff-result.js';
import {
  type ExclusionReason,
  type ExhaustedVotes,
  type RoundTransfers,
  type RunoffRound,
} from '../results/runoff-rounds.js';
import { headlines, tieSentence, uncountedSentence } from './choosing-sentences.js';
import { type SentenceWords } from './sentence-words.js';

interface RunoffPhrases {
  readonly first: (list: string) => string;
  readonly round: (round: string, list: string) => string;
  readonly quota: (votes: string) => string;
  readonly reached: (names: string, votes: string, several: boolean) => string;
  readonly wins: (name: string, votes: string) => string;
  readonly winsOfLast: (name: string) => string;
  readonly remaining: (names: string, several: boolean) => string;
  readonly excluded: (round: string, names: string, votes: string, several: boolean) => string;
  readonly because: Readonly<Record<ExclusionReason, string>>;
  readonly surplus: (round: string, names: string) => string;
  readonly placed: (round: string, names: string) => string;
  readonly goes: (votes: string, name: string, one: boolean) => string;
  readonly exhausted: (votes: string, one: boolean) => string;
  readonly anew: string;
  readonly stopped: (round: string) => string;
  readonly takenOut: (names: string, several: boolean) => string;
  readonly end: (list: string) => string;
  readonly cause: Readonly<Record<keyof ExhaustedVotes, (votes: string) => string>>;
}

const PHRASES: Readonly<Record<'en' | 'es', RunoffPhrases>> = {
  en: {
    first: (list) => `First preferences: ${list}.`,
    round: (round, list) => `Round ${round}: ${list}.`,
    quota: (votes) => `Needed to be elected: ${votes}.`,
    reached: (names, votes, several) =>
      `${names} ${several ? 'reach' : 'reaches'} the ${votes} needed and ${several ? 'are' : 'is'} elected.`,
    wins: (name, votes) => `${name} reaches the ${votes} needed and wins.`,
    winsOfLast: (name) => `${name} wins among those left.`,
    remaining: (names, several) =>
      `${names} ${several ? 'are' : 'is'} elected, since no others are left for the remaining places.`,
    excluded: (round, names, votes, several) =>
      `Round ${round}: ${names} ${several ? 'are' : 'is'} excluded with ${votes}`,
    because: {
      fewest_votes: ', the fewest',
      cannot_catch_up_together: ', as even together they cannot catch up',
      below_minimum: ', below the minimum',
      undeclared_write_in: ', as nobody stands under that name',
    },
    surplus: (round, names) => `Round ${round}: the surplus of ${names} passes on`,
    placed: (round, names) => `Round ${round}: ${names} takes a place and its votes pass on`,
    goes: (votes, name, one) => `${votes} ${one ? 'goes' : 'go'} to ${name}`,
    exhausted: (votes, one) => `${votes} ${one ? 'is' : 'are'} exhausted`,
    anew: 'After every election and exclusion all ballots are shared out anew by what each option keeps.',
    takenOut: (names, several) =>
      `${names} ${several ? 'were' : 'was'} taken out of the vote before the count, and ${several ? 'are' : 'is'} skipped on every ballot.`,
    stopped: (round) =>
      `The rule ends the count after round ${round}: a place that nobody had reached by then stays empty.`,
    end: (list) => `At the end counted for nobody any more: ${list}.`,
    cause: {
      choicesUsedUp: (votes) => `${votes} with no further choice`,
      overvoted: (votes) => `${votes} with several options at one rank`,
      repeated: (votes) => `${votes} that name an option again`,
      skipped: (votes) => `${votes} that skip ranks`,
      other: (votes) => votes,
    },
  },
  es: {
    first: (list) => `Primeras preferencias: ${list}.`,
    round: (round, list) => `Ronda ${round}: ${list}.`,
    quota: (votes) => `Cifra necesaria para obtener plaza: ${votes}.`,
    reached: (names, votes, several) =>
      `${names} ${several ? 'alcanzan' : 'alcanza'} la cifra necesaria (${votes}) y ${several ? 'obtienen' : 'obtiene'} plaza.`,
    wins: (name, votes) => `${name} alcanza la cifra necesaria (${votes}) y gana.`,
    winsOfLast: (name) => `${name} gana entre las opciones que quedan.`,
    remaining: (names, several) =>
      `${several ? 'Obtienen' : 'Obtiene'} plaza ${names}, pues no quedan más opciones para las plazas restantes.`,
    excluded: (round, names, votes, several) =>
      `Ronda ${round}: ${several ? 'salen' : 'sale'} del recuento ${names}, con ${votes}`,
    because: {
      fewest_votes: ', la cifra más baja',
      cannot_catch_up_together: ', pues ni sumando sus votos pueden alcanzar a la siguiente opción',
      below_minimum: ', por debajo del mínimo',
      undeclared_write_in: ', pues nadie se presenta con ese nombre',
    },
    surplus: (round, names) => `Ronda ${round}: pasa el excedente de ${names}`,
    placed: (round, names) => `Ronda ${round}: ${names} ocupa un lugar y sus votos pasan`,
    goes: (votes, name, one) => `${votes} ${one ? 'va' : 'van'} a ${name}`,
    exhausted: (votes, one) => `${votes} ${one ? 'se agota' : 'se agotan'}`,
    anew: 'Tras cada elección y cada exclusión, todas las papeletas se reparten de nuevo según lo que conserva cada opción.',
    takenOut: (names, several) =>
      `Antes del recuento se ${several ? 'retiraron' : 'retiró'} de la votación ${names}; se ${several ? 'saltan' : 'salta'} en todas las papeletas.`,
    stopped: (round) =>
      `La regla termina el recuento tras la ronda ${round}: la plaza que nadie hubiera alcanzado hasta entonces queda sin cubrir.`,
    end: (list) => `Al final ya no contaban para ninguna opción: ${list}.`,
    cause: {
      choicesUsedUp: (votes) => `${votes} sin más preferencias`,
      overvoted: (votes) => `${votes} con varias opciones en un mismo lugar`,
      repeated: (votes) => `${votes} que repiten una opción`,
      skipped: (votes) => `${votes} que saltan lugares`,
      other: (votes) => votes,
    },
  },
};

/** `irv` and `stv`, round by round. */
export function runoffSentences(result: RunoffResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const last = result.rounds.at(-1);
  const anew = result.rounds.some(({ keepFactors }) => keepFactors.length > 0);
  return [
    ...headlines(result, words),
    ...(result.takenOut.length > 0
      ? [phrases.takenOut(words.names(result.takenOut), result.takenOut.length > 1)]
      : []),
    ...(result.method === 'stv' && result.finalQuota ? [phrases.quota(words.votes(result.finalQuota))] : []),
    ...result.rounds.flatMap((round) => roundSentences(result, round, words)),
    ...(anew ? [phrases.anew] : []),
    ...(result.stoppedAfterRound === null ? [] : [phrases.stopped(String(result.stoppedAfterRound))]),
    ...(last ? exhaustedSentence(last, words) : []),
    ...(result.blank.isZero()
      ? []
      : [uncountedSentence({ blank: result.blank, rejected: Ratio.zero }, words)]),
  ];
}

/** The standing, what tie had to be broken, who is elected, who is excluded and where their votes go. */
function roundSentences(result: RunoffResult, round: RunoffRound, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const number = String(round.round);
  const list = words.amounts(round.votes);
  const ties = result.ties.filter((tie) => tie.round === round.round);
  return [
    round.round === 0 ? phrases.first(list) : phrases.round(number, list),
    ...ties.map((tie) => tieSentence(tie, result.drawnOrder, words)),
    ...(result.seats === 1 ? winnerSentence(round, words) : electedSentences(round, words)),
    ...leavingSentences(result, round, words),
  ];
}

/** Of one seat: whether the winner reached what was needed, or was the highest of those left. */
function winnerSentence({ elected, quota, votes }: RunoffRound, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const winner = elected[0];
  if (winner === undefined || elected.length > 1 || quota === null) return [];
  const held = votes.find(({ option }) => option === winner)?.amount;
  return held === undefined || held.isLessThan(quota)
    ? [phrases.winsOfLast(words.name(winner))]
    : [phrases.wins(words.name(winner), words.amount(quota))];
}

function electedSentences(round: RunoffRound, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const { elected, quota } = round;
  const votesOf = new Map(round.votes.map(({ option, amount }) => [option, amount]));
  const reached = quota === null ? [] : elected.filter((option) => !votesOf.get(option)?.isLessThan(quota));
  const remaining = elected.filter((option) => !reached.includes(option));
  return [
    ...(reached.length > 0
      ? [phrases.reached(words.names(reached), words.amount(quota!), reached.length > 1)]
      : []),
    ...(remaining.length > 0 && quota !== null
      ? [phrases.remaining(words.names(remaining), remaining.length > 1)]
      : []),
  ];
}

function leavingSentences(result: RunoffResult, round: RunoffRound, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const { excluded, excludedBecause, transfers } = round;
  const number = String(round.round);
  if (excluded.length > 0) {
    const before = votesBefore(result, round);
    const held = excluded.map((option) => words.votes(before.get(option) ?? Ratio.zero));
    const because = excludedBecause === null ? '' : phrases.because[excludedBecause];
    const sentence = phrases.excluded(number, words.names(excluded), words.listed(held), excluded.length > 1);
    return [`${sentence}${because}${whereTo(transfers, words)}.`];
  }
  if (transfers === null) return [];
  const names = words.names(transfers.from);
  const sentence =
    transfers.kind === 'surplus' ? phrases.surplus(number, names) : phrases.placed(number, names);
  return [`${sentence}${whereTo(transfers, words)}.`];
}

/** What the excluded held: in the round itself, or in the one before where it is shown with them gone. */
function votesBefore(result: RunoffResult, round: RunoffRound): ReadonlyMap<number, Ratio> {
  const shownAfter = result.variant === 'scottish' || result.variant === 'wigm-prf';
  const before = shownAfter ? result.rounds[result.rounds.indexOf(round) - 1]! : round;
  return new Map(before.votes.map(({ option, amount }) => [option, amount]));
}

function whereTo(transfers: RoundTransfers | null, words: SentenceWords): string {
  if (transfers === null) return '';
  const phrases = words.of(PHRASES);
  const isOne = (amount: Ratio): boolean => amount.equals(Ratio.one);
  const parts = transfers.to.map(({ option, amount }) =>
    phrases.goes(words.amount(amount), words.name(option), isOne(amount)),
  );
  if (!transfers.exhausted.isZero())
    parts.push(phrases.exhausted(words.amount(transfers.exhausted), isOne(transfers.exhausted)));
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function exhaustedSentence({ exhausted }: RunoffRound, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  const causes = Object.keys(phrases.cause) as (keyof ExhaustedVotes)[];
  const parts = causes
    .filter((cause) => !exhausted[cause].isZero())
    .map((cause) => phrases.cause[cause](words.votes(exhausted[cause])));
  return parts.length === 0 ? [] : [phrases.end(words.listed(parts))];
}
