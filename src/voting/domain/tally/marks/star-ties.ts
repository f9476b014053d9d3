/** What narrows a tie in STAR, in the order that the rule names; the last of a list decides or reports. */
export const SCORING_TIES = ['fewest_losses', 'most_five_star', 'lot_order', 'report'] as const;
export const RUNOFF_TIES = ['higher_total', 'most_five_star', 'lot_order', 'report'] as const;
export type ScoringTie = (typeof SCORING_TIES)[number];
export type RunoffTie = (typeof RUNOFF_TIES)[number];

/** Everything about the ballots that STAR looks at. `preferred[a][b]`: weight of those who score a above b. */
export interface StarTotals {
  readonly totals: Float64Array;
  readonly fiveStars: Float64Array;
  readonly preferred: readonly Float64Array[];
}

/** Candidates of equal standing, who went on, and by which step of the rule; nobody where it is reported. */
export interface StarTie {
  readonly round: 'scoring' | 'runoff';
  readonly tied: readonly number[];
  readonly picked: readonly number[];
  readonly by: ScoringTie | RunoffTie;
}

export interface StarPick {
  readonly picked: readonly number[];
  /** Those among whom nothing decides, or empty. */
  readonly tie: readonly number[];
  /** Who was taken by lot. */
  readonly lots: readonly number[];
  readonly ties: readonly StarTie[];
}

const decided = (
  picked: readonly number[],
  ties: readonly StarTie[],
  lots: readonly number[] = [],
): StarPick => ({
  picked,
  tie: [],
  lots,
  ties,
});

const undecided = (round: StarTie['round'], tied: readonly number[]): StarPick => ({
  picked: [],
  tie: tied,
  lots: [],
  ties: [{ round, tied, picked: [], by: 'report' }],
});

/**
 * Picks `places` candidates of equal total. Fewest head-to-head losses among the tied, again and again while
 * it narrows; then the most top scores; then the lot order, or the tie is reported.
 */
export function pickFinalists(
  tied: readonly number[],
  places: number,
  totals: StarTotals,
  rule: readonly ScoringTie[],
  lotOrder: readonly number[],
): StarPick {
  if (tied.length <= places) return decided(tied, []);
  for (const step of rule) {
    if (step === 'report') return undecided('scoring', tied);
    if (step === 'lot_order') {
      const lots = lotOrder.filter((candidate) => tied.includes(candidate)).slice(0, places);
      return decided(lots, [{ round: 'scoring', tied, picked: lots, by: step }], lots);
    }
    const leading = step === 'fewest_losses' ? fewestLosses(tied, totals) : mostFiveStars(tied, totals);
    if (leading.length === tied.length) continue;
    const narrowed: StarTie = { round: 'scoring', tied, picked: leading, by: step };
    if (leading.length >= places) {
      const among = pickFinalists(leading, places, totals, rule, lotOrder);
      return { ...among, ties: [narrowed, ...among.ties] };
    }
    const rest = tied.filter((candidate) => !leading.includes(candidate));
    const others = pickFinalists(rest, places - leading.length, totals, rule, lotOrder);
    return { ...others, picked: [...leading, ...others.picked], ties: [narrowed, ...others.ties] };
  }
  return undecided('scoring', tied);
}

function fewestLosses(tied: readonly number[], { preferred }: StarTotals): number[] {
  const losses = tied.map(
    (candidate) =>
      tied.filter((other) => preferred[other]![candidate]! > preferred[candidate]![other]!).length,
  );
  const fewest = Math.min(...losses);
  return tied.filter((_, at) => losses[at] === fewest);
}

function mostFiveStars(tied: readonly number[], { fiveStars }: StarTotals): number[] {
  const most = Math.max(...tied.map((candidate) => fiveStars[candidate]!));
  return tied.filter((candidate) => fiveStars[candidate] === most);
}

/** Decides a run-off whose two finalists are preferred by equally many. */
export function pickRunoffWinner(
  finalists: readonly [number, number],
  totals: StarTotals,
  rule: readonly RunoffTie[],
  lotOrder: readonly number[],
): StarPick {
  const [a, b] = finalists;
  for (const step of rule) {
    if (step === 'report') break;
    if (step === 'lot_order') {
      const lots = lotOrder.filter((candidate) => candidate === a || candidate === b).slice(0, 1);
      return decided(lots, [{ round: 'runoff', tied: finalists, picked: lots, by: step }], lots);
    }
    const values = step === 'higher_total' ? totals.totals : totals.fiveStars;
    if (values[a] === values[b]) continue;
    const picked = [values[a]! > values[b]! ? a : b];
    return decided(picked, [{ round: 'runoff', tied: finalists, picked, by: step }]);
  }
  return undecided('runoff', finalists);
}
