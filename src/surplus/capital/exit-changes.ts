import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { maySettle } from './capital.policy.js';
import { todayHere } from './capital.rows.js';
import { accelerate } from './domain/acceleration.js';
import {
  findExit,
  insertInstalments,
  instalmentsOfExit,
  type ExitRow,
  type InstalmentRow,
} from './exits.rows.js';
import { holdPayouts } from './payouts.rows.js';

export interface ChangeExitRequest {
  readonly settlementId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}
type Changed = { readonly settlementId: string };
type Kind = 'accelerated' | 'stopped' | 'resumed';

/** What may change a settlement that was approved, and nothing else: bringing payments forward, stopping, resuming. */
@Injectable()
export class ExitChanges {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Everything open is due today, with the interest of the months passed. Refusals: NOT_SETTLED, NOTHING_LEFT, IN_A_BATCH. */
  accelerateExit(scope: RequestScope, request: ChangeExitRequest): Promise<Changed | Refusal> {
    return this.change(scope, 'accelerateExit', 'accelerated', request, async (tx, exit) => {
      const all = await instalmentsOfExit(tx, [exit.id]);
      if (all.some(({ state }) => state === 'in_batch'))
        return new Refusal(
          'IN_A_BATCH',
          'An instalment stands in a batch of payouts; report or cancel that first.',
        );
      const open = all.filter(({ state }) => state === 'open');
      if (open.length === 0)
        return new Refusal('NOTHING_LEFT', 'Everything of this settlement has been paid.');
      return this.bringForward(tx, exit, open, all);
    });
  }

  private async bringForward(
    tx: Tx,
    exit: ExitRow,
    open: readonly InstalmentRow[],
    all: readonly InstalmentRow[],
  ): Promise<true> {
    const today = await todayHere(tx);
    const behind = all
      .filter(({ state, dueOn }) => state === 'paid' || dueOn <= today)
      .map(({ dueOn }) => dueOn);
    const rule = {
      ...{ rate: Ratio.parse(exit.interestRate)!, on: exit.interestOn, leftOn: exit.leftOn },
      lastDueOn: behind.sort().at(-1) ?? null,
    };
    const plain = open.map(({ partyId, key, dueOn, principalMinor, interestMinor }) => ({
      ...{ partyId, key, dueOn, principal: principalMinor, interest: interestMinor },
    }));
    await tx.sql(
      `UPDATE exit_instalment SET replaced = true WHERE cooperative_id = current_cooperative_id() AND id = ANY($1::uuid[])`,
      [open.map(({ id }) => id)],
    );
    const anew = accelerate(plain, today, rule).map((one) => ({ ...one, id: newId() }));
    await insertInstalments(tx, exit.id, anew);
    return true;
  }

  /** Nothing of it is paid until it is resumed; what stands in a batch already may still be. */
  stopExitPayments(scope: RequestScope, request: ChangeExitRequest): Promise<Changed | Refusal> {
    return this.change(scope, 'stopExitPayments', 'stopped', request, (tx, exit) =>
      exit.stopped
        ? Promise.resolve(new Refusal('ALREADY_STOPPED', 'Payments of this settlement are stopped already.'))
        : setStopped(tx, exit, true),
    );
  }

  resumeExitPayments(scope: RequestScope, request: ChangeExitRequest): Promise<Changed | Refusal> {
    return this.change(scope, 'resumeExitPayments', 'resumed', request, (tx, exit) =>
      exit.stopped
        ? setStopped(tx, exit, false)
        : Promise.resolve(new Refusal('NOT_STOPPED', 'Payments of this settlement are not stopped.')),
    );
  }

  private change(
    scope: RequestScope,
    act: string,
    kind: Kind,
    { idempotencyKey, ...request }: ChangeExitRequest,
    work: (tx: Tx, exit: ExitRow) => Promise<true | Refusal>,
  ): Promise<Changed | Refusal> {
    return this.work.command(scope, { act, idempotencyKey, request }, async (tx, viewer) => {
      const verdict = maySettle(viewer);
      if (verdict !== true) return verdict;
      const reason = cleanLine(request.reason, 500);
      if (reason === null)
        return new Refusal('INVALID_INPUT', 'Say why, in one line of at most 500 characters.');
      await holdPayouts(tx);
      const exit = isId(request.settlementId) ? await findExit(tx, request.settlementId, true) : null;
      if (!exit) return new Refusal('NOT_FOUND', 'There is no such settlement.');
      if (exit.state !== 'settled')
        return new Refusal('NOT_SETTLED', 'This settlement has not been approved.');
      const changed = await work(tx, exit);
      if (isRefusal(changed)) return changed;
      await noteChange(tx, viewer, exit, kind, reason);
      await recordAct(tx, viewer, { act, subjectType: 'exit-settlement', subjectId: exit.id });
      return { settlementId: exit.id };
    });
  }
}

async function setStopped(tx: Tx, exit: ExitRow, stopped: boolean): Promise<true> {
  await tx.sql(
    `UPDATE exit_settlement SET stopped = $2 WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [exit.id, stopped],
  );
  return true;
}

const noteChange = (tx: Tx, viewer: Viewer, exit: ExitRow, kind: Kind, reason: string): Promise<unknown> =>
  tx.sql(
    `INSERT INTO exit_change (cooperative_id, id, settlement_id, kind, reason, recorded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
    [newId(), exit.id, kind, reason, viewer.membershipId],
  );
