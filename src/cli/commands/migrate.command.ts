import type { Command } from 'commander';
import { migrateDatabase } from '../../platform/database/migrate.js';
import { resolveOwner } from '../../platform/database/resolve-database.js';
import { isRefusal } from '../../shared/refusal.js';
import { runCommand } from '../run-command.js';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'bring the database to the newest schema, as its owner (DATABASE_OWNER_URL, or the embedded one)',
    )
    .action(() =>
      runCommand(async (settings) => {
        const database = await resolveOwner(settings, (line) => console.error(line));
        if (isRefusal(database)) return database;
        try {
          const names = await migrateDatabase(database.ownerUrl);
          for (const name of names) console.log(`migrated: ${name}`);
          if (names.length === 0) console.log('The database is up to date.');
        } finally {
          if (database.cluster?.startedHere) await database.cluster.stop();
        }
      }),
    );
}
