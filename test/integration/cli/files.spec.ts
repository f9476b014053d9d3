import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { onDatabase, runRochdale, type CommandOutcome } from '../../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('files at the command line', () => {
  let database: TestDatabase;
  let coop: BuiltCooperative;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    coop = await buildCooperative(database, { slug: 'rio', members: 1 });
    folder = await mkdtemp(join(tmpdir(), 'rochdale-files-'));
    await withClient(database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO period (cooperative_id, id, name, business_line, starts_on, ends_on)
         VALUES ($1, $2, '2025', 'all', '2025-01-01', '2025-12-31')`,
        [coop.id, newId()],
      ),
    );
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const run = (...args: string[]): Promise<CommandOutcome> => runRochdale(args, onDatabase(database));
  const fileWith = async (name: string, text: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const here = ['--cooperative', 'rio'];

  it('enter members and patronage as spreadsheets write them, once, after a preview that writes nothing', async () => {
    const members = await fileWith(
      'members.csv',
      '\ufeffref;name;email\r\nA-1;Zoë Núñez;zoe@example.org\r\n\r\nA-2;Zoë Núñez;\r\n',
    );
    const preview = await run('import', 'members', members, ...here, '--preview');
    expect([preview.status, preview.out]).toEqual([
      0,
      '2 members read; classes: no class named.\nEverything is well. Nothing has been written: this was a preview.\n',
    ]);
    for (const _again of [1, 2]) {
      const done = await run('import', 'members', members, ...here);
      expect([done.status, done.out, done.err]).toEqual([0, '2 members are entered.\n', '']);
    }
    const patronage = await fileWith(
      'patronage.csv',
      'ref;basis;quantity\nA-1;purchases;1.234,50\nA-2;purchases;7\n',
    );
    const done = await run('import', 'patronage', patronage, ...here, '--period', '2025');
    expect([done.status, done.out]).toEqual([0, '2 records of patronage are entered in 2025.\n']);
    const counted = await withClient(database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ members: number; quantity: string }>(
        `SELECT (SELECT count(*)::int FROM membership) AS members,
                (SELECT sum(quantity_millionths)::text FROM patronage_record) AS quantity`,
      );
      return rows[0];
    });
    expect(counted).toEqual({ members: 3, quantity: '1241500000' });
  });

  it('are refused with every fault by its line, and nothing is written', async () => {
    const members = await fileWith('bad.csv', 'name;email\nBo;nowhere\n;bo@example.org\n');
    const refused = await run('import', 'members', members, ...here);
    expect([refused.status, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/nothing has been written[^]*\nLine 2: email[^]*\nLine 3: name/);
    const patronage = await fileWith(
      'bad-patronage.csv',
      'ref;basis;quantity\nA-9;purchases;1\nA-1;purchases;-\n',
    );
    const unknown = await run('import', 'patronage', patronage, ...here, '--period', '2025', '--preview');
    expect(unknown.status).toBe(1);
    expect(unknown.err).toMatch(/Line 2: Nobody is kept under the reference “A-9”[^]*Line 3: /);
  });

  it('are refused in words when file, encoding, cooperative or period are wrong', async () => {
    const good = await fileWith('good.csv', 'name\nAna\n');
    const latin = await fileWith('latin.csv', Uint8Array.from([0x72, 0x65, 0x66, 0x0a, 0xf1, 0x0a]));
    const outcomes = [
      await run('import', 'members', join(folder, 'absent.csv'), ...here),
      await run('import', 'members', good, '--cooperative', 'nowhere'),
      await run('import', 'patronage', good, ...here, '--period', '1999'),
      await run('import', 'patronage', latin, ...here, '--period', '2025'),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([1, 1, 1, 1]);
    expect(outcomes.map(({ err }) => err.trim())).toEqual([
      `The file ${join(folder, 'absent.csv')} does not exist.`,
      'There is no cooperative "nowhere".',
      'The cooperative has no period "1999".',
      'The file is not text in UTF-8; save it as “CSV UTF-8”.',
    ]);
  });

  it('give the books away as a journal', async () => {
    const { status, out } = await run('export', 'journal', ...here);
    expect([status, out.split('\n')[0]]).toEqual([0, '; Books of rio']);
  });
});
