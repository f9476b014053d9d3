import { Ratio } from '../../../shared/ratio.js';
import { readAmounts, readBallots, type BallotsResult } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import { type ResultTie, type SeatsResult, type TieEnding } from './seats-result.js';

/** An option in the scoring round. */
export interface StarOption {
  readonly option: number;
  readonly total: Ratio;
  /** How many gave it the highest score there is. */
  readonly topScores: Ratio;
}

/** `star`: totals, the two finalists, and whom the voters put higher. */
export interface StarResult extends SeatsResult, BallotsResult {
  readonly family: 'star';
  readonly method: 'star';
  readonly highestScore: number;
  readonly options: readonly StarOption[];
  readonly finalists: readonly number[];
  /** Null where fewer than two options came so far. */
  readonly runoff: StarRunoff | null;
}

export interface StarRunoff {
  /** The winner first, where there is one. */
  readonly finalists: readonly [number, number];
  /** Votes of those who scored the first higher, and of those who scored the second higher. */
  readonly preferring: readonly [Ratio, Ratio];
  /** Votes of those who scored both alike. */
  readonly alike: Ratio;
}

export function readStarResult(outcome: OutcomeFields): StarResult {
  const topScores = new Map(readAmounts(outcome, 'five_stars').map(({ option, amount }) => [option, amount]));
  const ballots = readBallots(outcome);
  const elected = outcome.options('winners');
  const finalists = outcome.options('finalists');
  return {
    ...ballots,
    family: 'star',
    method: 'star',
    seats: 1,
    elected,
    tied: outcome.options('tie'),
    ties: outcome.objects('ties').map(readStarTie),
    drawnOrder: outcome.options('drawn_order'),
    highestScore: outcome.integer('highest_score'),
    options: readAmounts(outcome, 'total_scores').map(({ option, amount }) => ({
      option,
      total: amount,
      topScores: topScores.get(option) ?? Ratio.zero,
    })),
    finalists,
    runoff: outcome.has('runoff') ? readRunoff(outcome, finalists, elected, ballots) : null,
  };
}

function readRunoff(
  outcome: OutcomeFields,
  finalists: readonly number[],
  elected: readonly number[],
  { counted }: BallotsResult,
): StarRunoff {
  const [a, b] = finalists as readonly [number, number];
  const preferring = outcome.numbers('runoff') as readonly [Ratio, Ratio];
  return {
    finalists: elected[0] === b ? [b, a] : [a, b],
    preferring,
    alike: counted.minus(preferring[0]).minus(preferring[1]),
  };
}

const ENDINGS: Readonly<Record<string, TieEnding>> = {
  fewest_losses: 'fewest_losses',
  most_five_star: 'most_top_scores',
  higher_total: 'higher_total',
  lot_order: 'drawn_order',
  report: 'reported',
};

const readStarTie = (tie: OutcomeFields): ResultTie => ({
  round: null,
  decides: tie.oneOf('round', ['scoring', 'runoff']) === 'scoring' ? 'finalists' : 'runoff',
  tied: tie.options('tied'),
  picked: tie.options('picked'),
  by: ENDINGS[tie.oneOf('by', Object.keys(ENDINGS))]!,
});
