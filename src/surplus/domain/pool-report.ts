import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { explain, type ExplainNode } from './explain.js';
import { formsOffered } from './choices.js';
import { splitByOffered, type FormClaimant, type FormPart } from './forms.js';
import type { Pool } from './input/rule-schema.js';
import type { Participant } from './input/snapshot-schema.js';
import type { ComputedPool, PoolInput, PoolLine, PoolResult } from './pool.js';
import { levelledPool } from './pool-shares.js';
import { afterNotice } from './qualified-notice.js';
import type { SurplusReason } from './reasons.js';
import type { MinimumOutcome } from './small-amounts.js';
import type { SharedLine } from './share-out.js';
import type { WeightedLine, Weights } from './weights.js';

/** Small amounts in the form the rule gives them; they take no part in the ordinary split. */
const formOfSmall = { accumulate: 'accumulated', donate: 'donated', voucher: 'voucher' } as const;

/** The lines of a pool with their form, and the totals by form. What goes to a fund is no line's. */
export function reportLines(
  { pool, seed }: PoolInput,
  { size, weights, complete, outcome }: ComputedPool,
): { lines: readonly PoolLine[]; totals: ReadonlyMap<string, bigint> } | Refusal<SurplusReason> {
  const people = new Map(complete.map(({ participant }) => [participant.key, participant]));
  const own = new Map(weights.lines.map((line) => [line.key, line]));
  const claimants = outcome.shared.lines.map(({ key, units }) =>
    claimantOf(pool, units, people.get(key)!, outcome.below.has(key), outcome.treatment),
  );
  const split = splitByOffered(claimants, formsOffered(pool), seed);
  if (isRefusal(split)) return split;
  const levelled = pool.method === 'levelling' ? levelledPool(size, weights.lines, complete) : null;
  const all = {
    scale: weights.scale,
    totalWeight: weights.lines.reduce((sum, { weight }) => sum + weight, 0n),
  };
  const totals = new Map(split.totals);
  const lines = outcome.shared.lines.map((line): PoolLine => {
    const below = outcome.below.has(line.key);
    const parts = afterNotice(pool.notice, people.get(line.key)!, line.units, split.parts.get(line.key)!);
    const reported = {
      ...reportLine(line, own.get(line.key)!, parts, below, outcome.treatment, all),
      ...chosenBy(pool, people.get(line.key)!),
    };
    for (const { form, amount } of reported.forms.slice(parts.length))
      totals.set(form, (totals.get(form) ?? 0n) + amount);
    return levelled ? { ...reported, levelling: levelled.amounts.get(line.key)! } : reported;
  });
  return { lines, totals };
}

type Treatment = MinimumOutcome['treatment'];

/** What of a line takes the ordinary forms: nothing of one that is too small to pay. */
export const claimantOf = (
  pool: Pool,
  units: bigint,
  { key, debts, unpaidShares, lossOwed, choices }: Participant,
  below: boolean,
  treatment: Treatment,
): FormClaimant => ({
  key,
  amount: below && treatment !== 'redistribute' ? 0n : units,
  debts: debts ?? 0n,
  unpaidShares: unpaidShares ?? 0n,
  lossOwed,
  choice: choices?.get(pool.id),
});

/** What a line says of its member's choice; nothing where there is none. */
export function chosenBy({ id }: Pool, { choices }: Participant): Pick<PoolLine, 'chose'> {
  const chose = choices?.get(id);
  return chose === undefined ? {} : { chose };
}

/** One line as it is shown: its share of all weights, why it is what it is, and its forms. */
export function reportLine(
  line: SharedLine,
  { parts, coefficient, seniority, weight }: WeightedLine,
  forms: readonly FormPart[],
  below: boolean,
  treatment: Treatment,
  all: { readonly scale: Ratio; readonly totalWeight: bigint },
): PoolLine {
  return {
    ...line,
    parts,
    coefficient,
    seniority,
    value: all.scale.times(Ratio.of(weight)),
    share: all.totalWeight === 0n ? Ratio.zero : Ratio.of(weight, all.totalWeight),
    belowMinimum: below,
    ...withSmallForm(line, forms, below, treatment),
  };
}

/** What a line comes to in all its forms, that of a small amount with them. */
export function withSmallForm(
  { units }: SharedLine,
  forms: readonly FormPart[],
  below: boolean,
  treatment: Treatment,
): Pick<PoolLine, 'units' | 'forms'> {
  const small = below && treatment !== 'redistribute' ? units : 0n;
  if (small === 0n) return { units, forms };
  const form = smallForm(treatment);
  return form ? { units, forms: [...forms, { form, amount: small }] } : { units: 0n, forms };
}

const smallForm = (treatment: Treatment) =>
  treatment === 'accumulate' || treatment === 'donate' || treatment === 'voucher'
    ? formOfSmall[treatment]
    : null;

/** How many lines a pool has, and how many of them something special happened to. */
export interface LineCounts {
  readonly participants: number;
  readonly leftOut: number;
  readonly belowMinimum: number;
  readonly heldAtLimits: number;
  readonly roundsOfLimits: number;
}
export const countLines = (
  { lines, leftOut }: Pick<PoolResult, 'lines' | 'leftOut'>,
  outcome?: MinimumOutcome,
): LineCounts => ({
  participants: lines.length,
  leftOut: leftOut.length,
  belowMinimum: outcome?.below.size ?? 0,
  heldAtLimits: lines.filter(({ heldBy }) => heldBy !== null).length,
  roundsOfLimits: outcome?.shared.rounds ?? 0,
});

/** The node of a pool. Members' own lines carry their own why; the tree stays as small as the policy. */
export function explainPool(
  pool: Pool,
  result: Omit<PoolResult, 'node'>,
  counts: LineCounts,
  weights?: Pick<Weights, 'method' | 'totals'>,
): ExplainNode {
  const { participants, ...counted } = counts;
  return explain({
    step: 'pool',
    id: pool.id,
    rule: pool.name ?? 'shared by weight, largest remainder, equal remainders by the lot of the period',
    source: pool.source ?? 'policy',
    decidedBy: pool.decidedBy ?? 'assembly',
    parameter: {
      bases: pool.weighting.bases,
      mix: weights?.method ?? pool.weighting.method ?? 'normalised',
      method: pool.method ?? 'weights',
      ...(pool.choices ? { choices: pool.choices.map(({ id }) => id) } : {}),
      ...(pool.minimum ? { minimum: pool.minimum.amount, belowMinimum: pool.minimum.below } : {}),
    },
    input: { size: result.size, totals: weights?.totals ?? new Map(), participants },
    output: {
      forms: result.totals,
      toFund: result.toFund,
      fund: result.fund,
      rate: result.rate,
      ...counted,
    },
  });
}
