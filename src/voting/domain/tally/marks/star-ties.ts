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

export interface StarPick {
  readonly picked: readonly number[];
  /** Those among whom nothing decides, or empty. */
  readonly tie: readonly number[];
  /** Who was taken by lot. */
  readonly lots: readonly number[];
}

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
  if (tied.length <= places) return { picked: tied, tie: [], lots: [] };
  for (const step of rule) {
    if (step === 'report') return { picked: [], tie: tied, lots: [] };
    if (step === 'lot_order') {
      const lots = lotOrder.filter((candidate) => tied.includes(candidate)).slice(0, places);
      return { picked: lots, tie: [], lots };
    }
    const leading = step === 'fewest_losses' ? fewestLosses(tied, totals) : mostFiveStars(tied, totals);
    if (leading.length === tied.length) continue;
    if (leading.length >= places) return pickFinalists(leading, places, totals, rule, lotOrder);
    const rest = tied.filter((candidate) => !leading.includes(candidate));
    const others = pickFinalists(rest, places - leading.length, totals, rule, lotOrder);
    return { ...others, picked: [...leading, ...others.picked] };
  }
  return { picked: [], tie: tied, lots: [] };
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
      return { picked: lots, tie: [], lots };
    }
    const values = step === 'higher_total' ? totals.totals : totals.fiveStars;
    if (values[a] !== values[b]) return { picked: [values[a]! > values[b]! ? a : b], tie: [], lots: [] };
  }
  return { picked: [], tie: finalists, lots: [] };
}
