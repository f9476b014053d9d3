import { InvalidArgumentError, Option, type Command } from 'commander';
import { findRunningCluster } from '../../platform/database/embedded-cluster.js';
import { embeddedDatabase } from '../../platform/database/resolve-database.js';
import { preparationScript } from '../preparation-script.js';
import { Refusal } from '../../shared/refusal.js';
import { runCommand } from '../run-command.js';

const roles = {
  owner: 'rochdale_owner',
  app: 'rochdale_app',
  worker: 'rochdale_worker',
  superuser: 'postgres',
} as const;

export function registerDb(program: Command): void {
  const db = program.command('db').description('look into the embedded database, or prepare an external one');
  db.command('url')
    .description(
      'print how to connect to the running embedded database, as in: psql "$(npx rochdale db url)"',
    )
    .addOption(new Option('--role <role>', 'connect as').choices(Object.keys(roles)).default('owner'))
    .action(({ role }: { role: keyof typeof roles }) =>
      runCommand(async ({ dataDirectory, databaseUrl }) => {
        const cluster = await findRunningCluster(dataDirectory);
        if (cluster === null) {
          const external =
            databaseUrl === null ? '' : ' DATABASE_URL is set: connect to that database instead.';
          return new Refusal(
            'NOT_RUNNING',
            `No embedded database runs in ${dataDirectory}. Start it with: npx rochdale start.${external}`,
          );
        }
        console.log(cluster.urlFor(roles[role], embeddedDatabase));
      }),
    );
  db.command('roles')
    .description(
      'print the SQL that prepares an external PostgreSQL, as in: npx rochdale db roles | psql POSTGRES_URL',
    )
    .addOption(
      new Option('--database <name>', 'the database to create or use')
        .default(embeddedDatabase)
        .argParser(plainName),
    )
    .action(({ database }: { database: string }) => console.log(preparationScript(database)));
}

function plainName(name: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(name)) return name;
  throw new InvalidArgumentError('Use small letters, digits and underscores, at most 63.');
}
