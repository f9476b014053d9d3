import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { mayPreparePayouts } from './capital.policy.js';
import { currencyHere, todayHere } from './capital.rows.js';
import { exitGuard } from './exit-guard.js';
import { holdPayouts } from './payouts.rows.js';

export interface SmallAmountsRequest {
  /** Who has at least this much, in minor units, is paid it; who has left is paid whatever it is. */
  readonly leastMinor: bigint;
  readonly idempotencyKey: string;
}
interface WaitingRow {
  readonly key: string;
  readonly partyId: string;
  readonly amountMinor: bigint;
  /** How many there are in all. */
  readonly all: number;
}

const source = 'small-amounts';
/** So many parties are one entry; whoever is left is of the next act. */
const mostAtOnce = 5_000;

/**
 * What runs left waiting because it was too small to pay (`accumulate`): it stays the member's, adds up from run to run,
 * and is owed in money once it is enough, or once there will be no more of it.
 */
@Injectable()
export class SmallAmounts {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {
    ledger.guardReversals(source, exitGuard);
  }

  /** What has become enough is due: the next batch of payouts pays it. Refusals: INVALID_INPUT, NOTHING_DUE. */
  makeSmallAmountsDue(scope: RequestScope, { idempotencyKey, ...request }: SmallAmountsRequest) {
    return this.work.command(
      scope,
      { act: 'makeSmallAmountsDue', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayPreparePayouts(viewer);
        if (verdict !== true) return verdict;
        if (request.leastMinor <= 0n)
          return new Refusal('INVALID_INPUT', 'What is enough to be paid is more than zero.');
        await holdPayouts(tx);
        const waiting = await enough(tx, request.leastMinor);
        if (waiting.length === 0)
          return new Refusal('NOTHING_DUE', 'Nobody has so much, and nobody who has left has any of it.');
        const done = {
          sourceId: newId(),
          amountMinor: waiting.reduce((sum, one) => sum + one.amountMinor, 0n),
        };
        const posted = await this.ledger.post(tx, viewer, {
          ...{ kind: 'small-amounts-due', narration: 'Small amounts that have become enough to pay' },
          ...{ effectiveOn: await todayHere(tx), sourceType: source, sourceId: done.sourceId },
          lines: waiting.flatMap(movedToPayable),
        });
        if (isRefusal(posted)) return posted;
        const [parties, left] = [waiting.length, waiting[0]!.all - waiting.length];
        await recordAct(tx, viewer, {
          ...{ act: 'makeSmallAmountsDue', subjectType: source, subjectId: done.sourceId },
          data: { parties, amountMinor: done.amountMinor.toString() },
        });
        return { parties, amountMinor: done.amountMinor.toString(), left };
      },
    );
  }
}

const movedToPayable = ({ key, partyId, amountMinor }: WaitingRow): readonly LineDraft[] => [
  { account: { path: `liabilities:small-amounts:${key}`, partyId }, amountMinor },
  { account: { path: `liabilities:member-payable:${key}`, partyId }, amountMinor: -amountMinor },
];

/** Whose small amounts come to enough, and who will get no more: a member who has left, was expelled or has died. */
const enough = async (tx: Tx, leastMinor: bigint): Promise<readonly WaitingRow[]> =>
  tx.sql<WaitingRow>(
    `SELECT a.key, a.party_id AS "partyId", a.amount::bigint AS "amountMinor", count(*) OVER ()::int AS "all"
     FROM (SELECT m.party_id, substr(m.path, char_length('liabilities:small-amounts:') + 1) AS key, -sum(m.amount_minor) AS amount
           FROM ledger_movement m
           WHERE m.cooperative_id = current_cooperative_id() AND starts_with(m.path, 'liabilities:small-amounts:')
             AND m.party_id IS NOT NULL AND m.currency = $2 GROUP BY 1, 2) a
     WHERE a.amount >= $1 OR a.amount > 0 AND EXISTS (SELECT FROM membership p WHERE p.cooperative_id = current_cooperative_id()
         AND p.party_id = a.party_id) AND NOT EXISTS (SELECT FROM membership p WHERE p.cooperative_id = current_cooperative_id()
         AND p.party_id = a.party_id
         AND standing_on(p.cooperative_id, p.id, today_in(p.cooperative_id)) NOT IN ('left', 'expelled', 'deceased'))
     ORDER BY a.key LIMIT ${mostAtOnce}`,
    [leastMinor.toString(), await currencyHere(tx)],
  );
