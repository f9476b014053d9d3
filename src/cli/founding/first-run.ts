import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { isRefusal } from '../../shared/refusal.js';
import { cooperativesToVisit } from '../cooperatives.js';
import { askFounding, foundFor } from './found-cooperative.js';
import { completed, type FoundingAnswers } from './founding-answers.js';

/**
 * A server without a cooperative founds one: from options and environment where they say enough, or else by asking at the
 * terminal. Without either it serves all the same, and says how a cooperative is founded.
 */
export async function foundAtFirstRun(
  app: NestFastifyApplication,
  given: Partial<FoundingAnswers>,
  say: (line: string) => void,
): Promise<void> {
  const cooperatives = await cooperativesToVisit(app.get(UnitOfWork), undefined);
  if (isRefusal(cooperatives)) return;
  if (cooperatives.length > 0) {
    say(
      `Serving ${cooperatives.map(({ slug }) => slug).join(', ')}. To found another cooperative: npx rochdale found`,
    );
    return;
  }
  const known = completed(given);
  const canAsk = process.stdin.isTTY === true;
  if (!('answers' in known) && !canAsk) {
    say('There is no cooperative yet. Found one with: npx rochdale found (see npx rochdale found --help).');
    return;
  }
  if (!('answers' in known)) say('There is no cooperative yet. Let us found it; Ctrl-C stops.');
  let answers = 'answers' in known ? known.answers : await askFounding(given);
  while (answers !== null) {
    const founded = await foundFor(app, answers);
    if (!isRefusal(founded)) {
      say(
        `Founded ${answers.name}. Its two officers are invited by mail; they sign in here and enter their code.`,
      );
      return;
    }
    say([founded.message, ...founded.details].join('\n'));
    if (!canAsk) {
      say('Nothing has been founded. Mend it and start again, or use: npx rochdale found');
      return;
    }
    answers = await askFounding({}, answers);
  }
}
