import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import type { Entitled } from '../eligibility.js';
import type { Pool } from '../input/rule-schema.js';
import type { PoolLine } from '../pool.js';
import { declaredLine } from '../pool-shares.js';
import type { SurplusReason } from '../reasons.js';
import type { SharedLine } from '../share-out.js';
import { isSmall, type MinimumOutcome } from '../small-amounts.js';
import type { Draw } from './streamed-apportionment.js';
import { levelStreamed, type StreamedLevelling } from './streamed-levelling.js';
import { limitsOfPool, shareStreamed, type StreamedSharing, type Weighing } from './streamed-sharing.js';
import type { StreamedWeights } from './streamed-weights.js';
import { visiting, type Steps } from './visits.js';

/** A pool shared out once; null by a declared rate, which looks at each alone. */
type Round = { readonly sharing: StreamedSharing; readonly levelling: StreamedLevelling | null } | null;

/** What somebody gets of a pool, before its forms. */
export interface LineSoFar {
  readonly line: SharedLine;
  /** By the weights of the pool; none for whose amount was too small, and was shared again. */
  readonly weight: bigint;
  readonly below: boolean;
}

/** Every line before its forms: once shared out, or as often as small amounts are shared again. */
export class StreamedLines {
  constructor(
    private readonly pool: Pool,
    private readonly weights: StreamedWeights,
    private readonly sharedOut: readonly Round[],
    readonly treatment: MinimumOutcome['treatment'],
    /** By the weights of all, whoever is left out later as too small. */
    private readonly levelling: StreamedLevelling | null,
  ) {}

  lineOf(one: Entitled): LineSoFar {
    let weight = this.weights.weightOf(one);
    let below = false;
    let line = this.shared(0, one, weight);
    for (let again = 1; again < this.sharedOut.length; again++) {
      if (isSmall(line, this.pool.minimum!.amount)) {
        weight = 0n;
        below = true;
      }
      line = this.shared(again, one, weight);
    }
    if (this.treatment !== null && this.treatment !== 'redistribute')
      below = isSmall(line, this.pool.minimum!.amount);
    return { line, weight, below };
  }

  levellingOf(one: Entitled, weight: bigint): PoolLine['levelling'] {
    return this.levelling?.amountsOf(one.participant, weight);
  }

  get rounds(): number {
    return this.sharedOut.at(-1)?.sharing.rounds ?? 0;
  }
  get beyondCaps(): bigint {
    return this.sharedOut.at(-1)?.sharing.beyondCaps ?? 0n;
  }

  private shared(at: number, { participant }: Entitled, weight: bigint): SharedLine {
    const round = this.sharedOut[at];
    if (!round)
      return declaredLine(this.pool.size.declaredRate!, { key: participant.key, weight }, this.weights.scale);
    const { levelling, sharing } = round;
    return sharing.lineOf(participant, levelling ? levelling.weightOf(participant, weight) : weight);
  }
}

/** Shares a pool of a size out, and again while amounts are too small for a rule that shares them again. */
export function* linesStreamed(
  pool: Pool,
  size: bigint,
  weights: StreamedWeights,
  draw: Draw,
): Steps<StreamedLines | Refusal<SurplusReason>> {
  const weightOf = (one: Entitled): bigint => weights.weightOf(one);
  const levelling = pool.method === 'levelling' ? yield* levelStreamed(size, weights, weightOf) : null;
  const of = (rounds: readonly Round[], treatment: MinimumOutcome['treatment']) =>
    new StreamedLines(pool, weights, rounds, treatment, levelling);
  const first = yield* roundStreamed(pool, size, weights, weightOf, levelling, draw);
  if (isRefusal(first)) return first;
  const rule = pool.minimum;
  if (rule?.below !== 'redistribute') return of([first], rule?.below ?? null);
  const rounds: Round[] = [first];
  let { positive, totalWeight } = weights;
  for (;;) {
    const lines = of(rounds, 'redistribute');
    const small = { lines: 0, weight: 0n };
    yield visiting(small, (one) => {
      const { line, weight } = lines.lineOf(one);
      if (!isSmall(line, rule.amount)) return;
      small.lines += 1;
      small.weight += weight;
    });
    if (small.lines === 0) return lines;
    positive -= small.lines;
    totalWeight -= small.weight;
    if (positive === 0) return of([first], 'accumulate');
    const kept = (one: Entitled): bigint => {
      const { line, weight } = lines.lineOf(one);
      return isSmall(line, rule.amount) ? 0n : weight;
    };
    const weighing = { positive, totalWeight };
    const again = pool.method === 'levelling' ? yield* levelStreamed(size, weighing, kept) : null;
    const next = yield* roundStreamed(pool, size, weighing, kept, again, draw);
    if (isRefusal(next)) return next;
    rounds.push(next);
  }
}

function* roundStreamed(
  pool: Pool,
  size: bigint,
  weighing: Weighing,
  weightOf: (one: Entitled) => bigint,
  levelling: StreamedLevelling | null,
  draw: Draw,
): Steps<Round | Refusal<SurplusReason>> {
  if (pool.size.declaredRate) return null;
  const limits = limitsOfPool(pool, size);
  const sharing = yield* shareStreamed(
    limits,
    size,
    levelling?.weighing ?? weighing,
    levelling ? (one) => levelling.weightOf(one.participant, weightOf(one)) : weightOf,
    draw,
  );
  return isRefusal(sharing) ? sharing : { sharing, levelling };
}
