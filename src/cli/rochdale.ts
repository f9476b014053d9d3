import { Command } from 'commander';
import { settingsHelp } from './settings-help.js';
import { endWhenNobodyReads } from './standard-output.js';

type Register = (program: Command) => void;

/** Each command by name. What is not asked for is not loaded: counting a file needs no server in memory. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  start: async () => (await import('./commands/start.command.js')).registerStart,
  demo: async () => (await import('./commands/demo.command.js')).registerDemo,
  found: async () => (await import('./commands/found.command.js')).registerFound,
  migrate: async () => (await import('./commands/migrate.command.js')).registerMigrate,
  check: async () => (await import('./commands/check.command.js')).registerCheck,
  verify: async () => (await import('./commands/verify.command.js')).registerVerify,
  import: async () => (await import('./commands/import.command.js')).registerImport,
  export: async () => (await import('./commands/export.command.js')).registerExport,
  db: async () => (await import('./commands/db.command.js')).registerDb,
  schema: async () => (await import('./commands/schema.command.js')).registerSchema,
  tally: async () => (await import('./tally.command.js')).registerTally,
  recount: async () => (await import('./recount.command.js')).registerRecount,
  surplus: async () => (await import('./surplus-compute.command.js')).registerSurplusCompute,
};

const program = new Command('rochdale')
  .description('Decide together, share fairly: the democratic life of cooperatives.')
  .addHelpText('after', settingsHelp());

const asked = process.argv[2] ?? '';
// Help, and a command that nobody knows, list them all.
const wanted = Object.hasOwn(commands, asked) ? [commands[asked]!] : Object.values(commands);
for (const load of wanted) (await load())(program);

endWhenNobodyReads();
await program.parseAsync();
