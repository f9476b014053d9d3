import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { CapitalInterest } from '../capital-interest.js';
import { toPlainJson } from '../explain.js';
import type { FormPart } from '../forms.js';
import type { LossLine } from '../loss-members.js';
import { lossPool } from '../loss-names.js';
import type { LossWaterfall } from '../loss-waterfall.js';
import type { PoolLine } from '../pool.js';
import type { WaterfallPool } from '../waterfall-pools.js';
import { interestPool } from './run-policy.js';

/** In what form a part of a line comes, as computed and as the least of it while records are disputed. */
export interface RunLineForm {
  readonly form: string;
  readonly kind: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
  readonly leastMinor: bigint;
}
/** What one participant gets from a pool, as interest, or bears of a loss; with all it follows from. */
export interface RunLine {
  readonly pool: string;
  readonly part: 'pool' | 'interest' | 'loss';
  readonly key: string;
  readonly share: Ratio;
  readonly weight: bigint;
  /** The exact amount is `floor + remainder ÷ remainderOf`, before limits. */
  readonly floorMinor: bigint;
  readonly remainder: bigint;
  readonly remainderOf: bigint;
  readonly roundedUp: boolean;
  readonly lotDecided: boolean;
  readonly limitKind: 'cap' | 'floor' | 'minimum' | null;
  /** The rule that leaves somebody out. */
  readonly leftOut: string | null;
  readonly amountMinor: bigint;
  /** What they get under any way the open disputes may end; the amount itself when there are none. */
  readonly leastMinor: bigint;
  readonly inputs: Json;
  readonly forms: readonly RunLineForm[];
}

const plain = {
  share: Ratio.zero,
  weight: 0n,
  floorMinor: 0n,
  remainder: 0n,
  remainderOf: 1n,
  roundedUp: false,
  lotDecided: false,
  limitKind: null,
  leftOut: null,
  amountMinor: 0n,
  leastMinor: 0n,
  inputs: {},
  forms: [],
} as const;

/** The lines of one pool: everybody with a weight or without, and whoever a rule leaves out, with the rule. */
export function linesOfPool({ result, disputed }: WaterfallPool): readonly RunLine[] {
  const lines = result.lines.map((line) =>
    lineOfPool(result.id, line, disputed ? disputed.leastForms.get(line.key) : null),
  );
  const leftOut = result.leftOut.map(({ key, rule }) => lineLeftOut(result.id, key, rule));
  return [...lines, ...leftOut];
}

/** One line of a pool as it is stored; undisputed, its least is the line itself. */
export const lineOfPool = (
  pool: string,
  line: PoolLine,
  least: readonly FormPart[] | null = null,
): RunLine => ({
  ...plain,
  pool,
  part: 'pool',
  key: line.key,
  share: line.share,
  weight: line.weight,
  floorMinor: line.floor,
  remainder: line.remainder,
  remainderOf: line.of === 0n ? 1n : line.of,
  roundedUp: line.roundedUp,
  lotDecided: line.lotDecided,
  limitKind: line.heldBy ?? (line.belowMinimum ? 'minimum' : null),
  amountMinor: line.units,
  leastMinor: least ? least.reduce((sum, { amount }) => sum + amount, 0n) : line.units,
  inputs: toPlainJson({
    ...{ parts: line.parts, coefficient: line.coefficient, value: line.value },
    ...(line.chose === undefined ? {} : { chose: line.chose }),
  }),
  forms: formsOf(line.forms, least ?? line.forms),
});

/** The line of somebody whom a rule leaves out. */
export const lineLeftOut = (pool: string, key: string, rule: string): RunLine => ({
  ...{ ...plain, pool, part: 'pool', key },
  leftOut: rule,
});

/** One for each form, kind and year: a policy may come back to a form, as cash first and cash for the rest. */
function formsOf(parts: readonly FormPart[], least: readonly FormPart[]): readonly RunLineForm[] {
  const byForm = new Map<string, RunLineForm>();
  const add = (part: FormPart, amountMinor: bigint, leastMinor: bigint): void => {
    const { form, kind = null, year = null } = part;
    const at = `${form}\t${kind ?? ''}\t${year ?? ''}`;
    const sum = byForm.get(at) ?? { form, kind, year, amountMinor: 0n, leastMinor: 0n };
    byForm.set(at, {
      ...sum,
      amountMinor: sum.amountMinor + amountMinor,
      leastMinor: sum.leastMinor + leastMinor,
    });
  };
  for (const part of parts) add(part, part.amount, 0n);
  for (const part of least) add(part, 0n, part.amount);
  return [...byForm.values()].filter(
    ({ amountMinor, leastMinor }) => amountMinor !== 0n || leastMinor !== 0n,
  );
}

const onlyForm = (form: string, amount: bigint): readonly RunLineForm[] =>
  amount === 0n ? [] : [{ form, kind: null, year: null, amountMinor: amount, leastMinor: amount }];

/** Interest on capital is paid out. */
export function linesOfInterest(interest: CapitalInterest): readonly RunLine[] {
  const whole = interest.lines.reduce((sum, { base }) => sum.plus(base), Ratio.zero);
  return interest.lines.map((one) => lineOfInterest(one, whole, interest.rate));
}

/** The interest of one of them; `whole` is the capital of all together. */
export const lineOfInterest = (
  { key, base, amount }: CapitalInterest['lines'][number],
  whole: Ratio,
  rate: Ratio,
): RunLine => ({
  ...plain,
  pool: interestPool,
  part: 'interest',
  key,
  share: whole.isZero() ? Ratio.zero : base.dividedBy(whole),
  floorMinor: amount,
  amountMinor: amount,
  leastMinor: amount,
  inputs: toPlainJson({ base, rate }),
  forms: onlyForm('cash', amount),
});

/** What members bear of a loss: from their balance, and what they owe beyond it. */
export const linesOfLoss = (loss: LossWaterfall): readonly RunLine[] =>
  loss.steps.flatMap(({ id, amount, lines }) => lines.map((line) => lineOfLoss(id, amount, line)));

const formsOfChoice = { payment: 'toPay', returns: 'againstReturns' } as const;

/** What one of them bears of a step; `whole` is what all bear of it. */
export function lineOfLoss(step: string, whole: bigint, line: LossLine): RunLine {
  const of = line.of === 0n ? 1n : line.of;
  return {
    ...plain,
    pool: lossPool(step),
    part: 'loss',
    key: line.key,
    share: whole === 0n ? Ratio.zero : Ratio.of(line.floor * of + line.remainder, of * whole),
    floorMinor: line.floor,
    remainder: line.remainder,
    remainderOf: of,
    roundedUp: line.amount > line.floor,
    lotDecided: line.lotDecided,
    amountMinor: line.amount,
    leastMinor: line.amount,
    forms: line.settledBy
      ? onlyForm(formsOfChoice[line.settledBy], line.amount)
      : [...onlyForm('fromBalance', line.fromBalance), ...onlyForm('owed', line.owed)],
  };
}
