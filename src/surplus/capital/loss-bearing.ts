import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { findShareholder, holdClaims } from '../../membership/shares/share.queries.js';
import { bankAccount } from '../../membership/shares/shares.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { mayKeepCapital } from './capital.policy.js';
import { holdCapital, lotsOf } from './capital.rows.js';
import { lossByLot } from './domain/exit-entry.js';
import { exitGuard } from './exit-guard.js';

export interface SettleLossRequest {
  readonly membershipId: string;
  readonly from: 'capital' | 'payment';
  readonly amountMinor: bigint;
  readonly idempotencyKey: string;
}

/** A member's part of a loss, owed since the loss was shared: paid in, or borne by their capital. */
@Injectable()
export class LossBearing {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {
    ledger.guardReversals('member-loss', exitGuard);
  }

  /**
   * From capital, the lots bear it in order: what was retained longest first, shares last; pledged lots bear nothing.
   * Refusals: NOTHING_OWED when less is owed, LOT_TOO_SMALL when the lots hold less.
   */
  settleMemberLoss(scope: RequestScope, { idempotencyKey, ...request }: SettleLossRequest) {
    return this.work.command(
      scope,
      { act: 'settleMemberLoss', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        await holdCapital(tx);
        // A run may cover what is owed of losses: it looks once at how much that is.
        await holdClaims(tx, 'shared');
        return this.settle(tx, viewer, request);
      },
    );
  }

  private async settle(
    tx: Tx,
    viewer: Viewer,
    { membershipId, from, amountMinor }: Omit<SettleLossRequest, 'idempotencyKey'>,
  ): Promise<{ membershipId: string } | Refusal> {
    const holder = isId(membershipId) ? await findShareholder(tx, membershipId) : null;
    if (!holder) return new Refusal('NOT_FOUND', 'There is no such membership.');
    const { partyId, today } = holder;
    const key = accountKey((await this.parties.keyedParties(tx, [partyId])).get(partyId)!);
    const debt = { path: `assets:receivable:member-loss:${key}`, partyId };
    const owed = await this.ledger.balance(tx, debt.path);
    if (amountMinor <= 0n) return new Refusal('INVALID_INPUT', 'An amount is more than zero.');
    if (amountMinor > owed) return new Refusal('NOTHING_OWED', `Of losses ${owed} minor units are owed.`);
    const taken =
      from === 'payment' ? paidIn(amountMinor, partyId) : await fromLots(tx, partyId, amountMinor);
    if (isRefusal(taken)) return taken;
    const sourceId = newId();
    const posted = await this.ledger.post(tx, viewer, {
      kind: from === 'payment' ? 'member-loss-paid' : 'member-loss-borne',
      narration: from === 'payment' ? `Loss paid in by ${key}` : `Loss borne by the capital of ${key}`,
      effectiveOn: today,
      ...{
        sourceType: 'member-loss',
        sourceId,
        lines: [...taken, { account: debt, amountMinor: -amountMinor }],
      },
    });
    if (isRefusal(posted)) return posted;
    await recordAct(tx, viewer, {
      act: 'settleMemberLoss',
      subjectType: 'membership',
      subjectId: membershipId,
      data: { from, amountMinor: amountMinor.toString() },
    });
    return { membershipId };
  }
}

const paidIn = (amountMinor: bigint, partyId: string): LineDraft[] => [
  { account: { path: bankAccount }, amountMinor, partyId },
];

async function fromLots(tx: Tx, partyId: string, amountMinor: bigint): Promise<LineDraft[] | Refusal> {
  const lots = (await lotsOf(tx, [partyId])).filter(({ pledgedTo }) => pledgedTo === null);
  const held = lots.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0n);
  if (held < amountMinor)
    return new Refusal('LOT_TOO_SMALL', `The capital that is paid up and free is ${held} minor units.`);
  const taken = lossByLot(lots, amountMinor);
  return lots
    .map(({ path, year }) => ({ account: { path, partyId, year }, amountMinor: taken.get(path) ?? 0n }))
    .filter((line) => line.amountMinor !== 0n);
}
