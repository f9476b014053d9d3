import { isRefusal } from '../../shared/refusal.js';
import { mayStillExclude } from './option-exclusion.js';

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
