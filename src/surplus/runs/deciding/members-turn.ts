import { Inject, Injectable } from '@nestjs/common';
import { Bylaws } from '../../../membership/bylaws.js';
import { policyKey, storedPolicy } from '../../../membership/domain/decision-policy.js';
import { databaseNow } from '../../../platform/database/database-now.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { holds, type Viewer } from '../../../platform/request/viewer.js';
import { waitingProposal } from '../../../proposals/waiting-proposal.queries.js';
import { firstRefusal, type Refusal, type Verdict } from '../../../shared/refusal.js';
import {
  isLeftLying,
  latestDeadline,
  mayStillBeChanged,
  mayTakeBack,
  timeRunsSince,
  type LaidOpen,
} from '../../domain/run/members-turn.js';
import { reviewLengthsOf, reviewRule, type ReviewLengths } from '../../domain/run/review-length.js';
import { mayBePutToVote, mayBeReturned } from '../../domain/run/run-lifecycle.js';
import { isUpToDate } from '../../review/before-the-vote.queries.js';
import { findPeriod } from '../../surplus.rows.js';
import { checkStillThere } from '../posting/before-posting.js';
import { mayPrepareRuns } from '../run.policy.js';
import { RunChecking } from './run-checking.js';
import type { RunRow } from '../run.rows.js';

/** How long officers may keep a run from the members' vote, asked of the bylaws and of what happened to the run. */
@Injectable()
export class MembersTurn {
  constructor(
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(RunChecking) private readonly checking: RunChecking,
  ) {}

  async lengths(tx: Tx): Promise<ReviewLengths> {
    return reviewLengthsOf((await this.bylaws.ruleInForce(tx, reviewRule))?.value);
  }

  /** The latest deadline that the review of a run may be given now. */
  async latestDeadline(tx: Tx, run: RunRow, now: Date): Promise<Date> {
    return latestDeadline(run, await since(tx, run), await this.lengths(tx), now);
  }

  /** Refuses MEMBERS_TURN where officers have had their time and members could vote on the run as it stands. */
  async mayStillBeChanged(tx: Tx, run: RunRow): Promise<Verdict<'MEMBERS_TURN'>> {
    if (run.state !== 'in_review') return true;
    const now = await databaseNow(tx);
    const within = mayStillBeChanged(await since(tx, run), await this.lengths(tx), now);
    return within === true || !(await this.couldBeVotedOn(tx, run, now)) ? true : within;
  }

  /** Whether the viewer may return a run to review. Refusals: NOT_ALLOWED, RUN_NOT_VOTED, RETURNED_ALREADY. */
  async mayReturn(tx: Tx, viewer: Viewer, run: RunRow): Promise<Verdict> {
    if (run.state === 'voting') return this.mayTakeBack(tx, viewer, run);
    return firstRefusal<string>(
      () => mayPrepareRuns(viewer),
      () => mayBeReturned(run),
    );
  }

  private async mayTakeBack(tx: Tx, viewer: Viewer, run: RunRow): Promise<Verdict> {
    const isTreasurer = holds(viewer, 'treasurer');
    const asTreasurer = mayTakeBack(run, { isTreasurer, isLeftLying: false });
    if (asTreasurer === true) return true;
    if (isTreasurer && !(await this.couldBeVotedOn(tx, run, await databaseNow(tx)))) return true;
    if (!(await this.isLeftLying(tx, run))) return asTreasurer;
    return mayTakeBack(run, { isTreasurer, isLeftLying: true });
  }

  private async isLeftLying(tx: Tx, run: RunRow): Promise<boolean> {
    const waiting = run.proposalId === null ? null : await waitingProposal(tx, run.proposalId);
    if (!waiting) return false;
    const rule = await this.bylaws.ruleInForce(tx, policyKey('distribution'));
    const noticeDays = rule ? storedPolicy(rule.value).noticeDays : 0;
    return isLeftLying(waiting, noticeDays, await databaseNow(tx));
  }

  /** Whether nothing but its deadline, or its author, stands between the run and a vote. */
  private async couldBeVotedOn(tx: Tx, run: RunRow, now: Date): Promise<boolean> {
    if (mayBePutToVote({ ...run, state: 'in_review', reviewUntil: null }, now) !== true) return false;
    const checks: readonly (() => Promise<true | Refusal>)[] = [
      () => isUpToDate(tx, run),
      async () => checkStillThere(tx, run, (await findPeriod(tx, run.periodId))!),
    ];
    for (const check of checks) if ((await check()) !== true) return false;
    return (await this.checking.found(tx, run)) !== 'changed';
  }
}

/** Since when the time of the officers runs; with the runs of its period that were given up before the books. */
async function since(tx: Tx, run: RunRow): Promise<Date | null> {
  const others = await tx.sql<LaidOpen & { state: string; isUndone: boolean }>(
    `SELECT laid_open_at AS "laidOpenAt", voted_at AS "votedAt", state, reversal_entry_id IS NOT NULL AS "isUndone"
     FROM distribution_run WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND mode = 'distribution'
       AND corrects IS NOT DISTINCT FROM $2`,
    [run.periodId, run.corrects],
  );
  const votes = others.flatMap(({ votedAt }) => (votedAt === null ? [] : [votedAt.getTime()]));
  const lastVote = votes.length === 0 ? null : new Date(Math.max(...votes));
  const withdrawn = others.filter(({ state, isUndone }) => state === 'withdrawn' && !isUndone);
  return timeRunsSince(run, withdrawn, lastVote);
}
