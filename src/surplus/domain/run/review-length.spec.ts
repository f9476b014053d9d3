import { faultsOfReviewRule, hoursInWords, reviewHoursOf } from './review-length.js';

describe('the least length of a review', () => {
  it('is a week unless the bylaws say another', () => {
    expect(reviewHoursOf(undefined)).toBe(168);
    expect(reviewHoursOf({ leastHours: 336 })).toBe(336);
  });

  it('is adopted by members between a day and a year, in whole hours', () => {
    expect(faultsOfReviewRule({ leastHours: 24 })).toEqual([]);
    for (const value of [
      { leastHours: 23 },
      { leastHours: 24.5 },
      { leastHours: '24' },
      {},
      null,
      { leastHours: 24, x: 1 },
    ])
      expect(faultsOfReviewRule(value)).toEqual([
        'leastHours: a whole number of 24 to 8784 hours, and nothing else.',
      ]);
  });

  it('is told in days where it is whole days', () => {
    expect([hoursInWords(168), hoursInWords(36), hoursInWords(24)]).toEqual([
      '7 days',
      '36 hours',
      '24 hours',
    ]);
  });
});
