import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { currencyHere, todayHere } from './capital.rows.js';
import { mayPreparePayouts, mayRecordPayouts } from './capital.policy.js';
import { PayoutRecording } from './payout-recording.js';
import { findPeriod } from '../surplus.rows.js';
import { dueStatement, findBatch, holdPayouts, type BatchRow } from './payouts.rows.js';

export interface PreparePayoutsRequest {
  readonly name: string;
  readonly periodId?: string | null;
  /** What is due by this day; today when absent. */
  readonly dueOn?: string | null;
  readonly idempotencyKey: string;
}
export interface RecordPayoutsRequest {
  readonly batchId: string;
  readonly content: string;
  readonly idempotencyKey: string;
}
type BatchDone = { readonly batchId: string };

/** Money that leaves: one officer makes a batch of what is due, another one says what the bank did with it. */
@Injectable()
export class Payouts {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PayoutRecording) private readonly recording: PayoutRecording,
  ) {}

  /**
   * A batch of everything that is due by a day and stands in no other batch; nothing is booked yet. Refusals:
   * INVALID_INPUT, NOT_FOUND, NOTHING_DUE.
   */
  preparePayouts(scope: RequestScope, { idempotencyKey, ...request }: PreparePayoutsRequest) {
    return this.work.command(
      scope,
      { act: 'preparePayouts', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayPreparePayouts(viewer);
        if (verdict !== true) return verdict;
        const [name, today] = [cleanLine(request.name, 100), await todayHere(tx)];
        const [dueOn, periodId] = [request.dueOn ?? today, request.periodId ?? null];
        if (
          name === null ||
          !isCalendarDate(dueOn) ||
          dueOn > today ||
          (periodId !== null && !isId(periodId))
        )
          return new Refusal(
            'INVALID_INPUT',
            'A batch has a name of one line, and a day that is not to come.',
          );
        if (periodId !== null && !(await findPeriod(tx, periodId)))
          return new Refusal('NOT_FOUND', 'There is no such period.');
        await holdPayouts(tx);
        return this.prepare(tx, viewer, { name, dueOn, periodId });
      },
    );
  }

  private async prepare(
    tx: Tx,
    viewer: Viewer,
    batch: { name: string; dueOn: string; periodId: string | null },
  ): Promise<(BatchDone & { payouts: number }) | Refusal> {
    const [batchId, currency] = [newId(), await currencyHere(tx)];
    await tx.sql(
      `INSERT INTO payout_batch (cooperative_id, id, name, currency, period_id, due_on, prepared_by, prepared_by_person)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7)`,
      [batchId, batch.name, currency, batch.periodId, batch.dueOn, viewer.membershipId, viewer.personId],
    );
    const made = await tx.one<{ payouts: number; amount: string }>(
      `WITH due AS (${dueStatement}), made AS (
         INSERT INTO payout (cooperative_id, id, batch_id, reference, party_id, key, source, period_id, instalment_id, principal_minor, interest_minor)
         SELECT current_cooperative_id(), gen_random_uuid(), $4::uuid, 'PO-' || right($4::uuid::text, 12) || '-' || row_number() OVER (ORDER BY d.key, d.due_on, d.period_id),
           d.party_id, d.key, d.source, d.period_id, d.instalment_id, d.principal_minor, d.interest_minor
         FROM due d RETURNING principal_minor + interest_minor AS amount)
       SELECT count(*)::int AS payouts, coalesce(sum(amount), 0)::text AS amount FROM made`,
      [batch.dueOn, batch.periodId, currency, batchId],
    );
    if (!made || made.payouts === 0)
      return new Refusal(
        'NOTHING_DUE',
        `By ${batch.dueOn} nothing is due that does not stand in a batch already.`,
      );
    await recordAct(tx, viewer, {
      act: 'preparePayouts',
      subjectType: 'payout-batch',
      subjectId: batchId,
      data: { payouts: made.payouts, amountMinor: made.amount, dueOn: batch.dueOn },
    });
    return { batchId, payouts: made.payouts };
  }

  /** Takes a batch back before the bank has answered for any of it; what was due is due again. */
  cancelPayouts(
    scope: RequestScope,
    { idempotencyKey, ...request }: { batchId: string; idempotencyKey: string },
  ) {
    return this.work.command(scope, { act: 'cancelPayouts', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayPreparePayouts(viewer);
      if (verdict !== true) return verdict;
      const batch = await this.lock(tx, request.batchId);
      if (isRefusal(batch)) return batch;
      if (batch.cancelled) return { batchId: batch.id };
      const reported = await tx.sql(
        `SELECT FROM payout WHERE cooperative_id = current_cooperative_id() AND batch_id = $1 AND state IN ('paid', 'bounced') LIMIT 1`,
        [batch.id],
      );
      if (reported.length > 0)
        return new Refusal(
          'ALREADY_REPORTED',
          'The bank has answered for part of this batch; report what is left as paid or bounced.',
        );
      await tx.sql(
        `UPDATE payout SET state = 'cancelled' WHERE cooperative_id = current_cooperative_id() AND batch_id = $1`,
        [batch.id],
      );
      await tx.sql(
        `UPDATE payout_batch SET cancelled = true WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [batch.id],
      );
      await recordAct(tx, viewer, { act: 'cancelPayouts', subjectType: 'payout-batch', subjectId: batch.id });
      return { batchId: batch.id };
    });
  }

  /**
   * What the bank did, from its file: every line or none, the same file once, never by who made the batch. Paid leaves
   * the bank; bounced comes back to what is owed. Refusals: SAME_PERSON, BATCH_CANCELLED, FILE_HAS_ERRORS with lines.
   */
  recordPayouts(scope: RequestScope, { idempotencyKey, ...request }: RecordPayoutsRequest) {
    return this.work.command(scope, { act: 'recordPayouts', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayPreparePayouts(viewer);
      if (verdict !== true) return verdict;
      const batch = await this.lock(tx, request.batchId);
      if (isRefusal(batch)) return batch;
      const second = mayRecordPayouts(viewer, batch);
      if (second !== true) return second;
      return this.recording.record(tx, viewer, batch, request.content);
    });
  }

  private async lock(tx: Tx, batchId: string): Promise<BatchRow | Refusal> {
    await holdPayouts(tx);
    const batch = isId(batchId) ? await findBatch(tx, batchId, true) : null;
    return batch ?? new Refusal('NOT_FOUND', 'There is no such batch of payouts.');
  }
}
