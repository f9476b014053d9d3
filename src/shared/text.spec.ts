import fc from 'fast-check';
import { cleanLine, cleanText } from './text.js';

describe('a line that somebody wrote', () => {
  it('is kept in one spelling, without white space around it', () => {
    expect(cleanLine('  Jose\u0301 Núñez ', 20)).toBe('José Núñez');
    expect(cleanLine('\uFEFFAna', 20)).toBe('Ana');
  });

  it('is refused when it is no text, blank or invisible', () => {
    for (const value of [undefined, null, 7, {}, '', '   ', '\u200B\u200B']) {
      expect(cleanLine(value, 20)).toBeNull();
    }
  });

  it('is refused with line breaks, controls, NUL, half a surrogate pair or forced direction', () => {
    for (const mark of ['\n', '\r', '\t', '\0', '\u0085', '\u2028', '\uD800', '\uDC00', '\u202E', '\u2066']) {
      expect(cleanLine(`a${mark}b`, 20)).toBeNull();
    }
  });

  it('counts characters and not their parts', () => {
    expect(cleanLine('😀'.repeat(5), 5)).toBe('😀'.repeat(5));
    expect(cleanLine('😀'.repeat(6), 5)).toBeNull();
    expect(cleanLine('x'.repeat(1_000_000), 200)).toBeNull();
  });

  it('keeps joiners, which some scripts need', () => {
    expect(cleanLine('می\u200Cخواهم', 20)).toBe('می\u200Cخواهم');
  });
});

describe('a text that somebody wrote', () => {
  it('keeps its lines and tabs, with one kind of line break', () => {
    expect(cleanText(' a\r\nb\rc\td ', 20)).toBe('a\nb\nc\td');
  });

  it('is refused with NUL, other controls or half a surrogate pair', () => {
    for (const mark of ['\0', '\u001B', '\u009F', '\uD83D', '\u202E'])
      expect(cleanText(`a${mark}b`, 20)).toBeNull();
  });

  it('is the same when it is cleaned again, storable and within its bound', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (value, max) => {
        for (const clean of [cleanLine, cleanText]) {
          const once = clean(value, max);
          if (once === null) continue;
          expect(clean(once, max)).toBe(once);
          expect([...once].length).toBeLessThanOrEqual(max);
          expect(Buffer.from(once, 'utf8').toString('utf8')).toBe(once);
          expect(once.includes('\0')).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
