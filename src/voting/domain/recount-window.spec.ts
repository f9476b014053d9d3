import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { askingNeeded, mayStillAskForRecount, type RecountFacts } from './recount-window.js';

const closedAt = new Date('2026-11-01T10:00:00Z');
const facts: RecountFacts = {
  ...{ closedAt, isCountKept: true, hasAsked: false, isUnderWay: false },
  now: new Date('2026-11-02T10:00:00Z'),
};
const reason = (recountDays: number, more: Partial<RecountFacts> = {}): string => {
  const verdict = mayStillAskForRecount({ recountDays }, { ...facts, ...more });
  return isRefusal(verdict) ? verdict.reason : 'may';
};

describe('asking for a recount', () => {
  it('is possible within the days of the rule, after the result, once', () => {
    expect(reason(2)).toBe('may');
    expect(reason(1)).toBe('RECOUNT_TOO_LATE');
    expect(reason(0)).toBe('RECOUNT_NOT_PROVIDED');
    expect(reason(2, { closedAt: null })).toBe('NOT_CLOSED');
    expect(reason(2, { isCountKept: false })).toBe('NOT_RECOUNTABLE');
    expect(reason(2, { hasAsked: true })).toBe('ALREADY_ASKED');
    expect(reason(2, { isUnderWay: true })).toBe('RECOUNT_UNDER_WAY');
  });

  it('takes the share of the electorate that the rule names, rounded up, and one elector at least', () => {
    const needed = (share: string, eligible: bigint) =>
      askingNeeded({ recountShare: Ratio.parse(share)! }, eligible);
    expect(needed('0', 100n)).toBe(1n);
    expect(needed('1/10', 100n)).toBe(10n);
    expect(needed('1/10', 101n)).toBe(11n);
    expect(needed('1', 7n)).toBe(7n);
  });
});
