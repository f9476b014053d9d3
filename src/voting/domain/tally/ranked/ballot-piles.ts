import { UNDERVOTE, whereBallotCounts, type MarkRules } from './mark-rules.js';
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
    this.holder = new Int16Array(groups);
    this.cursor = ballots.start.slice(0, -1);
    for (let group = 0; group < groups; group++) this.place(group, continuing);
  }

  /** Sorts the pile of a candidate who no longer continues to whoever each ballot names next. */
  transfer(candidate: number, continuing: Uint8Array): void {
    this.tally[candidate] = 0;
    const { holder } = this;
    for (let group = 0; group < holder.length; group++) {
      if (holder[group] === candidate) this.place(group, continuing);
    }
  }

  private place(group: number, continuing: Uint8Array): void {
    const weight = this.ballots.weights.units[group]!;
    const to = whereBallotCounts(this.ballots, group, continuing, this.rules, this.cursor);
    this.holder[group] = to;
    if (to < 0) this.inactive[-to]! += weight;
    else this.tally[to]! += weight;
  }
}
