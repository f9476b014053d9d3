import { databaseRoles, preparationOf } from '../../../src/platform/database/database-roles.js';
import { runRochdale } from '../../support/command-line.js';

describe('rochdale db roles', () => {
  it('prints what prepares the embedded database, statement by statement and in its order', async () => {
    const { status, out } = await runRochdale(['db', 'roles', '--database', 'village'], {});
    expect(status).toBe(0);
    const { roles, database, access, schemas } = preparationOf('village');
    let from = 0;
    for (const statement of [...roles, database, ...access, ...schemas]) {
      const at = out.indexOf(statement, from);
      expect([statement, at >= from]).toEqual([statement, true]);
      from = at + statement.length;
    }
    for (const role of databaseRoles) expect(out).toContain(`\\password ${role}\n`);
    expect(out).not.toMatch(/PASSWORD '/);
  });

  it('takes no name that would need quoting', async () => {
    for (const name of ['a"b', "a'b", 'a b', 'Village', '', 'x; DROP DATABASE y']) {
      const { status, out, err } = await runRochdale(['db', 'roles', '--database', name], {});
      expect([name, status, out]).toEqual([name, 1, '']);
      expect(err).toMatch(/small letters, digits and underscores/);
    }
  });
});
