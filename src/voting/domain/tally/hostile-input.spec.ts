import fc from 'fast-check';
import { isRefusal } from '../../../shared/refusal.js';
import { tallyElection, TALLY_METHODS } from './method-registry.js';
import { type Election } from './tally-method.js';

/** Options that let a method get as far as its ballots. */
const SOUND: Readonly<Record<string, Election['options']>> = {
  threshold: { base: 'cast', fraction: '1/2', comparison: '>', quorum: null },
  score: { aggregate: 'mean', score_range: [0, 5], blank: 'zero' },
  star: { scoring_tie: ['report'], runoff_tie: ['report'] },
  'majority-judgment': { grades: 5 },
  gradients: { steps: 5, can_live_with: 3, fraction: '1/2', comparison: '>=' },
  dots: { points: 9 },
  quadratic: { credits: 9 },
  delegation: { scope_precedence: ['poll'] },
  'pb-greedy': { score: 'votes', tie_break: ['file_order'] },
  'pb-mes': { utility: 'cost', completion: 'add1', tie_break: ['file_order'] },
  'pb-phragmen': { tie_break: ['file_order'] },
  ...{ choice: {}, approval: {}, consent: {}, 'weighted-split': {} },
};

/** Anything that JSON can say, often something that is almost a ballot. */
const scrap = fc.oneof(
  fc.jsonValue(),
  fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 4 }),
  fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.integer({ min: -1, max: 9 })), { maxLength: 3 }),
  fc.constantFrom('for', 'abstain', 'consent', { object: 'why' }, { elector: 0, vote: 'yes' }, null, {}),
);
const weight = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(-1, NaN, 0.5, 2 ** 60, 'one', null));

describe('input that nobody checked before', () => {
  for (const [method, sound] of Object.entries(SOUND)) {
    it(`${method} counts it or refuses it in words, and never breaks`, () => {
      expect(TALLY_METHODS.some(({ name }) => name === method)).toBe(true);
      const names = [...Object.keys(sound), 'tie_break', 'class_caps', 'class_majorities', 'ballots', 'min'];
      const options = fc.oneof(
        { weight: 3, arbitrary: fc.constant(sound) },
        fc.dictionary(fc.constantFrom(...names), scrap).map((wild) => ({ ...sound, ...wild })),
      );
      const ballots = fc.array(fc.tuple(weight, scrap), { maxLength: 4 });
      const money = fc.option(fc.bigInt({ min: -1n, max: 40n }), { nil: undefined });
      fc.assert(
        fc.property(options, ballots, money, scrap, (chosen, given, budget, other) => {
          const outcome = tallyElection({
            ...{ method, options: chosen, ballots: given, candidates: ['A', 'B', 'C'], seats: 1 },
            ...(budget === undefined ? {} : { budget }),
            ...{ costs: [3n, 0n, 20n], electorWeights: [1, 2], delegations: other, eligibleWeight: 20 },
          } as Election);
          if (isRefusal(outcome)) expect(outcome.message.length).toBeGreaterThan(10);
          else expect(typeof JSON.stringify(outcome)).toBe('string');
        }),
        { numRuns: 300, seed: 7 },
      );
    });
  }
});
