import { ceilDivide, floorDivide } from '../fixed-point.js';
import { compareVotes, shownText, type MeekArithmetic } from './meek-arithmetic.js';
import { preferenceTree, type PreferenceNode } from './preference-tree.js';
import { byVotesDescending } from './round-decisions.js';
import { type PreparedStv } from './stv-rule.js';
import { type StvTie } from './stage-count.js';
import { breakTie } from '../tie-break.js';

/** Candidates, keep factors and ballots of an iterative count, and its rounds as they are shown. */
export class MeekField {
  readonly keep: bigint[];
  votes: bigint[];
  readonly elected: number[] = [];
  readonly rounds: Record<string, unknown>[] = [];
  readonly ties: StvTie[] = [];
  readonly perVote: bigint;
  readonly validVotes: bigint;
  quota = 0n;
  surplus = 0n;
  /** Ballots that name nobody who stands. */
  readonly unused: bigint;
  private residual = 0n;
  private undecided = false;
  private readonly hopeful = new Set<number>();
  private readonly history: bigint[][] = [];
  private tree: readonly PreferenceNode[];
  /** Candidates who keep nothing any more. */
  private readonly gone: Uint8Array;
  /** Units of weight of every ballot that names somebody. */
  private readonly named: bigint;
  private readonly tolerance: bigint;
  private electedNow: number[] = [];
  private eliminatedNow: number[] = [];

  constructor(
    private readonly prepared: PreparedStv,
    private readonly arithmetic: MeekArithmetic,
  ) {
    const { ballots, absent } = prepared;
    this.perVote = BigInt(ballots.weights.perVote);
    this.tolerance = arithmetic.tolerance * this.perVote;
    this.keep = Array.from({ length: ballots.candidateCount }, () => 0n);
    this.votes = [...this.keep];
    for (const candidate of this.keep.keys()) if (!absent.includes(candidate)) this.hopeful.add(candidate);
    for (const candidate of this.hopeful) this.keep[candidate] = arithmetic.one;
    this.gone = new Uint8Array(ballots.candidateCount);
    this.tree = preferenceTree(ballots, this.gone);
    this.named = this.tree.reduce((sum, { units }) => sum + units, 0n);
    if (absent.length > 0) this.leaveOut(absent);
    this.validVotes = this.firstPreferences();
    this.unused = BigInt(ballots.weights.total) * arithmetic.one - this.validVotes;
  }

  /** Gives every ballot to its first choice; returns their sum, the valid votes. */
  private firstPreferences(): bigint {
    this.distribute();
    this.residual = 0n;
    return this.votes.reduce((sum, votes) => sum + votes, 0n);
  }

  startFromFirstPreferences(): void {
    this.updateQuota();
    this.rounds.push({});
    this.show();
  }

  newRound(): void {
    this.history.push([...this.votes]);
    this.electedNow = [];
    this.eliminatedNow = [];
    this.rounds.push({});
  }

  seatsLeft(): number {
    return this.prepared.seats - this.elected.length;
  }

  isComplete(): boolean {
    return this.undecided || this.seatsLeft() <= 0 || this.hopeful.size <= this.seatsLeft();
  }

  updateQuota(): void {
    const all = this.votes.reduce((sum, votes) => sum + votes, 0n);
    this.quota = floorDivide(all, BigInt(this.prepared.seats + 1)) + this.arithmetic.quotaUnit * this.perVote;
  }

  /** Elects whoever has a quota, most votes first. */
  electAtQuota(): boolean {
    const reached = [...this.hopeful].filter((candidate) => {
      const above = compareVotes(this.votes[candidate]!, this.quota, this.tolerance);
      return this.arithmetic.quotaMustBeExceeded ? above > 0 : above >= 0;
    });
    for (const candidate of byVotesDescending(reached, this.votes)) this.elect(candidate);
    return reached.length > 0;
  }

  electRemaining(): void {
    if (this.undecided || this.hopeful.size > this.seatsLeft()) return;
    for (const candidate of byVotesDescending([...this.hopeful], this.votes)) this.elect(candidate);
  }

  private elect(candidate: number): void {
    this.hopeful.delete(candidate);
    this.elected.push(candidate);
    this.electedNow.push(candidate);
    this.show();
  }

  totalSurplus(): bigint {
    const total = this.elected.reduce((sum, candidate) => sum + this.votes[candidate]! - this.quota, 0n);
    return this.prepared.variant === 'meek-prf' && total < 0n ? 0n : total;
  }

  /** Excludes the lowest; everyone whose votes are within the total surplus of the lowest is tied with it. */
  excludeLowest(): void {
    const hopefuls = [...this.hopeful];
    const least = hopefuls.map((candidate) => this.votes[candidate]!).reduce((a, b) => (b < a ? b : a));
    const tied = hopefuls.filter(
      (candidate) => this.compare(least + this.surplus, this.votes[candidate]!) >= 0,
    );
    const decision =
      tied.length === 1 ? null : breakTie(this.prepared.tieBreak, 'exclude', tied, this.history);
    const picked = decision ? decision.picked : tied[0]!;
    const round = this.rounds.length - 1;
    if (decision) this.ties.push({ round, tied, picked, for: 'exclusion', by: decision.by });
    if (picked === null) this.undecided = true;
    else this.exclude([picked]);
  }

  exclude(candidates: readonly number[]): void {
    for (const candidate of candidates) {
      this.hopeful.delete(candidate);
      this.eliminatedNow.push(candidate);
      this.show();
      this.keep[candidate] = 0n;
      this.leaveOut([candidate]);
      if (this.prepared.variant === 'meek-prf') this.votes[candidate] = 0n;
      else this.distribute();
    }
  }

  /** The largest set of lowest candidates, those within the surplus kept together, that can never catch up. */
  batchThatCannotCatchUp(): number[] {
    const sorted = [...this.hopeful].sort((a, b) => this.compare(this.votes[a]!, this.votes[b]!) || a - b);
    const groups = this.groupsWithinSurplus(sorted);
    let together = 0n;
    let size = 0;
    let batch: number[] = [];
    for (const [index, group] of groups.slice(0, -1).entries()) {
      size += group.length;
      if (size > this.hopeful.size - this.seatsLeft()) break;
      together += group.reduce((sum, candidate) => sum + this.votes[candidate]!, 0n);
      const next = this.votes[groups[index + 1]![0]!]!;
      if (this.compare(together + this.surplus, next) < 0) batch = groups.slice(0, index + 1).flat();
    }
    return batch.sort((a, b) => a - b);
  }

  private groupsWithinSurplus(sorted: readonly number[]): number[][] {
    const groups: number[][] = [];
    let base = 0n;
    for (const candidate of sorted) {
      const votes = this.votes[candidate]!;
      if (groups.length > 0 && this.compare(base + this.surplus, votes) >= 0) groups.at(-1)!.push(candidate);
      else if (groups.length === 0 && this.compare(this.surplus, votes) >= 0) groups.push([candidate]);
      else {
        groups.push([candidate]);
        base = votes;
      }
    }
    return groups;
  }

  private leaveOut(candidates: readonly number[]): void {
    for (const candidate of candidates) this.gone[candidate] = 1;
    this.tree = preferenceTree(this.prepared.ballots, this.gone);
  }

  /** Gives every ballot's weight out by the keep factors. */
  distribute(): void {
    this.votes = this.votes.map(() => 0n);
    this.residual = this.named * this.arithmetic.one;
    for (const node of this.tree) this.giveOut(node, this.arithmetic.one);
  }

  private giveOut(node: PreferenceNode, weight: bigint): void {
    const sharing = node.members.filter((candidate) => this.keep[candidate]! !== 0n);
    let left = sharing.length === 0 ? weight : 0n;
    for (const candidate of sharing) {
      const share = weight / BigInt(sharing.length);
      const kept = this.keptOf(share, this.keep[candidate]!);
      this.votes[candidate]! += kept * node.units;
      this.residual -= kept * node.units;
      left += this.passedOn(share, kept, this.keep[candidate]!);
    }
    if (this.compare(left * this.perVote, 0n) <= 0) return;
    for (const next of node.next()) this.giveOut(next, left);
  }

  private keptOf(weight: bigint, keep: bigint): bigint {
    if (this.prepared.variant === 'warren') return keep < weight ? keep : weight;
    const product = weight * keep;
    return this.prepared.variant === 'meek-prf'
      ? ceilDivide(product, this.arithmetic.one)
      : product / this.arithmetic.one;
  }

  private passedOn(weight: bigint, kept: bigint, keep: bigint): bigint {
    if (this.prepared.variant !== 'meek') return weight - kept;
    return (weight * (this.arithmetic.one - keep)) / this.arithmetic.one;
  }

  private compare(a: bigint, b: bigint): number {
    return compareVotes(a, b, this.tolerance);
  }

  /** The state after a step of the round; the last one stays. */
  showDecision<Step>(step: Step): Step {
    this.show();
    return step;
  }

  private show(): void {
    const text = (value: bigint): string => shownText(this.arithmetic, value, this.perVote);
    const factor = (value: bigint): string => shownText(this.arithmetic, value, 1n);
    const standing = [...this.keep.keys()].filter((candidate) => !this.prepared.absent.includes(candidate));
    this.rounds[this.rounds.length - 1] = {
      round: this.rounds.length - 1,
      quota: text(this.quota),
      votes: Object.fromEntries(standing.map((candidate) => [candidate, text(this.votes[candidate]!)])),
      elected: [...this.electedNow],
      eliminated: [...this.eliminatedNow],
      keep: Object.fromEntries(standing.map((candidate) => [candidate, factor(this.keep[candidate]!)])),
      surplus: text(this.surplus),
      residual: text(this.residual),
    };
  }
}
