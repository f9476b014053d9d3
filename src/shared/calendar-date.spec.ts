import { addDays, dateInZone, isCalendarDate, isTimeZone } from './calendar-date.js';

describe('calendar dates', () => {
  it('accepts days that exist and no others', () => {
    expect(['2024-02-29', '2025-12-31'].every(isCalendarDate)).toBe(true);
    expect(
      ['2025-02-29', '2025-13-01', '2025-1-1', '31.12.2025', '9999-01-01', ''].some(isCalendarDate),
    ).toBe(false);
  });
  it('counts days over the end of a year', () => expect(addDays('2024-12-31', 60)).toBe('2025-03-01'));
  it('asks the date of the cooperative, not of the server', () => {
    const instant = new Date('2025-12-31T23:30:00Z');
    expect(dateInZone(instant, 'Europe/Madrid')).toBe('2026-01-01');
    expect(dateInZone(instant, 'America/Bogota')).toBe('2025-12-31');
  });
  it('knows time zones', () =>
    expect([isTimeZone('Europe/Paris'), isTimeZone('Mars/Olympus')]).toEqual([true, false]));
});
