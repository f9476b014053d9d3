import { mayStillDissent } from './dissent-window.js';

const closed = new Date('2026-05-01T10:00:00Z');
const at = (text: string): Date => new Date(`2026-05-${text}:00Z`);

describe('recorded dissent', () => {
  it('is taken from the result on, for as many days as the rule gives', () => {
    expect(mayStillDissent(7, closed, at('01T10:00'))).toBe(true);
    expect(mayStillDissent(7, closed, at('08T09:59'))).toBe(true);
    expect(mayStillDissent(7, closed, at('08T10:00'))).toMatchObject({ reason: 'DISSENT_TOO_LATE' });
  });
  it('is from what was decided: not before there is a result', () => {
    expect(mayStillDissent(7, null, at('01T10:00'))).toMatchObject({ reason: 'NOT_CLOSED' });
  });
  it('is not offered where the rule does not', () => {
    expect(mayStillDissent(0, closed, at('01T10:00'))).toMatchObject({ reason: 'DISSENT_NOT_PROVIDED' });
  });
});
