/** Exact votes of every candidate, in whatever unit the method counts. */
export type Votes = readonly bigint[];

/** Those with the fewest votes, in the order given. */
export function lowestOf(among: readonly number[], votes: Votes): number[] {
  let least = votes[among[0]!]!;
  for (const candidate of among) if (votes[candidate]! < least) least = votes[candidate]!;
  return among.filter((candidate) => votes[candidate] === least);
}

/** Those with the most votes, in the order given. */
export function highestOf(among: readonly number[], votes: Votes): number[] {
  let most = votes[among[0]!]!;
  for (const candidate of among) if (votes[candidate]! > most) most = votes[candidate]!;
  return among.filter((candidate) => votes[candidate] === most);
}

export const sumOf = (among: readonly number[], votes: Votes): bigint =>
  among.reduce((sum, candidate) => sum + votes[candidate]!, 0n);

/**
 * Everyone who cannot catch up even together: the largest set of lowest candidates, never splitting equals,
 * whose votes summed are strictly less than the next tally. Used only if at least two fall; at least `keep`
 * candidates stay.
 */
export function batchThatCannotCatchUp(among: readonly number[], votes: Votes, keep: number): number[] {
  const byVotes = [...among].sort((a, b) => (votes[a]! < votes[b]! ? -1 : votes[a]! > votes[b]! ? 1 : a - b));
  let batch: number[] = [];
  let together = 0n;
  for (let size = 1; size < byVotes.length && byVotes.length - size >= keep; size++) {
    together += votes[byVotes[size - 1]!]!;
    if (together < votes[byVotes[size]!]!) batch = byVotes.slice(0, size);
  }
  return batch.length > 1 ? batch : [];
}

/** Candidates by descending votes; equals in the order of `order`, or of the ballot paper without one. */
export function byVotesDescending(
  among: readonly number[],
  votes: Votes,
  order?: readonly number[],
): number[] {
  const place = (candidate: number): number => (order ? order.indexOf(candidate) : candidate);
  return [...among].sort((a, b) =>
    votes[a]! > votes[b]! ? -1 : votes[a]! < votes[b]! ? 1 : place(a) - place(b),
  );
}
