import { Ratio } from '../../shared/ratio.js';
import { voteChoices, type VoteChoice } from './ballots/ballot-marks.js';
import type {
  CappedWeight,
  Condition,
  MajorityCondition,
  Sum,
  SumPerChoice,
  ThresholdArithmetic,
} from './threshold-outcome.js';

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

/** What a result recorded before classes, blocks and blank ballots were counted leaves out. */
type Older = Omit<StoredArithmetic, 'classMajorities' | 'classCaps' | 'isBlocked' | 'sums'> & {
  readonly sums: Partial<StoredArithmetic['sums']>;
} & Partial<Pick<StoredArithmetic, 'classMajorities' | 'classCaps' | 'isBlocked'>>;

/** Reads back what `arithmeticToJson` wrote. */
export function storedArithmetic(stored: StoredArithmetic | Older): ThresholdArithmetic {
  return {
    outcome: stored.outcome,
    isBlocked: stored.isBlocked ?? false,
    eligible: sumOf(stored.eligible),
    sums: Object.fromEntries(
      voteChoices.map((choice) => [choice, sumOf(stored.sums[choice])] as [VoteChoice, Sum]),
    ) as SumPerChoice,
    threshold: majorityOf(stored.threshold),
    classMajorities: (stored.classMajorities ?? []).map((majority) => ({
      ...majorityOf(majority),
      classCode: majority.classCode,
    })),
    classCaps: (stored.classCaps ?? []).map(capOf),
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

const sumOf = (stored: Stored<Sum> | undefined): Sum => ({
  people: BigInt(stored?.people ?? 0),
  weightMillionths: BigInt(stored?.weightMillionths ?? 0),
});

const conditionOf = (stored: Stored<Condition>): Condition => ({
  fraction: ratioOf(stored.fraction),
  comparison: stored.comparison,
  of: ratioOf(stored.of),
  needed: ratioOf(stored.needed),
  counted: ratioOf(stored.counted),
  unit: stored.unit,
  met: stored.met,
});
const majorityOf = (stored: Stored<MajorityCondition>): MajorityCondition => ({
  ...conditionOf(stored),
  base: stored.base,
});

const capOf = (stored: Stored<CappedWeight>): CappedWeight => ({
  classCode: stored.classCode,
  fraction: ratioOf(stored.fraction),
  cast: ratioOf(stored.cast),
  counted: ratioOf(stored.counted),
});

function ratioOf(text: string): Ratio {
  const ratio = Ratio.parse(text);
  if (ratio === null) throw new Error('a recorded fraction does not parse');
  return ratio;
}
