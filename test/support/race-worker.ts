/**
 * A process of its own in a race: builds what it needs, says "ready", waits for "go", acts, and answers with JSON.
 * Run by `race.ts`; the job comes in the environment.
 */
import { Ledger } from '../../src/ledger/ledger.service.js';
import { MemberRegister } from '../../src/membership/member-register.js';
import { Shares } from '../../src/membership/shares/shares.service.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Log } from '../../src/platform/log.js';
import { RequestScope } from '../../src/platform/request/request-scope.js';
import { resolveViewer } from '../../src/platform/request/resolve-viewer.js';
import { Decisions } from '../../src/proposals/decisions.service.js';
import { ProposalEffects } from '../../src/proposals/proposal-effects.js';
import { newId } from '../../src/shared/ids.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { postRunEffect } from '../../src/surplus/runs/posting/post-run.effect.js';
import { RunPosting } from '../../src/surplus/runs/posting/run-posting.js';
import { BallotBox, type BallotRequest } from '../../src/voting/ballot-box.js';
import { CastingSteps } from '../../src/voting/casting-steps.js';
import { countedObjections } from '../../src/voting/consent/overruling.js';
import { Delegations } from '../../src/voting/delegation/delegations.service.js';
import { freezeDelegations } from '../../src/voting/delegation/freeze-delegations.js';
import { PollClosedHandlers } from '../../src/voting/poll-closed-handlers.js';
import { PollClosing } from '../../src/voting/poll-closing.js';
import { PollCounting } from '../../src/voting/poll-counting.js';
import { doConsent, type ConsentJob } from './race-consent.js';
import { doPayout, type PayoutJob } from './race-payouts.js';

export type RaceJob =
  | {
      readonly kind: 'cast';
      readonly session: string;
      readonly cooperative: string;
      readonly ballots: readonly BallotRequest[];
    }
  | {
      readonly kind: 'castUntilRefused';
      readonly session: string;
      readonly cooperative: string;
      readonly pollId: string;
    }
  | {
      readonly kind: 'payShares';
      readonly session: string;
      readonly cooperative: string;
      /** Amounts as text: a job travels as JSON. */
      readonly payments: readonly { subscriptionId: string; amountMinor: string; idempotencyKey: string }[];
    }
  | {
      readonly kind: 'delegateInTurn';
      readonly session: string;
      readonly cooperative: string;
      /** Memberships to which everything is delegated, one after the other, again and again. */
      readonly holders: readonly string[];
      readonly forMilliseconds: number;
    }
  | { readonly kind: 'closeForAWhile'; readonly forMilliseconds: number }
  | PayoutJob
  | ConsentJob
  | { readonly kind: 'takeForce' }
  | { readonly kind: 'close' };

const { url, job } = JSON.parse(process.env.RACE_JOB!) as { url: string; job: RaceJob };
const database = new Database({ connectionString: url, size: 10 });
const work = new UnitOfWork(database);

const orRefused = (answer: object): object => (isRefusal(answer) ? { refused: answer.reason } : answer);

/** The register of decisions with the one effect that moves money. */
function decisions(): Decisions {
  const effects = new ProposalEffects();
  effects.register(postRunEffect(new RunPosting(new Ledger(), work)));
  return new Decisions(work, effects);
}

/** Runs an act again and again for as long; answers how often it was not refused. */
async function again(milliseconds: number, once: (turn: number) => Promise<unknown>): Promise<number> {
  const end = Date.now() + milliseconds;
  let done = 0;
  for (let turn = 0; Date.now() < end; turn += 1) if (!isRefusal(await once(turn))) done += 1;
  return done;
}

async function delegateInTurn(asked: Extract<RaceJob, { kind: 'delegateInTurn' }>): Promise<number> {
  const delegations = new Delegations(work, new MemberRegister());
  const viewer = await resolveViewer(database, asked.session, asked.cooperative);
  return again(asked.forMilliseconds, (turn) =>
    delegations.delegate(new RequestScope('race', viewer), {
      scope: { wholeCooperative: true },
      to: { membershipId: asked.holders[turn % asked.holders.length] },
      idempotencyKey: newId(),
    }),
  );
}

async function closeForAWhile(milliseconds: number): Promise<number> {
  const counting = new PollCounting();
  counting.registerClosingStep('freeze delegations', freezeDelegations);
  counting.registerObjections(countedObjections);
  const closing = new PollClosing(work, new PollClosedHandlers(), new Log('silent'), counting);
  return again(milliseconds, () => closing.closeDue());
}

async function act(): Promise<unknown> {
  if (job.kind === 'delegateInTurn') return delegateInTurn(job);
  if (job.kind === 'closeForAWhile') return closeForAWhile(job.forMilliseconds);
  if (job.kind === 'close')
    return new PollClosing(work, new PollClosedHandlers(), new Log('silent')).closeDue();
  if (job.kind === 'takeForce') return decisions().takeForceWhereDue();
  if (job.kind === 'consent') {
    const member = await resolveViewer(database, job.session, job.cooperative);
    return doConsent(work, () => new RequestScope('race', member), job);
  }
  if (job.kind === 'payout') {
    const officer = await resolveViewer(database, job.session, job.cooperative);
    return orRefused(await doPayout(work, new RequestScope('race', officer), job));
  }
  if (job.kind === 'payShares') {
    const shares = new Shares(work, new Ledger());
    const payer = await resolveViewer(database, job.session, job.cooperative);
    return Promise.all(
      job.payments.map(async ({ amountMinor, ...payment }) => {
        const asked = { ...payment, amountMinor: BigInt(amountMinor) };
        return orRefused(await shares.payShares(new RequestScope('race', payer), asked));
      }),
    );
  }
  const box = new BallotBox(work, new CastingSteps());
  const viewer = await resolveViewer(database, job.session, job.cooperative);
  const cast = async (ballot: BallotRequest): Promise<object> => {
    return orRefused(await box.castBallot(new RequestScope('race', viewer), ballot));
  };
  if (job.kind === 'cast') return Promise.all(job.ballots.map(cast));
  const answers: unknown[] = [];
  for (;;) {
    const answer = await cast({ pollId: job.pollId, ballot: { choice: 'for' }, idempotencyKey: newId() });
    answers.push(answer);
    if ('refused' in answer) return answers;
  }
}

process.once('message', () => {
  act()
    .then(
      (answer) => process.send!({ answer }),
      (error: unknown) => process.send!({ error: String(error) }),
    )
    .finally(() => void database.close().then(() => process.disconnect()));
});
if (!(await database.isReady())) throw new Error('the database cannot be reached');
process.send!('ready');
