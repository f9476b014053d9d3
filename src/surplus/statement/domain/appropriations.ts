import { Ratio } from '../../../shared/ratio.js';
import type { Policy } from '../../domain/input/policy-schema.js';
import { nodesOf, type StoredEntry, type StoredNode, type StoredOutcome } from './stored-outcome.js';

/**
 * One step of the cooperative's page: what it took, as a part of the whole surplus (never of what earlier steps left),
 * with the year before beside it. Nothing is computed anew: amounts, parts and rules are those that the run wrote.
 */
export interface Appropriated {
  readonly id: string;
  readonly kind: string;
  readonly amountMinor: bigint;
  readonly ofSurplus: string;
  /** Null where there was no run before; zero where it had no such step. */
  readonly lastAmountMinor: bigint | null;
  readonly lastOfSurplus: string | null;
  readonly rule: string | null;
  readonly source: string | null;
  readonly decidedBy: string | null;
  /** Whether law or bylaws take it, whatever the assembly would like. */
  readonly compulsory: boolean;
}
/** A step of a loss, as a part of the whole loss. */
export interface LossBorne {
  readonly id: string;
  readonly to: string;
  readonly amountMinor: bigint;
  readonly ofLoss: string;
  readonly untilYear: number | null;
  readonly rule: string | null;
  readonly source: string | null;
  readonly decidedBy: string | null;
}

/** The steps of a run in their order; then those that only the run before had. Tax and rest of nothing are not told. */
export function appropriationsOf(
  { entries, explain }: StoredOutcome,
  last: StoredOutcome | null,
  policy: Policy | null,
): readonly Appropriated[] {
  const nodes = nodesOf(explain);
  const before = new Map((last?.entries ?? []).map((entry) => [nameOf(entry), entry]));
  const told = entries.filter((entry) => isTold(entry) || isTold(before.get(nameOf(entry))));
  const now = new Set(told.map(nameOf));
  const gone = (last?.entries ?? []).filter((entry) => isTold(entry) && !now.has(nameOf(entry)));
  const row = (entry: StoredEntry, amounts: Partial<StoredEntry>, node: StoredNode | undefined) => ({
    ...{ id: entry.id, kind: entry.kind },
    amountMinor: BigInt(amounts.amount ?? 0),
    ofSurplus: amounts.ofSurplus ?? '0',
    lastAmountMinor: last && BigInt(before.get(nameOf(entry))?.amount ?? 0),
    lastOfSurplus: last && (before.get(nameOf(entry))?.ofSurplus ?? '0'),
    ...ruleOf(node),
    compulsory: isCompulsory(entry, policy),
  });
  return [
    ...told.map((entry) => row(entry, entry, nodeFor(entry, nodes))),
    ...gone.map((entry) => row(entry, {}, nodeFor(entry, nodesOf(last!.explain)))),
  ];
}

const nameOf = ({ kind, id }: StoredEntry): string => `${kind}/${id}`;
const isTold = (entry: StoredEntry | undefined): boolean =>
  entry !== undefined && (BigInt(entry.amount) !== 0n || !['tax', 'undecided'].includes(entry.kind));

/** Old losses share one node; every other step has its own under its name. */
function nodeFor({ kind, id }: StoredEntry, nodes: readonly StoredNode[]): StoredNode | undefined {
  if (kind === 'oldLoss' || kind === 'restored') return nodes.find(({ step }) => step === 'oldLosses');
  if (kind === 'pool') return nodes.find((node) => node.step === 'pool' && node.id === id);
  return nodes.find((node) => node.id === id && node.step !== 'pool');
}
const ruleOf = (node: StoredNode | undefined) => ({
  rule: node?.rule ?? null,
  source: node?.source ?? null,
  decidedBy: node?.decidedBy ?? null,
});

/** Tax, old losses and what must be restored come off by law; a fund where its rule says mandatory. */
function isCompulsory({ kind, id }: StoredEntry, policy: Policy | null): boolean {
  if (['tax', 'oldLoss', 'restored'].includes(kind)) return true;
  const funds = policy?.waterfall?.appropriations ?? [];
  const fund = funds.find((one) => one.id === id || (kind === 'redirected' && one.stop?.thenTo === id));
  return kind !== 'pool' && fund?.mandatory === true;
}

/** How a loss is borne, step by step; empty without one. */
export function lossesOf({ loss, explain }: StoredOutcome): readonly LossBorne[] {
  const nodes = nodesOf(explain);
  const whole = BigInt(loss?.lossMinor ?? 0);
  return (loss?.steps ?? []).map(({ to, id, amountMinor, untilYear }) => ({
    ...{ id, to, amountMinor: BigInt(amountMinor), untilYear: untilYear ?? null },
    ofLoss: (whole === 0n ? Ratio.zero : Ratio.of(BigInt(amountMinor), whole)).toString(),
    ...ruleOf(nodes.find((node) => node.step === `loss.${to}` && node.id === id)),
  }));
}
