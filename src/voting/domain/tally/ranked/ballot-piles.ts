import {
  countsByOrderAlone,
  firstContinuing,
  UNDERVOTE,
  whereBallotCounts,
  type MarkRules,
} from './mark-rules.js';
import { type RankedBallots } from './ranked-ballots.js';

/**
 * Ballots in piles, one per candidate, as typed arrays in the order of the ballots, which memory likes better
 * than lists. Weights are in the units of `ballots.weights`, and every unit is at all times either with a candidate
 * (`tally`) or inactive for one reason (`inactive`, by the negated codes of mark-rules).
 */
export class BallotPiles {
  readonly tally: Float64Array;
  readonly inactive = new Float64Array(1 - UNDERVOTE);
  /** The candidate whose pile each group is in; below zero: inactive. */
  private readonly holder: Int16Array;
  private readonly cursor: Int32Array;

  constructor(
    private readonly ballots: RankedBallots,
    private readonly rules: MarkRules,
    continuing: Uint8Array,
  ) {
    const groups = ballots.weights.units.length;
    this.tally = new Float64Array(ballots.candidateCount);
    // Nobody's, and so no candidate's pile: everything is still to be placed.
    this.holder = new Int16Array(groups).fill(UNPLACED);
    this.cursor = ballots.start.slice(0, -1);
    this.placeAll(UNPLACED, continuing);
  }

  /** Sorts the pile of a candidate who no longer continues to whoever each ballot names next. */
  transfer(candidate: number, continuing: Uint8Array): void {
    this.tally[candidate] = 0;
    this.placeAll(candidate, continuing);
  }

  private placeAll(from: number, continuing: Uint8Array): void {
    const { ballots, holder, cursor, tally, inactive, rules } = this;
    const { marks, start } = ballots;
    const { units } = ballots.weights;
    const isPlain = countsByOrderAlone(ballots, rules);
    for (let group = 0; group < holder.length; group++) {
      if (holder[group] !== from) continue;
      const to = isPlain
        ? firstContinuing(marks, start, group, continuing, cursor)
        : whereBallotCounts(ballots, group, continuing, rules, cursor);
      holder[group] = to;
      if (to < 0) inactive[-to]! += units[group]!;
      else tally[to]! += units[group]!;
    }
  }
}

const UNPLACED = -0x8000;
