import { type Json } from '../../../../shared/canonical-json.js';
import { ballotsAccounted, byCandidate, refuseLargeTotals, votesJson } from './mark-outcome.js';
import { NO_MARK, readMarkBallots, sumOfMarks, type MarkBallots } from './mark-ballots.js';
import { OptionReader } from '../option-reader.js';
import { refuseSeats } from '../ranked/ranked-ballots.js';
import { readScoreRange, type ScoreRange } from './score-range.js';
import {
  pickFinalists,
  pickRunoffWinner,
  RUNOFF_TIES,
  SCORING_TIES,
  type RunoffTie,
  type ScoringTie,
  type StarPick,
  type StarTie,
  type StarTotals,
} from './star-ties.js';
import {
  asJson,
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

interface PreparedStar {
  readonly ballots: MarkBallots;
  readonly range: ScoreRange;
  readonly scoringTie: readonly ScoringTie[];
  readonly runoffTie: readonly RunoffTie[];
  readonly lotOrder: readonly number[];
}

/**
 * `star` (score, then automatic run-off): the two highest totals are finalists; the finalist scored higher on
 * more ballots wins. Two tied for both places both advance. A blank is 0 unless the whole ballot is blank,
 * which is an abstention; a mark out of range rejects the ballot. Options: `score_range`, `scoring_tie`,
 * `runoff_tie` (lists), and `tie_break` with the fixed order where a list names `lot_order`.
 */
export const star: TallyMethod<PreparedStar> = {
  name: 'star',
  version: 1,
  reads: 'marks',
  prepare(election: Election): PreparedStar | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const range = readScoreRange(options, { lowest: 0, highest: 5 });
    const scoringTie = readSteps(options, 'scoring_tie', SCORING_TIES);
    const runoffTie = readSteps(options, 'runoff_tie', RUNOFF_TIES);
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const lots = scoringTie.includes('lot_order') || runoffTie.includes('lot_order');
    if (lots && tieBreak.mode !== 'fixed_order') {
      options.fail(
        refuseTally('MISSING_OPTION', 'A tie decided by lot needs "tie_break" with mode "fixed_order".'),
      );
    }
    const wrong = options.refusal() ?? refuseSeats(election.seats, 1, 1);
    if (wrong) return wrong;
    const ballots = readMarkBallots(election, { ...range, written: 'marks' });
    if ('reason' in ballots) return ballots;
    const tooLarge = refuseLargeTotals(ballots, Math.max(Math.abs(range.lowest), Math.abs(range.highest)));
    if (tooLarge) return tooLarge;
    const lotOrder = tieBreak.mode === 'fixed_order' ? tieBreak.order : [];
    return { ballots, range, scoringTie, runoffTie, lotOrder };
  },
  count(prepared: PreparedStar): Outcome {
    const { ballots } = prepared;
    const totals = starTotals(prepared);
    const common = {
      total_scores: byCandidate(Array.from(totals.totals, (units) => votesJson(ballots, units))),
      five_stars: byCandidate(Array.from(totals.fiveStars, (units) => votesJson(ballots, units))),
      highest_score: prepared.range.highest,
      ...(prepared.lotOrder.length > 0 ? { drawn_order: prepared.lotOrder } : {}),
      ...ballotsAccounted(ballots),
    };
    const scoring = scoringRound(prepared, totals);
    const ties = asJson(scoring.ties);
    if (scoring.tie.length > 0) return { winners: [], tie: scoring.tie, lots_drawn: [], ties, ...common };
    if (scoring.picked.length < 2) {
      return {
        winners: scoring.picked,
        finalists: scoring.picked,
        lots_drawn: scoring.lots,
        ties,
        ...common,
      };
    }
    const finalists = scoring.picked as readonly [number, number];
    return { ...runoff(prepared, totals, finalists, scoring), ...common };
  },
};

function runoff(
  { ballots, runoffTie, lotOrder }: PreparedStar,
  totals: StarTotals,
  [a, b]: readonly [number, number],
  scoring: StarPick,
): Outcome {
  const [forA, forB] = [totals.preferred[a]![b]!, totals.preferred[b]![a]!];
  const finalists = [a, b];
  const decided: StarPick =
    forA === forB
      ? pickRunoffWinner([a, b], totals, runoffTie, lotOrder)
      : { picked: [forA > forB ? a : b], tie: [], lots: [], ties: [] };
  const lots = [...scoring.lots, ...decided.lots];
  const votes = decided.picked[0] === b ? [forB, forA] : [forA, forB];
  return {
    winners: decided.picked,
    ...(decided.tie.length > 0 ? { tie: [...decided.tie].sort((x, y) => x - y) } : {}),
    finalists,
    /** Who prefers the winner, and who the other finalist. */
    runoff: votes.map((units) => votesJson(ballots, units)),
    lots_drawn: lots,
    ties: asJson([...scoring.ties, ...decided.ties]),
  };
}

/** The best total takes a place; equal totals share what places are left, or the rule picks among them. */
function scoringRound({ scoringTie, lotOrder }: PreparedStar, totals: StarTotals): StarPick {
  const values = totals.totals;
  const ranked = Array.from(values, (_, candidate) => candidate).sort(
    (a, b) => values[b]! - values[a]! || a - b,
  );
  const picked: number[] = [];
  const lots: number[] = [];
  const ties: StarTie[] = [];
  for (let at = 0; at < ranked.length && picked.length < 2;) {
    const level = ranked.filter((candidate) => values[candidate] === values[ranked[at]!]);
    const pick = pickFinalists(level, 2 - picked.length, totals, scoringTie, lotOrder);
    ties.push(...pick.ties);
    if (pick.tie.length > 0) return { ...pick, ties };
    picked.push(...pick.picked);
    lots.push(...pick.lots);
    at += level.length;
  }
  return { picked, tie: [], lots, ties };
}

function starTotals({ ballots, range }: PreparedStar): StarTotals {
  const { candidateCount, marks, units } = ballots;
  const fiveStars = new Float64Array(candidateCount);
  const preferred = Array.from({ length: candidateCount }, () => new Float64Array(candidateCount));
  const scores = new Int32Array(candidateCount);
  for (let ballot = 0, at = 0; ballot < units.length; ballot++) {
    const weight = units[ballot]!;
    for (let candidate = 0; candidate < candidateCount; candidate++, at++) {
      scores[candidate] = marks[at] === NO_MARK ? 0 : marks[at]!;
      if (scores[candidate] === range.highest) fiveStars[candidate]! += weight;
    }
    for (let a = 0; a < candidateCount; a++) {
      const [row, score] = [preferred[a]!, scores[a]!];
      for (let b = 0; b < candidateCount; b++) if (score > scores[b]!) row[b]! += weight;
    }
  }
  return { totals: sumOfMarks(ballots), fiveStars, preferred };
}

function readSteps<Step extends string>(
  options: OptionReader,
  name: string,
  known: readonly Step[],
): readonly Step[] {
  const value = options.take(name);
  const steps = Array.isArray(value) ? (value as readonly Json[]) : [];
  const unknown = steps.find((step) => !(known as readonly Json[]).includes(step));
  const last = steps.at(-1);
  if (unknown === undefined && (last === 'lot_order' || last === 'report')) return steps as readonly Step[];
  options.fail(
    refuseTally(
      value === undefined ? 'MISSING_OPTION' : 'UNKNOWN_OPTION_VALUE',
      `"${name}" is a list of ${known.join(', ')} that ends in lot_order or report${unknown === undefined ? '' : `, not ${JSON.stringify(unknown)}`}.`,
    ),
  );
  return ['report' as Step];
}
