import { Ratio } from '../../../shared/ratio.js';
import { readAmounts, readBallots, type BallotsResult } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import { readDrawnOrder, readLevelSeats, type SeatsResult } from './seats-result.js';

export const PAIRWISE_METHODS = ['schulze', 'ranked-pairs', 'minimax', 'copeland'] as const;
export const STRENGTH_NAMES = ['winning', 'margin', 'ratio', 'opposition'] as const;
export const COPELAND_SCORE_NAMES = ['wins_minus_losses', 'half_per_tie'] as const;

/** One option against another: a cell of the matrix and its mirror. */
export interface PairwiseRow {
  readonly option: number;
  readonly other: number;
  /** Votes of those who prefer the option, and of those who prefer the other. */
  readonly preferring: Ratio;
  readonly preferringOther: Ratio;
}

/** How strong a path or a worst defeat is; `amount` is null for a quotient with nobody against. */
export interface PathStrength {
  readonly from: number;
  readonly to: number;
  readonly strength: Ratio | null;
}

/** `schulze`, `ranked-pairs`, `minimax`, `copeland`: every option against every other. */
export interface PairwiseResult extends SeatsResult, BallotsResult {
  readonly family: 'pairwise';
  readonly method: (typeof PAIRWISE_METHODS)[number];
  /** What makes a victory strong; null for `copeland`. */
  readonly strength: (typeof STRENGTH_NAMES)[number] | null;
  readonly copelandScore: (typeof COPELAND_SCORE_NAMES)[number] | null;
  readonly pairs: readonly PairwiseRow[];
  readonly ranking: readonly (readonly number[])[];
  /** The option that beats every other head to head; null where there is none. */
  readonly beatsAll: number | null;
  /** `schulze`: the strongest path between every two options. */
  readonly paths: readonly PathStrength[];
  /** `ranked-pairs`: victories in the order in which they were locked, as winner and loser. */
  readonly locked: readonly (readonly [number, number])[];
  /** `ranked-pairs`: victories left out, since they would have closed a circle; null where they are not recorded. */
  readonly leftOut: readonly (readonly [number, number])[] | null;
  /** `ranked-pairs`: whether another order of equal victories elects others; null where not all were followed. */
  readonly tieSensitive: boolean | null;
  /** `minimax`, `copeland`: a score per option; null for a quotient with nobody against. */
  readonly scores: readonly { readonly option: number; readonly score: Ratio | null }[];
}

export function readPairwiseResult(method: PairwiseResult['method'], outcome: OutcomeFields): PairwiseResult {
  const pairs = readPairs(outcome);
  const locked = outcome.pairs('locked');
  const scored = method === 'minimax' || method === 'copeland';
  return {
    ...(method === 'ranked-pairs' ? readRankedPairsSeats(outcome) : readLevelSeats(outcome)),
    ...readBallots(outcome),
    family: 'pairwise',
    method,
    strength: method === 'copeland' ? null : outcome.oneOf('strength', STRENGTH_NAMES),
    copelandScore: method === 'copeland' ? outcome.oneOf('score', COPELAND_SCORE_NAMES) : null,
    pairs,
    ranking: outcome.levels('ranking'),
    beatsAll: beatsAll(pairs, outcome),
    paths: method === 'schulze' ? readPaths(outcome) : [],
    locked,
    leftOut: outcome.has('locked') ? leftOut(pairs, locked) : null,
    tieSensitive: outcome.has('tie_sensitive') ? outcome.flag('tie_sensitive') : null,
    scores: scored ? readScores(outcome) : [],
  };
}

/** With every order of equal victories followed, several winners are a tie and no choice was made among them. */
function readRankedPairsSeats(outcome: OutcomeFields): SeatsResult {
  if (outcome.oneOf('equal_pairs', ['fixed_order', 'together', 'all_orders']) !== 'all_orders')
    return readLevelSeats(outcome);
  const winners = outcome.options('winners');
  const one = winners.length === 1;
  return {
    seats: outcome.integer('seats'),
    elected: one ? winners : [],
    tied: one ? [] : winners,
    ties: one ? [] : [{ round: null, decides: 'election', tied: winners, picked: [], by: 'reported' }],
    drawnOrder: readDrawnOrder(outcome),
  };
}

function readPairs(outcome: OutcomeFields): readonly PairwiseRow[] {
  const rows = outcome.byOption('pairwise', (of, key) => readAmounts(of, key));
  const cells = new Map(
    rows.map(([option, row]) => [option, new Map(row.map((to) => [to.option, to.amount]))]),
  );
  return rows.flatMap(([option, row]) =>
    row.map(({ option: other, amount }) => ({
      option,
      other,
      preferring: amount,
      preferringOther: cells.get(other)!.get(option)!,
    })),
  );
}

function readPaths(outcome: OutcomeFields): readonly PathStrength[] {
  return outcome
    .byOption('path_strengths', (of, key) => of.byOption(key, readStrength))
    .flatMap(([from, row]) => row.map(([to, strength]) => ({ from, to, strength })));
}

const readScores = (outcome: OutcomeFields): PairwiseResult['scores'] =>
  outcome.byOption('scores', readStrength).map(([option, score]) => ({ option, score }));

const readStrength = (of: OutcomeFields, key: string): Ratio | null =>
  of.isText(key, 'unopposed') ? null : of.number(key);

export const isVictory = ({ preferring, preferringOther }: PairwiseRow): boolean =>
  preferringOther.isLessThan(preferring);

function beatsAll(pairs: readonly PairwiseRow[], outcome: OutcomeFields): number | null {
  const options = outcome.byOption('pairwise', () => null).map(([option]) => option);
  const notAlways = new Set(pairs.filter((row) => !isVictory(row)).map(({ option }) => option));
  return options.find((option) => !notAlways.has(option)) ?? null;
}

function leftOut(
  pairs: readonly PairwiseRow[],
  locked: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const kept = new Set(locked.map((pair) => pair.join()));
  return pairs
    .filter((row) => isVictory(row) && !kept.has([row.option, row.other].join()))
    .map(({ option, other }) => [option, other]);
}
