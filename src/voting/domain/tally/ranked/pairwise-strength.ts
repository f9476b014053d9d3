import { Ratio } from '../../../../shared/ratio.js';
import { votesText } from '../ballot-weights.js';
import { OptionReader } from '../option-reader.js';
import { pairwiseMatrix, UNRANKED_RULES, type PairwiseMatrix, type UnrankedRule } from './pairwise.js';
import { readRankedBallots, refuseSeats, type RankedBallots } from './ranked-ballots.js';
import { type Election, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

/** What makes one pairwise victory stronger than another: votes for the winner, the difference, or the quotient. */
export const STRENGTHS = ['winning', 'margin', 'ratio'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** What every pairwise method has in common, its ballots read. */
export interface PairwiseElection {
  readonly ballots: RankedBallots;
  readonly seats: number;
  readonly unranked: UnrankedRule;
  readonly tieBreak: TieBreak;
}

/** Ranks with equals and blanks; a candidate named twice contradicts itself and is refused. */
const PAIRWISE_FORM = { equalRanks: true, blanks: true, duplicates: false, unknownOvervotes: false };

/** Reads `unranked` and `tie_break`, the method's own options by `own`, and the ballots. */
export function preparePairwise<Own>(
  election: Election,
  own: (options: OptionReader) => Own,
): (PairwiseElection & Own) | TallyRefusal {
  const options = new OptionReader(election.method, election.options);
  const unranked = options.choice('unranked', UNRANKED_RULES);
  const tieBreak = options.tieBreak('tie_break', election.candidates.length);
  const chosen = own(options);
  const wrong = refuseSeats(election.seats, 1) ?? options.refusal();
  if (wrong) return wrong;
  const ballots = readRankedBallots(election, PAIRWISE_FORM);
  return 'reason' in ballots ? ballots : { ...chosen, ballots, seats: election.seats, unranked, tieBreak };
}

/** The matrix of the election and the text of its cells. */
export function matrixOf(election: PairwiseElection): {
  matrix: PairwiseMatrix;
  pairwise: Record<string, Record<string, string>>;
} {
  const matrix = pairwiseMatrix(election.ballots, election.unranked);
  const { perVote } = election.ballots.weights;
  const pairwise = byPair(matrix.size, (a, b) => votesText(matrix.preferring[a * matrix.size + b]!, perVote));
  return { matrix, pairwise };
}

/** A square of texts without its diagonal, keyed by candidate. */
export function byPair(
  size: number,
  cell: (a: number, b: number) => string,
): Record<string, Record<string, string>> {
  const candidates = Array.from({ length: size }, (_, candidate) => candidate);
  return Object.fromEntries(
    candidates.map((a) => [
      a,
      Object.fromEntries(candidates.filter((b) => b !== a).map((b) => [b, cell(a, b)])),
    ]),
  );
}

/**
 * Order of strength of two results `[for, against]` by votes, margin or quotient; negative, zero or positive.
 * A quotient with nobody against is above every other, and among those more votes are stronger.
 */
export function compareStrength(
  strength: Strength,
  a: readonly [number, number],
  b: readonly [number, number],
): number {
  if (strength === 'winning') return a[0] - b[0];
  if (strength === 'margin') return a[0] - a[1] - (b[0] - b[1]);
  if (a[1] === 0 || b[1] === 0)
    return a[1] === b[1] ? a[0] - b[0] : a[1] === 0 ? (a[0] === 0 ? -1 : 1) : b[0] === 0 ? 1 : -1;
  const difference = BigInt(a[0]) * BigInt(b[1]) - BigInt(b[0]) * BigInt(a[1]);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A strength as text: votes, votes of difference, or a fraction (`"unopposed"` with nobody against). */
export function strengthText(
  strength: Strength,
  [votesFor, against]: readonly [number, number],
  perVote: number,
): string {
  if (strength === 'winning') return votesText(votesFor, perVote);
  if (strength === 'margin') return votesText(votesFor - against, perVote);
  return against === 0
    ? votesFor === 0
      ? '0'
      : 'unopposed'
    : Ratio.of(BigInt(votesFor), BigInt(against)).toString();
}
