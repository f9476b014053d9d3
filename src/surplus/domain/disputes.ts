import { isRefusal, type Refusal } from '../../shared/refusal.js';
import {
  disputedStranger,
  endingsTouching,
  everyEnding,
  mostEndings,
  recordsOf,
  tooManyEndings,
  withRecord,
  type Decided,
} from './dispute-endings.js';
import { smaller, type FormPart } from './forms.js';
import type { Dispute, Participant } from './input/snapshot-schema.js';
import { computePool, type PoolInput, type PoolResult } from './pool.js';
import type { SurplusReason } from './reasons.js';
import { quantityOf } from './weights.js';

/**
 * A disputed record does not stop a distribution. Every line is posted, form by form, at the least it gets under any
 * way the open disputes may end (as recorded, or any claimed outcome of each, in every combination); the rest of the
 * pool is held. Form by form, because a cent that rounding moves between cash and retained capital would have to be
 * taken back from one of the two: with fewer endings left, no least can fall. When the disputes end, the release is the
 * final line less what was posted, and it sums to exactly what was held. Only pools that depend on a disputed record
 * hold anything.
 *
 * Combinations multiply, so that many open disputes over many members would not end: beyond a limit the run
 * is refused with the number, and the cooperative settles some, or shares the pool later.
 */
export interface DisputedPool {
  /** The pool as the records stand. */
  readonly asRecorded: PoolResult;
  readonly least: ReadonlyMap<string, bigint>;
  /** The same by form: these sum to the least of each line. */
  readonly leastForms: ReadonlyMap<string, readonly FormPart[]>;
  readonly fundLeast: bigint;
  /** What the pool takes at most: a declared rate makes a larger pool when a claim is upheld. */
  readonly size: bigint;
  readonly held: bigint;
  readonly outcomesCompared: number;
  /** Members whose line can differ. */
  readonly affected: readonly string[];
}

export function computeDisputedPool(
  input: PoolInput,
  disputes: readonly Dispute[],
): DisputedPool | Refusal<SurplusReason> {
  const asRecorded = computePool(input);
  if (isRefusal(asRecorded)) return asRecorded;
  const endings = endingsTouching(input.pool, disputes);
  const { open, combinations } = endings;
  const most = mostEndings(input.participants.length);
  if (combinations > most) return tooManyEndings(input.pool, endings, most);
  const leastForms = new Map(asRecorded.lines.map(({ key, forms }) => [key, oncePerForm(forms)]));
  const recorded = new Map(asRecorded.lines.map(({ key, units }) => [key, units]));
  let { toFund: fundLeast, size } = asRecorded;
  const affected = new Set<string>();
  for (const decided of everyEnding(open)) {
    const outcome = computeWithOutcomes(input, open, decided);
    if (isRefusal(outcome)) return outcome;
    if (outcome.toFund < fundLeast) fundLeast = outcome.toFund;
    if (outcome.size > size) size = outcome.size;
    const lines = new Map(outcome.lines.map((line) => [line.key, line]));
    for (const key of new Set([...recorded.keys(), ...lines.keys()]))
      if ((lines.get(key)?.units ?? 0n) !== (recorded.get(key) ?? 0n)) affected.add(key);
    for (const [key, parts] of leastForms)
      leastForms.set(key, smallerForms(parts, oncePerForm(lines.get(key)?.forms ?? [])));
  }
  const least = new Map([...leastForms].map(([key, parts]) => [key, sum(parts.map(({ amount }) => amount))]));
  const posted = sum([...least.values()]);
  return {
    asRecorded,
    least,
    leastForms,
    fundLeast,
    size,
    held: size - posted - fundLeast,
    outcomesCompared: combinations,
    affected: [...affected].sort(),
  };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
const formOf = ({ form, kind, year }: FormPart): string => `${form}\t${kind ?? ''}\t${year ?? ''}`;

/** One part for each form, kind and year: a policy may come back to a form, as cash first and cash for the rest. */
export function oncePerForm(parts: readonly FormPart[]): readonly FormPart[] {
  const byForm = new Map<string, FormPart>();
  for (const part of parts) {
    const before = byForm.get(formOf(part));
    byForm.set(formOf(part), before ? { ...before, amount: before.amount + part.amount } : part);
  }
  return [...byForm.values()];
}

/** Of each part the smaller amount; nothing where there is none of its form. */
export function smallerForms(parts: readonly FormPart[], under: readonly FormPart[]): readonly FormPart[] {
  const amounts = new Map(under.map((part) => [formOf(part), part.amount]));
  return parts.map((part) => ({ ...part, amount: smaller(part.amount, amounts.get(formOf(part)) ?? 0n) }));
}

/** What is released to each member once the disputes are decided. The rest of what was held is the fund's. */
export function releaseHeld(
  input: PoolInput,
  disputes: readonly Dispute[],
  disputed: DisputedPool,
  decided: Decided,
): { readonly lines: ReadonlyMap<string, bigint>; readonly toFund: bigint } | Refusal<SurplusReason> {
  const final = computeWithOutcomes(input, disputes, decided);
  if (isRefusal(final)) return final;
  const lines = new Map(final.lines.map(({ key, units }) => [key, units - (disputed.least.get(key) ?? 0n)]));
  const released = [...lines.values()].reduce((sum, amount) => sum + amount, 0n);
  return { lines, toFund: disputed.held - released };
}

/** The pool with the records changed as decided. */
export function computeWithOutcomes(
  input: PoolInput,
  disputes: readonly Dispute[],
  decided: Decided,
): PoolResult | Refusal<SurplusReason> {
  const records = recordsOf(disputes, decided);
  if (records.length === 0) return computePool(input);
  const people = new Map<string, Participant>(input.participants.map((one) => [one.key, one]));
  let totals = input.basisTotals;
  for (const record of records) {
    const { key, basis, quantity } = record;
    const person = people.get(key);
    if (!person) return disputedStranger(key);
    people.set(key, withRecord(person, record));
    const total = totals?.get(basis);
    if (totals && total)
      totals = new Map(totals).set(basis, total.plus(quantity.minus(quantityOf(person, basis))));
  }
  return computePool({ ...input, participants: [...people.values()], basisTotals: totals });
}
