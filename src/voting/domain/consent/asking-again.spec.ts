import { closingWhenAskedAgain } from './asking-again.js';

const at = (text: string): Date => new Date(`2026-05-${text}:00Z`);
const poll = { opensAt: at('01T10:00'), closesAt: at('08T10:00') };
const policy = { mayExtend: true, maximumDurationHours: 14 * 24 };

describe('the time of those who are asked again', () => {
  it('is there when as much of the window is left as an answer may take', () => {
    expect(closingWhenAskedAgain(policy, 3, poll, at('05T10:00'))).toEqual(at('08T10:00'));
  });
  it('is added where less is left, to just that', () => {
    expect(closingWhenAskedAgain(policy, 3, poll, at('05T10:01'))).toEqual(at('08T10:01'));
    expect(closingWhenAskedAgain(policy, 3, poll, at('08T09:59'))).toEqual(at('11T09:59'));
  });
  it('is never added beyond the longest duration of the rule', () => {
    expect(closingWhenAskedAgain(policy, 7, poll, at('08T09:00'))).toEqual(at('15T09:00'));
    expect(closingWhenAskedAgain(policy, 8, poll, at('08T09:00'))).toMatchObject({
      reason: 'TOO_LATE_TO_ASK_AGAIN',
    });
  });
  it('is not added where the rule allows no more time', () => {
    expect(closingWhenAskedAgain({ ...policy, mayExtend: false }, 3, poll, at('06T10:00'))).toMatchObject({
      reason: 'TOO_LATE_TO_ASK_AGAIN',
      message: expect.stringContaining('allows no more time'),
    });
  });
  it('is nothing where the rule gives an answer no days', () => {
    expect(closingWhenAskedAgain({ ...policy, mayExtend: false }, 0, poll, at('08T09:59'))).toEqual(
      at('08T10:00'),
    );
  });
});
