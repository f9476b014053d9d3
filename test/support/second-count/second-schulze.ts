/**
 * Schulze's method counted a second time, from its definition: every path without repetition is tried, and its
 * strength is its weakest link. Only for a handful of candidates. Shares nothing with the engine.
 */
export interface SecondSchulzeRule {
  strength: 'winning' | 'margin';
  unranked: 'tied_last' | 'no_preference';
}

export function secondSchulze(
  candidates: number,
  ballots: [number, (number | number[])[]][],
  rule: SecondSchulzeRule,
) {
  const all = [...Array(candidates).keys()];
  const prefer = (a: number, b: number): number => {
    let sum = 0;
    for (const [weight, ranks] of ballots) {
      const place = (c: number): number =>
        ranks.findIndex((rank) => rank === c || (Array.isArray(rank) && rank.includes(c)));
      const [x, y] = [place(a), place(b)];
      if (x >= 0 && y >= 0 && x < y) sum += weight;
      if (x >= 0 && y < 0 && rule.unranked === 'tied_last') sum += weight;
    }
    return sum;
  };
  const d = all.map((a) => all.map((b) => prefer(a, b)));
  const link = (a: number, b: number): number => {
    if (d[a]![b]! <= d[b]![a]!) return 0;
    return rule.strength === 'winning' ? d[a]![b]! : d[a]![b]! - d[b]![a]!;
  };
  const strongest = (from: number, to: number, visited: number[]): number => {
    let best = link(from, to);
    for (const via of all) {
      if (via === to || visited.includes(via) || link(from, via) === 0) continue;
      best = Math.max(best, Math.min(link(from, via), strongest(via, to, [...visited, via])));
    }
    return best;
  };
  const path = all.map((a) => all.map((b) => (a === b ? 0 : strongest(a, b, [a]))));
  const ranking: number[][] = [];
  let left = all;
  while (left.length > 0) {
    const level = left.filter((a) => left.every((b) => path[b]![a]! <= path[a]![b]!));
    ranking.push(level);
    left = left.filter((c) => !level.includes(c));
  }
  return { ranking, path };
}
