import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { Ledger } from '../../ledger/ledger.service.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { holdClaims } from '../../membership/shares/share.queries.js';
import { Shares } from '../../membership/shares/shares.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { canonicalJson } from '../../shared/canonical-json.js';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import { mayApproveExit, mayKeepCapital, maySettle } from './capital.policy.js';
import { holdCapital, todayHere } from './capital.rows.js';
import { lossLines, settlementLines, type BookLine } from './domain/exit-entry.js';
import { ExitComputing, type ComputedExit, type ExitFacts } from './exit-computing.js';
import { exitGuard } from './exit-guard.js';
import { findExit, insertInstalments, type ExitRow } from './exits.rows.js';

export interface DraftExitRequest extends ExitFacts {
  readonly idempotencyKey: string;
}
export interface ExitAct {
  readonly settlementId: string;
  readonly idempotencyKey: string;
}
type ExitDone = { readonly settlementId: string };

/** Who leaves is settled with: drawn up by one officer, approved by another, booked once. */
@Injectable()
export class Exits {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Shares) private readonly shares: Shares,
    @Inject(ExitComputing) private readonly computing: ExitComputing,
  ) {
    for (const sourceType of ['capital-exit', 'share-release']) ledger.guardReversals(sourceType, exitGuard);
  }

  /** Computes what is due to somebody whose membership has ended, and when. Books nothing. Refusals: `exitReasons`. */
  draftExit(scope: RequestScope, { idempotencyKey, ...request }: DraftExitRequest) {
    return this.work.command(scope, { act: 'draftExit', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayKeepCapital(viewer);
      if (verdict !== true) return verdict;
      const faults = factFaults(request);
      if (faults.length > 0) return new Refusal('INVALID_INPUT', 'Nothing can be settled with this.', faults);
      await holdCapital(tx);
      const computed = await this.computing.compute(tx, request);
      if (isRefusal(computed)) return computed;
      const open = await tx.sql(
        `SELECT FROM exit_settlement WHERE cooperative_id = current_cooperative_id() AND membership_id = $1 AND state = 'draft'`,
        [request.membershipId],
      );
      if (open.length > 0)
        return new Refusal('EXIT_OPEN', 'There is a draft for this member already; withdraw it first.');
      const settlementId = newId();
      await insertDraft(tx, viewer, settlementId, request, computed);
      await recordAct(tx, viewer, {
        act: 'draftExit',
        subjectType: 'exit-settlement',
        subjectId: settlementId,
        data: {
          membershipId: request.membershipId,
          hash: computed.hash,
          payableMinor: computed.amounts.payable.toString(),
        },
      });
      return { settlementId };
    });
  }

  withdrawExit(scope: RequestScope, { idempotencyKey, ...request }: ExitAct): Promise<ExitDone | Refusal> {
    return this.work.command(scope, { act: 'withdrawExit', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayKeepCapital(viewer);
      if (verdict !== true) return verdict;
      const exit = await draftOf(tx, request.settlementId);
      if (isRefusal(exit)) return exit;
      await tx.sql(
        `UPDATE exit_settlement SET state = 'withdrawn' WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [exit.id],
      );
      await recordAct(tx, viewer, {
        act: 'withdrawExit',
        subjectType: 'exit-settlement',
        subjectId: exit.id,
      });
      return { settlementId: exit.id };
    });
  }

  /**
   * A second officer approves, and the settlement is booked: unpaid shares released, losses borne, every lot emptied into
   * reserves, debts and what is payable. Refusals: SAME_PERSON, NOT_A_DRAFT, FIGURES_CHANGED when the books say another
   * settlement by now.
   */
  approveExit(scope: RequestScope, { idempotencyKey, ...request }: ExitAct): Promise<ExitDone | Refusal> {
    return this.work.command(scope, { act: 'approveExit', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = maySettle(viewer);
      if (verdict !== true) return verdict;
      await holdCapital(tx);
      await holdClaims(tx, 'alone');
      const exit = await draftOf(tx, request.settlementId);
      if (isRefusal(exit)) return exit;
      const second = mayApproveExit(viewer, exit);
      if (second !== true) return second;
      const facts = factsOf(exit.request);
      const computed = await this.computing.compute(tx, facts);
      if (isRefusal(computed)) return computed;
      if (computed.hash !== exit.calculationHash)
        return new Refusal(
          'FIGURES_CHANGED',
          'The member’s capital or the rule has changed since; draw it up anew.',
        );
      const booked = await this.book(tx, viewer, exit, facts, computed);
      if (booked !== true) return booked;
      await recordAct(tx, viewer, {
        act: 'approveExit',
        subjectType: 'exit-settlement',
        subjectId: exit.id,
        data: { hash: computed.hash, payableMinor: computed.amounts.payable.toString() },
      });
      return { settlementId: exit.id };
    });
  }

  private async book(
    tx: Tx,
    viewer: Viewer,
    exit: ExitRow,
    facts: ExitFacts,
    computed: ComputedExit,
  ): Promise<true | Refusal> {
    const today = await todayHere(tx);
    const released = await this.shares.releaseUnpaid(tx, viewer, exit.membershipId, today);
    if (isRefusal(released)) return released;
    const { lossDebt, debt } = computed;
    const leaver = { partyId: exit.partyId, key: exit.key, lossDebt, debt };
    const year = facts.lossYear ?? Number(exit.leftOn.slice(0, 4));
    const entries = [
      [
        'exit-loss-borne',
        'Losses borne on leaving by',
        lossLines(computed.lots, leaver, computed.amounts, year),
      ],
      [
        'exit-settled',
        'Capital settled on leaving of',
        settlementLines(computed.lots, leaver, computed.amounts, computed.payees),
      ],
    ] as const;
    for (const [kind, words, lines] of entries) {
      if (lines.length === 0) continue;
      const posted = await this.ledger.post(tx, viewer, {
        ...{ kind, narration: `${words} ${exit.key}`, effectiveOn: today },
        ...{ sourceType: 'capital-exit', sourceId: exit.id, lines: lines.map(draftLine) },
      });
      if (isRefusal(posted)) return posted;
    }
    await tx.sql(
      `UPDATE exit_settlement SET state = 'settled', approved_by = $2, approved_by_person = $3, settled_on = $4
       WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [exit.id, viewer.membershipId, viewer.personId, today],
    );
    return true;
  }
}

const draftLine = ({ path, partyId, year, amountMinor }: BookLine): LineDraft => ({
  account: { path, partyId, year },
  amountMinor,
});

async function draftOf(tx: Tx, settlementId: string): Promise<ExitRow | Refusal> {
  const exit = isId(settlementId) ? await findExit(tx, settlementId, true) : null;
  if (!exit) return new Refusal('NOT_FOUND', 'There is no such settlement.');
  return exit.state === 'draft'
    ? exit
    : new Refusal('NOT_A_DRAFT', 'This settlement was approved or withdrawn already.');
}

function factFaults(facts: ExitFacts): string[] {
  const notNegative = (amount: bigint | null | undefined): boolean => (amount ?? 0n) >= 0n;
  return [
    ...(notNegative(facts.lossesToBearMinor) && notNegative(facts.debtsMinor)
      ? []
      : ['An amount is not negative.']),
    ...(isCalendarDate(facts.countsFrom ?? '2000-01-01') ? [] : ['countsFrom: a day of the calendar.']),
    ...((facts.heirs ?? []).length > 100 ? ['heirs: at most a hundred.'] : []),
    ...((facts.heirs ?? []).length > 0 && facts.reason !== 'death' ? ['heirs: only of who has died.'] : []),
    ...(new Set((facts.rates ?? []).map(({ name }) => name)).size === (facts.rates ?? []).length
      ? []
      : ['rates: each name once.']),
    ...((facts.rates ?? []).every(({ name }) => cleanLine(name, 100) === name)
      ? []
      : ['rates: each name is one line of 1 to 100 characters.']),
  ];
}

/** The request as it was drafted: amounts travel as text. */
function factsOf(text: string): ExitFacts {
  const facts = JSON.parse(text) as ExitFacts & { lossesToBearMinor?: string; debtsMinor?: string };
  const amount = (value: unknown): bigint | null => (typeof value === 'string' ? BigInt(value) : null);
  return {
    ...facts,
    lossesToBearMinor: amount(facts.lossesToBearMinor),
    debtsMinor: amount(facts.debtsMinor),
  };
}

async function insertDraft(
  tx: Tx,
  viewer: Viewer,
  id: string,
  request: ExitFacts,
  computed: ComputedExit,
): Promise<void> {
  const { amounts, policy, interest } = computed;
  const kept = JSON.stringify(request, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  await tx.sql(
    `INSERT INTO exit_settlement (cooperative_id, id, membership_id, party_id, key, reason, left_on, currency, policy_key,
       policy_version, request, calculation, calculation_hash, balance_minor, losses_minor, deduction_minor, discount_minor,
       set_off_minor, payable_minor, owed_minor, interest_rate, interest_on, warnings, drafted_by, drafted_by_person)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
    [
      ...[id, request.membershipId, computed.partyId, computed.key, request.reason, computed.leftOn],
      ...[
        computed.currency,
        policy.key,
        policy.version,
        kept,
        canonicalJson(computed.calculation),
        computed.hash,
      ],
      ...[amounts.balance, amounts.losses, amounts.deduction, amounts.discount].map(String),
      ...[amounts.setOff, amounts.payable, amounts.owed].map(String),
      ...[interest.rate.toString(), interest.on, computed.warnings, viewer.membershipId, viewer.personId],
    ],
  );
  const instalments = computed.payees.flatMap(({ partyId, key, instalments: parts }) =>
    parts.map(({ dueOn, principal, interest: agreed }) => ({
      ...{ id: newId(), partyId, key, dueOn: dueOn ?? '2999-12-31', principal, interest: agreed },
    })),
  );
  await insertInstalments(
    tx,
    id,
    instalments.filter(({ principal }) => principal > 0n),
  );
}
