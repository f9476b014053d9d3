import fc from 'fast-check';
import { addDays } from '../../../shared/calendar-date.js';
import { isRefusal } from '../../../shared/refusal.js';
import { readHolder, readScope } from './delegation-request.js';
import { confirmBy, isTopic, restsOn } from './delegation-scope.js';

const id = '01234567-89ab-7cde-8f01-23456789abcd';
const given = { holder: 'Bo', expiresOn: null, confirmedOn: '2026-03-01' };

describe('the dates of a delegation', () => {
  it('let it count through its last day', () => {
    expect(restsOn('2026-03-31', { ...given, expiresOn: '2026-03-31' }, null)).toBeNull();
    expect(restsOn('2026-04-01', { ...given, expiresOn: '2026-03-31' }, null)).toBe('expired');
  });

  it('let it count until as many days after it was given or confirmed as the rule says', () => {
    expect(confirmBy(given, 30)).toBe('2026-03-31');
    expect(restsOn('2026-03-31', given, 30)).toBeNull();
    expect(restsOn('2026-04-01', given, 30)).toBe('lapsed');
    expect(restsOn('2099-01-01', given, null)).toBeNull();
  });

  it('never let "nobody" lapse', () => {
    expect(confirmBy({ ...given, holder: null }, 30)).toBeNull();
    expect(restsOn('2099-01-01', { ...given, holder: null }, 30)).toBeNull();
  });

  it('once asleep, do not wake it on a later day', () => {
    const days = fc.integer({ min: 0, max: 900 });
    fc.assert(
      fc.property(days, days, fc.option(days), fc.option(days), (first, later, last, reconfirmDays) => {
        const dates = { ...given, expiresOn: last === null ? null : addDays('2026-03-01', last) };
        const day = addDays('2026-03-01', first);
        if (restsOn(day, dates, reconfirmDays) !== null)
          expect(restsOn(addDays(day, later), dates, reconfirmDays)).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what is asked of a delegation', () => {
  it('is one scope and one holder', () => {
    expect(readScope({ pollId: id.toUpperCase() })).toEqual({ scope: 'poll', pollId: id });
    expect(readScope({ topic: 'new-members' })).toEqual({ scope: 'topic', topic: 'new-members' });
    expect(readScope({ bodyId: id, topic: null })).toEqual({ scope: 'circle', bodyId: id });
    expect(readScope({ wholeCooperative: true })).toEqual({ scope: 'cooperative' });
    expect(readHolder({ membershipId: id })).toEqual({ holder: id });
    expect(readHolder({ nobody: true })).toEqual({ holder: null });
  });

  it('is refused when it names none, several, or what cannot be', () => {
    const asked = [
      ...[{}, { wholeCooperative: false }, { topic: '' }, { topic: 'A' }, { topic: 'x'.repeat(61) }].map(
        readScope,
      ),
      ...[{ topic: 'a', wholeCooperative: true }, { pollId: 'x' }, { bodyId: 'x' }].map(readScope),
      ...[{}, { nobody: false }, { nobody: true, membershipId: id }, { membershipId: 'x' }].map(readHolder),
    ];
    expect(asked.every(isRefusal)).toBe(true);
  });

  it('has topics that are written one way', () => {
    expect(['energy', 'new-members', '2026'].every(isTopic)).toBe(true);
    expect(['Energy', 'new members', '-x', 'x-', 'x--y', 'ñ'].some(isTopic)).toBe(false);
  });
});
