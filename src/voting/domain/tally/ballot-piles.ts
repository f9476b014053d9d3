import { UNDERVOTE, whereBallotCounts, type MarkRules } from './mark-rules.js';
import { type RankedBallots } from './ranked-ballots.js';

/**
 * Ballots in piles, one per candidate, as linked lists on typed arrays: a transfer costs only the ballots it
 * moves. Weights are in the units of `ballots.weights`, and every unit is at all times either with a candidate
 * (`tally`) or inactive for one reason (`inactive`, by the negated codes of mark-rules).
 */
export class BallotPiles {
  readonly tally: Float64Array;
  readonly inactive = new Float64Array(1 - UNDERVOTE);
  private readonly top: Int32Array;
  private readonly below: Int32Array;

  constructor(
    private readonly ballots: RankedBallots,
    private readonly rules: MarkRules,
    continuing: Uint8Array,
  ) {
    const groups = ballots.weights.units.length;
    this.tally = new Float64Array(ballots.candidateCount);
    this.top = new Int32Array(ballots.candidateCount).fill(-1);
    this.below = new Int32Array(groups);
    for (let group = 0; group < groups; group++) this.place(group, continuing);
  }

  /** Sorts the pile of a candidate who no longer continues to whoever each ballot names next. */
  transfer(candidate: number, continuing: Uint8Array): void {
    let group = this.top[candidate]!;
    this.top[candidate] = -1;
    this.tally[candidate] = 0;
    while (group !== -1) {
      const next = this.below[group]!;
      this.place(group, continuing);
      group = next;
    }
  }

  private place(group: number, continuing: Uint8Array): void {
    const weight = this.ballots.weights.units[group]!;
    const to = whereBallotCounts(this.ballots, group, continuing, this.rules);
    if (to < 0) {
      this.inactive[-to]! += weight;
      return;
    }
    this.tally[to]! += weight;
    this.below[group] = this.top[to]!;
    this.top[to] = group;
  }
}
