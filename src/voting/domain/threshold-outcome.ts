import type { QuorumRule, ThresholdRule } from '../../membership/domain/decision-rule.js';
import { Ratio } from '../../shared/ratio.js';
import { voteChoices, type VoteChoice } from './ballots/ballot-marks.js';
import type { CountingRule } from './count-poll.js';
import { smallestChange, type SmallestChange } from './smallest-change.js';
import type { Outcome } from './tally/tally-method.js';

/** Weights are whole millionths of a vote: one member, one vote is 1,000,000. */
export const oneVote = 1_000_000n;

/** How many people, and how much weight. */
export interface Sum {
  readonly people: bigint;
  readonly weightMillionths: bigint;
}
export type SumPerChoice = Readonly<Record<VoteChoice, Sum>>;

/** A condition with everything needed to check it by hand: `counted comparison needed`, where needed = fraction × of. */
export interface Condition {
  readonly fraction: Ratio;
  readonly comparison: '>' | '>=';
  /** What the fraction is of, in `unit`; a capped class can make it a broken number. */
  readonly of: Ratio;
  readonly needed: Ratio;
  readonly counted: Ratio;
  readonly unit: 'people' | 'weight_millionths';
  readonly met: boolean;
}
export interface MajorityCondition extends Condition {
  readonly base: ThresholdRule['base'];
}

/** A class that a cap applies to: the weight of its votes for and against, as cast and as counted, in millionths. */
export interface CappedWeight {
  readonly classCode: string;
  readonly fraction: Ratio;
  readonly cast: Ratio;
  readonly counted: Ratio;
}

export interface ThresholdArithmetic {
  /** Everyone entitled, without those who withdrew. */
  readonly eligible: Sum;
  /** What was cast, before any cap. */
  readonly sums: SumPerChoice;
  /** The majority of all. */
  readonly threshold: MajorityCondition;
  readonly classMajorities: readonly (MajorityCondition & { readonly classCode: string })[];
  readonly classCaps: readonly CappedWeight[];
  readonly quorum: Condition & { readonly counting: QuorumRule['counting'] };
  readonly outcome: 'passed' | 'failed' | 'no_quorum' | 'tie';
  /** Whether people blocking stopped it, by a rule under which they may. */
  readonly isBlocked: boolean;
  /** Null when no number of further votes could have made another outcome, or classes are counted apart. */
  readonly smallestChange: SmallestChange | null;
}

/** A number of the engine's outcome: exact text, or a whole number. */
function exact(value: unknown): Ratio {
  const ratio = typeof value === 'string' || typeof value === 'number' ? Ratio.parse(String(value)) : null;
  if (ratio === null) throw new Error('a number of an outcome does not parse');
  return ratio;
}
const whole = (value: Ratio): bigint => {
  if (value.denominator !== 1n) throw new Error(`${value.toString()} is not a whole number of millionths`);
  return value.numerator;
};
const millionths = (value: unknown): Ratio => exact(value).times(Ratio.of(oneVote));

type Shown = Readonly<Record<string, unknown>>;

/**
 * The engine's count of a vote for or against as the server shows it: weights in millionths, the conditions one by one.
 * Nothing is calculated again but the unit; the engine decides (`tally/assent/threshold-decision.ts`).
 */
export function thresholdArithmetic(rule: CountingRule, counting: Outcome): ThresholdArithmetic {
  const shown = counting as unknown as {
    readonly outcome: string;
    readonly tally: Shown;
    readonly people: Shown;
    readonly eligible: Shown;
    readonly quorums: readonly Shown[];
    readonly majorities: readonly Shown[];
    readonly caps: readonly Shown[];
  };
  const sums = Object.fromEntries(
    voteChoices.map((choice) => [
      choice,
      {
        people: whole(exact(shown.people[choice])),
        weightMillionths: whole(millionths(shown.tally[choice])),
      },
    ]),
  ) as SumPerChoice;
  const [all, ...classes] = shown.majorities.map(majorityOf);
  const arithmetic = {
    eligible: {
      people: whole(exact(shown.eligible.people)),
      weightMillionths: whole(millionths(shown.eligible.weight)),
    },
    sums,
    threshold: plain(all!),
    classMajorities: classes,
    classCaps: shown.caps.map(capOf),
    quorum: { ...conditionOf(shown.quorums[0]!), counting: rule.quorum.counting },
    outcome: outcomeOf(shown.outcome),
    isBlocked: shown.outcome === 'blocked',
  };
  return { ...arithmetic, smallestChange: smallestChange(arithmetic) };
}

const outcomeOf = (decided: string): ThresholdArithmetic['outcome'] =>
  decided === 'blocked' ? 'failed' : (decided as ThresholdArithmetic['outcome']);

function conditionOf(shown: Shown): Condition {
  const isHeads = shown.measure === 'people';
  const value = isHeads ? exact : millionths;
  return {
    fraction: exact(shown.fraction),
    comparison: shown.comparison as Condition['comparison'],
    of: value(shown.base),
    needed: value(shown.needed),
    counted: value(shown.counted),
    unit: isHeads ? 'people' : 'weight_millionths',
    met: shown.met === true,
  };
}

const majorityOf = (shown: Shown): MajorityCondition & { classCode: string } => ({
  ...conditionOf(shown),
  base: shown.base_name as ThresholdRule['base'],
  classCode: shown.of as string,
});
const plain = ({
  classCode: _all,
  ...majority
}: MajorityCondition & { classCode: string }): MajorityCondition => majority;

const capOf = (shown: Shown): CappedWeight => ({
  classCode: shown.class as string,
  fraction: exact(shown.share),
  cast: millionths(shown.cast),
  counted: millionths(shown.counted),
});
