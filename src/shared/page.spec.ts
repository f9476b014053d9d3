import { isRefusal } from './refusal.js';
import { keysetOf, pageOf } from './page.js';

const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const id = '0191d2a0-0000-7000-8000-000000000000';

describe('pages by keyset', () => {
  it('go on after the row that the cursor names', () => {
    const keyset = keysetOf({ first: 2, after: cursor('2026-05-20 18:00:00.123456+00', id) }, [
      'instant',
      'id',
    ]);
    expect(keyset).toEqual({ limit: 2, after: ['2026-05-20 18:00:00.123456+00', id] });
  });

  it.each([
    ['no JSON', 'zzz'],
    ['a day that does not exist', cursor('2026-02-30 18:00:00+00', id)],
    ['an hour that does not exist', cursor('2026-02-20 25:00:00+00', id)],
    ['something that is no identifier', cursor('2026-02-20 20:00:00+00', "'; DROP TABLE ballot")],
    ['too few parts', cursor(id)],
    ['numbers', cursor(1, 2)],
  ])('refuse a cursor with %s', (_what, after) => {
    expect(isRefusal(keysetOf({ after }, ['instant', 'id']))).toBe(true);
  });

  it('have 1 to 100 rows', () => {
    for (const first of [0, 101, -1, 1.5]) expect(isRefusal(keysetOf({ first }, ['id']))).toBe(true);
  });

  it('know from one row more that there is more', () => {
    const page = pageOf(['a', 'b', 'c'], { limit: 2, after: null }, (row) => [row], 7n);
    expect(page.nodes).toEqual(['a', 'b']);
    expect(page).toMatchObject({ pageInfo: { hasNextPage: true, endCursor: cursor('b') }, totalCount: 7 });
  });
});
