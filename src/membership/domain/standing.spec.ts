import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import {
  changeStanding,
  effectiveTimeline,
  firstStandings,
  mayFollow,
  memberStandings,
  standingOn,
  type StandingEntry,
} from './standing.js';

const at = (standing: StandingEntry['standing'], effectiveOn: string): StandingEntry => ({
  standing,
  effectiveOn,
});
const today = '2026-06-01';

describe('the standing of a membership', () => {
  const joined = [at('active', '2020-01-01')];

  it('changes on a day to one that may follow', () => {
    const change = at('suspended', '2026-05-01');
    expect(changeStanding(joined, change, today)).toEqual(change);
    expect(standingOn([...joined, change], '2026-04-30')).toBe('active');
    expect(standingOn([...joined, change], '2026-05-01')).toBe('suspended');
    expect(standingOn(joined, '2019-12-31')).toBeNull();
  });

  it('does not rise from the dead, nor turn into what it already is', () => {
    const dead = [...joined, at('deceased', '2024-01-01')];
    expect(changeStanding(dead, at('active', '2025-01-01'), today)).toMatchObject({
      reason: 'STANDING_UNREACHABLE',
    });
    expect(changeStanding(joined, at('active', '2025-01-01'), today)).toMatchObject({
      reason: 'STANDING_UNREACHABLE',
    });
  });

  it('is restored when an appeal against expulsion is won, from the day it had ended', () => {
    const expelled = [...joined, at('expelled', '2025-01-01')];
    const restored = changeStanding(expelled, at('active', '2025-01-01'), today);
    expect(restored).toEqual(at('active', '2025-01-01'));
    expect(standingOn([...expelled, at('active', '2025-01-01')], '2025-06-01')).toBe('active');
  });

  it('lets a change come between two recorded ones only where the later can still follow', () => {
    const notice = [...joined, at('leaving', '2026-06-01'), at('left', '2026-12-31')];
    expect(changeStanding(notice, at('suspended', '2026-09-01'), today)).toEqual(
      at('suspended', '2026-09-01'),
    );
    expect(changeStanding(notice, at('deceased', '2026-09-01'), today)).toMatchObject({
      reason: 'STANDING_CONFLICTS_LATER',
    });
  });

  it('refuses days that do not exist, come before the membership, or lie too far ahead', () => {
    for (const day of ['2026-02-30', '2019-12-31', '2040-01-01', 'tomorrow']) {
      expect(changeStanding(joined, at('suspended', day), today)).toMatchObject({
        reason: 'EFFECTIVE_DATE_INVALID',
      });
    }
  });

  it('never has a step that is not allowed, whatever is asked', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => {
      const instant = new Date(Date.UTC(2026, 0, 1 + n));
      return instant.toISOString().slice(0, 10);
    });
    const change = fc.record({ standing: fc.constantFrom(...memberStandings), effectiveOn: day });
    fc.assert(
      fc.property(
        fc.constantFrom(...firstStandings),
        fc.array(change, { maxLength: 12 }),
        (first, changes) => {
          const recorded = [at(first, '2026-01-01')];
          for (const asked of changes) {
            const answer = changeStanding(recorded, asked, today);
            if (!isRefusal(answer)) recorded.push(answer);
          }
          const timeline = effectiveTimeline(recorded);
          for (let i = 1; i < timeline.length; i += 1) {
            const [from, to] = [timeline[i - 1]!.standing, timeline[i]!.standing];
            expect(from === to || mayFollow(from, to)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
