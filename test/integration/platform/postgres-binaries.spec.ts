import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedBinaries, usableBinaries } from '../../../src/platform/database/postgres-binaries.js';
import { databaseUser } from '../../../src/platform/database/unprivileged-user.js';

describe('the packaged PostgreSQL', () => {
  it('runs also where install scripts, which make the links of its libraries, were switched off', async () => {
    const folder = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    try {
      await chmod(folder, 0o755);
      const { root } = packagedBinaries();
      await cp(root, folder, { recursive: true, verbatimSymlinks: true });
      const libraries = (await readdir(join(folder, 'lib'))).map((name) => join(folder, 'lib', name));
      for (const library of libraries) if ((await lstat(library)).isSymbolicLink()) await unlink(library);

      const unlinked = {
        root: folder,
        initdb: join(folder, 'bin/initdb'),
        postgres: join(folder, 'bin/postgres'),
      };
      const log: string[] = [];
      const usable = await usableBinaries(unlinked, databaseUser(), folder, (line) => log.push(line));
      expect(usable).toEqual(unlinked);
      expect(log).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says what is wrong when it cannot run at all', async () => {
    const folder = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    const root = join(folder, 'native');
    await mkdir(join(root, 'bin'), { recursive: true });
    const broken = { root, initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres') };
    const attempt = usableBinaries(broken, null, folder, () => undefined);
    await expect(attempt).rejects.toThrow(/PostgreSQL cannot run/);
    await rm(folder, { recursive: true });
  });
});
