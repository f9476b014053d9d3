import { ballotChoices, type BallotChoice } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import type { Condition, Sum, SumPerChoice, ThresholdArithmetic } from './threshold-outcome.js';

/** Every exact number as text, so that what is stored is what was counted. */
type Stored<Value> = Value extends bigint | Ratio
  ? string
  : Value extends object
    ? { -readonly [Key in keyof Value]: Stored<Value[Key]> }
    : Value;
export type StoredArithmetic = Stored<ThresholdArithmetic>;

export const arithmeticToJson = (arithmetic: ThresholdArithmetic): StoredArithmetic =>
  JSON.parse(
    JSON.stringify(arithmetic, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  ) as StoredArithmetic;

/** Reads back what `arithmeticToJson` wrote. */
export function storedArithmetic(stored: StoredArithmetic): ThresholdArithmetic {
  return {
    outcome: stored.outcome,
    eligible: sumOf(stored.eligible),
    sums: Object.fromEntries(
      ballotChoices.map((choice) => [choice, sumOf(stored.sums[choice])] as [BallotChoice, Sum]),
    ) as SumPerChoice,
    threshold: { ...conditionOf(stored.threshold), base: stored.threshold.base },
    quorum: { ...conditionOf(stored.quorum), counting: [...stored.quorum.counting] },
    smallestChange: stored.smallestChange && {
      ...stored.smallestChange,
      votes: BigInt(stored.smallestChange.votes),
      weightMillionths:
        stored.smallestChange.weightMillionths === null
          ? null
          : BigInt(stored.smallestChange.weightMillionths),
    },
  };
}

const sumOf = (stored: Stored<Sum>): Sum => ({
  people: BigInt(stored.people),
  weightMillionths: BigInt(stored.weightMillionths),
});

const conditionOf = (stored: Stored<Condition>): Condition => ({
  fraction: ratioOf(stored.fraction),
  comparison: stored.comparison,
  of: BigInt(stored.of),
  needed: ratioOf(stored.needed),
  counted: BigInt(stored.counted),
  unit: stored.unit,
  met: stored.met,
});

function ratioOf(text: string): Ratio {
  const ratio = Ratio.parse(text);
  if (ratio === null) throw new Error('a recorded fraction does not parse');
  return ratio;
}
