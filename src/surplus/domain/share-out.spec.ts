import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import type { LimitedLine } from './limits.js';
import { shareOut, type SharedLine } from './share-out.js';
import { cases } from '../../../test/support/generated-cases.js';

const free = (weights: readonly bigint[]): LimitedLine[] =>
  weights.map((weight, index) => ({ key: `m${index}`, weight, cap: null, floor: 0n }));
const share = (pool: bigint, lines: readonly LimitedLine[], restToFund = false) => {
  const shared = shareOut(pool, lines, 'seed', restToFund);
  if (isRefusal(shared)) throw new Error(shared.message);
  return shared;
};
const units = (lines: readonly SharedLine[]) => lines.map((line) => line.units);
const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);

const weightsOf = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 25 });
const someWeights = weightsOf.filter((weights) => weights.some((weight) => weight > 0n));
const pools = fc.bigInt({ min: 0n, max: 10n ** 10n });
const limited = fc
  .array(
    fc.record({
      weight: fc.bigInt({ min: 0n, max: 1000n }),
      cap: fc.option(fc.bigInt({ min: 0n, max: 3000n })),
      floor: fc.bigInt({ min: 0n, max: 300n }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((lines) => lines.map((line, index) => ({ key: `m${index}`, ...line })));

describe('sharing an amount within caps and floors', () => {
  it('holds at 40% and shares the excess again (Habitat maximum cap, 12,000.00 by 4050, 3000 and 2200)', () => {
    const lines = free([4050n, 3000n, 2200n]).map((line) => ({ ...line, cap: 480_000n }));
    expect(units(share(1_200_000n, lines).lines)).toEqual([480_000n, 415_385n, 304_615n]);
  });

  it('raises to a floor and takes it from the others in proportion', () => {
    const [a, b, c] = free([1n, 4n, 5n]);
    // The floor of 200 leaves 800 for weights 4 and 5: 355 5/9 and 444 4/9.
    expect(units(share(1000n, [{ ...a!, floor: 200n }, b!, c!]).lines)).toEqual([200n, 356n, 444n]);
  });

  it('refuses floors above the pool, caps below it, and a cap under the floor of the same line', () => {
    const [line] = free([1n]);
    for (const wrong of [{ floor: 11n }, { cap: 9n }, { floor: 6n, cap: 5n }]) {
      const refused = shareOut(10n, [{ ...line!, ...wrong }], 'seed');
      expect(isRefusal(refused) && refused.reason).toBe('INFEASIBLE_LIMITS');
    }
  });

  it('gives a fund what nobody may receive when the policy names one', () => {
    const [line] = free([1n]);
    const shared = share(10n, [{ ...line!, cap: 9n }], true);
    expect([units(shared.lines), shared.beyondCaps]).toEqual([[9n], 1n]);
  });

  it('says of which lines the lot decided a unit', () => {
    expect(share(1n, free([1n, 1n, 0n])).lines.map((line) => line.lotDecided)).toEqual([true, true, false]);
    expect(share(100n, free([70n, 30n])).lines.map((line) => line.lotDecided)).toEqual([false, false]);
  });

  it('conserves, keeps the quota and leaves zero at zero, whatever the weights', () => {
    fc.assert(
      fc.property(pools, someWeights, (pool, weights) => {
        const { lines } = share(pool, free(weights));
        expect(total(units(lines))).toBe(pool);
        const whole = total(weights);
        for (const line of lines) {
          const floor = (pool * line.weight) / whole;
          expect(line.units === floor || line.units === floor + 1n).toBe(true);
          if (line.weight === 0n) expect(line.units).toBe(0n);
        }
      }),
      cases(1500),
    );
  });

  it('does not depend on the order of the list', () => {
    fc.assert(
      fc.property(pools, someWeights, fc.infiniteStream(fc.nat(1000)), (pool, weights, shuffle) => {
        const lines = free(weights);
        const mixed = lines.map((line) => ({ line, at: shuffle.next().value })).sort((a, b) => a.at - b.at);
        const one = share(pool, lines).lines.map((line) => [line.key, line.units]);
        const two = share(
          pool,
          mixed.map(({ line }) => line),
        ).lines.map((line) => [line.key, line.units]);
        expect(new Map(two as [string, bigint][])).toEqual(new Map(one as [string, bigint][]));
      }),
      cases(1500),
    );
  });

  it('takes at most one unit from anybody when the pool grows by one', () => {
    fc.assert(
      fc.property(pools, someWeights, (pool, weights) => {
        const before = share(pool, free(weights)).lines;
        const after = share(pool + 1n, free(weights)).lines;
        before.forEach((line, row) => expect(after[row]!.units).toBeGreaterThanOrEqual(line.units - 1n));
      }),
      cases(1500),
    );
  });

  it('keeps every cap and floor, and conserves, or refuses', () => {
    let shared = 0;
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 5000n }), limited, (pool, lines) => {
        const result = shareOut(pool, lines, 'seed', true);
        if (isRefusal(result)) return;
        shared += 1;
        expect(total(units(result.lines)) + result.beyondCaps).toBe(pool);
        result.lines.forEach((line, row) => {
          const { cap, floor, weight } = lines[row]!;
          if (weight === 0n) return expect(line.units).toBe(0n);
          if (cap !== null) expect(line.units).toBeLessThanOrEqual(cap);
          expect(line.units).toBeGreaterThanOrEqual(floor);
        });
      }),
      cases(1500),
    );
    expect(shared).toBeGreaterThan(100);
  });

  it('holds nobody at a cap who is below their share, nor at a floor who is above it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 5000n }), limited, (pool, lines) => {
        const result = shareOut(pool, lines, 'seed', true);
        if (isRefusal(result)) return;
        const open = result.lines.filter((line) => line.heldBy === null && line.weight > 0n);
        if (open.length === 0) return;
        const left = total(units(open));
        const weight = total(open.map((line) => line.weight));
        for (const line of result.lines) {
          if (line.heldBy === 'cap') expect(left * line.weight).toBeGreaterThanOrEqual(line.units * weight);
          if (line.heldBy === 'floor') expect(left * line.weight).toBeLessThanOrEqual(line.units * weight);
        }
      }),
      cases(1500),
    );
  });
});
