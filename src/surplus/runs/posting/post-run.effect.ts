import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import type { EndedProposal, ProposalEffect } from '../../../proposals/proposal-effects.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { holdCapital } from '../../capital/capital.rows.js';
import { holdPayouts } from '../../capital/payouts.rows.js';
import { parseRunPayload, type RunPayload } from '../../domain/run/run-payload.js';
import { notAsHashed, outcomeFor } from '../deciding/run-checking.js';
import { holdClaimsPaidOff } from './open-claims.queries.js';
import type { RunPosting } from './run-posting.js';
import { findRun, lockRun, type RunRow } from '../run.rows.js';

export const postRunKind = 'post-run';

/** What follows from a run in the books: disputes that ended while it waited give free what it holds. */
export type AfterPosting = (tx: Tx, viewer: Viewer, runId: string) => Promise<true | Refusal>;

/**
 * The effect *post a run*: an adopted decision books a computed run, once. What was voted on is the run under its hash:
 * checked when the proposal is written, again when the vote opens, and again when it is carried out. It is blocked, and
 * can be tried again once mended, when the result is missing or another, or the surplus no longer holds it. A vote that
 * does not adopt it, or a proposal taken back, returns the run to review.
 */
export function postRunEffect(
  posting: RunPosting,
  afterPosting: AfterPosting = () => Promise.resolve(true as const),
): ProposalEffect {
  return {
    kind: postRunKind,
    decisionKind: 'distribution',
    describe(payload) {
      const read = parseRunPayload(payload);
      return isRefusal(read) ? read.message : read.sentence;
    },
    async check(tx, payload) {
      const read = parseRunPayload(payload);
      if (isRefusal(read)) return read;
      const run = await findRun(tx, read.runId);
      return run ? checkVotable(run, read) : new Refusal('NOT_FOUND', 'There is no such run.');
    },
    async mayOpen(tx, payload) {
      const read = parseRunPayload(payload);
      if (isRefusal(read)) return read;
      const run = await findRun(tx, read.runId);
      const outcome = run ? await outcomeFor(tx, run) : 'unknown';
      if (outcome === 'changed') return notAsHashed();
      return outcome === 'as-hashed' || stillChecking();
    },
    async carryOut(tx, viewer, { decisionId, payload, effectiveAt }) {
      const read = parseRunPayload(payload);
      if (isRefusal(read)) return read;
      const order = { decisionId, read, effectiveAt };
      const posted = await carryOut(posting, tx, viewer, order);
      return posted === true ? afterPosting(tx, viewer, read.runId) : posted;
    },
    async ended(tx, proposal) {
      await noteEnding(tx, proposal);
    },
  };
}

function checkVotable(run: RunRow, { runHash }: RunPayload): true | Refusal {
  if (run.state !== 'in_review' && run.state !== 'voting')
    return new Refusal('RUN_IS_FINAL', 'This run is not before the members: it was taken back or has ended.');
  if (run.periodState !== 'closed')
    return new Refusal('PERIOD_OPEN', 'The period is still open: its records can change until it is closed.');
  if (run.verdict === 'block')
    return new Refusal('RUN_BLOCKED', 'A check forbids this run; its checks say which, and by what article.');
  return run.runHash === runHash || changed();
}

const stillChecking = (): Refusal =>
  new Refusal(
    'RUN_BEING_CHECKED',
    'What is stored of this run is still being held against its hash, which takes some minutes; its progress says how far that has come.',
  );

const changed = (): Refusal =>
  new Refusal(
    'SNAPSHOT_CHANGED',
    'The run has been computed anew since this was written: it takes another proposal.',
  );

async function carryOut(
  posting: RunPosting,
  tx: Tx,
  viewer: Viewer,
  { decisionId, read, effectiveAt }: { decisionId: string; read: RunPayload; effectiveAt: Date },
): Promise<true | Refusal> {
  const run = await findRun(tx, read.runId);
  if (run?.decisionId === decisionId) return true;
  const possible = mayBePosted(run, read);
  if (possible !== true) return possible;
  const day = await tx.one<{ day: string }>(
    `SELECT ($1::timestamptz AT TIME ZONE time_zone)::date AS day FROM cooperative WHERE id = current_cooperative_id()`,
    [effectiveAt],
  );
  const order = { decisionId, postedOn: day!.day };
  return posting.post(tx, viewer, run!, order, () => hold(tx, run!, read));
}

function mayBePosted(run: RunRow | null, { runHash }: RunPayload): true | Refusal {
  if (!run) return new Refusal('NOT_FOUND', 'There is no such run.');
  if (run.runHash !== runHash) return changed();
  return (
    run.state === 'adopted' ||
    new Refusal('RUN_IS_FINAL', 'This run was not adopted, or is in the books by another decision.')
  );
}

/**
 * Holds the run and what its entry goes by. A correction takes back what stands on accounts: nothing of it is paid out
 * meanwhile, and no capital moves. Payouts come before runs, and capital after them.
 */
async function hold(tx: Tx, found: RunRow, read: RunPayload): Promise<true | Refusal> {
  if (found.corrects !== null) await holdPayouts(tx);
  const run = await lockRun(tx, found.id);
  if (found.corrects !== null) await holdCapital(tx);
  const possible = mayBePosted(run, read);
  if (possible !== true) return possible;
  // Computed anew meanwhile, and adopted again.
  if (run!.computation !== found.computation) return changed();
  await holdClaimsPaidOff(tx, run!);
  return true;
}

/** Adopted, the run waits for the decision to take force; otherwise it is the members' to look at again. */
async function noteEnding(tx: Tx, { proposalId, payload, ending }: EndedProposal): Promise<void> {
  const read = parseRunPayload(payload);
  if (isRefusal(read)) return;
  await tx.sql(
    `UPDATE distribution_run SET state = $3, voted_at = CASE WHEN $4 THEN rochdale_now() ELSE voted_at END
     WHERE cooperative_id = current_cooperative_id() AND id = $1 AND proposal_id = $2 AND state = 'voting'`,
    [read.runId, proposalId, ending === 'adopted' ? 'adopted' : 'in_review', ending !== 'withdrawn'],
  );
}

/**
 * Decisions written before there were runs shared an amount that was computed when they took force. Those in the books
 * are runs now and are read as such; one that never took force is put to the vote anew, as a computed run.
 */
export const earlierDistributionEffect: ProposalEffect = {
  kind: 'post-distribution',
  decisionKind: 'distribution',
  describe: () => 'Surplus is shared by recorded patronage, as this proposal’s text says.',
  check: () => Promise.resolve(takesARun()),
  carryOut: () => Promise.resolve(takesARun()),
};

const takesARun = (): Refusal =>
  new Refusal(
    'RUN_NOT_COMPUTED',
    'Surplus is shared by a run that is computed before the vote: compute one, and put it to the vote.',
  );
