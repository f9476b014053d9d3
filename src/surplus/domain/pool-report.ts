import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { explain, type ExplainNode } from './explain.js';
import { defaultForms, splitByForm, type FormClaimant, type FormPart } from './forms.js';
import type { Pool } from './input/rule-schema.js';
import type { ComputedPool, PoolInput, PoolLine, PoolResult } from './pool.js';
import { levelledPool } from './pool-shares.js';
import type { SurplusReason } from './reasons.js';
import type { MinimumOutcome } from './small-amounts.js';
import type { Weights } from './weights.js';

/** Small amounts in the form the rule gives them; they take no part in the ordinary split. */
const formOfSmall = { accumulate: 'accumulated', donate: 'donated', voucher: 'voucher' } as const;

/** The lines of a pool with their form, and the totals by form. What goes to a fund is no line's. */
export function reportLines(
  { pool, seed }: PoolInput,
  { size, weights, complete, outcome }: ComputedPool,
): { lines: readonly PoolLine[]; totals: ReadonlyMap<string, bigint> } | Refusal<SurplusReason> {
  const people = new Map(complete.map(({ participant }) => [participant.key, participant]));
  const own = new Map(weights.lines.map((line) => [line.key, line]));
  const small = smallForm(outcome.treatment);
  const claimants = outcome.shared.lines.map(({ key, units }): FormClaimant => ({
    key,
    amount: outcome.below.has(key) && outcome.treatment !== 'redistribute' ? 0n : units,
    debts: people.get(key)?.debts ?? 0n,
    unpaidShares: people.get(key)?.unpaidShares ?? 0n,
  }));
  const split = splitByForm(claimants, pool.forms ?? defaultForms, seed);
  if (isRefusal(split)) return split;
  const totals = new Map(split.totals);
  const levelled = pool.method === 'levelling' ? levelledPool(size, weights.lines, complete) : null;
  const totalWeight = weights.lines.reduce((sum, { weight }) => sum + weight, 0n);
  const lines = outcome.shared.lines.map((line, row): PoolLine => {
    const kept = claimants[row]!.amount;
    const smallPart = kept === line.units ? 0n : line.units;
    const smallForms: FormPart[] = smallPart > 0n && small ? [{ form: small, amount: smallPart }] : [];
    if (smallPart > 0n && small) totals.set(small, (totals.get(small) ?? 0n) + smallPart);
    const { parts, coefficient, weight } = own.get(line.key)!;
    return {
      ...line,
      units: smallPart > 0n && !small ? 0n : line.units,
      parts,
      coefficient,
      value: weights.scale.times(Ratio.of(weight)),
      share: totalWeight === 0n ? Ratio.zero : Ratio.of(weight, totalWeight),
      belowMinimum: outcome.below.has(line.key),
      forms: [...split.parts.get(line.key)!, ...smallForms],
      ...(levelled ? { levelling: levelled.amounts.get(line.key)! } : {}),
    };
  });
  return { lines, totals };
}

const smallForm = (treatment: MinimumOutcome['treatment']) =>
  treatment === 'accumulate' || treatment === 'donate' || treatment === 'voucher'
    ? formOfSmall[treatment]
    : null;

/** The node of a pool. Members' own lines carry their own why; the tree stays as small as the policy. */
export function explainPool(
  pool: Pool,
  result: Omit<PoolResult, 'node'>,
  weights?: Weights,
  outcome?: MinimumOutcome,
): ExplainNode {
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
      ...(pool.minimum ? { minimum: pool.minimum.amount, belowMinimum: pool.minimum.below } : {}),
    },
    input: { size: result.size, totals: weights?.totals ?? new Map(), participants: result.lines.length },
    output: {
      forms: result.totals,
      toFund: result.toFund,
      fund: result.fund,
      rate: result.rate,
      leftOut: result.leftOut.length,
      belowMinimum: outcome?.below.size ?? 0,
      heldAtLimits: result.lines.filter(({ heldBy }) => heldBy !== null).length,
      roundsOfLimits: outcome?.shared.rounds ?? 0,
    },
  });
}
