import fc from 'fast-check';
import { Ratio } from './ratio.js';

const ratios = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => Ratio.of(n, d));

describe('exact fractions', () => {
  it('keeps lowest terms with a positive denominator', () => {
    expect(Ratio.of(6n, -4n).toString()).toBe('-3/2');
    expect(Ratio.of(0n, 7n).equals(Ratio.zero)).toBe(true);
  });

  it('reads fractions, decimals and percentages, and nothing else', () => {
    expect(Ratio.parse('2/3')?.toString()).toBe('2/3');
    expect(Ratio.parse('0.25')?.toString()).toBe('1/4');
    expect(Ratio.parse('12.5%')?.toString()).toBe('1/8');
    for (const text of ['', '1e3', '1/0', '.5', '5.', 'abc', '1/2/3', '--1'])
      expect(Ratio.parse(text)).toBeNull();
  });

  it('rounds down, up and half away from zero, also below zero', () => {
    expect([Ratio.of(-7n, 2n).floor(), Ratio.of(-7n, 2n).ceil(), Ratio.of(-7n, 2n).roundHalfUp()]).toEqual([
      -4n,
      -3n,
      -4n,
    ]);
    expect([Ratio.of(7n, 2n).floor(), Ratio.of(7n, 2n).ceil(), Ratio.of(7n, 2n).roundHalfUp()]).toEqual([
      3n,
      4n,
      4n,
    ]);
    expect(Ratio.of(-1n, 3n).toDecimal(2)).toBe('-0.33');
    expect(Ratio.of(-1n, 1000n).toDecimal(2)).toBe('0.00');
  });

  it('obeys the laws of arithmetic', () => {
    fc.assert(
      fc.property(ratios, ratios, ratios, (a, b, c) => {
        expect(
          a
            .plus(b)
            .times(c)
            .equals(a.times(c).plus(b.times(c))),
        ).toBe(true);
        expect(a.minus(b).plus(b).equals(a)).toBe(true);
        if (!b.isZero()) expect(a.dividedBy(b).times(b).equals(a)).toBe(true);
        expect(Math.sign(a.compare(b))).toBe(-Math.sign(b.compare(a)) + 0);
        expect(Ratio.parse(a.toString())?.equals(a)).toBe(true);
      }),
    );
  });
});
