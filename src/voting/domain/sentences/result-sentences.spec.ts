import {
  OPTION_NAMES,
  RANKED_METHODS,
  UNRANKED_METHODS,
} from '../../../../test/support/elections-of-methods.js';
import { Chance } from '../../../../test/support/generated-elections.js';
import { Ratio } from '../../../shared/ratio.js';
import { isRefusal } from '../../../shared/refusal.js';
import { sentenceLanguages } from '../outcome-sentences.js';
import { readResult } from '../results/read-result.js';
import { tallyElection } from '../tally/method-registry.js';
import { type Outcome } from '../tally/tally-method.js';
import { resultSentences } from './result-sentences.js';
import { SentenceWords } from './sentence-words.js';

/** Every number of the data, as a language writes it: whole or decimal, and as a mixed fraction. */
function numbersOf(value: unknown, words: SentenceWords, found = new Set<string>()): Set<string> {
  if (value instanceof Ratio) found.add(words.amount(value)).add(words.mixed(value)).add(value.toString());
  else if (typeof value === 'number') found.add(String(value));
  else if (typeof value === 'bigint') found.add(value.toString());
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) numbersOf(part, words, found);
  return found;
}

/** `12`, `-3`, `7,5`, `1/2`, `7 1/2`. */
const numbersIn = (sentence: string): string[] =>
  sentence.match(/-?\d+ \d+\/\d+|-?\d+\/\d+|-?\d+[.,]\d+|-?\d+/g) ?? [];

/** Where the scales of grades and of agreement begin. */
const ALWAYS = ['0'];

describe('every number of a sentence is one of the data, in every language', () => {
  it.each([...UNRANKED_METHODS, ...RANKED_METHODS])('$name', ({ election }) => {
    const chance = new Chance(23);
    for (let run = 0; run < 30; run++) {
      const made = election(chance);
      const outcome = tallyElection(made) as Outcome;
      if (isRefusal(outcome)) throw new Error(outcome.message);
      const result = readResult(made.method, outcome);
      for (const language of sentenceLanguages) {
        const known = numbersOf(result, new SentenceWords(language, OPTION_NAMES));
        const sentences = resultSentences(made.method, outcome, OPTION_NAMES, language);
        expect(sentences.length).toBeGreaterThan(1);
        for (const sentence of sentences) {
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}|^[a-z ]|[^.]$/);
          const unknown = numbersIn(sentence).filter((one) => !known.has(one) && !ALWAYS.includes(one));
          expect({ sentence, unknown }).toEqual({ sentence, unknown: [] });
        }
      }
    }
  });
});

describe('the words', () => {
  const english = new SentenceWords('en', OPTION_NAMES);
  const spanish = new SentenceWords('es', OPTION_NAMES);

  it('list names as the language does, in Spanish with «e» before the sound of an i', () => {
    expect(english.names([0, 1, 3])).toBe('Ana, Berta and Inés');
    expect(spanish.names([0, 1])).toBe('Ana y Berta');
    expect(spanish.names([0, 3])).toBe('Ana e Inés');
  });

  it('write numbers exactly: decimals where they end, else mixed fractions', () => {
    const amounts = [Ratio.of(7n), Ratio.of(15n, 2n), Ratio.of(-22n, 3n), Ratio.of(1n, 3n)];
    expect(amounts.map((amount) => english.amount(amount))).toEqual(['7', '7.5', '-7 1/3', '1/3']);
    expect(amounts.map((amount) => spanish.amount(amount))).toEqual(['7', '7,5', '-7 1/3', '1/3']);
    expect([english.votes(Ratio.one), spanish.votes(Ratio.of(2n))]).toEqual(['1 vote', '2 votos']);
  });

  it('name of very many options only the first twelve', () => {
    const many = new SentenceWords(
      'en',
      Array.from({ length: 40 }, (_, at) => `O${at}`),
    );
    const rows = Array.from({ length: 40 }, (_, option) => ({ option, amount: Ratio.of(BigInt(option)) }));
    expect(many.amounts(rows)).toMatch(/^O39 39, .*O28 28 …$/);
  });

  it('have no name for an option that the poll does not have, and say so to us', () => {
    expect(() => english.name(9)).toThrow('option 9');
  });
});
