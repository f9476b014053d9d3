import fc from 'fast-check';
import { Ratio } from '../../shared/ratio.js';
import { arithmeticToJson, storedArithmetic } from './arithmetic-json.js';
import { thresholdOutcome, votesOf } from '../../../test/support/threshold-polls.js';

describe('the stored arithmetic', () => {
  it('comes back exactly as it was counted, through JSON', () => {
    const count = fc.bigInt({ min: 0n, max: 10n ** 14n });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.constantFrom('people' as const, 'weight' as const),
        (a, b, c, measure) => {
          const arithmetic = thresholdOutcome(
            {
              threshold: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'valid' },
              quorum: { measure, fraction: Ratio.of(1n, 7n), counting: ['for', 'abstain'] },
            },
            { people: a + b + c, weightMillionths: (a + b + c) * 3n },
            [votesOf('for', a, 3n), votesOf('against', b, 2n)],
          );
          const stored = JSON.parse(JSON.stringify(arithmeticToJson(arithmetic))) as ReturnType<
            typeof arithmeticToJson
          >;
          expect(storedArithmetic(stored)).toEqual(arithmetic);
        },
      ),
      { numRuns: 200 },
    );
  });
});
