import type { Command } from 'commander';
import { isRefusal } from '../../shared/refusal.js';
import { runCommand } from '../run-command.js';
import { startServer } from '../running-server.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('run the server, on the embedded database or that of DATABASE_URL, until Ctrl-C or SIGTERM')
    .action(() =>
      runCommand(async (settings) => {
        const say = (line: string): void => console.error(line);
        const server = await startServer(settings, say);
        if (isRefusal(server)) return server;
        console.log(`Rochdale runs at ${server.url}`);
        console.log(`  API ${server.url}/graphql · to try it ${server.url}/graphiql`);
        await untilAskedToStop(() => server.stop(), say);
      }),
    );
}
