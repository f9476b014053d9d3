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
  const papers: Paper[] = [];
  for (const [weight, ranking] of ballots) {
    for (let i = 0; i < weight; i++)
      if (ranking.length > 0) papers.push({ ranking, value: ONE, with: ranking[0]! });
  }
  const quota = (BigInt(papers.length) / BigInt(seats + 1) + 1n) * ONE;
  const continuing = new Set(Array(candidates).keys());
  const transferred = new Set<number>();
  const elected: number[] = [];
  const stages: SecondStage[] = [];
  let votes = credit(candidates, papers, new Map());
  const fixed = new Map<number, bigint>();
  let eliminated: number[] = [];
  for (;;) {
    const now = [...continuing].filter((c) => votes[c]! >= quota);
    elect(now);
    const left = seats - elected.length;
    const done = left <= 0 || continuing.size <= left;
    if (done && left > 0) {
      const rest = [...continuing];
      now.push(...rest);
      elect(rest);
    }
    stages.push({ votes, elected: now, eliminated });
    if (done) return { winners: elected, quota, stages };
    const surpluses = elected.filter((c) => votes[c]! > quota && !transferred.has(c));
    eliminated = [];
    if (surpluses.length > 0) {
      const from = settle(surpluses, 1);
      const surplus = votes[from]! - quota;
      for (const paper of papers.filter((p) => p.with === from)) {
        paper.value = (paper.value * surplus) / votes[from]!;
        pass(paper);
      }
      transferred.add(from);
      fixed.set(from, quota);
    } else {
      const out = settle([...continuing], -1);
      continuing.delete(out);
      eliminated = [out];
      for (const paper of papers.filter((p) => p.with === out)) pass(paper);
    }
    votes = credit(candidates, papers, fixed);
  }

  function elect(list: number[]): void {
    for (const c of list) {
      continuing.delete(c);
      elected.push(c);
    }
  }
  function pass(paper: Paper): void {
    paper.with = paper.ranking.find((c) => continuing.has(c)) ?? null;
  }
  /** The one with most (1) or fewest (-1) votes; if equal, at the latest earlier stage where they differ; then lots. */
  function settle(list: number[], sign: 1 | -1): number {
    let equal = list;
    for (const stage of [...stages].reverse()) {
      const best = equal.map((c) => stage.votes[c]!).reduce((a, b) => ((sign === 1 ? b > a : b < a) ? b : a));
      equal = equal.filter((c) => stage.votes[c] === best);
    }
    const inOrder = lots.filter((c) => equal.includes(c));
    return sign === 1 ? inOrder[0]! : inOrder[inOrder.length - 1]!;
  }
}

function credit(candidates: number, papers: Paper[], fixed: Map<number, bigint>): bigint[] {
  const votes: bigint[] = Array.from({ length: candidates }, () => 0n);
  for (const paper of papers) if (paper.with !== null) votes[paper.with]! += paper.value;
  for (const [candidate, value] of fixed) votes[candidate] = value;
  return votes;
}
