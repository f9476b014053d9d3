import {
  latestDeadline,
  isLeftLying,
  mayStillBeChanged,
  mayTakeBack,
  timeRunsSince,
} from './members-turn.js';
import { reviewLengthsOf } from './review-length.js';

const on = (day: string): Date => new Date(`2026-${day}T12:00:00Z`);
const usual = reviewLengthsOf(undefined);
const laidOpen = (day: string | null, voted: string | null = null) => ({
  laidOpenAt: day === null ? null : on(day),
  votedAt: voted === null ? null : on(voted),
});

describe('since when the time of the officers runs', () => {
  it('is when the run was laid open', () => {
    expect(timeRunsSince(laidOpen('03-01'), [], null)).toEqual(on('03-01'));
    expect(timeRunsSince(laidOpen(null), [], null)).toBeNull();
  });

  it('is when another was laid open that was withdrawn: writing a run anew buys no time', () => {
    expect(timeRunsSince(laidOpen('04-20'), [laidOpen('03-01')], null)).toEqual(on('03-01'));
    expect(timeRunsSince(laidOpen(null), [laidOpen('03-01')], null)).toEqual(on('03-01'));
  });

  it('begins anew with a vote of the members', () => {
    expect(timeRunsSince(laidOpen('03-01', '04-01'), [laidOpen('02-01')], on('04-01'))).toEqual(on('04-01'));
    expect(timeRunsSince(laidOpen('05-01'), [laidOpen('02-01')], on('04-01'))).toEqual(on('05-01'));
  });
});

describe('a run that members could vote on', () => {
  it('is changed, prolonged or taken back within sixty days of being laid open, and not after', () => {
    expect(mayStillBeChanged(on('03-01'), usual, on('04-29'))).toBe(true);
    expect(mayStillBeChanged(on('03-01'), usual, on('04-30'))).toMatchObject({ reason: 'MEMBERS_TURN' });
    expect(mayStillBeChanged(null, usual, on('12-01'))).toBe(true);
  });

  it('is reviewed until the end of that time at the latest', () => {
    const deadline = (state: string, now: Date) => latestDeadline({ state }, on('03-01'), usual, now);
    expect(deadline('in_review', on('03-20'))).toEqual(on('04-30'));
    expect(deadline('in_review', on('05-20'))).toEqual(on('04-30'));
  });

  it('has the least length in any case when it is laid open only now', () => {
    expect(latestDeadline({ state: 'computed' }, on('03-01'), usual, on('06-01'))).toEqual(on('06-09'));
    expect(latestDeadline({ state: 'computed' }, null, usual, on('06-01'))).toEqual(on('07-31'));
  });
});

describe('a run before its vote', () => {
  const never = { votedAt: null, returnedAt: null };

  it('is taken back by a treasurer once between two votes', () => {
    const treasurer = { isTreasurer: true, isLeftLying: false };
    expect(mayTakeBack(never, treasurer)).toBe(true);
    expect(mayTakeBack({ votedAt: null, returnedAt: on('03-01') }, treasurer)).toMatchObject({
      reason: 'RETURNED_ALREADY',
    });
    expect(mayTakeBack({ votedAt: on('04-01'), returnedAt: on('03-01') }, treasurer)).toBe(true);
  });

  it('is taken back by any member, as often as need be, once its author lets it lie', () => {
    const member = { isTreasurer: false, isLeftLying: false };
    expect(mayTakeBack(never, member)).toMatchObject({ reason: 'NOT_ALLOWED' });
    for (const isTreasurer of [false, true])
      expect(
        mayTakeBack({ votedAt: null, returnedAt: on('03-01') }, { isTreasurer, isLeftLying: true }),
      ).toBe(true);
  });

  it('lies when it is unpublished for a week, or without a vote for 30 days after its notice', () => {
    const draft = { state: 'draft', createdAt: on('03-01'), publishedAt: null };
    expect(isLeftLying(draft, 14, on('03-07'))).toBe(false);
    expect(isLeftLying(draft, 14, on('03-08'))).toBe(true);
    const published = { state: 'deliberation', createdAt: on('03-01'), publishedAt: on('03-02') };
    expect(isLeftLying(published, 14, on('04-14'))).toBe(false);
    expect(isLeftLying(published, 14, on('04-15'))).toBe(true);
    expect(isLeftLying({ ...published, state: 'voting' }, 14, on('12-01'))).toBe(false);
  });
});
