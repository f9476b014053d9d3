import { Command } from 'commander';
import { registerDb } from './commands/db.command.js';
import { registerMigrate } from './commands/migrate.command.js';
import { settingsHelp } from './settings-help.js';

const program = new Command('rochdale')
  .description('Decide together, share fairly: the democratic life of cooperatives.')
  .addHelpText('after', settingsHelp());
registerMigrate(program);
registerDb(program);

await program.parseAsync();
