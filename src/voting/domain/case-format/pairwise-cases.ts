import { type Json } from '../../../shared/canonical-json.js';
import { type Outcome } from '../tally/tally-method.js';
import { type CaseAdapter, type NeutralCase } from './case-adapter.js';
import { TIE_BREAK_MEANINGS, TIES_REPORTED, translateOptions, type Vocabulary } from './translate-options.js';

const ranked = (method: string, vocabulary: Vocabulary): CaseAdapter => ({
  method,
  toElection: ({ options, seats, candidates, ballots }) => ({
    method,
    options: translateOptions(
      options,
      { tie_break: TIE_BREAK_MEANINGS, tolerance: 'note', ...vocabulary },
      TIES_REPORTED,
    ),
    seats,
    candidates,
    ballots,
  }),
});

export const schulzeCases: CaseAdapter = {
  ...ranked('schulze', {
    ties: { '"reported"': TIES_REPORTED, '"reported (all undominated candidates win)"': TIES_REPORTED },
  }),
  present: pathsByName,
};

export const rankedPairsCases = ranked('ranked-pairs', {
  secondary: {
    '"smaller losing vote first"': { secondary: 'smaller_opposition' },
    null: { secondary: 'none' },
  },
  equal_pairs: {
    '"all orders: winners lists everyone who wins under some order of equal-strength pairs"': {
      equal_pairs: 'all_orders',
    },
    '"see expected.tie_sensitive (false = order of equal pairs does not matter)"': {
      equal_pairs: 'together',
    },
  },
});

export const minimaxCases = ranked('minimax', {});

export const copelandCases = ranked('copeland', {
  score: {
    '"win 1, tie 0.5 (Ranked Robin)"': { score: 'half_per_tie' },
    '"wins minus losses"': { score: 'wins_minus_losses' },
  },
});

export const bordaCases = ranked('borda', {
  points_first: { '"n-1+1"': { points: 'n_to_1' }, '"n-1+0"': { points: 'n_minus_1_to_0' } },
  points_last: { '1': {}, '0': {} },
  tied: { '"average of positions"': {} },
  unranked: {
    '"share remaining positions (tied last)"': { unranked: 'share_remaining' },
    '"tied_last"': { unranked: 'share_remaining' },
    '"0"': { unranked: 'zero' },
    '0': { unranked: 'zero' },
  },
});

/** Cases name the candidates of path strengths; the engine numbers them. */
function pathsByName(outcome: Outcome, { candidates }: NeutralCase): Outcome {
  const named = (row: Json): Json =>
    Object.fromEntries(
      Object.entries(row as Record<string, Json>).map(([index, cell]) => [candidates[Number(index)]!, cell]),
    );
  const paths = outcome['path_strengths'] as Record<string, Json>;
  const rows = Object.entries(paths).map(([index, row]) => [candidates[Number(index)]!, named(row)]);
  return { ...outcome, path_strengths: Object.fromEntries(rows) as Json };
}
