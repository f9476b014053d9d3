import { BLANK, sizeOfRank, type RankedBallots } from './ranked-ballots.js';

/** All ballots that begin alike: the candidates at this rank, the ballots' weight, and what follows. */
export interface PreferenceNode {
  readonly members: readonly number[];
  readonly units: bigint;
  /** Opened on first use: most of the tree below a hopeful candidate is never needed. */
  readonly next: () => readonly PreferenceNode[];
}

/** Ballots of one branch, and where each of them is read next. */
interface Branch {
  readonly groups: Int32Array;
  readonly at: Int32Array;
}

/**
 * Ballots as a tree of shared beginnings. What an iterative count passes down a ballot depends on its beginning
 * alone, so one visit per node stands for all ballots that share it. Candidates who are `gone` (1) keep nothing and
 * pass everything on: they are left out, so that ballots share more of their beginnings the longer the count lasts.
 */
export function preferenceTree(ballots: RankedBallots, gone: Uint8Array): readonly PreferenceNode[] {
  const groups = new Int32Array(ballots.weights.units.length);
  for (let group = 0; group < groups.length; group++) groups[group] = group;
  const all = { groups, at: ballots.start.slice(0, -1) };
  return ballots.isPlain ? plainBranches(ballots, gone, all) : branches(ballots, gone, all);
}

/** One candidate a rank: counted first, then dealt out, both on typed arrays. */
function plainBranches(ballots: RankedBallots, gone: Uint8Array, { groups, at }: Branch): PreferenceNode[] {
  const { marks, start, weights, candidateCount } = ballots;
  const sizes = new Int32Array(candidateCount);
  const units = new Float64Array(candidateCount);
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!;
    const end = start[group + 1]!;
    let position = at[index]!;
    while (position < end && gone[marks[position]!] === 1) position++;
    at[index] = position;
    if (position === end) continue;
    sizes[marks[position]!]!++;
    units[marks[position]!]! += weights.units[group]!;
  }
  const dealt = Array.from(sizes, (size) => ({ groups: new Int32Array(size), at: new Int32Array(size) }));
  const filled = new Int32Array(candidateCount);
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!;
    const position = at[index]!;
    if (position === start[group + 1]) continue;
    const candidate = marks[position]!;
    const place = filled[candidate]!++;
    dealt[candidate]!.groups[place] = group;
    dealt[candidate]!.at[place] = position + 1;
  }
  return dealt.flatMap((branch, candidate) => {
    if (branch.groups.length === 0) return [];
    return [nodeOf([candidate], units[candidate]!, () => plainBranches(ballots, gone, branch))];
  });
}

function branches(ballots: RankedBallots, gone: Uint8Array, { groups, at }: Branch): PreferenceNode[] {
  const { marks, start, weights } = ballots;
  const byRank = new Map<string, { members: number[]; groups: number[]; at: number[]; units: number }>();
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index]!;
    let position = at[index]!;
    let members: number[] = [];
    while (position < start[group + 1]! && members.length === 0) {
      const mark = marks[position]!;
      const size = mark < BLANK ? sizeOfRank(mark) : 1;
      const first = mark < BLANK ? position + 1 : position;
      if (mark !== BLANK)
        members = Array.from(marks.subarray(first, first + size)).filter((one) => gone[one] !== 1);
      position = first + size;
    }
    if (members.length === 0) continue;
    members.sort((a, b) => a - b);
    const key = members.join(',');
    let branch = byRank.get(key);
    if (!branch) byRank.set(key, (branch = { members, groups: [], at: [], units: 0 }));
    branch.groups.push(group);
    branch.at.push(position);
    branch.units += weights.units[group]!;
  }
  return Array.from(byRank.values(), ({ members, units, ...rest }) => {
    const branch = { groups: Int32Array.from(rest.groups), at: Int32Array.from(rest.at) };
    return nodeOf(members, units, () => branches(ballots, gone, branch));
  });
}

function nodeOf(
  members: readonly number[],
  units: number,
  open: () => readonly PreferenceNode[],
): PreferenceNode {
  let opened: readonly PreferenceNode[] | null = null;
  return { members, units: BigInt(units), next: () => (opened ??= open()) };
}
