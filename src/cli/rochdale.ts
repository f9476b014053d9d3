import { Command } from 'commander';
import { registerCheck } from './commands/check.command.js';
import { registerDb } from './commands/db.command.js';
import { registerDemo } from './commands/demo.command.js';
import { registerExport } from './commands/export.command.js';
import { registerFound } from './commands/found.command.js';
import { registerImport } from './commands/import.command.js';
import { registerMigrate } from './commands/migrate.command.js';
import { registerSchema } from './commands/schema.command.js';
import { registerStart } from './commands/start.command.js';
import { registerVerify } from './commands/verify.command.js';
import { registerRecount } from './recount.command.js';
import { registerSurplusCompute } from './surplus-compute.command.js';
import { registerTally } from './tally.command.js';
import { settingsHelp } from './settings-help.js';

const program = new Command('rochdale')
  .description('Decide together, share fairly: the democratic life of cooperatives.')
  .addHelpText('after', settingsHelp());
registerStart(program);
registerDemo(program);
registerFound(program);
registerMigrate(program);
registerCheck(program);
registerVerify(program);
registerImport(program);
registerExport(program);
registerDb(program);
registerSchema(program);
registerTally(program);
registerRecount(program);
registerSurplusCompute(program);

await program.parseAsync();
