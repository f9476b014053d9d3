import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { indivisibleMessage, isDivisible } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { ShareholderRow } from '../../membership/shares/share.queries.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { holderOf, noLot } from './capital-keeping.js';
import { mayKeepCapital } from './capital.policy.js';
import { findLot, holdCapital, lotsOf, type LotRow } from './capital.rows.js';
import { checkTaking } from './domain/lot-rules.js';
import { pathOfLot } from './domain/lot.js';
import { lotGuard } from './lot-guard.js';
import { insertMark } from './lot-marks.js';

export interface TransferCapitalRequest {
  readonly lotId: string;
  readonly toMembershipId: string;
  readonly amountMinor: bigint;
  readonly evidence: string;
  readonly idempotencyKey: string;
}

/** Capital that passes from one member on to another. */
@Injectable()
export class CapitalTransfers {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {
    ledger.guardReversals('capital-transfer', lotGuard);
  }

  /**
   * Moves capital from one member to another, the year kept; a part of a lot divides it. Refusals: LOT_TOO_SMALL,
   * LOT_PLEDGED, SAME_HOLDER, MEMBER_NOT_CURRENT, LOTS_DIFFER when the other's lot of that year is tagged otherwise.
   */
  transferCapital(scope: RequestScope, { idempotencyKey, ...request }: TransferCapitalRequest) {
    return this.work.command(
      scope,
      { act: 'transferCapital', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const evidence = cleanLine(request.evidence, 500);
        if (evidence === null)
          return new Refusal('INVALID_INPUT', 'A transfer names its evidence in one line.');
        await holdCapital(tx);
        const lot = isId(request.lotId) ? await findLot(tx, request.lotId) : null;
        if (!lot) return noLotOrReserve(tx, request.lotId);
        const taker = await holderOf(tx, request.toMembershipId);
        if (isRefusal(taker)) return taker;
        const possible = checkTransfer(lot, taker, request.amountMinor);
        if (possible !== true) return possible;
        return this.bookTransfer(tx, viewer, lot, taker, { ...request, evidence });
      },
    );
  }

  private async bookTransfer(
    tx: Tx,
    viewer: Viewer,
    lot: LotRow,
    taker: ShareholderRow,
    request: Omit<TransferCapitalRequest, 'idempotencyKey'>,
  ): Promise<{ transferId: string; lotId: string } | Refusal> {
    const { amountMinor } = request;
    const [transferId, key] = [newId(), await this.keyOf(tx, taker.partyId)];
    const toPath = pathOfLot({ ...lot, key });
    await tx.sql(
      `INSERT INTO capital_transfer (cooperative_id, id, from_party_id, to_party_id, from_path, to_path, amount_minor, evidence, recorded_by)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[transferId, lot.partyId, taker.partyId, lot.path, toPath],
        ...[amountMinor.toString(), request.evidence, viewer.membershipId],
      ],
    );
    const entry = await this.ledger.post(tx, viewer, {
      kind: 'capital-transferred',
      narration: `Capital of ${lot.key} taken over by ${key}`,
      effectiveOn: taker.today,
      sourceType: 'capital-transfer',
      sourceId: transferId,
      lines: [
        { account: { path: lot.path, partyId: lot.partyId, year: lot.year }, amountMinor },
        { account: { path: toPath, partyId: taker.partyId, year: lot.year }, amountMinor: -amountMinor },
      ],
    });
    if (isRefusal(entry)) return entry;
    const tagged = await keepTag(tx, viewer, lot, { partyId: taker.partyId, path: toPath, amountMinor });
    if (tagged !== true) return tagged;
    await recordAct(tx, viewer, {
      act: 'transferCapital',
      subjectType: 'capital-transfer',
      subjectId: transferId,
      data: { from: lot.path, to: toPath, amountMinor: amountMinor.toString() },
    });
    return { transferId, lotId: lot.id };
  }

  private async keyOf(tx: Tx, partyId: string): Promise<string> {
    return accountKey((await this.parties.keyedParties(tx, [partyId])).get(partyId)!);
  }
}

/** Somebody who names a reserve instead of a lot is told the rule that keeps it. */
async function noLotOrReserve(tx: Tx, accountId: string): Promise<Refusal> {
  const account = isId(accountId)
    ? await tx.one<{ path: string }>(
        `SELECT m.path FROM ledger_movement m WHERE m.cooperative_id = current_cooperative_id() AND m.account_id = $1 LIMIT 1`,
        [accountId],
      )
    : null;
  if (account === null || isDivisible({ path: account.path })) return noLot();
  return new Refusal('INDIVISIBLE_RESERVE', indivisibleMessage, [`${account.path}.`]);
}

function checkTransfer(lot: LotRow, taker: ShareholderRow, amountMinor: bigint): true | Refusal {
  if (lot.partyId === taker.partyId) return new Refusal('SAME_HOLDER', 'This lot is theirs already.');
  if (!['probation', 'active', 'leaving'].includes(taker.standing ?? ''))
    return new Refusal('MEMBER_NOT_CURRENT', 'Only a current member takes capital over.');
  return checkTaking(lot, amountMinor);
}

/** The tag of a lot goes with it; where the other holds a lot of the year tagged otherwise, the two cannot become one. */
async function keepTag(
  tx: Tx,
  viewer: Viewer,
  lot: LotRow,
  to: { partyId: string; path: string; amountMinor: bigint },
): Promise<true | Refusal> {
  const theirs = (await findLotByPath(tx, to.partyId, to.path))!;
  if (theirs.qualified === lot.qualified && theirs.mandatory === lot.mandatory) return true;
  if (theirs.balanceMinor !== to.amountMinor)
    return new Refusal(
      'LOTS_DIFFER',
      'The other member holds a lot of this year that is tagged in another way; the two cannot become one.',
    );
  const { qualified, mandatory } = lot;
  await insertMark(tx, viewer, { ...theirs, qualified, mandatory, reason: 'Taken over with the lot.' });
  return true;
}

async function findLotByPath(tx: Tx, partyId: string, path: string): Promise<LotRow | null> {
  return (await lotsOf(tx, [partyId], {}, true)).find((lot) => lot.path === path) ?? null;
}
