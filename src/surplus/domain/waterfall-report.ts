import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Appropriated } from './appropriation.js';
import type { CapitalInterest } from './capital-interest.js';
import { explain, type ExplainNode } from './explain.js';
import type { AfterOldLosses } from './old-losses.js';
import { sumOf, type Netting, type Pots, type splitByOrigin } from './origin.js';
import { takenBy, type SharedPools, type WaterfallPool } from './waterfall-pools.js';

export interface WaterfallEntry {
  readonly id: string;
  readonly kind: string;
  readonly amount: bigint;
  /** Part of the whole surplus; shown beside the step's own base, since the two are often confused. */
  readonly ofSurplus: Ratio;
}
export interface Waterfall {
  readonly surplus: bigint;
  readonly losses: Pots;
  readonly netting?: Netting;
  /** What the mandatory rates are taken of, by origin. */
  readonly bases: Pots;
  readonly base: bigint;
  /** The base less its extraordinary part. */
  readonly distributable: bigint;
  readonly oldLosses: Pick<AfterOldLosses, 'absorbed' | 'restored' | 'uncovered' | 'expired'>;
  readonly tax: bigint;
  readonly appropriations: readonly Appropriated[];
  /** After mandatory funds and tax: what the competent body may decide on. */
  readonly available: bigint;
  readonly capitalInterest: CapitalInterest | null;
  readonly pools: readonly WaterfallPool[];
  /** What each fund receives in all, fallbacks and redirected parts with it. */
  readonly funds: ReadonlyMap<string, bigint>;
  readonly undecided: bigint;
  readonly entries: readonly WaterfallEntry[];
  readonly node: ExplainNode;
}

/** What the steps of one waterfall produced. */
export interface WaterfallParts {
  readonly split: Exclude<ReturnType<typeof splitByOrigin>, Refusal>;
  readonly covered: AfterOldLosses;
  readonly tax: bigint;
  readonly bases: Pots;
  readonly appropriations: readonly Appropriated[];
  readonly available: bigint;
  readonly shared: SharedPools;
  readonly interest: CapitalInterest | null;
  readonly afterTax: boolean;
}

/** The result of a waterfall, its entries and its explain tree. */
export function assembleWaterfall(parts: WaterfallParts): Waterfall {
  const { split, covered, tax, bases, appropriations, available, shared, interest } = parts;
  const entries = entriesOf(parts);
  const result = {
    surplus: split.surplus,
    losses: split.losses,
    ...(split.netting ? { netting: split.netting } : {}),
    bases,
    base: sumOf(bases),
    distributable: sumOf(bases) - bases.get('extraordinary')!,
    oldLosses: oldLossesOf(covered),
    tax,
    appropriations,
    available,
    capitalInterest: interest,
    pools: shared.pools,
    funds: fundTotals(parts),
    undecided: shared.left,
    entries,
  };
  return { ...result, node: treeOf(parts, entries) };
}

const oldLossesOf = ({ absorbed, restored, uncovered, expired }: AfterOldLosses): Waterfall['oldLosses'] => ({
  ...{ absorbed, restored, uncovered },
  ...(expired ? { expired } : {}),
});

function entriesOf({
  split,
  covered,
  tax,
  appropriations,
  shared,
  interest,
}: WaterfallParts): readonly WaterfallEntry[] {
  const entry = (id: string, kind: string, amount: bigint): WaterfallEntry => ({
    id,
    kind,
    amount,
    ofSurplus: split.surplus === 0n ? Ratio.zero : Ratio.of(amount, split.surplus),
  });
  return [
    ...covered.absorbed.map(({ year, amount }) => entry(`old loss ${year}`, 'oldLoss', amount)),
    ...covered.restored.map(({ fund, amount }) => entry(fund, 'restored', amount)),
    entry('tax', 'tax', tax),
    ...appropriations.flatMap(({ id, kind, amount, redirected }) => [
      entry(id, kind, amount),
      ...(redirected ? [entry(redirected.fund, 'redirected', redirected.amount)] : []),
    ]),
    ...(interest ? [entry('capitalInterest', 'capitalInterest', interest.amount)] : []),
    ...shared.pools.map((one) => entry(one.result.id, 'pool', takenBy(one))),
    entry('undecided', 'undecided', shared.left),
  ];
}

function fundTotals({ covered, appropriations, shared }: WaterfallParts): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  const add = (fund: string, amount: bigint) => totals.set(fund, (totals.get(fund) ?? 0n) + amount);
  for (const { fund, amount } of covered.restored) add(fund, amount);
  for (const { fund, amount, redirected } of appropriations) {
    add(fund, amount);
    if (redirected) add(redirected.fund, redirected.amount);
  }
  for (const { result } of shared.pools) if (result.fund) add(result.fund, result.toFund);
  return totals;
}

function treeOf(parts: WaterfallParts, entries: readonly WaterfallEntry[]): ExplainNode {
  const { split, covered, tax, bases, appropriations, available, shared, interest, afterTax } = parts;
  const taxNode = explain({
    step: 'tax',
    id: 'tax',
    rule: afterTax ? 'tax comes off before the mandatory base' : 'tax comes off after the mandatory funds',
    decidedBy: 'law',
    parameter: { mandatoryBase: afterTax ? 'afterTax' : 'beforeTax' },
    input: { tax },
    output: { bases, available },
  });
  return explain({
    step: 'waterfall',
    id: 'waterfall',
    rule: 'every step takes from what the earlier ones left; all of them sum to the surplus',
    input: { surplus: split.surplus },
    output: { entries: entries.map((entry) => ({ ...entry })), undecided: shared.left },
    children: [
      split.node,
      covered.node,
      taxNode,
      ...appropriations.map(({ node }) => node),
      ...(interest ? [interest.node] : []),
      ...shared.pools.map(({ result }) => result.node),
    ],
  });
}
