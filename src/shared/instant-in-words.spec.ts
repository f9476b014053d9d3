import { instantInWords, withLocalInstants } from './instant-in-words.js';

describe('an instant', () => {
  it('is said as the clocks of a place show it, on its day there', () => {
    const instant = new Date('2026-03-31T22:30:00Z');
    expect(instantInWords(instant, 'Europe/Madrid')).toBe('1 April 2026, 00:30 (Europe/Madrid)');
    expect(instantInWords(instant, 'America/Argentina/Buenos_Aires')).toBe(
      '31 March 2026, 19:30 (America/Argentina/Buenos_Aires)',
    );
    expect(instantInWords(instant, 'UTC')).toBe('31 March 2026, 22:30 (UTC)');
  });

  it('is found within a sentence, as often as it occurs; all else is left as it stands', () => {
    const rule = `From ${new Date(0).toISOString()} until 2026-01-31, at 12:00, or ${new Date(1).toISOString()}.`;
    expect(withLocalInstants(rule, 'UTC')).toBe(
      'From 1 January 1970, 00:00 (UTC) until 2026-01-31, at 12:00, or 1 January 1970, 00:00 (UTC).',
    );
  });
});
