import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingDescriptions } from '../../../src/platform/config/settings.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { startEmbeddedCluster } from '../../../src/platform/database/embedded-cluster.js';
import { runRochdale } from '../../support/command-line.js';

describe('the command rochdale', () => {
  let dataDirectory: string;
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    await chmod(dataDirectory, 0o755);
  });
  afterAll(() => rm(dataDirectory, { recursive: true }));

  const rochdale = (args: string[], settings: Record<string, string> = {}) =>
    runRochdale(args, { DATA_DIRECTORY: dataDirectory, ...settings });

  it('lists its commands and every setting', async () => {
    const { status, out } = await rochdale(['--help']);
    expect(status).toBe(0);
    for (const name of ['migrate', 'db', ...settingDescriptions.map((setting) => setting.name)]) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  it('migrates the embedded database, twice with nothing left to do, and stops what it started', async () => {
    expect((await rochdale(['migrate'])).status).toBe(0);
    const again = await rochdale(['migrate']);
    expect(again).toEqual({ status: 0, out: 'The database is up to date.\n', err: '' });
    const { status, err } = await rochdale(['db', 'url']);
    expect(status).toBe(1);
    expect(err).toContain(`No embedded database runs in ${dataDirectory}.`);
  });

  it('tells how to connect to the running embedded database, as the role that is asked for', async () => {
    const cluster = await startEmbeddedCluster({ dataDirectory, durable: false, log: () => undefined });
    try {
      const { out } = await rochdale(['db', 'url', '--role', 'app']);
      const { rows } = await withClient(out.trim(), (client) => client.query('SELECT current_user AS role'));
      expect(rows).toEqual([{ role: 'rochdale_app' }]);
      expect((await rochdale(['db', 'url', '--role', 'king'])).status).toBe(1);
    } finally {
      await cluster.stop();
    }
  });

  it('says every setting that is wrong, a line each, and does nothing', async () => {
    const { status, out, err } = await rochdale(['migrate'], { PORT: 'none', POOL_SIZE: '1000' });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err.trim().split('\n')).toEqual([
      'PORT must be a whole number from 0 to 65535, and is "none".',
      'POOL_SIZE must be a whole number from 1 to 100, and is "1000".',
    ]);
  });
});
