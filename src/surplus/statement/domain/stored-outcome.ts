import type { JsonObject } from '../../domain/run/run-snapshot.js';

/** What a run came to, as it is stored beside it; amounts are text of minor units, parts exact fractions. */
export interface StoredEntry {
  readonly id: string;
  readonly kind: string;
  readonly amount: string;
  readonly ofSurplus: string;
}
export interface StoredPool {
  readonly pool: string;
  readonly part: 'pool' | 'interest' | 'loss';
  readonly sizeMinor: string;
  readonly toFundMinor: string;
  readonly fund: string | null;
  readonly heldMinor: string;
  readonly rate: string | null;
}
export interface StoredLossStep {
  readonly to: string;
  readonly id: string;
  readonly amountMinor: string;
  readonly untilYear?: number | null;
}
export interface StoredNode {
  readonly step: string;
  readonly id: string;
  readonly rule: string;
  readonly source: string;
  readonly decidedBy: string;
  readonly children: readonly StoredNode[];
}
export interface StoredOutcome {
  readonly entries: readonly StoredEntry[];
  readonly pools: readonly StoredPool[];
  readonly loss: { readonly lossMinor: string; readonly steps: readonly StoredLossStep[] } | null;
  readonly explain: readonly StoredNode[];
}

/** Reads what is stored; a run that was carried over from before there were runs may lack parts. */
export const outcomeOf = (waterfall: JsonObject | null): StoredOutcome => {
  const stored = (waterfall ?? {}) as unknown as Partial<StoredOutcome>;
  return {
    entries: stored.entries ?? [],
    pools: stored.pools ?? [],
    loss: stored.loss ?? null,
    explain: stored.explain ?? [],
  };
};

/** Every node of the trees, each before its parts. */
export const nodesOf = (trees: readonly StoredNode[]): readonly StoredNode[] =>
  trees.flatMap((node) => [node, ...nodesOf(node.children)]);
