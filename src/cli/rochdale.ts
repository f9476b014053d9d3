import { Command } from 'commander';
import { registerTally } from './tally.command.js';

const program = new Command('rochdale');
registerTally(program);
await program.parseAsync();
