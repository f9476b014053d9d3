import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { JsonObject } from '../../domain/run/run-snapshot.js';
import { isFew } from '../../domain/run/scenario-comparison.js';
import { interestPool } from '../../domain/run/run-policy.js';
import type { EnteredFacts } from '../computing/entered-facts.queries.js';
import type { WhyHidden } from '../../surplus.policy.js';
import type { RunLineRow, RunRow } from '../run.rows.js';
import type { RunEnteredFactType, WhyThisLineType } from './run-line.types.js';
import type { RunEntryType, RunFigureType, RunPoolType, RunStepType } from './run.types.js';

type HiddenPools = ReadonlyMap<string, WhyHidden>;
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
export function stepsOf(
  run: RunRow,
  hidden: HiddenPools,
  formsOfFew: ReadonlySet<string>,
  seesAll: boolean,
): RunStepType[] {
  const steps: RunStepType[] = [];
  const add = (node: StoredNode, partOf: number | null): void => {
    const place = steps.length;
    const { step, id, rule, source, decidedBy } = node;
    const told = ['pool', interestPool].includes(step) && hidden.has(id) ? withoutTotals(node) : node;
    steps.push({
      ...{ place, partOf, step, id, rule, source, decidedBy },
      input: figuresIn(told.input),
      parameter: figuresIn(node.parameter),
      output: figuresIn(
        seesAll ? told.output : withoutFew(told.output, step === 'pool' && formsOfFew.has(id)),
      ),
    });
    for (const child of node.children) add(child, place);
  };
  for (const tree of stored<StoredNode>(run, 'explain')) add(tree, null);
  return steps;
}

/** Pools with the forms that something comes in, as the tree tells them. */
export const formsTold = (run: RunRow): readonly { readonly pool: string; readonly form: string }[] =>
  nodesIn(stored<StoredNode>(run, 'explain'))
    .filter(({ step }) => step === 'pool')
    .flatMap(({ id, output }) =>
      Object.entries((output.forms ?? {}) as JsonObject).flatMap(([form, amount]) =>
        amount === '0' ? [] : [{ pool: id, form }],
      ),
    );
const nodesIn = (trees: readonly StoredNode[]): readonly StoredNode[] =>
  trees.flatMap((node) => [node, ...nodesIn(node.children)]);

/**
 * How many something special happened to is told of nobody or at least five, as on the page of the run. Where a form is of
 * fewer, as a debt that is set off, the sums of all are left out: by their rates one follows from the others.
 */
const withoutFew = (output: JsonObject, formsAreOfFew: boolean): JsonObject =>
  Object.fromEntries(
    Object.entries(output).filter(([name, value]) =>
      name === 'forms' ? !formsAreOfFew : !countsOfLines.includes(name) || !isFew(Number(value)),
    ),
  );
const countsOfLines = ['leftOut', 'belowMinimum', 'heldAtLimits'];

/** Of a pool that tells of few: its size and what goes to a fund, which the rules fix; nothing that tells of those few. */
const withoutTotals = ({ input, output, ...node }: StoredNode): StoredNode => ({
  ...node,
  input: { size: input.size ?? null },
  output: { toFund: output.toFund ?? null, fund: output.fund ?? null, amount: output.amount ?? null },
});

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

type StoredPool = Omit<RunPoolType, 'sizeMinor' | 'toFundMinor' | 'heldMinor' | 'isOfFew' | 'whyHidden'> &
  Record<'sizeMinor' | 'toFundMinor' | 'heldMinor', string>;
export const poolsOf = (run: RunRow, hidden: HiddenPools): RunPoolType[] =>
  stored<StoredPool>(run, 'pools').map((pool) => ({
    ...pool,
    sizeMinor: BigInt(pool.sizeMinor),
    toFundMinor: BigInt(pool.toFundMinor),
    heldMinor: BigInt(pool.heldMinor),
    rate: hidden.has(pool.pool) ? null : pool.rate,
    isOfFew: hidden.has(pool.pool),
    whyHidden: hidden.get(pool.pool) ?? null,
  }));

interface StoredInputs {
  readonly parts?: readonly { readonly basis: string; readonly quantity: string; readonly total: string }[];
  readonly coefficient?: string;
}
/** How a line was reached, from what was stored beside it. */
export function whyOf(line: RunLineRow, entered: EnteredFacts | null, hidden: HiddenPools): WhyThisLineType {
  const isTold = !hidden.has(line.pool);
  const remainder = Ratio.of(BigInt(line.remainder), BigInt(line.remainderOf));
  const { parts, coefficient } = line.inputs as StoredInputs;
  return {
    bases: (parts ?? []).map(({ basis, quantity, total }) => ({
      basis,
      quantity,
      total: isTold ? total : null,
    })),
    coefficient: coefficient ?? '1',
    share: isTold ? line.share : null,
    exactMinor: isTold ? Ratio.of(line.floorMinor).plus(remainder).toString() : null,
    floorMinor: line.floorMinor,
    remainder: isTold ? remainder.toString() : null,
    roundedUp: line.roundedUp,
    lotDecided: line.lotDecided,
    limit: line.limitKind,
    leftOut: line.leftOut,
    whyHidden: hidden.get(line.pool) ?? null,
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
