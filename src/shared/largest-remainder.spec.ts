import fc from 'fast-check';
import { apportionByLargestRemainder, lotOf } from './largest-remainder.js';
import { Ratio } from './ratio.js';

const claims = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 })
  .map((weights) => weights.map((weight, index) => ({ key: `m${index}`, weight })));

describe('sharing by largest remainder', () => {
  it('gives the unit left over to the largest remainder', () => {
    const { shares } = apportionByLargestRemainder(
      100n,
      [
        { key: 'a', weight: 1n },
        { key: 'b', weight: 1n },
        { key: 'c', weight: 4n },
      ],
      'seed',
    );
    // exact: 16 2/3, 16 2/3, 66 2/3: one of three equal remainders stays below, the lot decides which.
    expect(shares.reduce((sum, share) => sum + share.units, 0n)).toBe(100n);
    expect(shares.filter((share) => share.roundedUp)).toHaveLength(2);
  });

  it('breaks equal remainders by the recorded lot and not by the order of the list', () => {
    const pair = [
      { key: 'a', weight: 1n },
      { key: 'b', weight: 1n },
    ];
    const first = lotOf('2025', 'a') < lotOf('2025', 'b') ? 'a' : 'b';
    for (const list of [pair, [...pair].reverse()]) {
      const { shares } = apportionByLargestRemainder(1n, list, '2025');
      expect(shares.find((share) => share.units === 1n)?.key).toBe(first);
    }
  });

  it('refuses to share something among nobody', () => {
    expect(() => apportionByLargestRemainder(1n, [{ key: 'a', weight: 0n }], '')).toThrow(
      /all weights are zero/,
    );
    expect(() => apportionByLargestRemainder(-1n, [], '')).toThrow(/negative/);
  });

  it('conserves the total, keeps the quota, leaves zero at zero and ignores order', () => {
    fc.assert(
      fc.property(claims, fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.string(), (list, total, seed) => {
        const totalWeight = list.reduce((sum, claim) => sum + claim.weight, 0n);
        fc.pre(totalWeight > 0n);
        const { shares } = apportionByLargestRemainder(total, list, seed);
        expect(shares.reduce((sum, share) => sum + share.units, 0n)).toBe(total);
        for (const share of shares) {
          const exact = Ratio.of(total * share.weight, totalWeight);
          expect(share.units === exact.floor() || share.units === exact.ceil()).toBe(true);
          if (share.weight === 0n) expect(share.units).toBe(0n);
        }
        const again = apportionByLargestRemainder(total, [...list].reverse(), seed).shares;
        expect(new Map(again.map((s) => [s.key, s.units]))).toEqual(
          new Map(shares.map((s) => [s.key, s.units])),
        );
      }),
    );
  });
});
