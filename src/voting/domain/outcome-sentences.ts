import type { Participation } from '../../membership/domain/decision-rule.js';
import { Ratio } from '../../shared/ratio.js';
import type { VoteChoice } from './ballots/ballot-marks.js';
import {
  oneVote,
  type Condition,
  type MajorityCondition,
  type Sum,
  type ThresholdArithmetic,
} from './threshold-outcome.js';

export const sentenceLanguages = ['en', 'es'] as const;
export type SentenceLanguage = (typeof sentenceLanguages)[number];

/** The sentences of a language; numbers come from the arithmetic, never from here. */
interface Phrases {
  readonly outcome: Record<ThresholdArithmetic['outcome'], string>;
  readonly choice: Record<Participation, string>;
  /** Of a single vote, where the word is another. */
  readonly one: Partial<Record<VoteChoice, string>>;
  readonly base: Record<ThresholdArithmetic['threshold']['base'], string>;
  readonly members: string;
  readonly votes: string;
  readonly and: string;
  readonly counted: (choices: string) => string;
  readonly tookPart: (counted: string, of: string, choices: string) => string;
  readonly noQuorumRule: string;
  readonly condition: (comparison: '>' | '>=', fraction: string, of: string, needed: string) => string;
  readonly inFavour: (counted: string, isMet: boolean) => string;
  readonly nobodyInFavour: string;
  readonly reached: (isMet: boolean) => string;
  readonly change: Record<'for' | 'against' | 'any_counted', (votes: string, isOne: boolean) => string>;
  readonly notEnoughLeft: string;
}

const english: Phrases = {
  outcome: {
    passed: 'Passed.',
    failed: 'Not passed.',
    no_quorum: 'No quorum: nothing was decided.',
    tie: 'A tie: as many for as against.',
  },
  choice: {
    for: 'for',
    against: 'against',
    abstain: 'abstaining',
    blank: 'blank',
    invalid: 'invalid',
    block: 'blocking',
    ballots: 'every ballot',
  },
  one: {},
  base: {
    cast: 'the votes cast for and against',
    valid: 'the votes cast with abstentions',
    eligible: 'all votes of the electorate',
  },
  members: 'members',
  votes: 'votes',
  and: 'and',
  counted: (choices) => `Counted: ${choices}.`,
  tookPart: (counted, of, choices) => `Quorum: ${counted} of ${of} took part (counting ${choices});`,
  noQuorumRule: 'No quorum is required.',
  condition: (comparison, fraction, of, needed) =>
    `${comparison === '>' ? 'more than' : 'at least'} ${fraction} of ${of} was needed, that is ${comparison === '>' ? 'more than' : 'at least'} ${needed}`,
  inFavour: (counted, isMet) => `Votes for: ${counted}, ${isMet ? 'enough' : 'not enough'}:`,
  nobodyInFavour: 'Nobody voted for it, and what nobody votes for does not pass.',
  reached: (isMet) => (isMet ? 'reached' : 'not reached'),
  change: {
    for: (votes, isOne) => `${votes} further ${isOne ? 'vote' : 'votes'} for would have passed it.`,
    against: (votes, isOne) => `${votes} further ${isOne ? 'vote' : 'votes'} against would have stopped it.`,
    any_counted: (votes, isOne) =>
      `${votes} further ${isOne ? 'vote' : 'votes'} would have reached the quorum.`,
  },
  notEnoughLeft: 'There were not that many votes left.',
};

const spanish: Phrases = {
  outcome: {
    passed: 'Aprobada.',
    failed: 'No aprobada.',
    no_quorum: 'Sin quórum: no se decidió nada.',
    tie: 'Empate: tantos a favor como en contra.',
  },
  choice: {
    for: 'a favor',
    against: 'en contra',
    abstain: 'abstenciones',
    blank: 'en blanco',
    invalid: 'nulos',
    block: 'bloqueos',
    ballots: 'todas las papeletas',
  },
  one: { abstain: 'abstención', invalid: 'nulo', block: 'bloqueo' },
  base: {
    cast: 'los votos emitidos a favor y en contra',
    valid: 'los votos emitidos, abstenciones incluidas',
    eligible: 'todos los votos del censo',
  },
  members: 'socias y socios',
  votes: 'votos',
  and: 'y',
  counted: (choices) => `Recuento: ${choices}.`,
  tookPart: (counted, of, choices) => `Quórum: participaron ${counted} de ${of} (cuentan ${choices});`,
  noQuorumRule: 'No se exige quórum.',
  condition: (comparison, fraction, of, needed) =>
    `se necesitaba ${comparison === '>' ? 'más de' : 'al menos'} ${fraction} de ${of}, es decir, ${comparison === '>' ? 'más de' : 'al menos'} ${needed}`,
  inFavour: (counted, isMet) => `Votos a favor: ${counted}, ${isMet ? 'suficientes' : 'insuficientes'}:`,
  nobodyInFavour: 'Nadie votó a favor, y lo que nadie vota no se aprueba.',
  reached: (isMet) => (isMet ? 'alcanzado' : 'no alcanzado'),
  change: {
    for: (votes, isOne) => `Con ${votes} ${isOne ? 'voto' : 'votos'} más a favor se habría aprobado.`,
    against: (votes, isOne) =>
      `Con ${votes} ${isOne ? 'voto' : 'votos'} más en contra no se habría aprobado.`,
    any_counted: (votes, isOne) => `Con ${votes} ${isOne ? 'voto' : 'votos'} más habría habido quórum.`,
  },
  notEnoughLeft: 'No quedaban tantos votos por emitir.',
};

const phrasesIn: Record<SentenceLanguage, Phrases> = { en: english, es: spanish };

/** The outcome in sentences, built from the arithmetic alone: whoever holds the data gets the same words. */
export function outcomeSentences(arithmetic: ThresholdArithmetic, language: SentenceLanguage): string[] {
  const phrases = phrasesIn[language];
  return [
    phrases.outcome[arithmetic.outcome],
    phrases.counted(countedWords(arithmetic, phrases)),
    quorumSentence(arithmetic, phrases),
    majoritySentence(arithmetic.threshold, phrases),
    ...changeSentences(arithmetic, phrases),
  ];
}

function countedWords({ sums }: ThresholdArithmetic, phrases: Phrases): string {
  const each = (choice: VoteChoice): string => {
    const votes = votesText(sums[choice]);
    const word = votes === '1' ? (phrases.one[choice] ?? phrases.choice[choice]) : phrases.choice[choice];
    return `${votes} ${word}`;
  };
  const further = (['blank', 'invalid', 'block'] as const).filter((choice) => sums[choice].people > 0n);
  return [...(['for', 'against', 'abstain'] as const), ...further].map(each).join(', ');
}

function quorumSentence({ quorum }: ThresholdArithmetic, phrases: Phrases): string {
  if (quorum.fraction.isZero()) return phrases.noQuorumRule;
  const of = `${amount(quorum.of, quorum.unit)} ${quorum.unit === 'people' ? phrases.members : phrases.votes}`;
  const choices = listed(
    quorum.counting.map((choice) => phrases.choice[choice]),
    phrases.and,
  );
  return `${phrases.tookPart(inUnit(quorum), of, choices)} ${conditionWords(quorum, of, phrases)}: ${phrases.reached(quorum.met)}.`;
}

/** Where nothing was needed of nothing, "not enough" would be beside the point. */
function majoritySentence(majority: MajorityCondition, phrases: Phrases): string {
  if (majority.counted.isZero() && majority.needed.isZero()) return phrases.nobodyInFavour;
  const needed = conditionWords(majority, phrases.base[majority.base], phrases);
  return `${phrases.inFavour(inUnit(majority), majority.met)} ${needed}.`;
}

const conditionWords = (condition: Condition, of: string, phrases: Phrases): string =>
  phrases.condition(
    condition.comparison,
    condition.fraction.toString(),
    of,
    amount(condition.needed, condition.unit),
  );

function changeSentences({ smallestChange }: ThresholdArithmetic, phrases: Phrases): string[] {
  if (smallestChange === null) return [];
  const { choice, votes, wasPossible } = smallestChange;
  const sentence = phrases.change[choice](votes.toString(), votes === 1n);
  return [wasPossible ? sentence : `${sentence} ${phrases.notEnoughLeft}`];
}

const listed = (words: readonly string[], and: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)!}`;

const inUnit = (condition: Condition): string => amount(condition.counted, condition.unit);
const votesText = (sum: Sum): string => amount(Ratio.of(sum.weightMillionths), 'weight_millionths');

/** A whole number, or a mixed one: `7 1/2`. Weights are written in votes, exactly. */
function amount(value: Ratio, unit: Condition['unit']): string {
  const shown = unit === 'people' ? value : value.dividedBy(Ratio.of(oneVote));
  const whole = shown.floor();
  const rest = shown.minus(Ratio.of(whole));
  if (rest.isZero()) return whole.toString();
  return whole === 0n ? rest.toString() : `${whole} ${rest.toString()}`;
}
