import {
  byPair,
  compareStrength,
  matrixOf,
  preparePairwise,
  STRENGTHS,
  strengthText,
  type PairwiseElection,
  type Strength,
} from './pairwise-strength.js';
import { rankingsAccounted } from './ranked-ballots.js';
import { levelsByRemoval, winnersByLevels } from './ranking-levels.js';
import { asJson, type Outcome, type TallyMethod } from '../tally-method.js';
import { type PairwiseMatrix } from './pairwise.js';

type PreparedSchulze = PairwiseElection & { readonly strength: Strength };

/**
 * Schulze's method (beatpaths). A path is a chain of pairwise victories and as strong as its weakest link; a
 * candidate is ahead of another when its strongest path to the other is stronger than the one back. That
 * relation has no cycles: the winners are those whom nobody is ahead of, and the ranking is by repeated
 * removal of the winners. Options: `strength` (winning, margin, ratio), `unranked`, `tie_break`.
 * Source: Schulze, Social Choice and Welfare 36 (2011).
 */
export const schulze: TallyMethod<PreparedSchulze> = {
  name: 'schulze',
  version: 1,
  reads: 'rankings',
  prepare: (election) =>
    preparePairwise(election, (options) => ({ strength: options.choice('strength', STRENGTHS) })),
  count: countSchulze,
};

function countSchulze(election: PreparedSchulze): Outcome {
  const { matrix, pairwise } = matrixOf(election);
  const { size } = matrix;
  const { levels, texts } = linkLevels(matrix, election.strength, election.ballots.weights.perVote);
  const paths = strongestPaths(levels, size);
  const ranking = levelsByRemoval(size, (a, b) => paths[a * size + b]! > paths[b * size + a]!);
  return {
    ...winnersByLevels(ranking, election.seats, election.tieBreak),
    strength: election.strength,
    ranking: asJson(ranking),
    pairwise,
    ...rankingsAccounted(election.ballots),
    path_strengths: byPair(size, (a, b) => texts[paths[a * size + b]!]!),
  };
}

/** Victories numbered by strength from 1 up, equals alike; 0 where there is no victory. */
function linkLevels(
  matrix: PairwiseMatrix,
  strength: Strength,
  perVote: number,
): { levels: Int32Array; texts: string[] } {
  const { size, preferring } = matrix;
  const result = (cell: number): [number, number] => {
    const [a, b] = [Math.trunc(cell / size), cell % size];
    return [preferring[cell]!, preferring[b * size + a]!];
  };
  const victories = Array.from(preferring.keys()).filter((cell) => result(cell)[0] > result(cell)[1]);
  victories.sort((a, b) => compareStrength(strength, result(a), result(b)));
  const levels = new Int32Array(size * size);
  const texts = ['0'];
  victories.forEach((cell, index) => {
    const before = victories[index - 1];
    const equal = before !== undefined && compareStrength(strength, result(before), result(cell)) === 0;
    if (!equal) texts.push(strengthText(strength, result(cell), perVote));
    levels[cell] = texts.length - 1;
  });
  return { levels, texts };
}

/** Widest paths (Floyd and Warshall): for each pair the largest weakest link over all paths. */
function strongestPaths(links: Int32Array, size: number): Int32Array {
  const paths = links.slice();
  for (let via = 0; via < size; via++) {
    for (let from = 0; from < size; from++) {
      if (from === via) continue;
      const first = paths[from * size + via]!;
      for (let to = 0; to < size; to++) {
        if (to === from || to === via) continue;
        const second = paths[via * size + to]!;
        const weakest = first < second ? first : second;
        if (weakest > paths[from * size + to]!) paths[from * size + to] = weakest;
      }
    }
  }
  return paths;
}
