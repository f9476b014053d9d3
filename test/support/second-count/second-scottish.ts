/**
 * The Scottish single transferable vote counted a second time, paper by paper, from the text of rules 45 to 52
 * of the Scottish Local Government Elections Order 2007, sharing nothing with the engine. Values are whole
 * numbers of 0.00001.
 */
const ONE = 100000n;

export interface SecondStage {
  votes: bigint[];
  elected: number[];
  eliminated: number[];
}
interface Paper {
  ranking: number[];
  value: bigint;
  with: number | null;
}

export function secondScottish(
  candidates: number,
  seats: number,
  ballots: [number, number[]][],
  lots: number[],
) {
  const count = new SecondScottish(candidates, ballots, lots);
  const quota = (BigInt(count.papers.length) / BigInt(seats + 1) + 1n) * ONE;
  let eliminated: number[] = [];
  for (;;) {
    const votes = count.votes();
    const now = [...count.continuing].filter((c) => votes[c]! >= quota);
    count.elect(now);
    const left = seats - count.elected.length;
    const done = left <= 0 || count.continuing.size <= left;
    if (done && left > 0) {
      const rest = [...count.continuing];
      now.push(...rest);
      count.elect(rest);
    }
    count.stages.push({ votes, elected: now, eliminated });
    if (done) return { winners: count.elected, quota, stages: count.stages };
    eliminated = count.nextStage(votes, quota);
  }
}

class SecondScottish {
  readonly papers: Paper[] = [];
  readonly continuing: Set<number>;
  readonly elected: number[] = [];
  readonly stages: SecondStage[] = [];
  private readonly atQuota = new Map<number, bigint>();

  constructor(
    private readonly candidates: number,
    ballots: [number, number[]][],
    private readonly lots: number[],
  ) {
    this.continuing = new Set(Array(candidates).keys());
    for (const [weight, ranking] of ballots) {
      for (let i = 0; i < weight; i++) {
        if (ranking.length > 0) this.papers.push({ ranking, value: ONE, with: ranking[0]! });
      }
    }
  }

  votes(): bigint[] {
    const votes: bigint[] = Array.from({ length: this.candidates }, () => 0n);
    for (const paper of this.papers) if (paper.with !== null) votes[paper.with]! += paper.value;
    for (const [candidate, quota] of this.atQuota) votes[candidate] = quota;
    return votes;
  }

  elect(list: number[]): void {
    for (const c of list) {
      this.continuing.delete(c);
      this.elected.push(c);
    }
  }

  /** The largest surplus passes on; without one, the lowest is excluded, who is returned. */
  nextStage(votes: bigint[], quota: bigint): number[] {
    const surpluses = this.elected.filter((c) => votes[c]! > quota);
    const from = surpluses.length > 0 ? this.settle(surpluses, 1) : this.settle([...this.continuing], -1);
    const papers = this.papers.filter((paper) => paper.with === from);
    this.continuing.delete(from);
    for (const paper of papers) {
      if (surpluses.length > 0) paper.value = (paper.value * (votes[from]! - quota)) / votes[from]!;
      paper.with = paper.ranking.find((c) => this.continuing.has(c)) ?? null;
    }
    if (surpluses.length > 0) this.atQuota.set(from, quota);
    return surpluses.length > 0 ? [] : [from];
  }

  /** The one with most (1) or fewest (-1) votes; if equal, at the latest earlier stage where they differ; then lots. */
  private settle(list: number[], sign: 1 | -1): number {
    let equal = list;
    for (const stage of [...this.stages].reverse()) {
      const best = equal.map((c) => stage.votes[c]!).reduce((a, b) => ((sign === 1 ? b > a : b < a) ? b : a));
      equal = equal.filter((c) => stage.votes[c] === best);
    }
    const inOrder = this.lots.filter((c) => equal.includes(c));
    return sign === 1 ? inOrder[0]! : inOrder[inOrder.length - 1]!;
  }
}
