import { checkExtension, checkWindow, pollStateAt } from './poll-lifecycle.js';

const at = (text: string): Date => new Date(`2026-05-${text}:00Z`);
const day = { minimumDurationHours: 24, maximumDurationHours: 72 };

describe('the window of a poll', () => {
  it('accepts the shortest and the longest duration, and nothing beyond', () => {
    expect(checkWindow(day, at('01T10:00'), at('02T10:00'))).toBe(true);
    expect(checkWindow(day, at('01T10:00'), at('04T10:00'))).toBe(true);
    expect(checkWindow(day, at('01T10:00'), at('02T09:59'))).toMatchObject({ reason: 'CLOSES_TOO_SOON' });
    expect(checkWindow(day, at('01T10:00'), at('04T10:01'))).toMatchObject({ reason: 'CLOSES_TOO_LATE' });
  });

  it('refuses an instant that is none', () => {
    expect(checkWindow(day, at('01T10:00'), new Date('nonsense'))).toMatchObject({
      reason: 'CLOSES_TOO_SOON',
    });
  });

  it('is over for everybody at its closing instant, whether or not anything has been carried out', () => {
    expect(pollStateAt('open', at('02T10:00'), at('02T09:59'))).toBe('open');
    expect(pollStateAt('open', at('02T10:00'), at('02T10:00'))).toBe('closing');
    expect(pollStateAt('closed', at('02T10:00'), at('02T10:01'))).toBe('closed');
    expect(pollStateAt('cancelled', at('02T10:00'), at('01T10:00'))).toBe('cancelled');
  });
});

describe('more time for a poll', () => {
  const policy = { ...day, mayExtend: true };
  const poll = { state: 'open' as const, opensAt: at('01T10:00'), closesAt: at('02T10:00') };
  const extend = (closesAt: Date, now = at('01T12:00'), rule = policy) =>
    checkExtension(rule, poll, closesAt, now);

  it('is given up to the longest duration counted from the opening', () => {
    expect(extend(at('04T10:00'))).toBe(true);
    expect(extend(at('04T10:01'))).toMatchObject({ reason: 'CLOSES_TOO_LATE' });
  });
  it('is never less time', () => {
    expect(extend(at('02T10:00'))).toMatchObject({ reason: 'CLOSES_TOO_SOON' });
  });
  it('comes before the close or not at all', () => {
    expect(extend(at('03T10:00'), at('02T10:00'))).toMatchObject({ reason: 'POLL_CLOSED' });
  });
  it('is refused where the rule does not provide for it', () => {
    expect(extend(at('03T10:00'), at('01T12:00'), { ...policy, mayExtend: false })).toMatchObject({
      reason: 'EXTENSION_NOT_ALLOWED',
    });
  });
});
