import { OutcomeFields } from './outcome-fields.js';

/** How a tie ended: by the drawn order, by the votes of earlier rounds, by a step of the rule, or not at all. */
export const TIE_ENDINGS = [
  'drawn_order',
  'earlier_rounds',
  'reported',
  'fewest_losses',
  'most_top_scores',
  'higher_total',
] as const;
export type TieEnding = (typeof TIE_ENDINGS)[number];

/** Options that stood equal, what for, and who was picked; nobody where the rule reports the tie. */
export interface ResultTie {
  /** The round in which it arose; null where the method has no rounds. */
  readonly round: number | null;
  readonly decides: 'election' | 'exclusion' | 'surplus_order' | 'finalists' | 'runoff';
  readonly tied: readonly number[];
  readonly picked: readonly number[];
  readonly by: TieEnding;
}

/** Who is chosen, the same for every method that chooses among options. */
export interface SeatsResult {
  readonly seats: number;
  /** In order of election, or the best first. */
  readonly elected: readonly number[];
  /** Options among which nothing decided; empty unless the tie is reported. */
  readonly tied: readonly number[];
  readonly ties: readonly ResultTie[];
  /** The order drawn before the count, where the rule breaks ties by one. */
  readonly drawnOrder: readonly number[];
}

/** Reads what `seatsJson` writes (marks, points). */
export function readFilledSeats(outcome: OutcomeFields): SeatsResult {
  const ties = outcome.objects('ties').map((tie): ResultTie => {
    const picked = tie.options('taken');
    const by = picked.length === 0 ? 'reported' : 'drawn_order';
    return { round: null, decides: 'election', tied: tie.options('tied'), picked, by };
  });
  return {
    seats: outcome.integer('seats'),
    elected: outcome.options('winners'),
    tied: outcome.options('tie'),
    ties,
    drawnOrder: readDrawnOrder(outcome),
  };
}

/** Reads what `winnersByLevels` writes, which names a reported tie's whole level as winning (ranked methods). */
export function readLevelSeats(outcome: OutcomeFields): SeatsResult {
  const ties = outcome.objects('ties').map((tie): ResultTie => {
    const by = tie.oneOf('by', ['reported', 'lot']) === 'lot' ? 'drawn_order' : 'reported';
    return { round: null, decides: 'election', tied: tie.options('tied'), picked: tie.options('picked'), by };
  });
  const tied = ties.filter(({ by }) => by === 'reported').flatMap((tie) => tie.tied);
  return {
    seats: outcome.integer('seats'),
    elected: outcome.options('winners').filter((option) => !tied.includes(option)),
    tied,
    ties,
    drawnOrder: readDrawnOrder(outcome),
  };
}

/** The order inside a recorded tie-break, or none. */
export function readDrawnOrder(outcome: OutcomeFields): readonly number[] {
  for (let rule = outcome.object('tie_break'); ; rule = rule.object('then')) {
    const mode = rule.oneOf('mode', ['fixed_order', 'previous_rounds', 'report_tie']);
    if (mode !== 'previous_rounds') return mode === 'fixed_order' ? rule.options('order') : [];
  }
}
