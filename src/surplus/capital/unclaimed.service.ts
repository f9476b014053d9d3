import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { Bylaws } from '../../membership/bylaws.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { accountOfFund } from '../domain/run/run-accounts.js';
import { computeSurplus } from '../domain/compute-surplus.js';
import type { UnclaimedLine } from '../domain/unclaimed.js';
import { findPolicy, policyFor } from './capital-policy.js';
import { mayKeepCapital } from './capital.policy.js';
import { todayHere } from './capital.rows.js';
import { exitGuard } from './exit-guard.js';
import { PayoutHandlers } from './payout-handlers.js';
import { holdPayouts, payoutColumns, payoutTables, type PayoutRow } from './payouts.rows.js';
import { findClaim, isOwed, type ClaimRow } from './unclaimed.rows.js';

export interface SetAsideRequest {
  readonly payoutId: string;
  readonly policyKey: string;
  readonly idempotencyKey: string;
}
export interface ClaimAct {
  readonly claimId: string;
  readonly idempotencyKey: string;
}
type ClaimDone = { readonly claimId: string };

/** Money that nobody could be paid: set aside, fetched after all, or forfeited by the rule of the bylaws. */
@Injectable()
export class Unclaimed {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(PayoutHandlers) private readonly handlers: PayoutHandlers,
  ) {
    ledger.guardReversals('unclaimed', exitGuard);
  }

  /**
   * A payout that bounced and is still owed is set aside as unclaimed; the days of the rule run from the day it bounced.
   * Refusals: POLICY_UNKNOWN, POLICY_UNFIT (no rule for what nobody claims), NOT_BOUNCED.
   */
  setAsideUnclaimed(scope: RequestScope, { idempotencyKey, ...request }: SetAsideRequest) {
    return this.work.command(
      scope,
      { act: 'setAsideUnclaimed', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        await holdPayouts(tx);
        const payout = isId(request.payoutId) ? await findPayout(tx, request.payoutId) : null;
        if (!payout) return new Refusal('NOT_FOUND', 'There is no such payout.');
        if (payout.state !== 'bounced' || !(await isOwed(tx, payout)))
          return new Refusal(
            'NOT_BOUNCED',
            'Only what bounced, and stands in no other batch since, is set aside.',
          );
        const line = await this.rule(tx, request.policyKey, payout);
        if (isRefusal(line)) return line;
        return this.setAside(tx, viewer, payout, line);
      },
    );
  }

  private async rule(tx: Tx, policyKey: string, payout: BouncedPayout): Promise<UnclaimedLine | Refusal> {
    const policy = await findPolicy(tx, this.bylaws, { policyKey });
    if (isRefusal(policy)) return policy;
    const claim = { key: payout.key, amount: payout.amountMinor.toString(), availableOn: payout.bouncedOn };
    const snapshot = { currency: payout.currency, asOf: await todayHere(tx), unclaimed: [claim] };
    const computed = computeSurplus({ policy: policyFor(policy, ['unclaimed']), snapshot });
    if (isRefusal(computed)) return new Refusal('POLICY_UNFIT', computed.message, computed.details);
    return (
      computed.result.unclaimed?.[0] ??
      new Refusal('POLICY_UNFIT', 'The policy has no rule for what nobody claims.')
    );
  }

  private async setAside(
    tx: Tx,
    viewer: Viewer,
    payout: BouncedPayout,
    line: UnclaimedLine,
  ): Promise<ClaimDone | Refusal> {
    const { key, partyId, periodId } = payout;
    const [claimId, today] = [newId(), await todayHere(tx)];
    const posted = await this.post(
      tx,
      viewer,
      'unclaimed-set-aside',
      `Nobody could be paid: ${key}`,
      claimId,
      [
        {
          account: { path: `liabilities:${payout.source}:${key}`, partyId },
          amountMinor: payout.principalMinor,
          periodId,
        },
        { account: { path: 'expenses:interest:redemption' }, partyId, amountMinor: payout.interestMinor },
        { account: { path: `liabilities:unclaimed:${key}`, partyId }, amountMinor: -payout.amountMinor },
      ],
    );
    if (isRefusal(posted)) return posted;
    await tx.sql(
      `INSERT INTO unclaimed_claim (cooperative_id, id, payout_id, party_id, key, amount_minor, currency, available_on, lapses_on, becomes, fund, set_aside_on)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[claimId, payout.id, partyId, key, payout.amountMinor.toString(), payout.currency],
        ...[payout.bouncedOn, line.lapsesOn, line.becomes, line.fund, today],
      ],
    );
    if (payout.instalmentId !== null)
      await tx.sql(
        `UPDATE exit_instalment SET replaced = true WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [payout.instalmentId],
      );
    await recordAct(tx, viewer, {
      act: 'setAsideUnclaimed',
      subjectType: 'unclaimed-claim',
      subjectId: claimId,
    });
    await this.handlers.changed(tx, viewer, new Set(periodId === null ? [] : [periodId]));
    return { claimId };
  }

  /** They came after all: it is owed again, and goes into the next batch. Refuses CLAIM_ENDED. */
  returnUnclaimed(scope: RequestScope, request: ClaimAct): Promise<ClaimDone | Refusal> {
    return this.end(scope, 'returnUnclaimed', request, async (tx, viewer, claim) => {
      const { key, partyId, amountMinor } = claim;
      return this.post(tx, viewer, 'unclaimed-returned', `Claimed after all by ${key}`, claim.id, [
        { account: { path: `liabilities:unclaimed:${key}`, partyId }, amountMinor },
        { account: { path: `liabilities:member-payable:${key}`, partyId }, amountMinor: -amountMinor },
      ]);
    });
  }

  /** After the last day it becomes what the rule says. Refuses NOT_LAPSED, naming the day, and CLAIM_ENDED. */
  forfeitUnclaimed(scope: RequestScope, request: ClaimAct): Promise<ClaimDone | Refusal> {
    return this.end(scope, 'forfeitUnclaimed', request, async (tx, viewer, claim) => {
      const { key, partyId, amountMinor } = claim;
      if ((await todayHere(tx)) <= claim.lapsesOn)
        return new Refusal('NOT_LAPSED', `It can still be claimed on ${claim.lapsesOn}.`);
      return this.post(tx, viewer, 'unclaimed-forfeited', `Lapsed unclaimed: ${key}`, claim.id, [
        { account: { path: `liabilities:unclaimed:${key}`, partyId }, amountMinor },
        { account: becoming(claim), amountMinor: -amountMinor },
      ]);
    });
  }

  private end(
    scope: RequestScope,
    act: 'returnUnclaimed' | 'forfeitUnclaimed',
    { idempotencyKey, ...request }: ClaimAct,
    book: (tx: Tx, viewer: Viewer, claim: ClaimRow) => Promise<true | Refusal>,
  ): Promise<ClaimDone | Refusal> {
    return this.work.command(scope, { act, idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayKeepCapital(viewer);
      if (verdict !== true) return verdict;
      await holdPayouts(tx);
      const claim = isId(request.claimId) ? await findClaim(tx, request.claimId) : null;
      if (!claim) return new Refusal('NOT_FOUND', 'There is nothing set aside under this identifier.');
      if (claim.state !== 'open')
        return new Refusal('CLAIM_ENDED', 'This was claimed or has lapsed already.');
      const booked = await book(tx, viewer, claim);
      if (booked !== true) return booked;
      await tx.sql(
        `UPDATE unclaimed_claim SET state = $2, ended_on = $3 WHERE cooperative_id = current_cooperative_id() AND id = $1`,
        [claim.id, act === 'returnUnclaimed' ? 'returned' : 'forfeited', await todayHere(tx)],
      );
      await recordAct(tx, viewer, { act, subjectType: 'unclaimed-claim', subjectId: claim.id });
      return { claimId: claim.id };
    });
  }

  private async post(
    tx: Tx,
    viewer: Viewer,
    kind: string,
    narration: string,
    sourceId: string,
    lines: readonly LineDraft[],
  ): Promise<true | Refusal> {
    const moving = lines.filter(({ amountMinor }) => amountMinor !== 0n);
    const entry = { kind, narration, effectiveOn: await todayHere(tx), sourceType: 'unclaimed', sourceId };
    const posted = await this.ledger.post(tx, viewer, { ...entry, lines: moving });
    return isRefusal(posted) ? posted : true;
  }
}

/** Shares of who did not come, capital given to the cooperative, or a reserve, on the account that runs feed (the legal one when none is named). */
function becoming({ becomes, fund, key, partyId }: ClaimRow): LineDraft['account'] {
  if (becomes === 'shares') return { path: `equity:share-capital:${key}`, partyId };
  if (becomes === 'donatedCapital') return { path: 'equity:donated-capital' };
  return { path: accountOfFund({ id: 'unclaimed' }, fund ?? 'legal').path };
}

type BouncedPayout = PayoutRow & { readonly bouncedOn: string };
const findPayout = (tx: Tx, id: string): Promise<BouncedPayout | null> =>
  tx.one<BouncedPayout>(
    `SELECT ${payoutColumns}, x.happened_on AS "bouncedOn" FROM ${payoutTables}
     LEFT JOIN payout_outcome x ON x.cooperative_id = o.cooperative_id AND x.payout_id = o.id AND x.outcome = 'bounced'
     WHERE o.cooperative_id = current_cooperative_id() AND o.id = $1`,
    [id],
  );
