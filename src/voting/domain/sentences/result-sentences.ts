import { type SentenceLanguage } from '../outcome-sentences.js';
import { readResult, type CountResult } from '../results/read-result.js';
import { type Outcome } from '../tally/tally-method.js';
import { consentSentences, gradientsSentences } from './assent-sentences.js';
import { judgmentSentences } from './judgment-sentences.js';
import { pairwiseSentences } from './pairwise-sentences.js';
import { runoffSentences } from './runoff-sentences.js';
import { SentenceWords } from './sentence-words.js';
import { starSentences } from './star-sentences.js';
import { thresholdSentences } from './threshold-sentences.js';
import { totalsSentences } from './totals-sentences.js';

/**
 * A count explained in the reader's language: who won and by what rule, the numbers that decided, the rounds, how
 * ties were broken, what was left uncounted. Built from the engine's outcome and the names of the options alone:
 * whoever holds the data gets the same words, and every number in them is one of the data.
 */
export const resultSentences = (
  method: string,
  outcome: Outcome,
  labels: readonly string[],
  language: SentenceLanguage,
): string[] => countSentences(readResult(method, outcome), new SentenceWords(language, labels));

/** The same for a count that is read already. */
export function countSentences(result: CountResult, words: SentenceWords): string[] {
  switch (result.family) {
    case 'threshold':
      return thresholdSentences(result, words);
    case 'consent':
      return consentSentences(result, words);
    case 'gradients':
      return gradientsSentences(result, words);
    case 'marks':
    case 'points':
    case 'borda':
      return totalsSentences(result, words);
    case 'star':
      return starSentences(result, words);
    case 'judgment':
      return judgmentSentences(result, words);
    case 'runoff':
      return runoffSentences(result, words);
    case 'pairwise':
      return pairwiseSentences(result, words);
  }
}
