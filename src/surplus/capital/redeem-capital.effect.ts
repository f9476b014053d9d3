import { recordAct } from '../../audit/audit-record.js';
import type { LineDraft } from '../../ledger/domain/book.js';
import type { Ledger } from '../../ledger/ledger.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { textIn, type EffectPayload, type ProposalEffect } from '../../proposals/proposal-effects.js';
import { isId } from '../../shared/ids.js';
import { formatAmount, minorDigits } from '../../shared/money.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { holdCapital, lotsOf, todayHere } from './capital.rows.js';
import {
  findRedemption,
  linesOfRedemption,
  type RedemptionLineRow,
  type RedemptionRow,
} from './redemption.rows.js';

export const redeemCapitalKind = 'redeem-capital';

/** What the vote binds: the plan by its hash, and the amount that voters read. */
export const redemptionPayload = ({ id, hash, paidMinor, currency }: RedemptionRow): EffectPayload => ({
  ...{ redemptionId: id, hash, amountMinor: paidMinor.toString(), currency },
});

/**
 * The effect *pay members' capital back*: an adopted decision carries out a plan, once. Checked when written: the plan
 * exists, is the one of this hash and has not been carried out. Blocked with LOTS_CHANGED when a lot holds less by now
 * or is pledged: the members decided a plan, not what is left of it.
 */
export function redeemCapitalEffect(ledger: Ledger): ProposalEffect {
  return {
    kind: redeemCapitalKind,
    decisionKind: 'distribution',
    describe(payload) {
      const [amount, currency] = [textIn(payload, 'amountMinor'), textIn(payload, 'currency')];
      if (!/^\d{1,18}$/.test(amount)) return 'Pays members’ capital back.';
      return `Pays ${formatAmount(BigInt(amount), minorDigits(currency) ?? 0)} ${currency} of members’ capital back.`;
    },
    async check(tx, payload) {
      const plan = await planOf(tx, payload);
      return isRefusal(plan) ? plan : true;
    },
    async carryOut(tx, viewer, { decisionId, payload }) {
      await holdCapital(tx);
      const done = await findRedemption(tx, idIn(payload), true);
      if (done?.decisionId === decisionId) return true;
      const plan = await planOf(tx, payload);
      if (isRefusal(plan)) return plan;
      return carryOut(ledger, tx, viewer, plan, decisionId);
    },
  };
}

const idIn = (payload: EffectPayload): string => {
  const id = textIn(payload, 'redemptionId');
  return isId(id) ? id : '00000000-0000-0000-0000-000000000000';
};

async function planOf(tx: Tx, payload: EffectPayload): Promise<RedemptionRow | Refusal> {
  const plan = await findRedemption(tx, idIn(payload));
  if (!plan) return new Refusal('NOT_FOUND', 'There is no such plan.');
  if (plan.decisionId !== null) return new Refusal('ALREADY_REDEEMED', 'This plan has been carried out.');
  const bound = redemptionPayload(plan);
  const same = Object.entries(bound).every(([field, value]) => payload[field] === value);
  return same ? plan : new Refusal('REDEMPTION_CHANGED', 'The plan is not the one that was put to the vote.');
}

async function carryOut(
  ledger: Ledger,
  tx: Tx,
  viewer: Viewer,
  plan: RedemptionRow,
  decisionId: string,
): Promise<true | Refusal> {
  const lines = await linesOfRedemption(tx, plan.id);
  const changed = await changedLots(tx, lines);
  if (changed.length > 0)
    return new Refusal(
      'LOTS_CHANGED',
      'Lots of the plan hold less by now, or are pledged; plan it anew.',
      changed,
    );
  const postedOn = await todayHere(tx);
  const posted = await ledger.post(tx, viewer, {
    kind: 'capital-redeemed',
    narration: `Capital paid back: ${plan.name}`,
    effectiveOn: postedOn,
    sourceType: 'capital-redemption',
    sourceId: plan.id,
    lines: lines.flatMap(bookLines),
  });
  if (isRefusal(posted)) return posted;
  await tx.sql(
    `UPDATE redemption SET decision_id = $2, posted_on = $3, ledger_entry_id = $4
     WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [plan.id, decisionId, postedOn, posted.entryId],
  );
  await recordAct(tx, viewer, {
    act: 'redeemCapital',
    subjectType: 'redemption',
    subjectId: plan.id,
    data: { decisionId, hash: plan.hash, paidMinor: plan.paidMinor.toString() },
  });
  return true;
}

/** The lot shrinks, and what it shrank by is owed in cash; payouts do the rest. */
const bookLines = ({ path, partyId, key, year, paidMinor }: RedemptionLineRow): LineDraft[] => [
  { account: { path, partyId, year }, amountMinor: paidMinor },
  { account: { path: `liabilities:member-payable:${key}`, partyId }, amountMinor: -paidMinor },
];

async function changedLots(tx: Tx, lines: readonly RedemptionLineRow[]): Promise<string[]> {
  const lots = await lotsOf(tx, [...new Set(lines.map(({ partyId }) => partyId))], {}, true);
  const held = new Map(lots.map((lot) => [lot.path, lot]));
  return lines
    .filter(({ path, paidMinor }) => {
      const lot = held.get(path);
      return lot === undefined || lot.balanceMinor < paidMinor || lot.pledgedTo !== null;
    })
    .slice(0, 10)
    .map(({ path }) => `${path}.`);
}
