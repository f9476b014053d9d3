import { BallotPiles } from './ballot-piles.js';
import { votesText } from '../ballot-weights.js';
import { type IrvRule } from './irv-rule.js';
import { UNDERVOTE } from './mark-rules.js';
import { pairwiseMatrix, pairwiseWins } from './pairwise.js';
import { type RankedBallots } from './ranked-ballots.js';
import { highestOf, lowestOf } from './round-decisions.js';
import { asJson, type Outcome } from '../tally-method.js';

/**
 * Instant run-off with the whole field ranked. Whoever has more than half of all ballots takes the next place
 * from the top and leaves; otherwise the lowest takes the next place from the bottom. Equal lowest are narrowed
 * to those with the worst pairwise record (fewest pairwise wins, then wins minus losses, unranked counted as
 * last), and whoever is equal even there shares the place. Ties are reported, never picked. `rounds` end with the
 * first place; `later_rounds` decide the others.
 */
export function countSuccessiveRanking(rule: IrvRule, ballots: RankedBallots): Outcome {
  const continuing = new Uint8Array(ballots.candidateCount).fill(1);
  const piles = new BallotPiles(ballots, rule, continuing);
  const records = pairwiseWins(pairwiseMatrix(ballots, 'tied_last'));
  const top: number[][] = [];
  const bottom: number[][] = [];
  const rounds: unknown[] = [];
  const laterRounds: unknown[] = [];
  const cast = BigInt(ballots.weights.total - piles.inactive[-UNDERVOTE]!);
  const text = (units: number): string => votesText(units, ballots.weights.perVote);
  for (let active = Array.from(continuing.keys()); active.length > 0;) {
    const votes = Array.from(piles.tally, BigInt);
    const best = highestOf(active, votes);
    const wins = 2n * votes[best[0]!]! > cast;
    const placed = wins ? best : worstPairwise(lowestOf(active, votes), records);
    const last = placed.length === active.length;
    const fate = wins || last ? { elected: placed, eliminated: [] } : { elected: [], eliminated: placed };
    const shown = top.length > 0 ? laterRounds : rounds;
    shown.push({
      round: rounds.length + laterRounds.length + 1,
      tally: Object.fromEntries(active.map((candidate) => [candidate, text(piles.tally[candidate]!)])),
      ...fate,
    });
    if (wins) top.push(placed);
    else bottom.unshift(placed);
    for (const candidate of placed) continuing[candidate] = 0;
    for (const candidate of placed) piles.transfer(candidate, continuing);
    active = active.filter((candidate) => continuing[candidate] === 1);
  }
  const ranking = cast === 0n ? [Array.from(continuing.keys())] : [...top, ...bottom];
  return {
    winners: cast === 0n ? [] : ranking[0]!,
    ranking: asJson(ranking),
    undervotes: text(piles.inactive[-UNDERVOTE]!),
    rounds: asJson(rounds),
    later_rounds: asJson(laterRounds),
  };
}

function worstPairwise(tied: readonly number[], records: ReturnType<typeof pairwiseWins>): number[] {
  let remaining = [...tied];
  for (let pass = 1; pass < tied.length; pass++) {
    const worst = remaining.filter((candidate) =>
      remaining.every(
        (other) =>
          records[candidate]!.wins <= records[other]!.wins &&
          records[candidate]!.wins - records[candidate]!.losses <=
            records[other]!.wins - records[other]!.losses,
      ),
    );
    if (worst.length > 0) remaining = worst;
  }
  return remaining;
}
