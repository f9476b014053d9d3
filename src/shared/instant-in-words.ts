/** An instant as the clocks of a time zone (IANA name) show it: `12 March 2026, 18:00 (Europe/Madrid)`. */
export function instantInWords(instant: Date, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(instant);
  const day = part({ day: 'numeric', month: 'long', year: 'numeric' });
  return `${day}, ${part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} (${timeZone})`;
}

const written = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;

/**
 * A sentence with every instant in it as a time zone's clocks show it. A rule writes an instant exactly, as
 * `toISOString` does, and knows no time zone; whom it is said to decides how it reads.
 */
export const withLocalInstants = (sentence: string, timeZone: string): string =>
  sentence.replace(written, (instant) => instantInWords(new Date(instant), timeZone));
