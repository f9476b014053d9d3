import {
  compareStrength,
  matrixOf,
  preparePairwise,
  STRENGTHS,
  type PairwiseElection,
  type Strength,
} from './pairwise-strength.js';
import { type PairwiseMatrix } from './pairwise.js';
import {
  lockInAllOrders,
  lockInOrder,
  lockInTogether,
  type AllOrders,
  type LockedPairs,
  type Victory,
} from './locked-pairs.js';
import { rankingsAccounted } from './ranked-ballots.js';
import { levelsByRemoval, winnersByLevels } from './ranking-levels.js';
import {
  asJson,
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';
import { tieBreakJson } from '../tie-break.js';

/** Ranked pairs follow from pairs of pairs, so that their cost grows fastest with the candidates. */
const MOST_CANDIDATES = 200;
const EQUAL_PAIRS = ['fixed_order', 'together', 'all_orders'] as const;

type PreparedRankedPairs = PairwiseElection & {
  readonly strength: Strength;
  readonly secondary: 'smaller_opposition' | 'none';
  readonly equalPairs: (typeof EQUAL_PAIRS)[number];
};

/**
 * Ranked pairs (Tideman): pairwise victories are locked from the strongest down, leaving out whatever would
 * close a circle; the winners are those whom no locked victory is against. A = B is a tie, not a victory.
 * `secondary`: among victories of equal strength the smaller opposition first (with `winning`, unless named
 * otherwise). `equal_pairs` for those equal even then: `fixed_order` takes the one whose winner is earliest in
 * the tie-break's order, then whose loser is latest; `together` leaves out all of them that would close a circle
 * with those locked or with one another; `all_orders` follows every order and names everyone who wins under
 * some order. `tie_sensitive` says whether different orders elect different candidates
 * (null where there are too many orders to follow, which `all_orders_followed` then says).
 */
export const rankedPairs: TallyMethod<PreparedRankedPairs> = {
  name: 'ranked-pairs',
  version: 1,
  reads: 'rankings',
  prepare: prepareRankedPairs,
  count: countRankedPairs,
};

function prepareRankedPairs(election: Election): PreparedRankedPairs | TallyRefusal {
  const prepared = preparePairwise(election, (options) => {
    const strength = options.choice('strength', STRENGTHS);
    const usual = strength === 'winning' ? 'smaller_opposition' : 'none';
    return {
      strength,
      secondary: options.choice('secondary', ['smaller_opposition', 'none'] as const, usual),
      equalPairs: options.choice('equal_pairs', EQUAL_PAIRS),
    };
  });
  if ('reason' in prepared) return prepared;
  if (election.candidates.length > MOST_CANDIDATES) {
    const message = `Ranked pairs compare at most ${MOST_CANDIDATES} candidates; this election has ${election.candidates.length}.`;
    return refuseTally('INVALID_CANDIDATES', message);
  }
  if (prepared.equalPairs === 'fixed_order' && prepared.tieBreak.mode !== 'fixed_order') {
    const message = '"equal_pairs" follows a fixed order, so "tie_break" has to be a fixed order too.';
    return refuseTally('CONTRADICTORY_OPTIONS', message);
  }
  if (prepared.equalPairs !== 'all_orders' || prepared.seats === 1) return prepared;
  return refuseTally(
    'INVALID_SEATS',
    '"equal_pairs" in all orders names the winners of one seat, not of several.',
  );
}

function countRankedPairs(election: PreparedRankedPairs): Outcome {
  const { matrix, pairwise } = matrixOf(election);
  const { size } = matrix;
  const groups = victoriesByStrength(matrix, election);
  const all = lockInAllOrders(size, groups);
  const { strength, equalPairs, seats, tieBreak, ballots } = election;
  const common = {
    ...{ strength, equal_pairs: equalPairs, seats, tie_break: tieBreakJson(tieBreak), pairwise },
    ...{ tie_sensitive: all.tieSensitive, all_orders_followed: all.complete },
    ...rankingsAccounted(ballots),
  };
  const locked = lockedBy(election, size, groups, all);
  const ranking = locked ? levelsByRemoval(size, (a, b) => locked.has(a, b)) : null;
  if (election.equalPairs === 'all_orders' || ranking === null) {
    return {
      winners: asJson(all.winners),
      ...common,
      ...(ranking ? { ranking: asJson(ranking) } : {}),
    };
  }
  const { winners, ties } = winnersByLevels(ranking, election.seats, election.tieBreak);
  const pairs = asJson(locked!.pairs());
  return {
    winners: winners!,
    ties: ties!,
    ...common,
    ranking: asJson(ranking),
    locked: pairs,
  };
}

/** What is locked by the named way with equal victories; null where different orders lock differently. */
function lockedBy(
  rule: PreparedRankedPairs,
  size: number,
  groups: readonly Victory[][],
  all: AllOrders,
): LockedPairs | null {
  if (rule.equalPairs === 'all_orders') return all.locked;
  if (rule.equalPairs === 'together') return lockInTogether(size, groups);
  const order = rule.tieBreak.mode === 'fixed_order' ? rule.tieBreak.order : [];
  const place = (candidate: number): number => order.indexOf(candidate);
  const sorted = groups.map((group) =>
    [...group].sort((a, b) => place(a.winner) - place(b.winner) || place(b.loser) - place(a.loser)),
  );
  return lockInOrder(size, sorted.flat());
}

/** Victories from the strongest down; those that nothing but an order can tell apart are together. */
function victoriesByStrength(matrix: PairwiseMatrix, rule: PreparedRankedPairs): Victory[][] {
  const { size, preferring } = matrix;
  const victories: (Victory & { result: [number, number] })[] = [];
  for (let winner = 0; winner < size; winner++) {
    for (let loser = 0; loser < size; loser++) {
      const result: [number, number] = [
        preferring[winner * size + loser]!,
        preferring[loser * size + winner]!,
      ];
      if (result[0] > result[1]) victories.push({ winner, loser, result });
    }
  }
  const compare = (a: [number, number], b: [number, number]): number =>
    compareStrength(rule.strength, b, a) || (rule.secondary === 'smaller_opposition' ? a[1] - b[1] : 0);
  victories.sort((a, b) => compare(a.result, b.result));
  const groups: (typeof victories)[] = [];
  for (const victory of victories) {
    const last = groups.at(-1);
    if (last && compare(last[0]!.result, victory.result) === 0) last.push(victory);
    else groups.push([victory]);
  }
  return groups;
}
