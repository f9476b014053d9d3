import type { Command } from 'commander';
import type { Settings } from '../../platform/config/settings.js';
import { Mailbox } from '../../platform/mail/mailbox.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { foundAtFirstRun } from '../founding/first-run.js';
import { withFoundingOptions } from '../founding/found-cooperative.js';
import type { FoundingAnswers } from '../founding/founding-answers.js';
import { runCommand } from '../run-command.js';
import { startServer } from '../running-server.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';

export function registerStart(program: Command): void {
  const command = program
    .command('start')
    .description('run the server, on the embedded database or that of DATABASE_URL, until Ctrl-C or SIGTERM')
    .action((given: Partial<FoundingAnswers>) => runCommand((settings) => start(settings, given)));
  withFoundingOptions(command);
}

async function start(settings: Settings, given: Partial<FoundingAnswers>): Promise<void | Refusal> {
  const say = (line: string): void => console.error(line);
  const server = await startServer(settings, say);
  if (isRefusal(server)) return server;
  // Somebody must be able to read the codes. This is the terminal of whoever runs the server, not the log.
  if (settings.smtpUrl === null) {
    server.app.get(Mailbox).watch(({ to, subject, text }) => {
      say(`\nNo mail leaves (SMTP_URL is not set). A letter to ${to}: ${subject}\n\n${text}\n`);
    });
  }
  console.log(`Rochdale runs at ${server.url}`);
  console.log(`  API ${server.url}/graphql · to try it ${server.url}/graphiql`);
  const stopping = untilAskedToStop(() => server.stop(), say);
  await foundAtFirstRun(server.app, given, say);
  await stopping;
}
