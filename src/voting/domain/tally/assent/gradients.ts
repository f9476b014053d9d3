import { Ratio } from '../../../../shared/ratio.js';
import { exactJson } from '../exact-json.js';
import { COMPARISONS, readShareOption, type Comparison } from '../fraction-option.js';
import { ballotsAccounted } from '../marks/mark-outcome.js';
import { NO_MARK, readMarkBallots, type MarkBallots } from '../marks/mark-ballots.js';
import { majorityArithmetic } from './majority-arithmetic.js';
import { OptionReader } from '../option-reader.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

interface PreparedGradients {
  readonly ballots: MarkBallots;
  readonly steps: number;
  readonly canLiveWith: number;
  readonly fraction: Ratio;
  readonly comparison: Comparison;
}

/**
 * `gradients` of agreement (Kaner and others 1996): each proposal is placed on a scale of 5 to 8 steps, 0 the
 * fullest agreement. The result is the distribution, the median (of an even number the less agreeing of the
 * middle two) and whether enough can live with it: the share of marks on the first `can_live_with` steps
 * against `fraction`. A blank is an abstention on that proposal and is not in the base.
 */
export const gradients: TallyMethod<PreparedGradients> = {
  name: 'gradients',
  version: 1,
  reads: 'marks',
  prepare(election: Election): PreparedGradients | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const steps = options.integer('steps', 5, 8);
    const canLiveWith = options.integer('can_live_with', 1, 8);
    const fraction = readShareOption(options, 'fraction');
    const comparison = options.choice('comparison', COMPARISONS);
    if (canLiveWith >= steps) {
      options.fail(refuseTally('CONTRADICTORY_OPTIONS', `"can_live_with" is fewer than the ${steps} steps.`));
    }
    const wrong = options.refusal();
    if (wrong) return wrong;
    const ballots = readMarkBallots(election, { lowest: 0, highest: steps - 1, written: 'marks' });
    return 'reason' in ballots ? ballots : { ballots, steps, canLiveWith, fraction, comparison };
  },
  count(prepared: PreparedGradients): Outcome {
    const { ballots } = prepared;
    const proposals = Array.from({ length: ballots.candidateCount }, (_, proposal) =>
      proposalOutcome(prepared, proposal),
    );
    return {
      winners: proposals.flatMap(({ passed }, proposal) => (passed ? [proposal] : [])),
      can_live_with_steps: prepared.canLiveWith,
      proposals,
      ...ballotsAccounted(ballots),
    };
  },
};

function proposalOutcome(prepared: PreparedGradients, proposal: number) {
  const { ballots, steps, canLiveWith, fraction, comparison } = prepared;
  const distribution = new Float64Array(steps);
  for (let ballot = 0; ballot < ballots.units.length; ballot++) {
    const step = ballots.marks[ballot * ballots.candidateCount + proposal]!;
    if (step !== NO_MARK) distribution[step]! += ballots.units[ballot]!;
  }
  const perVote = BigInt(ballots.weights.perVote);
  const votes = (units: number): Ratio => Ratio.of(BigInt(units), perVote);
  const marked = distribution.reduce((sum, units) => sum + units, 0);
  const living = distribution.subarray(0, canLiveWith).reduce((sum, units) => sum + units, 0);
  const arithmetic = majorityArithmetic(votes(living), votes(marked), fraction, comparison);
  return {
    distribution: Array.from(distribution, (units) => exactJson(votes(units))),
    median: medianStep(distribution, marked),
    can_live_with: arithmetic.json,
    passed: arithmetic.met,
  };
}

/** The step of the middle mark; of an even number the later, less agreeing one; null without marks. */
function medianStep(distribution: Float64Array, marked: number): number | null {
  if (marked === 0) return null;
  const middle = Math.floor(marked / 2) + 1;
  let reached = 0;
  return distribution.findIndex((units) => (reached += units) >= middle);
}
