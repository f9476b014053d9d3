import fc from 'fast-check';
import { formatAmount, minorDigits, parseAmount } from './money.js';

describe('amounts as people write them', () => {
  it.each([
    ['1234.5', 123450n],
    ['1.234,50', 123450n],
    ['1,234.50', 123450n],
    ['1 234,50', 123450n],
    ['-12', -1200n],
    ["1'234.50", 123450n],
    ['1.234', 123400n],
    ['0,07', 7n],
    ['12.340', 1234000n],
  ])('reads %s', (text, minor) => expect(parseAmount(text, 2)).toBe(minor));

  it.each(['', 'abc', '1.2.3', '12.3456', '1,23,456.00', '1e5', '--1', '9'.repeat(40), '1.234.567.89'])(
    'does not guess at %s',
    (text) => expect(parseAmount(text, 2)).toBeNull(),
  );

  it('knows each currency its own scale', () => {
    expect([minorDigits('JPY'), minorDigits('EUR'), minorDigits('TND'), minorDigits('ZZZ')]).toEqual([
      0,
      2,
      3,
      null,
    ]);
    expect(parseAmount('1.234', 3)).toBe(1234n);
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom(0, 2, 3),
        (minor, digits) => {
          expect(parseAmount(formatAmount(minor, digits), digits)).toBe(minor);
        },
      ),
    );
  });
});
