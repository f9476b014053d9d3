import type { Command } from 'commander';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { Settings } from '../../platform/config/settings.js';
import { askFounding, codesOf, foundFor, withFoundingOptions } from '../founding/found-cooperative.js';
import { completed, type FoundingAnswers } from '../founding/founding-answers.js';
import { runCommand } from '../run-command.js';
import { withApplication } from '../running-server.js';

export function registerFound(program: Command): void {
  const command = program
    .command('found')
    .description('found a cooperative; its first two officers are invited by mail')
    .action((given: Partial<FoundingAnswers>) => runCommand((settings) => found(settings, given)));
  withFoundingOptions(command);
}

async function found(settings: Settings, given: Partial<FoundingAnswers>): Promise<void | Refusal> {
  const known = completed(given);
  if (!('answers' in known) && !process.stdin.isTTY) {
    const missing = known.open.map(({ flag, meaning }) => `${flag}: ${meaning}.`);
    return new Refusal('ANSWERS_MISSING', 'Something is missing.', [
      'To found a cooperative, say also:',
      ...missing,
    ]);
  }
  const answers = 'answers' in known ? known.answers : await askFounding(given);
  if (answers === null) return new Refusal('STOPPED', 'Nothing has been founded.');
  return withApplication(settings, async (app) => {
    const done = await foundFor(app, answers);
    if (isRefusal(done)) return done;
    console.log(`Founded ${answers.name}, for addresses ${done.slug}.`);
    if (settings.smtpUrl === null) for (const line of codesOf(done, answers)) console.log(line);
    else console.log('Its two officers are invited by mail, which leaves as soon as the server runs.');
    console.log('They sign in at the server’s address and enter their code there.');
  });
}
