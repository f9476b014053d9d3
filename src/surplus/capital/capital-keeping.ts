import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { findShareholder, type ShareholderRow } from '../../membership/shares/share.queries.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { isId, newId } from '../../shared/ids.js';
import { maxAmountMinor } from '../../shared/money.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { mayAskForRepayment, mayKeepCapital } from './capital.policy.js';
import { findLot, holdCapital, todayHere } from './capital.rows.js';
import { pathOfLot, type LotKind } from './domain/lot.js';
import { lotGuard } from './lot-guard.js';
import { insertMark } from './lot-marks.js';

export interface OpenCapitalRequest {
  readonly membershipId: string;
  readonly kind: LotKind;
  readonly year?: number | null;
  readonly part?: string | null;
  readonly amountMinor: bigint;
  readonly asOf: string;
  readonly evidence: string;
  readonly idempotencyKey: string;
}
export interface MarkLotRequest {
  readonly lotId: string;
  readonly qualified?: boolean | null;
  readonly mandatory?: boolean | null;
  readonly pledgedTo?: string | null;
  readonly reason: string;
  readonly idempotencyKey: string;
}
/** Capital as a treasurer keeps it: balances from before day one, marks of lots. */
@Injectable()
export class CapitalKeeping {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {
    for (const sourceType of ['capital-opening', 'share-payment'])
      ledger.guardReversals(sourceType, lotGuard);
  }

  /**
   * A balance from before day one, with its evidence: `equity:opening-balances` against the lot. The same balance
   * twice is two balances, but for its idempotency key. Refusals: INVALID_INPUT, NOT_FOUND, DATE_IN_THE_FUTURE.
   */
  openCapitalBalance(scope: RequestScope, { idempotencyKey, ...request }: OpenCapitalRequest) {
    return this.work.command(
      scope,
      { act: 'openCapitalBalance', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const faults = openingFaults(request);
        if (faults.length > 0) return new Refusal('INVALID_INPUT', 'This is no balance of capital.', faults);
        const holder = await holderOf(tx, request.membershipId);
        if (isRefusal(holder)) return holder;
        if (request.asOf > holder.today)
          return new Refusal(
            'DATE_IN_THE_FUTURE',
            `Today is ${holder.today}; a later balance is not known yet.`,
          );
        return this.bookOpening(tx, viewer, request, holder);
      },
    );
  }

  private async bookOpening(
    tx: Tx,
    viewer: Viewer,
    request: Omit<OpenCapitalRequest, 'idempotencyKey'>,
    holder: ShareholderRow,
  ): Promise<{ openingId: string; membershipId: string } | Refusal> {
    const { year = null, part = null, kind, amountMinor, asOf } = request;
    const key = await this.keyOf(tx, holder.partyId);
    const path = pathOfLot({ kind, year, key, part });
    const [openingId, evidence] = [newId(), cleanLine(request.evidence, 500)!];
    await tx.sql(
      `INSERT INTO capital_opening (cooperative_id, id, party_id, path, amount_minor, as_of, evidence, recorded_by)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7)`,
      [openingId, holder.partyId, path, amountMinor.toString(), asOf, evidence, viewer.membershipId],
    );
    const entry = await this.ledger.post(tx, viewer, {
      kind: 'capital-opened',
      narration: `Capital of ${key} brought in as of ${asOf}`,
      effectiveOn: asOf,
      sourceType: 'capital-opening',
      sourceId: openingId,
      lines: [
        { account: { path: 'equity:opening-balances' }, amountMinor, partyId: holder.partyId },
        { account: { path, partyId: holder.partyId, year }, amountMinor: -amountMinor },
      ],
    });
    if (isRefusal(entry)) return entry;
    await recordAct(tx, viewer, {
      act: 'openCapitalBalance',
      subjectType: 'capital-opening',
      subjectId: openingId,
      data: { membershipId: request.membershipId, path, amountMinor: amountMinor.toString(), asOf },
    });
    return { openingId, membershipId: request.membershipId };
  }

  /** What the books do not say of a lot; what is not named stays as it is, and an empty pledge is released. */
  markCapitalLot(scope: RequestScope, { idempotencyKey, ...request }: MarkLotRequest) {
    return this.work.command(
      scope,
      { act: 'markCapitalLot', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const reason = cleanLine(request.reason, 500);
        const wanted = request.pledgedTo ?? null;
        const pledgedTo = wanted === null || wanted.trim() === '' ? null : cleanLine(wanted, 200);
        if (reason === null || (pledgedTo === null && wanted !== null && wanted.trim() !== ''))
          return new Refusal('INVALID_INPUT', 'A mark says why in one line, and names who holds the pledge.');
        await holdCapital(tx);
        const lot = isId(request.lotId) ? await findLot(tx, request.lotId) : null;
        if (!lot) return noLot();
        await insertMark(tx, viewer, {
          ...lot,
          qualified: request.qualified ?? lot.qualified,
          mandatory: request.mandatory ?? lot.mandatory,
          pledgedTo: wanted === null ? lot.pledgedTo : pledgedTo,
          reason,
        });
        await recordAct(tx, viewer, { act: 'markCapitalLot', subjectType: 'capital-lot', subjectId: lot.id });
        return { lotId: lot.id };
      },
    );
  }

  /** The holder asks for a lot to be paid back; where the bylaws pay by request, the day says whose turn it is. */
  requestRedemption(
    scope: RequestScope,
    { idempotencyKey, ...request }: { lotId: string; idempotencyKey: string },
  ) {
    return this.work.command(
      scope,
      { act: 'requestRedemption', idempotencyKey, request },
      async (tx, viewer) => {
        await holdCapital(tx);
        const lot = isId(request.lotId) ? await findLot(tx, request.lotId) : null;
        const verdict = lot === null ? mayKeepCapital(viewer) : mayAskForRepayment(viewer, lot.partyId);
        if (verdict !== true) return verdict;
        if (!lot) return noLot();
        if (lot.requestedOn === null) {
          const requestedOn = await todayHere(tx);
          await insertMark(tx, viewer, { ...lot, requestedOn, reason: 'Repayment was asked for.' });
          await recordAct(tx, viewer, {
            act: 'requestRedemption',
            subjectType: 'capital-lot',
            subjectId: lot.id,
          });
        }
        return { lotId: lot.id };
      },
    );
  }

  private async keyOf(tx: Tx, partyId: string): Promise<string> {
    return accountKey((await this.parties.keyedParties(tx, [partyId])).get(partyId)!);
  }
}

export const noLot = (): Refusal => new Refusal('NOT_FOUND', 'There is no such lot of capital.');

export async function holderOf(tx: Tx, membershipId: string): Promise<ShareholderRow | Refusal> {
  const holder = isId(membershipId) ? await findShareholder(tx, membershipId) : null;
  return holder ?? new Refusal('NOT_FOUND', 'There is no such membership.');
}

function openingFaults(request: Omit<OpenCapitalRequest, 'idempotencyKey'>): string[] {
  const { kind, year = null, part = null, amountMinor, asOf, evidence } = request;
  const fits = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);
  return [
    ...fits(
      kind === 'shares'
        ? year === null
        : year !== null && Number.isInteger(year) && year >= 1800 && year <= 2999,
      'year: retained capital has a year, shares have none.',
    ),
    ...fits(part === null || /^[a-z0-9](-?[a-z0-9]){0,39}$/.test(part), 'part: a short name, as voluntary.'),
    ...fits(amountMinor > 0n && amountMinor <= maxAmountMinor, 'amountMinor: more than zero.'),
    ...fits(isCalendarDate(asOf), 'asOf: a day of the calendar.'),
    ...fits(cleanLine(evidence, 500) !== null, 'evidence: one line of 1 to 500 characters.'),
  ];
}
