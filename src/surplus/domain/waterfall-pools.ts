import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { CapitalInterest, PayInterest } from './capital-interest.js';
import { computeDisputedPool, type DisputedPool } from './disputes.js';
import type { WaterfallPolicy } from './input/policy-schema.js';
import type { Pool } from './input/rule-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { smaller } from './origin.js';
import { computePool, type PoolResult } from './pool.js';
import { countLines, explainPool } from './pool-report.js';
import { firstDuplicate, refuse, type SurplusReason } from './reasons.js';
import { isSizedFirst, sizeOf } from './waterfall-sizes.js';

/** Steps 8 to 13: pools of fixed size, interest on capital as an appropriation, then the other pools. */
export interface WaterfallPool {
  readonly result: PoolResult;
  /** Present while a dispute is open that this pool depends on. */
  readonly disputed: Omit<DisputedPool, 'asRecorded'> | null;
}
export interface SharedPools {
  readonly pools: readonly WaterfallPool[];
  readonly interest: CapitalInterest | null;
  readonly left: bigint;
}
export interface ToShare {
  readonly base: bigint;
  /** The base less its extraordinary part. */
  readonly distributable: bigint;
  /** Its part from business with members: the ceiling of a refund. */
  readonly memberBase: bigint;
  readonly available: bigint;
  /** What all origins together gained: interest is paid of nothing else. */
  readonly yearsGain: bigint;
  readonly uncoveredLosses: bigint;
  /** Amounts of the funds appropriated so far, by id: interest may be held at some of them. */
  readonly funds: ReadonlyMap<string, bigint>;
  readonly interestDone: boolean;
  readonly share: SharePool;
  readonly pay: PayInterest;
}
export type SharePool = (pool: Pool, size: bigint) => WaterfallPool | Refusal<SurplusReason>;

export function sharePools(
  policy: WaterfallPolicy,
  snapshot: Snapshot,
  toShare: ToShare,
): SharedPools | Refusal<SurplusReason> {
  const pools = policy.pools ?? [];
  const twice = firstDuplicate(pools.map(({ id }) => id));
  if (twice) return refuse('DUPLICATE_ENTRY', `Two pools are called ${twice}.`);
  const done = new Map<string, WaterfallPool>();
  let left = toShare.available;
  const run = (pool: Pool): Refusal<SurplusReason> | null => {
    const size = sizeOf(pool, { ...toShare, remaining: left });
    const one = size > left ? tooLarge(pool, size, left) : toShare.share(pool, size);
    if (isRefusal(one)) return one;
    const taken = takenBy(one);
    if (taken > left) return tooLarge(pool, taken, left);
    left -= taken;
    done.set(pool.id, one);
    return null;
  };
  for (const pool of pools.filter(isSizedFirst)) {
    const refused = run(pool);
    if (refused) return refused;
  }
  const interest = interestAsAppropriation(policy, snapshot, toShare, left, done);
  if (isRefusal(interest)) return interest;
  left -= interest?.amount ?? 0n;
  for (const pool of pools.filter((one) => !isSizedFirst(one))) {
    const refused = run(pool);
    if (refused) return refused;
  }
  return { pools: pools.map(({ id }) => done.get(id)!), interest, left };
}

/** What a pool takes from the surplus: while a dispute is open, the most it may come to. */
export const takenBy = ({ result, disputed }: WaterfallPool): bigint => disputed?.size ?? result.size;

const tooLarge = (pool: Pool, size: bigint, left: bigint) =>
  refuse('MORE_THAN_THERE_IS', `${pool.name ?? pool.id} asks for ${size}; only ${left} is left.`);

/** One pool of a size, with its disputes, or its size alone while there are no records. */
export function sharePool(
  pool: Pool,
  size: bigint,
  snapshot: Snapshot,
): WaterfallPool | Refusal<SurplusReason> {
  if (!snapshot.participants && !snapshot.basisTotals)
    return snapshot.disputes?.length
      ? refuse(
          'UNKNOWN_PARTICIPANT',
          `${pool.id}: there are disputes, and no participants whom they are about.`,
        )
      : sizeAlone(pool, size);
  const input = {
    pool,
    size,
    participants: snapshot.participants ?? [],
    basisTotals: snapshot.basisTotals,
    period: snapshot.period,
    seed: snapshot.seed ?? '',
  };
  if (!snapshot.disputes?.length) {
    const result = computePool(input);
    return isRefusal(result) ? result : { result, disputed: null };
  }
  const disputed = computeDisputedPool(input, snapshot.disputes);
  if (isRefusal(disputed)) return disputed;
  const { asRecorded, ...open } = disputed;
  return { result: asRecorded, disputed: open.outcomesCompared > 1 ? open : null };
}

/** Before anybody's records are in, a pool has a size and no lines: enough for a first look at the year. */
export function sizeAlone(pool: Pool, size: bigint): WaterfallPool | Refusal<SurplusReason> {
  if (pool.size.declaredRate)
    return refuse(
      'MISSING_FIGURE',
      `${pool.id} declares a rate: snapshot.participants are needed to know its size.`,
    );
  const totals = new Map([['notYetShared', size]]);
  const result = {
    id: pool.id,
    size,
    lines: [],
    leftOut: [],
    toFund: 0n,
    fund: null,
    totals,
    totalValue: Ratio.zero,
    rate: null,
  };
  return { result: { ...result, node: explainPool(pool, result, countLines(result)) }, disputed: null };
}

function interestAsAppropriation(
  policy: WaterfallPolicy,
  snapshot: Snapshot,
  toShare: ToShare,
  left: bigint,
  pools: ReadonlyMap<string, WaterfallPool>,
): CapitalInterest | null | Refusal<SurplusReason> {
  const rule = policy.capitalInterest;
  if (!rule || toShare.interestDone) return null;
  // An uncovered loss bars interest; so does having nothing left.
  let limit = toShare.uncoveredLosses > 0n ? 0n : smaller(left, toShare.yearsGain);
  for (const { funds } of rule.notAbove ?? []) {
    let sum = 0n;
    for (const name of funds) {
      const amount = toShare.funds.get(name) ?? pools.get(name)?.result.size;
      if (amount === undefined)
        return refuse('UNKNOWN_FUND', `Interest is held at "${name}", which no step of the policy feeds.`);
      sum += amount;
    }
    limit = smaller(limit, sum);
  }
  return toShare.pay(rule, snapshot, limit);
}
