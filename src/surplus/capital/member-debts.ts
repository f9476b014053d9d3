import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { ReversalGuard } from '../../ledger/ledger-reversal.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { holdClaims } from '../../membership/shares/share.queries.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { newId } from '../../shared/ids.js';
import { maxAmountMinor } from '../../shared/money.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { mayKeepCapital } from './capital.policy.js';
import { balancesOfSomeParties } from '../../ledger/ledger.queries.js';
import type { Tx } from '../../platform/database/transaction.js';
import { todayHere } from './capital.rows.js';

export interface RecordDebtRequest {
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly asOf: string;
  readonly evidence: string;
  readonly idempotencyKey: string;
}
/** Debts of members to the cooperative that a run may set off. */
export const debtFamily = 'assets:receivable:member-debt:';
const source = 'member-debt';

/** What a party owes by the books now, under whatever key it was recorded; never below nothing. */
export async function debtInBooks(tx: Tx, partyId: string): Promise<bigint> {
  const [owed] = await balancesOfSomeParties(tx, [debtFamily.slice(0, -1)], null, [partyId]);
  return owed && owed.balanceMinor > 0n ? owed.balanceMinor : 0n;
}

/**
 * A debt of a member that the general accounts hold and that is due, brought into these books with its evidence: what a
 * run sets off is kept from a member, and so is never more than stands here.
 */
@Injectable()
export class MemberDebts {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {
    ledger.guardReversals(source, this.guard());
  }

  /** The debt against the clearing account of the general accounts. Refusals: INVALID_INPUT, NOT_FOUND, DATE_IN_THE_FUTURE. */
  recordMemberDebt(scope: RequestScope, { idempotencyKey, ...request }: RecordDebtRequest) {
    return this.work.command(
      scope,
      { act: 'recordMemberDebt', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const evidence = cleanLine(request.evidence, 300);
        const faults = faultsOf(request, evidence);
        if (faults.length > 0 || evidence === null)
          return new Refusal('INVALID_INPUT', 'This is no debt that could be booked.', faults);
        const today = await todayHere(tx);
        if (request.asOf > today)
          return new Refusal(
            'DATE_IN_THE_FUTURE',
            `Today is ${today}; a debt that is not due yet is not booked.`,
          );
        const ref = request.ref.trim();
        const partyId = (await this.parties.partiesByRef(tx, [ref])).get(ref);
        if (partyId === undefined) return new Refusal('NOT_FOUND', 'No party is kept under this reference.');
        const key = accountKey((await this.parties.keyedParties(tx, [partyId])).get(partyId)!);
        const [debtId, { asOf, amountMinor }] = [newId(), request];
        const posted = await this.ledger.post(tx, viewer, {
          kind: 'member-debt-recorded',
          narration: `Debt of ${key} as of ${asOf}: ${evidence}`,
          effectiveOn: asOf,
          ...{ sourceType: source, sourceId: debtId },
          lines: [
            { account: { path: `${debtFamily}${key}`, partyId }, amountMinor },
            { account: { path: 'assets:clearing:set-off' }, amountMinor: -amountMinor, partyId },
          ],
        });
        if (isRefusal(posted)) return posted;
        await recordAct(tx, viewer, {
          ...{ act: 'recordMemberDebt', subjectType: 'party', subjectId: partyId },
          data: { amountMinor: amountMinor.toString(), asOf, evidence },
        });
        return { ledgerEntryId: posted.entryId };
      },
    );
  }

  /** Paid elsewhere, a debt is taken back by reversing its entry, unless a run, or a settlement on leaving, has set it off since. */
  private guard(): ReversalGuard {
    return {
      hold: (tx) => holdClaims(tx, 'alone'),
      check: async (tx, _entry, lines) => {
        for (const { account, amountMinor } of await lines())
          if (account.path.startsWith(debtFamily) && (await debtInBooks(tx, account.partyId!)) < amountMinor)
            return new Refusal(
              'REVERSAL_KEPT_ELSEWHERE',
              'This debt has been set off since; taking it back would owe the member what they have had.',
            );
        return true;
      },
    };
  }
}

function faultsOf(
  { ref, amountMinor, asOf }: Omit<RecordDebtRequest, 'idempotencyKey'>,
  evidence: string | null,
) {
  const fits = (holds: boolean, sentence: string): string[] => (holds ? [] : [sentence]);
  return [
    ...fits(cleanLine(ref, 200) !== null, 'ref: a member number as m007, or the reference of a party.'),
    ...fits(amountMinor > 0n && amountMinor <= maxAmountMinor, 'amountMinor: more than zero.'),
    ...fits(isCalendarDate(asOf), 'asOf: a day of the calendar.'),
    ...fits(evidence !== null, 'evidence: one line of 1 to 300 characters.'),
  ];
}
