import fc from 'fast-check';
import { textDifference, type ChangedLine } from './text-difference.js';

const shown = (lines: readonly ChangedLine[]): string =>
  lines.map(({ change, line }) => `${{ kept: ' ', removed: '-', added: '+' }[change]}${line}`).join('\n');

describe('the difference of two texts', () => {
  it('names the lines that went and came, between those that stayed', () => {
    expect(shown(textDifference('We open\nat eight\nevery day', 'We open\nat nine\nevery day'))).toBe(
      ' We open\n-at eight\n+at nine\n every day',
    );
  });
  it('keeps as many lines as can be', () => {
    expect(shown(textDifference('a\nb\nc\nd', 'b\nx\nd'))).toBe('-a\n b\n-c\n+x\n d');
  });
  it('is nothing but kept lines between equal texts', () => {
    expect(shown(textDifference('a\nb', 'a\nb'))).toBe(' a\n b');
  });
  it('calls a long text rewritten rather than compare every line with every line', () => {
    const lines = (word: string): string => Array.from({ length: 3_000 }, (_, n) => word + n).join('\n');
    expect(textDifference(lines('old'), lines('new'))).toHaveLength(6_000);
  });

  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
  it('gives back both texts', () => {
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        const lines = textDifference(old.join('\n'), fresh.join('\n'));
        const without = (change: string): string[] =>
          lines.filter((line) => line.change !== change).map(({ line }) => line);
        expect([without('added'), without('removed')]).toEqual([old, fresh]);
      }),
    );
  });
});
