import { BLANK, sizeOfRank, type RankedBallots } from './ranked-ballots.js';

/** All ballots that begin alike: the candidates at this rank, the ballots' weight, and what follows. */
export interface PreferenceNode {
  readonly members: readonly number[];
  readonly units: bigint;
  /** Opened on first use: most of the tree below a hopeful candidate is never needed. */
  readonly next: () => readonly PreferenceNode[];
}

/**
 * Ballots as a tree of shared beginnings. What an iterative count passes down a ballot depends on its beginning
 * alone, so one visit per node stands for all ballots that share it.
 */
export function preferenceTree(ballots: RankedBallots): readonly PreferenceNode[] {
  const groups = Int32Array.from(ballots.weights.units.keys());
  return branches(ballots, groups, ballots.start.slice(0, -1));
}

/** `at[i]` is where ballot `groups[i]` is read next. */
function branches(ballots: RankedBallots, groups: Int32Array, at: Int32Array): PreferenceNode[] {
  const { marks, start, weights } = ballots;
  const byRank = new Map<
    number | string,
    { members: number[]; groups: number[]; at: number[]; units: number }
  >();
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!;
    let position = at[index]!;
    while (position < start[group + 1]! && marks[position] === BLANK) position++;
    if (position >= start[group + 1]!) continue;
    const mark = marks[position]!;
    const size = mark < 0 ? sizeOfRank(mark) : 1;
    const first = mark < 0 ? position + 1 : position;
    const members = mark < 0 ? Array.from(marks.subarray(first, first + size)).sort((a, b) => a - b) : [mark];
    const key = mark < 0 ? members.join(',') : mark;
    let branch = byRank.get(key);
    if (!branch) byRank.set(key, (branch = { members, groups: [], at: [], units: 0 }));
    branch.groups.push(group);
    branch.at.push(first + size);
    branch.units += weights.units[group]!;
  }
  return Array.from(byRank.values(), (branch) => {
    let opened: readonly PreferenceNode[] | null = null;
    const next = (): readonly PreferenceNode[] =>
      (opened ??= branches(ballots, Int32Array.from(branch.groups), Int32Array.from(branch.at)));
    return { members: branch.members, units: BigInt(branch.units), next };
  });
}
