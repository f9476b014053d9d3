import fc from 'fast-check';
import { decimalMarkOf, readDate, readDecimal } from './written-values.js';

describe('numbers as people write them', () => {
  it('are read exactly by their decimal mark, with or without groups', () => {
    expect(readDecimal('1.234.567,50', ',')).toBe('1234567.50');
    expect(readDecimal('1,234,567.50', '.')).toBe('1234567.50');
    expect(readDecimal('0012,5', ',')).toBe('12.5');
    expect(readDecimal('-3', '.')).toBe('-3');
    expect(readDecimal('1 234,5', ',')).toBe('1234.5');
  });

  it('are refused when groups or marks are wrong', () => {
    for (const text of ['1.23,4', '1,2,3', ',5', '5,', '', 'x', '1e3', '--1', '1.234.56,0'])
      expect(readDecimal(text, ',')).toBeNull();
  });

  it('show their mark where it can be known, and nothing where it cannot', () => {
    expect(decimalMarkOf(['1.234,5'])).toBe(',');
    expect(decimalMarkOf(['1,234', '0.5'])).toBe('.');
    expect(decimalMarkOf(['1.234.567'])).toBe(',');
    expect(decimalMarkOf(['1,234'])).toBeNull();
    expect(decimalMarkOf(['0,5', '0.5'])).toBeNull();
  });

  it('come back from either spelling', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 99 }), (whole, part) => {
        const digits = String(part).padStart(2, '0');
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, '.');
        expect(readDecimal(`${grouped},${digits}`, ',')).toBe(`${whole}.${digits}`);
        expect(decimalMarkOf([`${grouped},${digits}`])).toBe(',');
      }),
      { numRuns: 300 },
    );
  });
});

describe('dates as people write them', () => {
  it('are read when they exist', () => {
    expect(readDate('2020-2-9', 'day-first')).toBe('2020-02-09');
    expect(readDate('9.2.2020', 'day-first')).toBe('2020-02-09');
    expect(readDate('2/9/2020', 'month-first')).toBe('2020-02-09');
    for (const text of ['31/2/2020', '2020-13-01', '1/2/20', '1/2-2020', 'yesterday', '']) {
      expect(readDate(text, 'day-first')).toBeNull();
    }
  });
});
