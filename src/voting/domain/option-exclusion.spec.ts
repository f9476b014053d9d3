import { isRefusal } from '../../shared/refusal.js';
import { closingAfterExclusion, mayStillExclude } from './option-exclusion.js';

const open = { state: 'open', optionCount: 3, excluded: [] } as const;
const reason = (poll: Parameters<typeof mayStillExclude>[0], position: number): string => {
  const verdict = mayStillExclude(poll, position);
  return isRefusal(verdict) ? verdict.reason : 'may';
};

describe('taking an option out of a vote', () => {
  it('is for those that were proposed, while the vote is open', () => {
    expect([0, 1, 2].map((position) => reason(open, position))).toEqual(['may', 'may', 'may']);
    for (const unknown of [-1, 3, 0.5, NaN]) expect(reason(open, unknown)).toBe('UNKNOWN_OPTION');
    for (const state of ['closing', 'closed', 'cancelled'] as const)
      expect(reason({ ...open, state }, 0)).toBe('POLL_CLOSED');
  });

  it('happens once for each, and leaves at least one', () => {
    expect(reason({ ...open, excluded: [1] }, 1)).toBe('ALREADY_EXCLUDED');
    expect(reason({ ...open, excluded: [1] }, 0)).toBe('may');
    expect(reason({ ...open, excluded: [1, 2] }, 0)).toBe('LAST_OPTION');
  });
});

describe('whoever chose an option that is taken out', () => {
  const rule = { mayExtend: true, minimumDurationHours: 48, maximumDurationHours: 72 };
  const at = (hour: number): Date => new Date(hour * 3_600_000);
  const poll = { opensAt: at(0), closesAt: at(50) };

  it('has a day to vote anew: as announced where that is left, else the vote is prolonged to it', () => {
    expect(closingAfterExclusion(rule, poll, at(26))).toEqual(at(50));
    expect(closingAfterExclusion(rule, poll, at(40))).toEqual(at(64));
    expect(closingAfterExclusion(rule, poll, at(48))).toEqual(at(72));
  });

  it('is not surprised in the last hours of a vote that may not last longer', () => {
    expect(closingAfterExclusion(rule, poll, at(48.5))).toMatchObject({ reason: 'TOO_LATE_TO_EXCLUDE' });
    expect(closingAfterExclusion({ ...rule, mayExtend: false }, poll, at(40))).toMatchObject({
      reason: 'TOO_LATE_TO_EXCLUDE',
    });
  });

  it('has as long as a vote lasts at least, where that is less than a day', () => {
    const short = { mayExtend: false, minimumDurationHours: 1, maximumDurationHours: 3 };
    const brief = { opensAt: at(0), closesAt: at(2) };
    expect(closingAfterExclusion(short, brief, at(1))).toEqual(at(2));
    expect(closingAfterExclusion(short, brief, at(1.5))).toMatchObject({ reason: 'TOO_LATE_TO_EXCLUDE' });
  });
});
