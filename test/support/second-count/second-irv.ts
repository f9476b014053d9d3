/**
 * Instant run-off counted a second time, slowly: written from the rule's text alone, ballot by ballot and round
 * by round, sharing nothing with the engine. Whole weights; ties by a fixed order.
 */
export interface SecondIrvRule {
  overvote: 'exhaust' | 'skip' | 'exhaust_if_multiple_continuing';
  max_skipped_ranks: number | null;
  exhaust_on_duplicate: boolean;
  batch_elimination: boolean;
  continue_until_two: boolean;
  first_round_threshold: boolean;
  excluded: number[];
  order: number[];
}
type Rank = number | number[] | null;
export interface SecondIrvRound {
  threshold: number;
  tally: Record<number, number>;
  elected: number[];
  eliminated: number[];
  inactive: Record<string, number>;
}

export function secondIrv(candidates: number, ballots: [number, Rank[]][], rule: SecondIrvRule) {
  let standing = [...Array(candidates).keys()].filter((c) => !rule.excluded.includes(c));
  const startedWith = standing.length;
  const fate: (number | string)[] = ballots.map(() => 'new');
  const rounds: SecondIrvRound[] = [];
  const winners: number[] = [];
  for (;;) {
    ballots.forEach(([, ranks], i) => {
      const now = fate[i];
      if (now === 'new' || (typeof now === 'number' && !standing.includes(now)))
        fate[i] = read(ranks, standing, rule);
    });
    const tally: Record<number, number> = {};
    for (const c of standing) tally[c] = weightOf(ballots, fate, c);
    const inactive = {
      exhaustedChoices: weightOf(ballots, fate, 'choices'),
      overvotes: weightOf(ballots, fate, 'overvote'),
      repeatedRankings: weightOf(ballots, fate, 'duplicate'),
      skippedRankings: weightOf(ballots, fate, 'skipped'),
    };
    const active = standing.reduce((sum, c) => sum + tally[c]!, 0);
    const keepThreshold = rounds.length > 0 && (rule.first_round_threshold || winners.length > 0);
    const threshold = keepThreshold ? rounds[rounds.length - 1]!.threshold : Math.floor(active / 2) + 1;
    const round: SecondIrvRound = { threshold, tally, elected: [], eliminated: [], inactive };
    rounds.push(round);
    if (rounds.length === 1 && active === 0) return { winners, rounds };
    if (winners.length === 0) round.elected = whoWins(standing, tally, threshold, rule);
    winners.push(...round.elected);
    const goingOn = winners.length === 0 || (rule.continue_until_two && standing.length > 2);
    if (round.elected.length === 0 && goingOn) round.eliminated = whoFalls(standing, tally, rule);
    standing = standing.filter((c) => !round.eliminated.includes(c));
    const fallen = startedWith - standing.length;
    const more = rule.continue_until_two
      ? round.eliminated.length > 0 || fallen + winners.length + 1 < startedWith
      : winners.length === 0;
    if (!more) return { winners, rounds };
  }
}

function weightOf(ballots: [number, Rank[]][], fate: (number | string)[], of: number | string): number {
  let sum = 0;
  ballots.forEach(([weight], i) => (sum += fate[i] === of ? weight : 0));
  return sum;
}

function whoWins(
  standing: number[],
  tally: Record<number, number>,
  threshold: number,
  rule: SecondIrvRule,
): number[] {
  if (standing.length === 1) return standing;
  const most = Math.max(...standing.map((c) => tally[c]!));
  const lastTwo = standing.length === 2;
  if (most < threshold && !lastTwo) return [];
  const best = standing.filter((c) => tally[c] === most);
  return [rule.order.find((c) => best.includes(c))!];
}

function whoFalls(standing: number[], tally: Record<number, number>, rule: SecondIrvRule): number[] {
  if (rule.batch_elimination) {
    const least = rule.continue_until_two ? 2 : 1;
    for (const height of [...new Set(standing.map((c) => tally[c]!))].sort((a, b) => b - a)) {
      const under = standing.filter((c) => tally[c]! < height);
      const together = under.reduce((sum, c) => sum + tally[c]!, 0);
      if (under.length > 1 && together < height && standing.length - under.length >= least) return under;
    }
  }
  const fewest = Math.min(...standing.map((c) => tally[c]!));
  const lowest = standing.filter((c) => tally[c] === fewest);
  return [[...rule.order].reverse().find((c) => lowest.includes(c))!];
}

function read(ranks: Rank[], standing: number[], rule: SecondIrvRule): number | string {
  const seen: number[] = [];
  let blanks = 0;
  let marks = 0;
  for (const rank of ranks) {
    const marked = rank === null ? [] : Array.isArray(rank) ? rank : [rank];
    if (marked.length === 0) {
      blanks += 1;
      continue;
    }
    marks += 1;
    if (rule.max_skipped_ranks !== null && blanks > rule.max_skipped_ranks) return 'skipped';
    blanks = 0;
    if (rule.exhaust_on_duplicate && marked.some((c) => seen.includes(c))) return 'duplicate';
    seen.push(...marked);
    const still = marked.filter((c) => standing.includes(c));
    if (marked.length > 1) {
      if (rule.overvote === 'exhaust') return 'overvote';
      if (rule.overvote === 'skip') continue;
      if (still.length > 1) return 'overvote';
    }
    if (still.length === 1) return still[0]!;
  }
  return marks === 0 ? 'undervote' : 'choices';
}
