import fc from 'fast-check';
import { distributeByPatronage, type PatronageClaim } from './patronage-distribution.js';

const claim = (number: number, weight: bigint): PatronageClaim => ({
  partyId: `party-${number}`,
  accountKey: `m${String(number).padStart(3, '0')}`,
  weightMillionths: weight,
});

describe('sharing by patronage', () => {
  it('shares 12,000.01 by 4050 : 3000 : 2200 with four tenths in cash', () => {
    const { shares, totalWeight } = distributeByPatronage(
      { amountMinor: 1_200_001n, cashBasisPoints: 4_000, seed: 's' },
      [claim(1, 4_050n), claim(2, 3_000n), claim(3, 2_200n)],
    );
    expect(totalWeight).toBe(9_250n);
    // exact: 525405.84…, 389189.51…, 285405.64… cents: the two left over go to the largest remainders.
    expect(
      shares.map((share) => [share.amountMinor, share.cashMinor, share.retainedMinor, share.roundedUp]),
    ).toEqual([
      [525_406n, 210_162n, 315_244n, true],
      [389_189n, 155_675n, 233_514n, false],
      [285_406n, 114_162n, 171_244n, true],
    ]);
  });

  it('conserves at every level, keeps the quota and depends on no order', () => {
    const claims = fc
      .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 25 })
      .chain((numbers) =>
        fc.tuple(
          ...numbers.map((number) =>
            fc.bigInt({ min: 1n, max: 10n ** 12n }).map((weight) => claim(number, weight)),
          ),
        ),
      );
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        claims,
        amounts,
        fc.integer({ min: 0, max: 10_000 }),
        (list, amountMinor, cashBasisPoints) => {
          const terms = { amountMinor, cashBasisPoints, seed: 'drawn once' };
          const result = distributeByPatronage(terms, list);
          expect(result.shares.reduce((sum, share) => sum + share.amountMinor, 0n)).toBe(amountMinor);
          for (const share of result.shares) {
            expect(share.cashMinor + share.retainedMinor).toBe(share.amountMinor);
            expect(share.cashMinor * 10_000n <= share.amountMinor * BigInt(cashBasisPoints)).toBe(true);
            expect(share.floorMinor * result.totalWeight + share.remainder).toBe(
              amountMinor * share.weightMillionths,
            );
            expect(share.amountMinor).toBe(share.floorMinor + (share.roundedUp ? 1n : 0n));
          }
          expect(distributeByPatronage(terms, [...list].reverse())).toEqual(result);
        },
      ),
      { numRuns: 300 },
    );
  });
});
