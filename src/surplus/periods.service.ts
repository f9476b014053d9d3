import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { LineDraft } from '../ledger/domain/book.js';
import { Ledger } from '../ledger/ledger.service.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { checkPeriodDraft, mayBeClosed, mayTakeResult, type PeriodDraft } from './domain/period.js';
import { mayCloseBooks, mayKeepPatronage } from './surplus.policy.js';
import { keepBasisTotals } from './basis-totals.store.js';
import { lockPeriod, resultAccount, surplusAccount, yearOf } from './surplus.rows.js';

export interface RecordResultRequest {
  readonly periodId: string;
  readonly resultMinor: bigint;
  readonly idempotencyKey: string;
}
type PeriodDone = { readonly periodId: string };

/** The life of a period: opened, closed with its seed, its audited result recorded. */
@Injectable()
export class Periods {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {
    ledger.guardReversals('period-result', {
      hold: async (tx, _entry, lines) => lockPeriod(tx, await periodOf(lines)),
      check: async (tx, _entry, lines) => checkNothingShared(tx, await periodOf(lines)),
      note: async (tx, _entry, lines) => forgetResult(tx, await periodOf(lines)),
    });
  }

  /** Periods of one business line never share a day. */
  async openPeriod(scope: RequestScope, request: PeriodDraft): Promise<PeriodDone | Refusal> {
    return this.work.command(scope, { act: 'openPeriod' }, async (tx, viewer) => {
      const verdict = mayKeepPatronage(viewer);
      if (verdict !== true) return verdict;
      const draft = checkPeriodDraft(request);
      if (isRefusal(draft)) return draft;
      await tx.sql(
        `SELECT pg_advisory_xact_lock(hashtextextended('periods of ' || current_cooperative_id()::text, 0))`,
      );
      const clash = await findClash(tx, draft);
      if (clash) return clash;
      const periodId = newId();
      await tx.sql(
        `INSERT INTO period (cooperative_id, id, name, business_line, starts_on, ends_on)
         VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
        [periodId, draft.name, draft.businessLine, draft.startsOn, draft.endsOn],
      );
      const { startsOn, endsOn, businessLine } = draft;
      await recordAct(tx, viewer, {
        act: 'openPeriod',
        subjectType: 'period',
        subjectId: periodId,
        data: { startsOn, endsOn, businessLine },
      });
      return { periodId };
    });
  }

  /**
   * Locks the records and draws the seed that breaks ties of every run of this period: 256 random bits, recorded at
   * once, so that nobody can draw again until favoured. Closing twice changes nothing.
   */
  async closePeriod(scope: RequestScope, periodId: string): Promise<PeriodDone | Refusal> {
    return this.work.command(scope, { act: 'closePeriod' }, async (tx, viewer) => {
      const verdict = mayCloseBooks(viewer);
      if (verdict !== true) return verdict;
      const period = isId(periodId) ? await lockPeriod(tx, periodId) : null;
      if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
      if (period.state === 'closed') return { periodId: period.id };
      const possible = mayBeClosed(period);
      if (possible !== true) return possible;
      const seed = randomBytes(32).toString('hex');
      await tx.sql(
        `UPDATE period SET state = 'closed', seed = $2, closed_at = rochdale_now()
         WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [period.id, seed],
      );
      await keepBasisTotals(tx, period.id);
      await recordAct(tx, viewer, {
        act: 'closePeriod',
        subjectType: 'period',
        subjectId: period.id,
        data: { seed },
      });
      return { periodId: period.id };
    });
  }

  /**
   * Brings in the audited result: `equity:result:Y` against `equity:surplus-to-appropriate:Y`, turned round for a loss;
   * a result of zero is recorded and moves nothing. It waits for the end of the period, so that nothing is booked ahead.
   * The same result again is the same answer.
   */
  async recordResult(
    scope: RequestScope,
    { idempotencyKey, ...request }: RecordResultRequest,
  ): Promise<PeriodDone | Refusal> {
    return this.work.command(scope, { act: 'recordResult', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayCloseBooks(viewer);
      if (verdict !== true) return verdict;
      const period = isId(request.periodId) ? await lockPeriod(tx, request.periodId) : null;
      if (!period) return new Refusal('NOT_FOUND', 'There is no such period.');
      if (period.resultMinor === request.resultMinor) return { periodId: period.id };
      const possible = mayTakeResult(period);
      if (possible !== true) return possible;
      const booked = await this.book(tx, viewer, { ...period, resultMinor: request.resultMinor });
      if (isRefusal(booked)) return booked;
      await tx.sql(
        `UPDATE period SET result_minor = $2 WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [period.id, request.resultMinor.toString()],
      );
      await recordAct(tx, viewer, {
        act: 'recordResult',
        subjectType: 'period',
        subjectId: period.id,
        data: { resultMinor: request.resultMinor.toString() },
      });
      return { periodId: period.id };
    });
  }

  private async book(
    tx: Tx,
    viewer: Viewer,
    period: { id: string; name: string; endsOn: string; resultMinor: bigint },
  ): Promise<unknown> {
    if (period.resultMinor === 0n) return true;
    const year = yearOf(period);
    return this.ledger.post(tx, viewer, {
      kind: 'result-recorded',
      narration: `Result of ${period.name} brought in from the audited accounts`,
      effectiveOn: period.endsOn,
      sourceType: 'period-result',
      // A result can be reversed and recorded anew: each is an event of its own.
      sourceId: newId(),
      lines: [
        {
          account: { path: resultAccount(year), year },
          amountMinor: period.resultMinor,
          periodId: period.id,
        },
        {
          account: { path: surplusAccount(year), year },
          amountMinor: -period.resultMinor,
          periodId: period.id,
        },
      ],
    });
  }

  /** What is left to appropriate of a period's surplus. */
  async surplusLeft(tx: Tx, period: { id: string; endsOn: string }): Promise<bigint> {
    return -(await this.ledger.balance(tx, surplusAccount(yearOf(period)), { periodId: period.id }));
  }
}

async function findClash(tx: Tx, draft: PeriodDraft): Promise<Refusal | null> {
  const clash = await tx.one<{ name: string; sharesDays: boolean }>(
    `SELECT name, business_line = $2 AND starts_on <= $4 AND ends_on >= $3 AS "sharesDays" FROM period
     WHERE cooperative_id = current_cooperative_id()
       AND (name = $1 OR (business_line = $2 AND starts_on <= $4 AND ends_on >= $3)) ORDER BY "sharesDays" DESC, name LIMIT 1`,
    [draft.name, draft.businessLine, draft.startsOn, draft.endsOn],
  );
  if (clash === null) return null;
  return clash.sharesDays
    ? new Refusal(
        'PERIOD_OVERLAPS',
        `The period ${clash.name} of this business line covers some of these days.`,
      )
    : new Refusal('PERIOD_NAME_TAKEN', 'There is a period of this name already.');
}

/** The entry of a result belongs to its period, line by line. */
async function periodOf(lines: () => Promise<readonly LineDraft[]>): Promise<string> {
  const periodId = (await lines())[0]?.periodId;
  if (!periodId) throw new Error('the entry of a result names no period');
  return periodId;
}

/** A result is undone only while members have been given nothing of it. */
async function checkNothingShared(tx: Tx, periodId: string): Promise<true | Refusal> {
  const shared = await tx.sql(
    `SELECT FROM distribution_run WHERE cooperative_id = current_cooperative_id() AND period_id = $1
       AND state IN ('posted', 'paid', 'locked') LIMIT 1`,
    [periodId],
  );
  if (shared.length === 0) return true;
  return new Refusal(
    'REVERSAL_KEPT_ELSEWHERE',
    'Surplus of this result has been shared; it can no longer be undone.',
  );
}

/** The reversal of a result leaves the period without one. */
const forgetResult = (tx: Tx, periodId: string): Promise<unknown> =>
  tx.sql(
    `UPDATE period SET result_minor = NULL WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [periodId],
  );
