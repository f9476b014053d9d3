import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createInterface } from 'node:readline/promises';
import { Option, type Command } from 'commander';
import { Founding, type Founded } from '../../membership/founding.js';
import { nobody } from '../../platform/request/viewer.js';
import type { Refusal } from '../../shared/refusal.js';
import {
  foundingQuestions,
  planOf,
  usualAnswer,
  variableOf,
  type FoundingAnswers,
} from './founding-answers.js';

/** Adds an option, and a variable of the environment, for every question of the founding. */
export function withFoundingOptions(command: Command): Command {
  for (const question of foundingQuestions) {
    command.addOption(new Option(question.flag, question.meaning).env(variableOf(question)));
  }
  return command;
}

/** Founds for others: both officers are invited by mail. Refuses as `Founding.found` does. */
export const foundFor = (app: NestFastifyApplication, answers: FoundingAnswers): Promise<Founded | Refusal> =>
  app.get(Founding).found({ ...nobody, isSystem: true }, planOf(answers));

/** Asks at the terminal for what is not known yet; an empty line takes what was said before, or is usual. Null after Ctrl-C. */
export async function askFounding(
  given: Partial<FoundingAnswers>,
  before: Partial<FoundingAnswers> = {},
): Promise<FoundingAnswers | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  terminal.on('SIGINT', () => {
    stopped.abort();
    process.kill(process.pid, 'SIGINT');
  });
  terminal.on('close', () => stopped.abort());
  const answers: Partial<Record<keyof FoundingAnswers, string>> = { ...given };
  try {
    for (const { key, meaning } of foundingQuestions) {
      while (!answers[key]?.trim()) {
        const usual = before[key] ?? usualAnswer(key, answers);
        const typed = await terminal.question(`${meaning}${usual === null ? '' : ` [${usual}]`}: `, stopped);
        answers[key] = typed.trim() || usual || '';
      }
    }
  } catch (error) {
    if (stopped.signal.aborted) return null;
    throw error;
  } finally {
    terminal.close();
  }
  return answers as FoundingAnswers;
}

/** The codes as lines, for whoever founds where no mail leaves: they are shown this once. */
export function codesOf({ invitations }: Founded, answers: FoundingAnswers): string[] {
  const addresses = [answers.founderEmail, answers.secondEmail];
  return [
    'No mail leaves this machine (SMTP_URL is not set). Hand these invitation codes to the two officers; they are shown this once:',
    ...invitations.map(({ code }, place) => `  ${addresses[place]}: ${code}`),
  ];
}
