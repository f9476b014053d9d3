import { votesText } from '../ballot-weights.js';
import { matrixOf, preparePairwise, type PairwiseElection } from './pairwise-strength.js';
import { pairwiseWins } from './pairwise.js';
import { rankingsAccounted } from './ranked-ballots.js';
import { levelsByScore, winnersByLevels } from './ranking-levels.js';
import { asJson, type Outcome, type TallyMethod } from '../tally-method.js';

const COPELAND_SCORES = ['wins_minus_losses', 'half_per_tie'] as const;
type PreparedCopeland = PairwiseElection & { readonly score: (typeof COPELAND_SCORES)[number] };

/**
 * Copeland: candidates are compared in pairs and scored by how many others they beat: `wins_minus_losses`, or
 * `half_per_tie` (1 for a win, ½ for a tie). Equal scores share a level; then the named tie-break.
 */
export const copeland: TallyMethod<PreparedCopeland> = {
  name: 'copeland',
  version: 1,
  reads: 'rankings',
  prepare: (election) =>
    preparePairwise(election, (options) => ({ score: options.choice('score', COPELAND_SCORES) })),
  count: countCopeland,
};

function countCopeland(election: PreparedCopeland): Outcome {
  const { matrix, pairwise } = matrixOf(election);
  const halves = pairwiseWins(matrix).map(({ wins, losses, ties }) =>
    election.score === 'half_per_tie' ? 2 * wins + ties : 2 * (wins - losses),
  );
  const ranking = levelsByScore(matrix.size, (a, b) => halves[b]! - halves[a]!);
  return {
    ...winnersByLevels(ranking, election.seats, election.tieBreak),
    score: election.score,
    ranking: asJson(ranking),
    scores: Object.fromEntries(halves.map((score, candidate) => [candidate, votesText(score, 2)])),
    pairwise,
    ...rankingsAccounted(election.ballots),
  };
}
