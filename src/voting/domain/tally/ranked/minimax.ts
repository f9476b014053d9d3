import {
  compareStrength,
  matrixOf,
  preparePairwise,
  STRENGTHS,
  strengthText,
  type PairwiseElection,
  type Strength,
} from './pairwise-strength.js';
import { rankingsAccounted } from './ranked-ballots.js';
import { levelsByScore, winnersByLevels } from './ranking-levels.js';
import { asJson, type Outcome, type TallyMethod } from '../tally-method.js';

type MinimaxStrength = Strength | 'opposition';
type PreparedMinimax = PairwiseElection & { readonly strength: MinimaxStrength };
/** The result against one opponent, seen from the opponent: `[their votes, mine]`. */
type Against = readonly [number, number];

/**
 * Minimax (Simpson and Kramer): each candidate is judged by the worst result against any other, and the
 * smallest worst wins. `winning`: the opponent's votes where the opponent wins, else 0; `margin`: the
 * opponent's votes minus one's own (below zero for whoever beats everyone); `ratio`: their quotient;
 * `opposition`: the opponent's votes, won or lost. Equal scores share a level; then the named tie-break.
 */
export const minimax: TallyMethod<PreparedMinimax> = {
  name: 'minimax',
  version: 1,
  reads: 'rankings',
  prepare: (election) =>
    preparePairwise(election, (options) => ({
      strength: options.choice('strength', [...STRENGTHS, 'opposition'] as const),
    })),
  count: countMinimax,
};

function countMinimax(election: PreparedMinimax): Outcome {
  const { matrix, pairwise } = matrixOf(election);
  const { size, preferring } = matrix;
  const measure: Strength = election.strength === 'opposition' ? 'winning' : election.strength;
  const worst = Array.from({ length: size }, (_, candidate) => {
    let most: Against | null = null;
    for (let other = 0; other < size; other++) {
      if (other === candidate) continue;
      const theirs = preferring[other * size + candidate]!;
      const mine = preferring[candidate * size + other]!;
      const against: Against = election.strength === 'winning' && theirs <= mine ? [0, mine] : [theirs, mine];
      if (most === null || compareStrength(measure, against, most) > 0) most = against;
    }
    return most ?? ([0, 0] as const);
  });
  const ranking = levelsByScore(size, (a, b) => compareStrength(measure, worst[a]!, worst[b]!));
  const { perVote } = election.ballots.weights;
  return {
    ...winnersByLevels(ranking, election.seats, election.tieBreak),
    strength: election.strength,
    ranking: asJson(ranking),
    scores: Object.fromEntries(
      worst.map((against, candidate) => [candidate, strengthText(measure, against, perVote)]),
    ),
    pairwise,
    ...rankingsAccounted(election.ballots),
  };
}
