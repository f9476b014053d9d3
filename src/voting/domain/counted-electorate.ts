import {
  quorumOfBallots,
  type ClassOfElectors,
  type CountedPoll,
  type CountingRule,
  type PollElectorate,
  electorateSum,
} from './count-poll.js';
import type { Condition, Sum } from './threshold-outcome.js';

/** The electorate of a result as it was counted, beside the result: numbers as text. */
export interface StoredElectorate {
  readonly perClass: readonly {
    readonly classCode: string;
    readonly people: string;
    readonly weightMillionths: string;
  }[];
  readonly withdrawn: StoredSum;
  readonly takenPart: StoredSum;
  readonly blank: StoredSum;
}
interface StoredSum {
  readonly people: string;
  readonly weightMillionths: string;
}
export interface CountedElectorate extends PollElectorate {
  readonly takenPart: Sum;
  readonly blank: Sum;
}

export function electorateToJson(
  electorate: PollElectorate,
  { takenPart, blank }: Pick<CountedPoll, 'takenPart' | 'blank'>,
): StoredElectorate {
  return {
    perClass: electorate.perClass.map((one) => ({ classCode: one.classCode, ...textOf(one) })),
    withdrawn: textOf(electorate.withdrawn),
    takenPart: textOf(takenPart),
    blank: textOf(blank),
  };
}

/** Reads back what `electorateToJson` wrote. */
export function storedElectorate(stored: StoredElectorate): CountedElectorate {
  return {
    perClass: stored.perClass.map((one): ClassOfElectors => ({ classCode: one.classCode, ...sumFrom(one) })),
    withdrawn: sumFrom(stored.withdrawn),
    takenPart: sumFrom(stored.takenPart),
    blank: sumFrom(stored.blank),
  };
}

/** The quorum of a poll of any method but `threshold`, as it follows from who is recorded to have taken part. */
export const storedQuorum = (rule: CountingRule, electorate: CountedElectorate): Condition =>
  quorumOfBallots(rule, electorateSum(electorate.perClass), electorate.takenPart);

const textOf = ({ people, weightMillionths }: Sum): StoredSum => ({
  people: people.toString(),
  weightMillionths: weightMillionths.toString(),
});
const sumFrom = ({ people, weightMillionths }: StoredSum): Sum => ({
  people: BigInt(people),
  weightMillionths: BigInt(weightMillionths),
});
