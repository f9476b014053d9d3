import type { Command } from 'commander';
import { declaredSchema, schemaText } from '../schema-text.js';

export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print the GraphQL schema of the API')
    .action(async () => {
      process.stdout.write(schemaText(await declaredSchema()));
    });
}
