import { Ratio } from '../../../shared/ratio.js';
import { outcomeSentences, type SentenceLanguage } from '../outcome-sentences.js';
import { isChoosing, readResult, type ChoosingResult, type CountResult } from '../results/read-result.js';
import { type Outcome } from '../tally/tally-method.js';
import { oneVote, type Condition, type ThresholdArithmetic } from '../threshold-outcome.js';
import { uncountedSentence } from './choosing-sentences.js';
import { countSentences } from './result-sentences.js';
import { SentenceWords } from './sentence-words.js';
import { quorumSentence, termsBesideTheMajority } from './threshold-sentences.js';

/** A poll as it was decided: what the count found, and what the quorum made of it. */
export interface ToldPoll {
  readonly method: string;
  readonly outcome: string;
  readonly quorum: Condition;
  /** Null in results recorded before the engine's outcome was kept. */
  readonly counting: Outcome | null;
  /** For votes for or against. */
  readonly arithmetic: ThresholdArithmetic | null;
  readonly labels: readonly string[];
}

const PHRASES = {
  en: {
    noQuorum: 'No quorum: nothing was decided.',
    forTheRecord: 'What was counted, for the record:',
    nothingSaid: 'Nothing was decided: no ballot says anything about any option.',
  },
  es: {
    noQuorum: 'Sin quórum: no se decidió nada.',
    forTheRecord: 'Lo que se contó, para que conste:',
    nothingSaid: 'No se decidió nada: ninguna papeleta se pronuncia sobre ninguna opción.',
  },
};

/**
 * A poll's result in sentences: the count's own (`resultSentences`), and the quorum beside it. Without the quorum, and
 * where nobody said anything, that comes first, so that nobody takes what was counted for a decision.
 */
export function pollSentences(poll: ToldPoll, language: SentenceLanguage): string[] {
  const words = new SentenceWords(language, poll.labels);
  const result = poll.counting && readResult(poll.method, poll.counting);
  if (poll.arithmetic) return votedSentences(poll.arithmetic, result, words);
  if (result === null) return [];
  const phrases = words.of(PHRASES);
  const quorum = quorumOf(poll.quorum, words);
  if (poll.outcome === 'no_quorum') {
    return [phrases.noQuorum, ...quorum, phrases.forTheRecord, ...countSentences(result, words)];
  }
  if (isChoosing(result) && poll.outcome === 'failed' && saysNothingOfOptions(result)) {
    return [
      phrases.nothingSaid,
      ...quorum,
      ...('rejected' in result ? [uncountedSentence(result, words)] : []),
    ];
  }
  const [headline, ...rest] = countSentences(result, words);
  return [headline!, ...quorum, ...rest];
}

/** No ballot speaks of an option: then nobody is chosen, whatever the engine makes of a tie of nothing. */
const saysNothingOfOptions = (result: ChoosingResult): boolean =>
  'counted' in result ? result.counted.isZero() : result.elected.length > 0;

/** The majority of all with its quorum and smallest change, then what the rule asks of classes and blocks. */
function votedSentences(
  arithmetic: ThresholdArithmetic,
  result: CountResult | null,
  words: SentenceWords,
): string[] {
  const told = outcomeSentences(arithmetic, words.language);
  return result?.family === 'threshold' ? [...told, ...termsBesideTheMajority(result, words)] : told;
}

/** Weights of the quorum are in millionths of a vote. */
function quorumOf(quorum: Condition, words: SentenceWords): string[] {
  if (quorum.fraction.isZero()) return [];
  const scale = Ratio.of(quorum.unit === 'people' ? 1n : oneVote);
  return [
    quorumSentence(
      {
        ...{ fraction: quorum.fraction, comparison: quorum.comparison, met: quorum.met },
        ...{ ofClass: null, kind: 'participating', counting: [] },
        measure: quorum.unit === 'people' ? 'people' : 'weight',
        counted: quorum.counted.dividedBy(scale),
        base: quorum.of.dividedBy(scale),
        needed: quorum.needed.dividedBy(scale),
      },
      words,
    ),
  ];
}
