import { Ratio } from '../../../../shared/ratio.js';
import { cut, ratioText } from './gregory-quota.js';
import {
  EXHAUSTED_BY_DUPLICATE,
  EXHAUSTED_BY_OVERVOTE,
  EXHAUSTED_BY_SKIPPED_RANKS,
  EXHAUSTED_CHOICES,
  UNDERVOTE,
} from './mark-rules.js';
import { PaperPiles } from './paper-piles.js';
import { batchThatCannotCatchUp, byVotesDescending, highestOf, lowestOf } from './round-decisions.js';
import { type PreparedStv } from './stv-rule.js';
import { breakTie, reportsTies } from '../tie-break.js';

/** The candidates and papers of a count by `gregory-fractional`, between one round and the next. */
export class GregoryField {
  readonly winners: number[] = [];
  readonly ties: Record<string, unknown>[] = [];
  residual = Ratio.zero;
  private readonly continuing: Uint8Array;
  private readonly piles: PaperPiles<Ratio>;
  private readonly retained = new Map<number, Ratio>();
  private readonly fieldSize: number;
  private readonly history: bigint[][] = [];
  private leaving: number[] = [];
  private finalSurplus = Ratio.zero;
  private undecided = false;
  /** Whether the rule ended the count with seats still to fill. */
  wasStopped = false;
  private round = 0;
  private tally: Ratio[];

  constructor(private readonly prepared: PreparedStv) {
    const { ballots, absent, gregory } = prepared;
    this.continuing = new Uint8Array(ballots.candidateCount).fill(1);
    for (const candidate of absent) this.continuing[candidate] = 0;
    this.fieldSize = ballots.candidateCount - new Set(absent).size;
    this.piles = new PaperPiles(ballots, gregory, this.continuing, Ratio.one);
    this.tally = Array.from(this.continuing, (_, candidate) => this.votesOf(candidate));
  }

  /** Passes on the papers of those who left in the round before. */
  beginRound(round: number, quota: Ratio): void {
    this.round = round;
    const full = this.winners.length >= this.prepared.seats;
    for (const candidate of this.leaving) {
      const won = this.winners.includes(candidate);
      const votes = this.tally[candidate]!;
      const surplus = votes.minus(quota);
      const fraction = !won
        ? Ratio.one
        : surplus.isNegative() || votes.isZero()
          ? Ratio.zero
          : this.cut(surplus.dividedBy(votes));
      const revalue = (value: Ratio): Ratio => (won ? this.cut(value.times(fraction)) : value);
      if (won) this.retain(candidate, quota, revalue);
      if (won && full)
        this.finalSurplus = this.finalSurplus.plus(this.worth(this.piles.pileOf(candidate), revalue));
      else this.piles.transfer(candidate, this.continuing, revalue);
    }
    this.leaving = [];
    for (const candidate of this.active()) this.tally[candidate] = this.votesOf(candidate);
  }

  /** A winner keeps what was not passed on; above the quota that is the residual of cutting. */
  private retain(winner: number, quota: Ratio, revalue: (value: Ratio) => Ratio): void {
    const kept = this.tally[winner]!.minus(this.worth(this.piles.pileOf(winner), revalue));
    const above = kept.minus(quota);
    if (!above.isNegative()) this.residual = this.residual.plus(above);
    this.retained.set(winner, above.isNegative() ? kept : quota);
  }

  electIn(quota: Ratio): number[] {
    const { seats, gregory } = this.prepared;
    const active = this.active();
    const left = seats - this.winners.length;
    const writeIn = gregory.undeclaredWriteIn;
    const blocked = writeIn !== null && this.continuing[writeIn] === 1 && !this.tally[writeIn]!.isZero();
    if (left <= 0 || blocked) return [];
    const votes = this.asIntegers();
    let chosen = active.filter(
      (candidate) => candidate !== writeIn && !this.tally[candidate]!.isLessThan(quota),
    );
    if (active.length <= left) chosen = active.filter((candidate) => candidate !== writeIn);
    if (seats === 1 && chosen.length === 0 && active.length === 2) chosen = highestOf(active, votes);
    const most = gregory.oneWinnerPerRound && active.length > left ? 1 : left;
    const elected =
      chosen.length <= most ? byVotesDescending(chosen, votes) : this.topOf(chosen, votes, most);
    this.leave(elected);
    this.winners.push(...elected);
    return elected;
  }

  /** More reach the quota than can be elected in this round: the highest, by the tie-break where equal. */
  private topOf(reached: readonly number[], votes: readonly bigint[], most: number): number[] {
    const elected: number[] = [];
    for (let left = [...reached]; elected.length < most && left.length > 0;) {
      const picked = this.pick(highestOf(left, votes), 'win');
      if (picked === null) return elected;
      elected.push(picked);
      left = left.filter((candidate) => candidate !== picked);
    }
    return elected;
  }

  eliminate(): [number[], string | null] {
    const { seats, gregory } = this.prepared;
    const active = this.active();
    if (this.winners.length >= seats || this.undecided) return [[], null];
    const votes = this.asIntegers();
    const writeIn = gregory.undeclaredWriteIn;
    let out: number[] = [];
    let because = 'undeclared_write_in';
    if (writeIn !== null && active.includes(writeIn) && !this.tally[writeIn]!.isZero()) out = [writeIn];
    if (out.length === 0) {
      because = 'below_minimum';
      const least = Ratio.of(BigInt(gregory.minVotes));
      out = active.filter((candidate) => this.tally[candidate]!.isLessThan(least));
      this.undecided = out.length === active.length;
      if (this.undecided) return [[], null];
    }
    if (out.length === 0 && gregory.batchElimination) {
      because = 'cannot_catch_up_together';
      out = batchThatCannotCatchUp(active, votes, seats - this.winners.length);
    }
    if (out.length === 0) {
      because = 'fewest_votes';
      const lowest = lowestOf(active, votes);
      // A write-in for whom nobody voted goes first, and makes no tie that the rule would report.
      const goesFirst = writeIn !== null && lowest.includes(writeIn) && reportsTies(this.prepared.tieBreak);
      const picked = goesFirst ? writeIn : this.pick(lowest, 'lose');
      if (picked === null) return [[], null];
      out = [picked];
    }
    this.leave(out);
    return [out, because];
  }

  goesOn(rounds: number, someoneWon: boolean): boolean {
    const { seats, gregory } = this.prepared;
    this.history.push(this.asIntegers());
    if (this.undecided) return false;
    if (gregory.stopAfterRound !== null && rounds >= gregory.stopAfterRound) {
      this.wasStopped = this.winners.length < seats;
      return false;
    }
    const passesSurplus = seats > 1 && someoneWon && gregory.finalSurplusRound;
    if (this.active().length === 0 && !passesSurplus) return false;
    if (this.winners.length === this.fieldSize && seats > this.fieldSize) return false;
    return this.winners.length < seats || passesSurplus;
  }

  activeVotes(): Ratio {
    return this.active().reduce((sum, candidate) => sum.plus(this.tally[candidate]!), Ratio.zero);
  }

  /** Continuing candidates at their votes, earlier winners at what they kept. */
  tallyText(): Record<string, string> {
    const shown = [...this.active(), ...this.retained.keys()].sort((a, b) => a - b);
    return Object.fromEntries(
      shown.map((candidate) => [
        candidate,
        ratioText(this.retained.get(candidate) ?? this.tally[candidate]!),
      ]),
    );
  }

  inactiveText(): Record<string, string> {
    const text = (reason: number): string => ratioText(this.worth(this.piles.inactiveFor(reason)));
    return {
      exhaustedChoices: text(EXHAUSTED_CHOICES),
      overvotes: text(EXHAUSTED_BY_OVERVOTE),
      repeatedRankings: text(EXHAUSTED_BY_DUPLICATE),
      skippedRankings: text(EXHAUSTED_BY_SKIPPED_RANKS),
      finalRoundSurplus: ratioText(this.finalSurplus),
    };
  }

  undervotesText(): string {
    return ratioText(this.worth(this.piles.inactiveFor(UNDERVOTE)));
  }

  private active(): number[] {
    return Array.from(this.continuing.keys()).filter((candidate) => this.continuing[candidate] === 1);
  }

  private leave(candidates: readonly number[]): void {
    for (const candidate of candidates) this.continuing[candidate] = 0;
    this.leaving.push(...candidates);
  }

  private pick(tied: readonly number[], purpose: 'win' | 'lose'): number | null {
    if (tied.length === 1) return tied[0]!;
    const { picked, by } = breakTie(
      this.prepared.tieBreak,
      purpose === 'win' ? 'choose' : 'exclude',
      tied,
      this.history,
    );
    this.ties.push({ round: this.round, tied, picked, for: purpose, by: by === 'lot' ? 'order' : by });
    this.undecided = picked === null;
    return picked;
  }

  private votesOf(candidate: number): Ratio {
    return this.worth(this.piles.pileOf(candidate));
  }

  private worth(papers: readonly [number, Ratio][], revalue = (value: Ratio): Ratio => value): Ratio {
    const perVote = BigInt(this.prepared.ballots.weights.perVote);
    return papers.reduce(
      (sum, [units, value]) => sum.plus(revalue(value).times(Ratio.of(BigInt(units), perVote))),
      Ratio.zero,
    );
  }

  private cut(value: Ratio): Ratio {
    return cut(value, this.prepared.gregory.decimals);
  }

  /** Votes over one common denominator, so that they compare as whole numbers. */
  private asIntegers(): bigint[] {
    const places = this.prepared.gregory.decimals;
    const common =
      places === null
        ? leastCommonDenominator(this.tally)
        : 10n ** BigInt(places) * BigInt(this.prepared.ballots.weights.perVote);
    return this.tally.map((votes) => (votes.numerator * common) / votes.denominator);
  }
}

function leastCommonDenominator(values: readonly Ratio[]): bigint {
  return values.reduce((common, { denominator }) => common * Ratio.of(denominator, common).numerator, 1n);
}
