import { isRefusal } from '../../src/shared/refusal.js';
import { resultSentences } from '../../src/voting/domain/sentences/result-sentences.js';
import { tallyElection } from '../../src/voting/domain/tally/method-registry.js';
import { type Election } from '../../src/voting/domain/tally/tally-method.js';
import { OPTION_NAMES } from './elections-of-methods.js';

/** A small election and the words for it. */
export interface Example {
  readonly name: string;
  readonly election: Omit<Election, 'candidates'>;
  readonly en: readonly string[];
  readonly es: readonly string[];
}

const QUESTIONS = ['threshold', 'consent', 'gradients'];

/** Counts the election, of one question or of four options by name, and compares both languages. */
export function expectSentences({ election, en, es }: Example): void {
  const candidates = QUESTIONS.includes(election.method) ? ['question'] : OPTION_NAMES.slice(0, 4);
  const outcome = tallyElection({ ...election, candidates });
  if (isRefusal(outcome)) throw new Error(outcome.message);
  expect(resultSentences(election.method, outcome, OPTION_NAMES, 'en')).toEqual(en);
  expect(resultSentences(election.method, outcome, OPTION_NAMES, 'es')).toEqual(es);
}
