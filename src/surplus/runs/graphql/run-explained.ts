import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { JsonObject } from '../../domain/run/run-snapshot.js';
import type { EnteredFacts } from '../entered-facts.queries.js';
import type { RunLineRow, RunRow } from '../run.rows.js';
import type { RunEnteredFactType, WhyThisLineType } from './run-line.types.js';
import type { RunEntryType, RunFigureType, RunPoolType, RunStepType } from './run.types.js';

interface StoredNode {
  readonly step: string;
  readonly id: string;
  readonly rule: string;
  readonly source: string;
  readonly decidedBy: string;
  readonly input: JsonObject;
  readonly parameter: JsonObject;
  readonly output: JsonObject;
  readonly children: readonly StoredNode[];
}
const stored = <Part>(run: RunRow, part: string): readonly Part[] =>
  (run.waterfall?.[part] ?? []) as unknown as readonly Part[];

/** The explain tree as a list in its own order: whoever reads it down sees what the rules did, one after the other. */
export function stepsOf(run: RunRow): RunStepType[] {
  const steps: RunStepType[] = [];
  const add = (node: StoredNode, partOf: number | null): void => {
    const place = steps.length;
    const { step, id, rule, source, decidedBy } = node;
    steps.push({
      ...{ place, partOf, step, id, rule, source, decidedBy },
      input: figuresIn(node.input),
      parameter: figuresIn(node.parameter),
      output: figuresIn(node.output),
    });
    for (const child of node.children) add(child, place);
  };
  for (const tree of stored<StoredNode>(run, 'explain')) add(tree, null);
  return steps;
}

/** Tables and lists as names and values: `gains.member`, `entries.0.amount`. */
function figuresIn(value: Json, name = ''): RunFigureType[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [{ name, value: String(value) }];
  return Object.entries(value as JsonObject).flatMap(([key, part]) =>
    figuresIn(part, name === '' ? key : `${name}.${key}`),
  );
}

export const entriesOf = (run: RunRow): RunEntryType[] =>
  stored<{ id: string; kind: string; amount: string; ofSurplus: string }>(run, 'entries').map(
    ({ id, kind, amount, ofSurplus }) => ({ id, kind, amountMinor: BigInt(amount), ofSurplus }),
  );

type StoredPool = Omit<RunPoolType, 'sizeMinor' | 'toFundMinor' | 'heldMinor'> &
  Record<'sizeMinor' | 'toFundMinor' | 'heldMinor', string>;
export const poolsOf = (run: RunRow): RunPoolType[] =>
  stored<StoredPool>(run, 'pools').map((pool) => ({
    ...pool,
    sizeMinor: BigInt(pool.sizeMinor),
    toFundMinor: BigInt(pool.toFundMinor),
    heldMinor: BigInt(pool.heldMinor),
  }));

interface StoredInputs {
  readonly parts?: readonly { readonly basis: string; readonly quantity: string; readonly total: string }[];
  readonly coefficient?: string;
}
/** How a line was reached, from what was stored beside it. */
export function whyOf(line: RunLineRow, entered: EnteredFacts | null): WhyThisLineType {
  const remainder = Ratio.of(BigInt(line.remainder), BigInt(line.remainderOf));
  const { parts, coefficient } = line.inputs as StoredInputs;
  return {
    bases: (parts ?? []).map(({ basis, quantity, total }) => ({ basis, quantity, total })),
    coefficient: coefficient ?? '1',
    share: line.share,
    exactMinor: Ratio.of(line.floorMinor).plus(remainder).toString(),
    floorMinor: line.floorMinor,
    remainder: remainder.toString(),
    roundedUp: line.roundedUp,
    lotDecided: line.lotDecided,
    limit: line.limitKind,
    leftOut: line.leftOut,
    entered: enteredFactsOf(entered),
  };
}

function enteredFactsOf(entered: EnteredFacts | null): RunEnteredFactType[] {
  if (entered === null) return [];
  const { facts, capital, by, at } = entered;
  return ((facts.entered ?? []) as readonly string[]).map((fact) => {
    const value = fact === 'capitalOpening' ? capital?.opening : facts[fact];
    return { fact, value: typeof value === 'string' ? value : JSON.stringify(value ?? null), by, at };
  });
}
