import { faultsOfReviewRule, hoursInWords, lastsLongEnough, reviewHoursOf } from './review-length.js';

describe('the least length of a review', () => {
  it('is a week unless the bylaws say another', () => {
    expect(reviewHoursOf(undefined)).toBe(168);
    expect(reviewHoursOf({ leastHours: 336 })).toBe(336);
  });

  it('is adopted by members, up to a year, in whole hours', () => {
    expect(faultsOfReviewRule({ leastHours: 0 })).toEqual([]);
    for (const value of [
      { leastHours: -1 },
      { leastHours: 24.5 },
      { leastHours: '24' },
      {},
      null,
      { leastHours: 24, x: 1 },
    ])
      expect(faultsOfReviewRule(value)).toEqual([
        'leastHours: a whole number of 0 to 8784 hours, and nothing else.',
      ]);
  });

  it('is kept to the minute', () => {
    const at = (time: string): Date => new Date(`2026-01-${time}Z`);
    expect(lastsLongEnough(at('08T12:00:30'), at('15T12:00:00'), 168)).toBe(true);
    expect(lastsLongEnough(at('08T12:02:00'), at('15T12:00:00'), 168)).toBe(false);
  });

  it('is told in days where it is whole days', () => {
    expect([hoursInWords(168), hoursInWords(36), hoursInWords(24)]).toEqual([
      '7 days',
      '36 hours',
      '24 hours',
    ]);
  });
});
