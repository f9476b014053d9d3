import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { computeBaseCapitalPlan } from './base-capital-plan.js';
import { guardPayments, rollForward } from './capital-account.js';
import { partsOfTotal } from './disclosure.js';
import { settleExit, type ExitSettlement } from './exit.js';
import type { SurplusInput } from './input/read-input.js';
import { testLiquidity } from './liquidity.js';
import type { BearLoss } from './loss-members.js';
import { computeLoss, type LossWaterfall } from './loss-waterfall.js';
import { sumOf } from './origin.js';
import { runBidding } from './produce-shares.js';
import { testNotices } from './qualified-notice.js';
import { refuse, type SurplusReason } from './reasons.js';
import { redeem } from './redemption.js';
import { planRevolvingFund } from './revolving-plan.js';
import { apportionAll, quoteRates, splitAllocations } from './sections.js';
import { transferValues } from './transfer-value.js';
import { settleUnclaimed } from './unclaimed.js';
import { sharePool, type WaterfallPool } from './waterfall-pools.js';
import { computeWaterfall } from './waterfall.js';
import type { Waterfall } from './waterfall-report.js';

/**
 * The parts of a computation. Each runs when the policy has its rule and the snapshot its figures; the first
 * refusal ends all. Later parts see earlier ones (a capital account takes the allocation of the same run).
 */
type Answer<T> = T | null | Refusal<SurplusReason>;

export const sections = {
  waterfall: ({ policy, snapshot }: SurplusInput): Answer<Waterfall> =>
    policy.waterfall && snapshot.result ? computeWaterfall(policy.waterfall, snapshot) : null,

  pools: ({ policy, snapshot }: SurplusInput): Answer<readonly WaterfallPool[]> => {
    if (!policy.pools) return null;
    const shared: WaterfallPool[] = [];
    for (const pool of policy.pools) {
      if (pool.size.amount === undefined && !pool.size.declaredRate)
        return refuse('MISSING_FIGURE', `${pool.id} stands alone: it needs an amount or a declared rate.`);
      const one = sharePool(pool, pool.size.amount ?? 0n, snapshot);
      if (isRefusal(one)) return one;
      shared.push(one);
    }
    return shared;
  },

  apportionments: ({ policy, snapshot }: SurplusInput) => (policy.apportion ? apportionAll(snapshot) : null),

  forms: ({ policy, snapshot }: SurplusInput) => (policy.forms ? splitAllocations(policy, snapshot) : null),

  rates: ({ policy }: SurplusInput) => (policy.rates ? quoteRates(policy.rates) : null),

  exits: ({ policy, snapshot }: SurplusInput): Answer<readonly ExitSettlement[]> => {
    if (!policy.exit || !snapshot.exits) return null;
    const settled: ExitSettlement[] = [];
    for (const exit of snapshot.exits) {
      const one = settleExit(exit, policy.exit, snapshot);
      if (isRefusal(one)) return one;
      settled.push(one);
    }
    return settled;
  },

  redemption: ({ policy, snapshot }: SurplusInput) =>
    policy.redemption && snapshot.lots && policy.redemption.method !== 'baseCapitalPlan'
      ? redeem(policy.redemption, snapshot)
      : null,

  baseCapitalPlan: ({ policy, snapshot }: SurplusInput) =>
    policy.redemption?.method === 'baseCapitalPlan'
      ? computeBaseCapitalPlan(policy.redemption, snapshot)
      : null,

  revolvingPlan: ({ policy }: SurplusInput) => {
    if (!policy.redemption?.plan) return null;
    const { plan, targetCapital } = policy.redemption;
    if (targetCapital === undefined)
      return refuse('MISSING_FIGURE', 'policy.redemption.targetCapital is needed to plan a revolving fund.');
    return planRevolvingFund(plan, targetCapital);
  },

  payments: ({ policy, snapshot }: SurplusInput) =>
    policy.payments ? guardPayments(snapshot, policy.payments.minimum) : null,

  liquidity: ({ policy, snapshot }: SurplusInput) => {
    if (!policy.liquidity) return null;
    const cash = snapshot.balances?.get('cash');
    return cash === undefined
      ? refuse('UNKNOWN_BALANCE', 'The test of liquidity needs the balance "cash".')
      : testLiquidity(policy.liquidity, cash);
  },

  transferValues: ({ policy, snapshot }: SurplusInput) =>
    policy.transferValue && snapshot.homes ? transferValues(policy.transferValue, snapshot.homes) : null,

  notices: ({ policy, snapshot }: SurplusInput) =>
    policy.notices && snapshot.notices ? testNotices(policy.notices, snapshot) : null,

  unclaimed: ({ policy, snapshot }: SurplusInput) =>
    policy.unclaimed ? settleUnclaimed(policy.unclaimed, snapshot) : null,

  disclosure: ({ policy }: SurplusInput) => (policy.disclosure ? partsOfTotal(policy.disclosure) : null),

  produceShares: ({ policy, snapshot }: SurplusInput) =>
    policy.produceShares ? runBidding(policy.produceShares, snapshot.bids) : null,
};

/** The loss to be borne: stated by the snapshot, or the losses by origin that the waterfall kept apart. */
export function lossSection(
  { policy, snapshot }: SurplusInput,
  waterfall: Waterfall | null,
  bear?: BearLoss,
): Answer<LossWaterfall> {
  const found = waterfall ? sumOf(waterfall.losses) : 0n;
  const loss = snapshot.loss ?? found;
  if (found > 0n && loss !== found)
    return refuse('PARTS_EXCEED_WHOLE', `snapshot.loss is ${loss}, the result gives a loss of ${found}.`);
  return policy.loss && loss > 0n ? computeLoss(loss, policy.loss, snapshot, bear) : null;
}

export function accountsSection(
  { policy, snapshot }: SurplusInput,
  pools: readonly WaterfallPool[],
  loss: LossWaterfall | null,
) {
  if (!policy.capitalAccounts) return null;
  return rollForward(snapshot, allocatedBy(pools), lossesBy(loss));
}

/** By member, what pools allocate: while disputes are open, the least of it. */
function allocatedBy(pools: readonly WaterfallPool[]): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { result, disputed } of pools)
    for (const { key, units } of result.lines)
      totals.set(key, (totals.get(key) ?? 0n) + (disputed?.least.get(key) ?? units));
  return totals;
}

function lossesBy(loss: LossWaterfall | null): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { lines } of loss?.steps ?? [])
    for (const { key, fromBalance } of lines) totals.set(key, (totals.get(key) ?? 0n) + fromBalance);
  return totals;
}
