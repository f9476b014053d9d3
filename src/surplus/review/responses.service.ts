import { Inject, Injectable } from '@nestjs/common';
import { databaseNow } from '../../platform/database/database-now.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanText } from '../../shared/text.js';
import { answerDays, type ResponseKind, type ResponseSubject } from '../domain/review/response-lifecycle.js';
import { rulesOf } from '../domain/review/rules-of-policy.js';
import { readRunPolicy } from '../domain/run/run-policy.js';
import { recordRunAct, runNotFound } from '../runs/distribution-runs.service.js';
import { mayReadRun, maySeeOwnPart } from '../runs/run.policy.js';
import { holdRun, type RunRow } from '../runs/run.rows.js';
import { claimOf, type Claim } from './claimed-record.js';
import { mayRespond, reviewIsOpen } from './review.policy.js';
import { takesPart } from './review.rows.js';

export interface ResponseDraft {
  readonly runId: string;
  readonly kind: ResponseKind;
  readonly about: ResponseSubject;
  /** What is said; an agreement may be without words. */
  readonly body: string;
  /** A rule by its name in the policy: a pool, a step. */
  readonly rule?: string | null;
  /** A record of one's own: its basis and what it should be, as decimal text. */
  readonly basis?: string | null;
  readonly claimedQuantity?: string | null;
}
export interface ResponseDone {
  readonly responseId: string;
}

/** What members say of a run while it is under review. */
@Injectable()
export class Responses {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  respondToRun(
    scope: RequestScope,
    draft: ResponseDraft,
    idempotencyKey: string,
  ): Promise<ResponseDone | Refusal> {
    const options = { act: 'respondToRun', idempotencyKey, request: draft };
    return this.work.command(scope, options, (tx, viewer) => respond(tx, viewer, draft));
  }
}

async function respond(tx: Tx, viewer: Viewer, draft: ResponseDraft): Promise<ResponseDone | Refusal> {
  const permitted = mayRespond(viewer);
  if (permitted !== true) return permitted;
  // Held, so that a run is not put to the vote between the look at its deadline and what is written.
  const run = isId(draft.runId) ? await holdRun(tx, draft.runId) : null;
  if (!run || !(await maySee(tx, viewer, run))) return runNotFound();
  const now = await databaseNow(tx);
  const open = reviewIsOpen(run, now);
  if (open !== true) return open;
  const body = cleanText(draft.body, 5_000) ?? '';
  const faults = faultsOf(draft, body);
  if (faults.length > 0) return new Refusal('INVALID_INPUT', 'This cannot be taken like this.', faults);
  // One after the other for each member: what one says twice at once is said once.
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('review ' || $1 || $2, 0))`, [
    run.periodId,
    viewer.partyId,
  ]);
  const claim = draft.about === 'record' ? await claimOf(tx, run, viewer.partyId!, draft) : null;
  if (isRefusal(claim)) return claim;
  const unknown = draft.about === 'rule' ? unknownRule(run, draft.rule!) : null;
  if (unknown) return unknown;
  const fits = await fitsWhatWasSaid(tx, viewer, run, draft.kind);
  if (fits !== true) return fits;
  return write(tx, viewer, run, { ...draft, body, claim, now });
}

/** Current members by the rule of runs; somebody who has left, for a run in which they take part. */
const maySee = async (tx: Tx, viewer: Viewer, run: RunRow): Promise<boolean> =>
  mayReadRun(viewer, run) || maySeeOwnPart(viewer, run, await takesPart(tx, run.id, viewer.partyId!));

function faultsOf({ kind, about, rule, basis, claimedQuantity }: ResponseDraft, body: string): string[] {
  const faults: string[] = [];
  if (kind !== 'agreement' && body === '') faults.push('body: say it in 1 to 5,000 characters.');
  if (kind === 'agreement' && about !== 'line') faults.push('about: one agrees to one’s line.');
  if (kind === 'question' && about === 'record')
    faults.push('about: ask about your line, or object to a record.');
  if ((about === 'rule') !== (typeof rule === 'string' && rule !== ''))
    faults.push('rule: named where a rule is meant, and only there.');
  const claims = typeof basis === 'string' && typeof claimedQuantity === 'string';
  if (about === 'record' && !claims)
    faults.push('basis, claimedQuantity: say which record, and what it should be.');
  if (about !== 'record' && ((basis ?? null) !== null || (claimedQuantity ?? null) !== null))
    faults.push('basis, claimedQuantity: only where a record is meant.');
  return faults;
}

function unknownRule(run: RunRow, rule: string): Refusal | null {
  const policy = readRunPolicy(run.policy);
  if (isRefusal(policy)) return policy;
  const rules = rulesOf(policy.full);
  return rules.includes(rule)
    ? null
    : new Refusal('UNKNOWN_RULE', `The policy of this run has no rule "${rule.slice(0, 60)}".`, [
        `It has: ${rules.join(', ')}.`,
      ]);
}

/** Agreeing to what one objects to, or twice, says nothing. An objection takes an earlier agreement back. */
async function fitsWhatWasSaid(
  tx: Tx,
  viewer: Viewer,
  run: RunRow,
  kind: ResponseKind,
): Promise<true | Refusal> {
  const said = await tx.one<{ agreed: boolean; objects: boolean }>(
    `SELECT coalesce(bool_or(kind = 'agreement' AND state = 'ended'), false) AS agreed,
            coalesce(bool_or(kind = 'objection' AND state NOT IN ('ended', 'superseded')), false) AS objects
     FROM review_response WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND party_id = $2`,
    [run.id, viewer.partyId],
  );
  if (kind === 'agreement' && said?.objects)
    return new Refusal('OPEN_OBJECTION', 'Take your objection back before you agree, or let it be answered.');
  if (kind === 'agreement' && said?.agreed)
    return new Refusal('ALREADY_AGREED', 'You have agreed to this run.');
  if (kind === 'objection' && said?.agreed)
    await tx.sql(
      `UPDATE review_response SET state = 'superseded', ending = NULL WHERE cooperative_id = current_cooperative_id()
         AND run_id = $1 AND party_id = $2 AND kind = 'agreement' AND state = 'ended'`,
      [run.id, viewer.partyId],
    );
  return true;
}

interface Checked extends ResponseDraft {
  readonly claim: Claim | null;
  readonly now: Date;
}

async function write(tx: Tx, viewer: Viewer, run: RunRow, said: Checked): Promise<ResponseDone> {
  const id = newId();
  const agrees = said.kind === 'agreement';
  const dueAt = agrees ? null : new Date(said.now.getTime() + answerDays * 86_400_000);
  await tx.sql(
    `INSERT INTO review_response (cooperative_id, id, run_id, period_id, party_id, kind, about, rule, basis,
       recorded_millionths, claimed_millionths, body, computation, state, ending, ended_at, answer_due_at, responded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
       CASE WHEN $13 THEN 'ended' ELSE 'open' END, CASE WHEN $13 THEN 'agreed' END, CASE WHEN $13 THEN rochdale_now() END, $14, $15)`,
    [
      ...[id, run.id, run.periodId, viewer.partyId, said.kind, said.about, said.rule ?? null],
      ...[said.claim?.basis ?? null, said.claim?.recorded ?? null, said.claim?.claimed ?? null],
      ...[said.body, run.computation, agrees, dueAt, viewer.membershipId],
    ],
  );
  await recordRunAct(tx, viewer, 'respondToRun', run.id, {
    responseId: id,
    kind: said.kind,
    about: said.about,
  });
  return { responseId: id };
}
