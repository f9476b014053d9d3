import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { RequestScope } from '../../src/platform/request/request-scope.js';
import { newId } from '../../src/shared/ids.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { BallotBox } from '../../src/voting/ballot-box.js';
import { CastingSteps } from '../../src/voting/casting-steps.js';
import { integrateObjections } from '../../src/voting/consent/asking-again.js';
import { EndingObjections } from '../../src/voting/consent/ending-objections.js';
import { followConsentBallot } from '../../src/voting/consent/objecting-ballots.js';
import { Objections } from '../../src/voting/consent/objections.js';
import { PollWithdrawals } from '../../src/voting/poll-withdrawals.js';

/** What one member does in polls by consent, one act after the other, while others do the same. */
export type ConsentAct =
  | { readonly act: 'withdraw' | 'accept' | 'answer' | 'integrate'; readonly objectionId: string }
  | { readonly act: 'leave'; readonly pollId: string; readonly afterMilliseconds: number }
  /** Consents to the first text again and again; the last answer is the refusal. */
  | { readonly act: 'consentUntilRefused'; readonly pollId: string };

export interface ConsentJob {
  readonly kind: 'consent';
  readonly session: string;
  readonly cooperative: string;
  readonly acts: readonly ConsentAct[];
}

/** Does the acts as the API would; answers `done`, or the reason, for each. */
export async function doConsent(
  work: UnitOfWork,
  scope: () => RequestScope,
  job: ConsentJob,
): Promise<string[]> {
  const answers: string[] = [];
  for (const asked of job.acts) answers.push(await doAct(work, scope, asked));
  return answers;
}

const said = (answer: unknown): string => (isRefusal(answer) ? answer.reason : 'done');

async function doAct(work: UnitOfWork, scope: () => RequestScope, asked: ConsentAct): Promise<string> {
  const steps = new CastingSteps();
  steps.register('consent', followConsentBallot);
  const box = new BallotBox(work, steps);
  if (asked.act === 'consentUntilRefused') {
    for (;;) {
      const ballot = { consent: { position: 'consent', textVersion: 1 } };
      const request = { pollId: asked.pollId, ballot, idempotencyKey: newId() };
      const answer = said(await box.castBallot(scope(), request));
      if (answer !== 'done') return answer;
    }
  }
  if (asked.act === 'leave') {
    await new Promise((resolve) => setTimeout(resolve, asked.afterMilliseconds));
    const reason = 'I own the house next door.';
    return said(await new PollWithdrawals(work).withdraw(scope(), { pollId: asked.pollId, reason }));
  }
  return said(await handle(work, scope(), box, asked));
}

function handle(
  work: UnitOfWork,
  scope: RequestScope,
  box: BallotBox,
  { act, objectionId }: Extract<ConsentAct, { readonly objectionId: string }>,
): Promise<unknown> {
  const ending = { objectionId, position: 'consent', textVersion: 1, idempotencyKey: newId() } as const;
  if (act === 'withdraw') return new EndingObjections(work, box).withdraw(scope, ending);
  if (act === 'accept') return new EndingObjections(work, box).acceptAnswer(scope, ending);
  if (act === 'answer')
    return new Objections(work).answer(scope, { objectionId, text: 'We hang up curtains.' });
  const written = { question: 'Until ten?', summary: '+ until ten', isAnother: false };
  return work.command(scope, { act: 'integrateObjections' }, (tx, viewer) =>
    integrateObjections(
      tx,
      viewer,
      { objectionIds: [objectionId], asked: { everybody: false, classCodes: [] } },
      () => Promise.resolve(written),
    ),
  );
}
