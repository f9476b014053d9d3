import { Inject, Injectable } from '@nestjs/common';
import { databaseNow } from '../../../platform/database/database-now.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { Proposals } from '../../../proposals/proposals.service.js';
import { isId } from '../../../shared/ids.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { hoursInWords, lastsLongEnough, reviewRule } from '../../domain/run/review-length.js';
import { mayBeLocked, mayBePutToVote, mayBeReviewed } from '../../domain/run/run-lifecycle.js';
import { runInWords } from '../../domain/run/run-payload.js';
import { isUpToDate, objectionsAttached } from '../../review/before-the-vote.queries.js';
import { findPeriod } from '../../surplus.rows.js';
import { checkStillThere } from '../posting/before-posting.js';
import { recordRunAct, runNotFound, type RunDone } from '../distribution-runs.service.js';
import { postRunKind } from '../posting/post-run.effect.js';
import { checkReversible, reverseRunKind } from '../posting/reverse-run.effect.js';
import { notAsHashed, RunChecking } from './run-checking.js';
import { MembersTurn } from './members-turn.js';
import { mayPrepareRuns, mayProposeRun, mayReadRun } from '../run.policy.js';
import { lockRun, type RunRow } from '../run.rows.js';

export interface OpenReviewRequest {
  readonly runId: string;
  readonly until: Date;
}
export interface PutRunToVoteRequest {
  readonly runId: string;
  readonly title: string;
  readonly body: string;
}

/** From a computed run to a decision: review, vote, and at the end the books closed for good. */
@Injectable()
export class RunDecisionAct {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(MembersTurn) private readonly turn: MembersTurn,
    @Inject(RunChecking) private readonly checking: RunChecking,
  ) {}

  /** Lays a computed run open: everybody sees their own line until a deadline. Again, the deadline is moved later. */
  openReview(scope: RequestScope, { runId, until }: OpenReviewRequest): Promise<RunDone | Refusal> {
    return this.work.command(scope, { act: 'openRunReview' }, async (tx, viewer) => {
      const permitted = mayPrepareRuns(viewer);
      if (permitted !== true) return permitted;
      const run = isId(runId) ? await lockRun(tx, runId) : null;
      if (!run) return runNotFound();
      const possible = mayBeReviewed(run);
      if (possible !== true) return possible;
      const turn = await this.turn.mayStillBeChanged(tx, run);
      if (turn !== true) return turn;
      const now = await databaseNow(tx);
      if (until <= now) return new Refusal('INVALID_INPUT', 'A review ends in the future.', ['until']);
      const lasts = await this.mayLastUntil(tx, run, until, now);
      if (lasts !== true) return lasts;
      await tx.sql(
        `UPDATE distribution_run SET state = 'in_review', review_until = $2, laid_open_at = coalesce(laid_open_at, rochdale_now())
         WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [run.id, until],
      );
      const data = { until: until.toISOString(), runHash: run.runHash };
      await recordRunAct(tx, viewer, 'openRunReview', run.id, data);
      return { runId: run.id };
    });
  }

  /** Not shorter than members have at least or were promised, nor longer than officers may keep the run from their vote. */
  private async mayLastUntil(tx: Tx, run: RunRow, until: Date, now: Date): Promise<true | Refusal> {
    const no = (message: string): Refusal => new Refusal('INVALID_INPUT', message, ['until']);
    const { leastHours, mostHours } = await this.turn.lengths(tx);
    const isLonger = run.state === 'in_review' && run.reviewUntil !== null && until >= run.reviewUntil;
    if (!isLonger && !lastsLongEnough(now, until, leastHours))
      return no(
        `Members have at least ${hoursInWords(leastHours)} to review a run (${reviewRule} of the bylaws).`,
      );
    if (run.reviewUntil !== null && run.reviewUntil > now && until < run.reviewUntil)
      return no(
        `Members were promised a review until ${run.reviewUntil.toISOString()}: it can last longer, and not less.`,
      );
    const latest = await this.turn.latestDeadline(tx, run, now);
    return (
      until <= latest ||
      no(
        `The review ends by ${latest.toISOString()}: ${hoursInWords(mostHours)} after it was laid open first, the members vote (${reviewRule} of the bylaws).`,
      )
    );
  }

  /** Writes the proposal that puts a reviewed run to the vote; it binds the run under its hash. */
  putRunToVote(
    scope: RequestScope,
    request: PutRunToVoteRequest,
    idempotencyKey: string,
  ): Promise<(RunDone & { proposalId: string }) | Refusal> {
    const options = { act: 'putRunToVote', idempotencyKey, request };
    return this.work.command(scope, options, async (tx, viewer) => {
      const permitted = mayProposeRun(viewer);
      if (permitted !== true) return permitted;
      const run = isId(request.runId) ? await lockRun(tx, request.runId) : null;
      if (!run || !mayReadRun(viewer, run)) return runNotFound();
      const possible = mayBePutToVote(run, await databaseNow(tx));
      if (possible !== true) return possible;
      const current = await isUpToDate(tx, run);
      if (current !== true) return current;
      const there = await checkStillThere(tx, run, (await findPeriod(tx, run.periodId))!);
      if (there !== true) return there;
      const outcome = await this.checking.check(tx, run);
      if (outcome === 'changed') return notAsHashed();
      const proposed = await this.propose(tx, viewer, run, request);
      if (!isRefusal(proposed))
        await this.checking.keep(tx, run, { proposalId: proposed.proposalId, outcome });
      return proposed;
    });
  }

  private async propose(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    { title, body }: PutRunToVoteRequest,
  ): Promise<(RunDone & { proposalId: string }) | Refusal> {
    const payload = { runId: run.id, runHash: run.runHash!, sentence: await sentenceOf(tx, run) };
    const attached = await objectionsAttached(tx, run);
    const drafted = await this.proposals.draftWithin(tx, viewer, {
      title,
      body: attached === '' ? body : `${attached}\n\n${body}`,
      effect: { kind: postRunKind, payload },
    });
    if (isRefusal(drafted)) return drafted;
    const { proposalId } = drafted;
    await tx.sql(
      `UPDATE distribution_run SET state = 'voting', proposal_id = $2 WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [run.id, proposalId],
    );
    await recordRunAct(tx, viewer, 'putRunToVote', run.id, { proposalId, runHash: run.runHash });
    return { runId: run.id, proposalId };
  }

  /** New words for the proposal under which a run stands before the members; what it binds stays. */
  async editRunProposal(
    scope: RequestScope,
    { runId, title, body }: PutRunToVoteRequest,
  ): Promise<{ proposalId: string } | Refusal> {
    const bound = await this.work.command(scope, { act: 'editRunProposal' }, async (tx, viewer) => {
      const permitted = mayProposeRun(viewer);
      if (permitted !== true) return permitted;
      const run = isId(runId) ? await lockRun(tx, runId) : null;
      if (!run || !mayReadRun(viewer, run)) return runNotFound();
      if (run.state !== 'voting')
        return new Refusal('RUN_NOT_IN_REVIEW', 'No proposal about this run is before the members.');
      const payload = { runId: run.id, runHash: run.runHash!, sentence: await sentenceOf(tx, run) };
      return { proposalId: run.proposalId!, payload };
    });
    if (isRefusal(bound)) return bound;
    const effect = { kind: postRunKind, payload: bound.payload };
    return this.proposals.edit(scope, bound.proposalId, { title, body, effect });
  }

  /** Writes the proposal that undoes a run in the books, while nothing of it has been paid. */
  proposeRunReversal(
    scope: RequestScope,
    request: PutRunToVoteRequest,
    idempotencyKey: string,
  ): Promise<(RunDone & { proposalId: string }) | Refusal> {
    const options = { act: 'proposeRunReversal', idempotencyKey, request };
    return this.work.command(scope, options, async (tx, viewer) => {
      const permitted = mayProposeRun(viewer);
      if (permitted !== true) return permitted;
      const run = isId(request.runId) ? await lockRun(tx, request.runId) : null;
      if (!run || !mayReadRun(viewer, run)) return runNotFound();
      const possible = await checkReversible(tx, run);
      if (possible !== true) return possible;
      const sentence = `The run “${run.name}” (${run.runHash!.slice(0, 12)}) is undone in the books by its mirror.`;
      const drafted = await this.proposals.draftWithin(tx, viewer, {
        title: request.title,
        body: request.body,
        effect: { kind: reverseRunKind, payload: { runId: run.id, runHash: run.runHash!, sentence } },
      });
      if (isRefusal(drafted)) return drafted;
      await recordRunAct(tx, viewer, 'proposeRunReversal', run.id, { proposalId: drafted.proposalId });
      return { runId: run.id, proposalId: drafted.proposalId };
    });
  }

  /** Closes the books of a run for good, once everything of it has been paid. */
  lockRun(scope: RequestScope, runId: string): Promise<RunDone | Refusal> {
    return this.work.command(scope, { act: 'lockRun' }, async (tx, viewer) => {
      const permitted = mayPrepareRuns(viewer);
      if (permitted !== true) return permitted;
      const run = isId(runId) ? await lockRun(tx, runId) : null;
      if (!run) return runNotFound();
      const possible = mayBeLocked(run);
      if (possible !== true) return possible;
      await tx.sql(
        `UPDATE distribution_run SET state = 'locked' WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [run.id],
      );
      await recordRunAct(tx, viewer, 'lockRun', run.id, {});
      return { runId: run.id };
    });
  }
}

async function sentenceOf(tx: Tx, run: RunRow): Promise<string> {
  const period = await findPeriod(tx, run.periodId);
  const loss = run.waterfall?.loss as { readonly lossMinor: string } | null | undefined;
  return runInWords({
    name: run.name,
    periodName: period!.name,
    currency: run.currency,
    surplusMinor: run.surplusMinor ?? 0n,
    lossMinor: BigInt(loss?.lossMinor ?? 0),
    setAsideMinor: setAside(run),
    undecidedMinor: BigInt(run.waterfall?.undecidedMinor as string),
    runHash: run.runHash!,
    isCorrection: run.corrects !== null,
  });
}

const shared = ['pool', 'capitalInterest', 'undecided'];

/** What the steps of the surplus take before anybody gets a part of it. */
function setAside({ waterfall }: RunRow): bigint {
  const entries = (waterfall?.entries ?? []) as readonly { readonly kind: string; readonly amount: string }[];
  return entries.reduce((sum, { kind, amount }) => (shared.includes(kind) ? sum : sum + BigInt(amount)), 0n);
}
