import fc from 'fast-check';
import { formatQuantity, parseQuantity, shownMark } from './quantity.js';

describe('quantities as people write them', () => {
  it.each([
    ['803.5', 803_500_000n],
    ['803,5', 803_500_000n],
    ['1.234,50', 1_234_500_000n],
    ['1,234.50', 1_234_500_000n],
    ['1 234,5', 1_234_500_000n],
    ['1.234.567', 1_234_567_000_000n],
    ["1'234'567.5", 1_234_567_500_000n],
    ['12\u202f345', 12_345_000_000n],
    ['0.125', 125_000n],
    ['12', 12_000_000n],
    ['-3,25', -3_250_000n],
    ['1.0000000', 1_000_000n],
  ])('reads %s', (text, millionths) => expect(parseQuantity(text, null)).toEqual({ millionths }));

  it('reads a lone group of three by the mark of the rest of the file, and does not guess', () => {
    expect(parseQuantity('1.234', ',')).toEqual({ millionths: 1_234_000_000n });
    expect(parseQuantity('1.234', '.')).toEqual({ millionths: 1_234_000n });
    expect(parseQuantity('1,234', null)).toEqual({ fault: 'ambiguous' });
    expect([
      shownMark('1.234'),
      shownMark('1.5'),
      shownMark('0.500'),
      shownMark('1.234.567'),
      shownMark('7'),
    ]).toEqual([null, '.', '.', ',', null]);
  });

  it.each([
    ['', 'not-a-number'],
    ['abc', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['12 5', 'not-a-number'],
    ['1 2.5', 'not-a-number'],
    ['1234 567', 'not-a-number'],
    ['- 3', 'not-a-number'],
    ['1,23,456.00', 'not-a-number'],
    ['--1', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['0.1234567', 'too-precise'],
    ['9'.repeat(30), 'too-large'],
    ['9'.repeat(90), 'not-a-number'],
  ])('refuses %s', (text, fault) => expect(parseQuantity(text, null)).toEqual({ fault }));

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (millionths) => {
        expect(parseQuantity(formatQuantity(millionths), '.')).toEqual({ millionths });
      }),
      { numRuns: 300 },
    );
  });
});
