import {
  faultsOfReviewRule,
  hoursInWords,
  lastsLongEnough,
  reviewInWords,
  reviewLengthsOf,
} from './review-length.js';

describe('the least length of a review', () => {
  it('is a week unless the bylaws say another', () => {
    expect(reviewLengthsOf(undefined).leastHours).toBe(168);
    expect(reviewLengthsOf({ leastHours: 336 }).leastHours).toBe(336);
  });

  it('is adopted by members, up to a year, in whole hours', () => {
    expect(faultsOfReviewRule({ leastHours: 0 })).toEqual([]);
    for (const value of [{ leastHours: -1 }, { leastHours: 24.5 }, { leastHours: '24' }, {}, null])
      expect(faultsOfReviewRule(value)).toEqual(['leastHours: a whole number of 0 to 8784 hours.']);
    expect(faultsOfReviewRule({ leastHours: 24, x: 1 })).toEqual([
      'It says leastHours, mostHours, and nothing else.',
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

describe('how long officers may keep a run from the vote', () => {
  it('is sixty days, or twice the least review, unless the bylaws say another', () => {
    expect(reviewLengthsOf(undefined).mostHours).toBe(1440);
    expect(reviewLengthsOf({ leastHours: 2000 }).mostHours).toBe(4000);
    expect(reviewLengthsOf({ leastHours: 24, mostHours: 48 }).mostHours).toBe(48);
  });

  it('is at least the least review', () => {
    expect(faultsOfReviewRule({ leastHours: 24, mostHours: 24 })).toEqual([]);
    expect(faultsOfReviewRule({ leastHours: 24, mostHours: 23 })).toEqual([
      'mostHours: a whole number of hours, from leastHours to 17568.',
    ]);
  });

  it('is read in the bylaws, and so is that no review is promised', () => {
    expect(reviewInWords(reviewLengthsOf({ leastHours: 0 }), 'en')).toEqual([
      'Before members vote on how a surplus is shared, no time is promised to them to review it.',
      'From 60 days after it was laid open, no officer prolongs the review or takes the run back: members vote.',
    ]);
  });
});
