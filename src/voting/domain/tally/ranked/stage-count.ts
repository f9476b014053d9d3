import { fixedText } from '../fixed-point.js';
import { type MarkRules } from './mark-rules.js';
import { PaperPiles, worth } from './paper-piles.js';
import { byVotesDescending, sumOf } from './round-decisions.js';
import { type PreparedStv } from './stv-rule.js';
import { breakTie, tieBreakJson } from '../tie-break.js';

export interface StvTie {
  readonly round: number;
  readonly tied: readonly number[];
  readonly picked: number | null;
  readonly for: 'exclusion' | 'surplus_first';
  readonly by: string;
}

/**
 * What the rules that transfer one surplus or exclude one candidate per stage have in common. Votes are whole
 * numbers of `scale` to the vote (decimals of the rule times units of weight).
 */
export class StageCount {
  readonly hopeful: Uint8Array;
  readonly elected: number[] = [];
  /** Elected with a surplus still to be transferred, in order of election. */
  pending: number[] = [];
  readonly votes: bigint[];
  readonly ties: StvTie[] = [];
  readonly history: bigint[][] = [];
  readonly piles: PaperPiles<bigint>;
  readonly scale: bigint;
  readonly valid: bigint;
  /** Set when a reported tie ends the count. */
  undecided = false;

  constructor(
    readonly prepared: PreparedStv,
    readonly decimals: number,
    marks: MarkRules,
  ) {
    const { ballots, absent } = prepared;
    this.hopeful = new Uint8Array(ballots.candidateCount).fill(1);
    for (const candidate of absent) this.hopeful[candidate] = 0;
    const one = 10n ** BigInt(decimals);
    this.scale = one * BigInt(ballots.weights.perVote);
    this.piles = new PaperPiles(ballots, marks, this.hopeful, one);
    this.votes = Array.from(this.hopeful, (_, candidate) => worth(this.piles.pileOf(candidate)));
    this.valid = sumOf([...this.hopeful.keys()], this.votes);
  }

  hopefuls(): number[] {
    return Array.from(this.hopeful.keys()).filter((candidate) => this.hopeful[candidate] === 1);
  }

  seatsLeft(): number {
    return this.prepared.seats - this.elected.length;
  }

  isComplete(): boolean {
    return this.undecided || this.seatsLeft() <= 0 || this.hopefuls().length <= this.seatsLeft();
  }

  /** Elects every hopeful candidate with a quota, most votes first. */
  electAtQuota(quota: bigint): number[] {
    const reached = this.hopefuls().filter((candidate) => this.votes[candidate]! >= quota);
    return this.elect(byVotesDescending(reached, this.votes, this.drawnOrder()));
  }

  /** When those left are no more than the seats left, all are elected. */
  electRemaining(): number[] {
    if (this.undecided || this.hopefuls().length > this.seatsLeft()) return [];
    return this.elect(byVotesDescending(this.hopefuls(), this.votes, this.drawnOrder()));
  }

  elect(candidates: readonly number[]): number[] {
    for (const candidate of candidates) {
      this.hopeful[candidate] = 0;
      this.elected.push(candidate);
    }
    return [...candidates];
  }

  /** Passes a pile on; returns the worth of the papers that found nobody. */
  transfer(from: number, revalue: (value: bigint) => bigint): bigint {
    const lost = worth(this.piles.transfer(from, this.hopeful, revalue));
    for (const candidate of this.hopefuls()) this.votes[candidate] = worth(this.piles.pileOf(candidate));
    return lost;
  }

  /** One of the tied by the named rule; null when the rule reports the tie, which ends the count. */
  pick(tied: readonly number[], purpose: StvTie['for'], round: number): number | null {
    if (tied.length === 1) return tied[0]!;
    const choose = purpose === 'exclusion' ? 'exclude' : 'choose';
    const { picked, by } = breakTie(this.prepared.tieBreak, choose, tied, this.history);
    this.ties.push({ round, tied, picked, for: purpose, by });
    this.undecided = picked === null;
    return picked;
  }

  text(value: bigint): string {
    return fixedText(value, this.scale, this.decimals);
  }

  /** The rule counted by, and the ballots that name nobody who stands. */
  ruleJson() {
    const { variant, seats, tieBreak, ballots } = this.prepared;
    const one = this.scale / BigInt(ballots.weights.perVote);
    const undervotes = this.text(BigInt(ballots.weights.total) * one - this.valid);
    return { variant, seats, tie_break: tieBreakJson(tieBreak), undervotes };
  }

  /** Votes of everyone who stood, as text. */
  votesText(): Record<string, string> {
    const standing = Array.from(this.hopeful.keys()).filter(
      (candidate) => !this.prepared.absent.includes(candidate),
    );
    return Object.fromEntries(standing.map((candidate) => [candidate, this.text(this.votes[candidate]!)]));
  }

  private drawnOrder(): readonly number[] | undefined {
    let rule = this.prepared.tieBreak;
    while (rule.mode === 'previous_rounds') rule = rule.then;
    return rule.mode === 'fixed_order' ? rule.order : undefined;
  }
}
