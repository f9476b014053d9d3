import { withClient } from '../../../src/platform/database/database-roles.js';
import { invariants } from '../../../src/cli/invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { onDatabase, runRochdale } from '../../support/command-line.js';

describe('rochdale verify and rochdale check', () => {
  let test: TestApplication;
  let sound: BuiltCooperative;
  let altered: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    sound = await buildCooperative(test.database, { members: 1 });
    altered = await buildCooperative(test.database, { members: 2 });
    await superuser(`INSERT INTO audit_event (cooperative_id, id, act, subject_type, data)
      SELECT c, gen_random_uuid(), 'tested', 'test', '{}' FROM generate_series(1, 3),
        unnest(ARRAY['${sound.id}', '${altered.id}', '00000000-0000-0000-0000-000000000000']::uuid[]) c`);
    await test.runDuties();
  });
  afterAll(() => test.stop());

  const superuser = (sql: string) => withClient(test.database.superuserUrl, (client) => client.query(sql));
  const rochdale = (...args: string[]) => runRochdale(args, onDatabase(test.database));

  it('finds every cooperative, and the acts outside any, intact', async () => {
    const { status, out } = await rochdale('verify');
    const lines = out.trim().split('\n');
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
    for (const name of [sound.slug, altered.slug, 'acts outside any cooperative'])
      expect(out).toMatch(new RegExp(`^${name}: intact, 3 acts sealed, 0 waiting, head [0-9a-f]{64}$`, 'm'));
  });

  it('says which act was altered, in which cooperative', async () => {
    await superuser(`
      ALTER TABLE audit_event DISABLE TRIGGER ALL;
      UPDATE audit_event SET act = 'forged' WHERE (cooperative_id, id) IN
        (SELECT cooperative_id, event_id FROM audit_seal WHERE cooperative_id = '${altered.id}' AND position = 2);
      ALTER TABLE audit_event ENABLE ALWAYS TRIGGER append_only_rows;`);
    const { status, err } = await rochdale('verify');
    expect(status).toBe(1);
    expect(err).toMatch(new RegExp(`^${altered.slug}: Event .* at position 2 was changed`, 'm'));
    expect((await rochdale('verify', '--cooperative', sound.slug)).status).toBe(0);
    expect((await rochdale('verify', '--cooperative', altered.slug)).status).toBe(1);
  });

  it('says in a sentence each what is true of the data', async () => {
    const { status, out } = await rochdale('check', '--cooperative', sound.slug);
    expect(status).toBe(0);
    for (const { sentence } of invariants) expect(out).toContain(`true    ${sentence}\n`);
  });

  it('says which sentence a row breaks, and ends with 1', async () => {
    await superuser(`INSERT INTO bylaw_rule
      (cooperative_id, id, key, version, value, article, text, language, effective_at, decision_id)
      SELECT cooperative_id, gen_random_uuid(), key, version + 1, value, article, text, language, effective_at, NULL
      FROM bylaw_rule WHERE cooperative_id = '${altered.id}' ORDER BY key LIMIT 1`);
    const { status, out, err } = await rochdale('check');
    expect(status).toBe(1);
    expect(out).toMatch(/BROKEN {2}Every rule after the founding ones was made by an adopted decision/);
    expect(err).toContain(`${altered.slug}: proposals.amended_rule_was_decided`);
    expect(err).not.toContain(sound.slug);
  });

  it('does not know a cooperative that is not there', async () => {
    for (const command of ['verify', 'check']) {
      const { status, err } = await rochdale(command, '--cooperative', 'nobody');
      expect([status, err]).toEqual([1, 'There is no cooperative "nobody".\n']);
    }
  });
});
