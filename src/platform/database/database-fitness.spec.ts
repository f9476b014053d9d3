import { isRefusal } from '../../shared/refusal.js';
import { judgeConnection, type ConnectionFacts } from './database-fitness.js';

const fit: ConnectionFacts = {
  role: 'rochdale_app',
  serverVersion: 150_000,
  isSuperuser: false,
  bypassesRowSecurity: false,
  ownedTables: [],
};

const judged = (facts: Partial<ConnectionFacts>) => {
  const verdict = judgeConnection('DATABASE_URL', { ...fit, ...facts });
  return isRefusal(verdict) ? `${verdict.reason}: ${verdict.message}` : verdict;
};

describe('the database connection of the server', () => {
  it('is fit from PostgreSQL 15 on, as a role that owns nothing', () => {
    expect(judged({})).toBe(true);
    expect(judged({ serverVersion: 180_004 })).toBe(true);
  });

  it('is refused below PostgreSQL 15', () => {
    expect(judged({ serverVersion: 149_999 })).toBe(
      'DATABASE_TOO_OLD: DATABASE_URL leads to PostgreSQL 14. Use PostgreSQL 15 or newer.',
    );
  });

  it.each([
    [{ isSuperuser: true, bypassesRowSecurity: true }, 'is a superuser'],
    [{ bypassesRowSecurity: true }, 'has BYPASSRLS'],
    [{ ownedTables: ['member', 'posting'] }, 'owns tables (member, posting)'],
  ] as [Partial<ConnectionFacts>, string][])(
    'is refused when row-level security would not bind it: %j',
    (facts, power) => {
      expect(judged(facts)).toContain(
        'DATABASE_ROLE_TOO_POWERFUL: The role "rochdale_app" of DATABASE_URL ' + power,
      );
    },
  );
});
