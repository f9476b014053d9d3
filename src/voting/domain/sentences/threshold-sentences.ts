import { Ratio } from '../../../shared/ratio.js';
import {
  type CapResult,
  type GroupCondition,
  type MajorityResult,
  type QuorumResult,
  type ThresholdResult,
  type VoteTotal,
} from '../results/assent-result.js';
import { type SentenceWords } from './sentence-words.js';

interface ThresholdPhrases {
  readonly outcome: Readonly<Record<ThresholdResult['outcome'], string>>;
  readonly early: string;
  readonly vote: Readonly<Record<VoteTotal['vote'], readonly [one: string, several: string]>>;
  readonly counted: (list: string) => string;
  readonly inClass: (code: string, sentence: string) => string;
  readonly members: readonly [one: string, several: string];
  readonly noQuorumRule: string;
  readonly quorum: (counted: string, of: string, kind: string, condition: string, reached: string) => string;
  readonly kind: Readonly<Record<Exclude<QuorumResult['kind'], 'named'>, string>>;
  readonly named: (votes: string) => string;
  readonly reached: readonly [no: string, yes: string];
  readonly condition: (more: boolean, fraction: string, of: string, needed: string) => string;
  readonly inFavour: (counted: string, isMet: boolean, condition: string) => string;
  readonly nobodyInFavour: string;
  readonly base: Readonly<Record<MajorityResult['baseName'], string>>;
  readonly capped: (code: string, share: string, cast: string, counted: string) => string;
  readonly withinCap: (code: string, share: string) => string;
}

const PHRASES: Readonly<Record<'en' | 'es', ThresholdPhrases>> = {
  en: {
    outcome: {
      passed: 'Passed.',
      failed: 'Not passed.',
      no_quorum: 'No quorum: nothing was decided.',
      tie: 'A tie: exactly as many for as against, and the rule asks for more than half.',
      blocked: 'Not passed: as many members block it as the rule asks for.',
      open: 'Not decided yet: the remaining ballots could still change it.',
    },
    early: 'Decided before the close, since no remaining ballot could change it.',
    vote: {
      for: ['for', 'for'],
      against: ['against', 'against'],
      abstain: ['abstaining', 'abstaining'],
      blank: ['blank', 'blank'],
      invalid: ['invalid', 'invalid'],
      block: ['blocking', 'blocking'],
    },
    counted: (list) => `Counted: ${list}.`,
    inClass: (code, sentence) => `Class ${code}: ${sentence}`,
    members: ['member', 'members'],
    noQuorumRule: 'No quorum is required.',
    quorum: (counted, of, kind, condition, reached) =>
      `Quorum: ${counted} of ${of} ${kind}; ${condition}: ${reached}.`,
    kind: {
      for: 'voted for',
      cast: 'voted for or against',
      valid: 'voted for, against or abstained',
      participating: 'took part',
      present: 'were present',
    },
    named: (votes) => `took part (counting ${votes})`,
    reached: ['not reached', 'reached'],
    condition: (more, fraction, of, needed) =>
      `${more ? 'more than' : 'at least'} ${fraction} of ${of} was needed, that is ${more ? 'more than' : 'at least'} ${needed}`,
    inFavour: (counted, isMet, condition) =>
      `Votes for: ${counted}, ${isMet ? 'enough' : 'not enough'}: ${condition}.`,
    nobodyInFavour: 'Nobody voted for it, and what nobody votes for does not pass.',
    base: {
      cast: 'the votes cast for and against',
      valid: 'the votes cast with abstentions',
      eligible: 'all votes of the electorate',
      present: 'the votes of those present',
    },
    capped: (code, share, cast, counted) =>
      `Class ${code} counts at most as ${share} of the votes cast: its ${cast} count as ${counted}.`,
    withinCap: (code, share) => `Class ${code} stays within its share of ${share} of the votes cast.`,
  },
  es: {
    outcome: {
      passed: 'Aprobada.',
      failed: 'No aprobada.',
      no_quorum: 'Sin quórum: no se decidió nada.',
      tie: 'Empate: tantos votos a favor como en contra, y la regla pide más de la mitad.',
      blocked: 'No aprobada: la bloquean tantas socias y socios como pide la regla.',
      open: 'Sin decidir todavía: las papeletas que faltan aún podrían cambiar el resultado.',
    },
    early: 'Se decidió antes del cierre, pues ninguna papeleta pendiente podía cambiar el resultado.',
    vote: {
      for: ['a favor', 'a favor'],
      against: ['en contra', 'en contra'],
      abstain: ['abstención', 'abstenciones'],
      blank: ['en blanco', 'en blanco'],
      invalid: ['nulo', 'nulos'],
      block: ['bloqueo', 'bloqueos'],
    },
    counted: (list) => `Recuento: ${list}.`,
    inClass: (code, sentence) => `Clase ${code}: ${sentence}`,
    members: ['persona socia', 'socias y socios'],
    noQuorumRule: 'No se exige quórum.',
    quorum: (counted, of, kind, condition, reached) =>
      `Quórum: ${kind} ${counted} de ${of}; ${condition}: ${reached}.`,
    kind: {
      for: 'votaron a favor',
      cast: 'votaron a favor o en contra',
      valid: 'votaron a favor, en contra o se abstuvieron',
      participating: 'participaron',
      present: 'asistieron',
    },
    named: (votes) => `participaron (cuentan ${votes})`,
    reached: ['no alcanzado', 'alcanzado'],
    condition: (more, fraction, of, needed) =>
      `se necesitaba ${more ? 'más de' : 'al menos'} ${fraction} de ${of}, es decir, ${more ? 'más de' : 'al menos'} ${needed}`,
    inFavour: (counted, isMet, condition) =>
      `Votos a favor: ${counted}, ${isMet ? 'suficientes' : 'insuficientes'}: ${condition}.`,
    nobodyInFavour: 'Nadie votó a favor, y lo que nadie vota no se aprueba.',
    base: {
      cast: 'los votos emitidos a favor y en contra',
      valid: 'los votos emitidos, abstenciones incluidas',
      eligible: 'todos los votos del censo',
      present: 'los votos de las personas presentes',
    },
    capped: (code, share, cast, counted) =>
      `La clase ${code} cuenta como máximo ${share} de los votos emitidos: sus ${cast} cuentan como ${counted}.`,
    withinCap: (code, share) => `La clase ${code} no supera su parte de ${share} de los votos emitidos.`,
  },
};

/** `threshold`: the outcome, what was counted, every quorum, cap and majority, of all and of classes. */
export function thresholdSentences(result: ThresholdResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  return [
    phrases.outcome[result.outcome],
    ...(result.decidedEarly ? [phrases.early] : []),
    phrases.counted(countedWords(result, words)),
    ...(result.quorums.length === 0 ? [phrases.noQuorumRule] : []),
    ...result.quorums.map((quorum) => quorumSentence(quorum, words)),
    ...result.caps.map((cap) => capSentence(cap, words)),
    ...result.majorities.map((majority) => majoritySentence(majority, words)),
  ];
}

/** For, against and abstaining always; blanks, invalid ballots and blocks where there are some. */
function countedWords({ votes }: ThresholdResult, words: SentenceWords): string {
  const phrases = words.of(PHRASES);
  const always: readonly string[] = ['for', 'against', 'abstain'];
  return votes
    .filter(
      ({ vote, people, votes: weight }) => always.includes(vote) || !people.isZero() || !weight.isZero(),
    )
    .map(
      ({ vote, votes: weight }) =>
        `${words.mixed(weight)} ${phrases.vote[vote][weight.equals(Ratio.one) ? 0 : 1]}`,
    )
    .join(', ');
}

/** What a rule asks beside the majority of all: that nobody blocks, caps, majorities of classes. */
export function termsBesideTheMajority(result: ThresholdResult, words: SentenceWords): string[] {
  const phrases = words.of(PHRASES);
  return [
    ...(result.outcome === 'blocked' ? [phrases.outcome.blocked] : []),
    ...(result.decidedEarly ? [phrases.early] : []),
    ...result.caps.map((cap) => capSentence(cap, words)),
    ...result.majorities.filter(({ ofClass }) => ofClass !== null).map((one) => majoritySentence(one, words)),
  ];
}

export function quorumSentence(quorum: QuorumResult, words: SentenceWords): string {
  const phrases = words.of(PHRASES);
  const of = measured(quorum.base, quorum.measure, words);
  const reached = phrases.reached[quorum.met ? 1 : 0];
  const counted = words.mixed(quorum.counted);
  const counting = words.listed(quorum.counting.map((vote) => phrases.vote[vote][1]));
  const kind = quorum.kind === 'named' ? phrases.named(counting) : phrases.kind[quorum.kind];
  const sentence = phrases.quorum(counted, of, kind, condition(quorum, of, words), reached);
  return inClass(quorum, sentence, words);
}

function majoritySentence(majority: MajorityResult, words: SentenceWords): string {
  const phrases = words.of(PHRASES);
  if (majority.counted.isZero() && majority.needed.isZero())
    return inClass(majority, phrases.nobodyInFavour, words);
  const needed = condition(majority, phrases.base[majority.baseName], words);
  const sentence = phrases.inFavour(words.mixed(majority.counted), majority.met, needed);
  return inClass(majority, sentence, words);
}

function condition(of: GroupCondition, base: string, words: SentenceWords): string {
  return words
    .of(PHRASES)
    .condition(of.comparison === '>', of.fraction.toString(), base, words.mixed(of.needed));
}

const inClass = ({ ofClass }: GroupCondition, sentence: string, words: SentenceWords): string =>
  ofClass === null
    ? sentence
    : words.of(PHRASES).inClass(ofClass, `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`);

function measured(value: Ratio, measure: GroupCondition['measure'], words: SentenceWords): string {
  if (measure === 'weight') return words.votes(value);
  const [one, several] = words.of(PHRASES).members;
  return `${words.mixed(value)} ${value.equals(Ratio.one) ? one : several}`;
}

function capSentence({ ofClass, share, cast, counted, scaling }: CapResult, words: SentenceWords): string {
  const phrases = words.of(PHRASES);
  return scaling.equals(Ratio.one)
    ? phrases.withinCap(ofClass, share.toString())
    : phrases.capped(ofClass, share.toString(), words.votes(cast), words.mixed(counted));
}
