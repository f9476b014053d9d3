import { votesText } from '../ballot-weights.js';
import { BallotPiles } from './ballot-piles.js';
import { type IrvRound, type IrvRule } from './irv-rule.js';
import { UNDERVOTE } from './mark-rules.js';
import { type RankedBallots } from './ranked-ballots.js';
import { batchThatCannotCatchUp, highestOf, lowestOf, sumOf } from './round-decisions.js';
import { asJson, type Outcome } from '../tally-method.js';
import { breakTie, reportsTies, tieBreakJson } from '../tie-break.js';

interface Tie {
  readonly round: number;
  readonly tied: readonly number[];
  readonly picked: number | null;
  readonly for: 'win' | 'lose';
  readonly by: string;
}

/** Threshold in units of `scale` per vote, so that decimals stay whole numbers. */
interface Threshold {
  readonly units: bigint;
  readonly scale: bigint;
}

export function countInstantRunoff(rule: IrvRule, ballots: RankedBallots): Outcome {
  const count = new IrvCount(rule, ballots);
  count.run();
  return {
    winners: count.winner === null ? [] : [count.winner],
    tie_break: tieBreakJson(rule.tieBreak),
    undervotes: votesText(count.piles.inactive[-UNDERVOTE]!, ballots.weights.perVote),
    ...(rule.excluded.length > 0 ? { excluded: rule.excluded } : {}),
    ...(count.wasStopped ? { stopped_after_round: rule.stopAfterRound } : {}),
    rounds: asJson(count.rounds),
    ties: asJson(count.ties),
  };
}

class IrvCount {
  readonly rounds: IrvRound[] = [];
  readonly ties: Tie[] = [];
  readonly piles: BallotPiles;
  winner: number | null = null;
  /** Whether the rule ended the count before anybody had won. */
  wasStopped = false;
  private readonly continuing: Uint8Array;
  private readonly fieldSize: number;
  private readonly earlier: bigint[][] = [];
  private votes: bigint[] = [];
  private threshold: Threshold = { units: 1n, scale: 1n };
  private eliminatedSoFar = 0;
  private undecided = false;

  constructor(
    private readonly rule: IrvRule,
    private readonly ballots: RankedBallots,
  ) {
    this.continuing = new Uint8Array(ballots.candidateCount).fill(1);
    for (const candidate of rule.excluded) this.continuing[candidate] = 0;
    this.fieldSize = ballots.candidateCount - rule.excluded.length;
    this.piles = new BallotPiles(ballots, rule, this.continuing);
  }

  run(): void {
    let another = true;
    while (another) {
      const active = this.active();
      this.votes = Array.from(this.piles.tally, BigInt);
      this.setThreshold(active);
      const snapshot = this.describe(active);
      const nobodyVoted = this.winner === null && sumOf(active, this.votes) === 0n;
      const elected = nobodyVoted ? [] : this.electIn(active);
      const [eliminated, because] =
        elected.length > 0 || nobodyVoted ? [[], null] : this.eliminateFrom(active);
      this.rounds.push({ ...snapshot, elected, eliminated, eliminated_because: because });
      this.earlier.push(this.votes);
      another = !nobodyVoted && this.goesOn(eliminated.length > 0);
      if (another) for (const candidate of eliminated) this.piles.transfer(candidate, this.continuing);
    }
  }

  private active(): number[] {
    return Array.from(this.continuing.keys()).filter((candidate) => this.continuing[candidate] === 1);
  }

  private goesOn(someoneFell: boolean): boolean {
    const { stopAfterRound, continueUntilTwo } = this.rule;
    if (this.undecided) return false;
    if (stopAfterRound !== null && this.rounds.length >= stopAfterRound) {
      this.wasStopped = this.winner === null;
      return false;
    }
    if (!continueUntilTwo) return this.winner === null;
    return someoneFell || this.eliminatedSoFar + (this.winner === null ? 0 : 1) + 1 < this.fieldSize;
  }

  /** floor(active ÷ 2) + 1 of this round; kept from the first round, or from the win on, where the rule says so. */
  private setThreshold(active: readonly number[]): void {
    const frozen = this.winner !== null || (this.rule.firstRoundThreshold && this.rounds.length > 0);
    if (frozen) return;
    const perVote = BigInt(this.ballots.weights.perVote);
    const scale = 10n ** BigInt(this.rule.thresholdDecimals);
    const half = (sumOf(active, this.votes) * scale) / (2n * perVote) + 1n;
    const least = BigInt(this.rule.minVotes) * scale;
    this.threshold = { units: (half > least ? half : least) * perVote, scale };
  }

  private electIn(active: readonly number[]): number[] {
    const { undeclaredWriteIn, firstRoundThreshold, minVotes } = this.rule;
    const blocked =
      undeclaredWriteIn !== null &&
      this.continuing[undeclaredWriteIn] === 1 &&
      this.votes[undeclaredWriteIn]! > 0n;
    if (blocked || this.winner !== null) return [];
    let chosen = active.filter(
      (candidate) => candidate !== undeclaredWriteIn && this.meetsThreshold(candidate),
    );
    if (active.length === 1) chosen = [...active];
    const minimum = BigInt(minVotes) * BigInt(this.ballots.weights.perVote);
    const lastTwo = active.length === 2 && active.every((candidate) => this.votes[candidate]! >= minimum);
    if (lastTwo && (chosen.length === 0 || firstRoundThreshold)) chosen = highestOf(active, this.votes);
    if (chosen.length > 1) chosen = this.pick(highestOf(chosen, this.votes), 'win');
    this.winner = chosen[0] ?? null;
    return chosen;
  }

  private meetsThreshold(candidate: number): boolean {
    return this.votes[candidate]! * this.threshold.scale >= this.threshold.units;
  }

  private eliminateFrom(active: readonly number[]): [number[], string | null] {
    const { continueUntilTwo, undeclaredWriteIn } = this.rule;
    const needed = this.winner === null || (continueUntilTwo && this.eliminatedSoFar < this.fieldSize - 2);
    if (!needed || this.undecided) return [[], null];
    let eliminated: number[] = [];
    let because = 'undeclared_write_in';
    if (
      undeclaredWriteIn !== null &&
      active.includes(undeclaredWriteIn) &&
      this.votes[undeclaredWriteIn]! > 0n
    ) {
      eliminated = [undeclaredWriteIn];
    }
    if (eliminated.length === 0) [eliminated, because] = this.belowMinimum(active);
    if (eliminated.length === 0 && this.rule.batchElimination && !this.undecided) {
      because = 'cannot_catch_up_together';
      eliminated = batchThatCannotCatchUp(active, this.votes, continueUntilTwo ? 2 : 1);
    }
    if (eliminated.length === 0 && !this.undecided) {
      because = 'fewest_votes';
      eliminated = this.lowestGoes(lowestOf(active, this.votes));
    }
    for (const candidate of eliminated) this.continuing[candidate] = 0;
    this.eliminatedSoFar += eliminated.length;
    return [eliminated, eliminated.length > 0 ? because : null];
  }

  /**
   * Whoever stands lowest. A write-in for whom nobody voted stands beside others without votes: it goes first, and makes
   * no tie that the rule would report.
   */
  private lowestGoes(lowest: number[]): number[] {
    const { undeclaredWriteIn, tieBreak } = this.rule;
    if (lowest.length === 1) return lowest;
    if (undeclaredWriteIn !== null && lowest.includes(undeclaredWriteIn) && reportsTies(tieBreak))
      return [undeclaredWriteIn];
    return this.pick(lowest, 'lose');
  }

  /** Everyone below the minimum; when that is everyone, nobody can be elected and the count ends. */
  private belowMinimum(active: readonly number[]): [number[], string] {
    const minimum = BigInt(this.rule.minVotes) * BigInt(this.ballots.weights.perVote);
    const below = active.filter((candidate) => this.votes[candidate]! < minimum);
    this.undecided = below.length === active.length;
    return [this.undecided ? [] : below, 'below_minimum'];
  }

  private pick(tied: readonly number[], purpose: 'win' | 'lose'): number[] {
    const decision = breakTie(
      this.rule.tieBreak,
      purpose === 'win' ? 'choose' : 'exclude',
      tied,
      this.earlier,
    );
    const by = decision.by === 'lot' ? 'order' : decision.by;
    this.ties.push({ round: this.rounds.length + 1, tied, picked: decision.picked, for: purpose, by });
    this.undecided = decision.picked === null;
    return decision.picked === null ? [] : [decision.picked];
  }

  private describe(active: readonly number[]): Pick<IrvRound, 'round' | 'threshold' | 'tally' | 'inactive'> {
    const { perVote } = this.ballots.weights;
    const text = (units: number): string => votesText(units, perVote);
    return {
      round: this.rounds.length + 1,
      threshold: votesText(this.threshold.units / BigInt(perVote), Number(this.threshold.scale)),
      tally: Object.fromEntries(active.map((candidate) => [candidate, text(this.piles.tally[candidate]!)])),
      inactive: inactiveByCause(this.piles.inactive, text),
    };
  }
}

/** Exhausted ballots by cause; undervotes were never active and are told apart. */
export const inactiveByCause = (
  inactive: Float64Array,
  text: (units: number) => string,
): Record<string, string> => ({
  exhaustedChoices: text(inactive[1]!),
  overvotes: text(inactive[2]!),
  repeatedRankings: text(inactive[3]!),
  skippedRankings: text(inactive[4]!),
});
