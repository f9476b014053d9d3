import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { saysNothing, type BallotMarks } from './ballots/ballot-marks.js';
import { chosenBy } from './chosen-options.js';
import { pollElection, type PollFacts } from './poll-election.js';
import type { ObjectionState } from './tally/assent/consent.js';
import { tallyElection } from './tally/method-registry.js';
import type { Election, Outcome } from './tally/tally-method.js';
import {
  thresholdArithmetic,
  type Condition,
  type Sum,
  type ThresholdArithmetic,
} from './threshold-outcome.js';

/** What of a policy decides a count. */
export type CountingRule = Pick<
  DecisionPolicy,
  | 'method'
  | 'methodVersion'
  | 'threshold'
  | 'classMajorities'
  | 'classCaps'
  | 'block'
  | 'earlyDecision'
  | 'quorum'
  | 'options'
  | 'seats'
>;

/** The electors of one class of members, by its code: how many, and their weight together. */
export interface ClassOfElectors extends Sum {
  readonly classCode: string;
}
/** Who is counted as entitled: `perClass` is without those who withdrew for a conflict of interest. */
export interface PollElectorate {
  readonly perClass: readonly ClassOfElectors[];
  readonly withdrawn: Sum;
}

/** Equal ballots of equal electors, as the database groups them; the weight is that of each. */
export interface MarkGroup {
  readonly marks: BallotMarks;
  readonly classCode: string;
  readonly weightMillionths: bigint;
  readonly people: bigint;
}

/** What became of an objection to a proposal decided by consent; only an open one stands in its way. */
export interface CountedObjection {
  readonly reason: string;
  readonly state: ObjectionState;
  /** Of the elector who objects. */
  readonly weightMillionths: bigint;
}

/** How a vote went on until its end, where that changes the count. */
export type PollEnding = Pick<PollFacts, 'excluded' | 'endedEarly'>;

export const pollOutcomes = ['passed', 'failed', 'no_quorum', 'tie', 'decided'] as const;
export type PollOutcome = (typeof pollOutcomes)[number];

export interface CountedPoll {
  readonly outcome: PollOutcome;
  /** The options chosen, by position; those that are certain, where the rest is tied. Empty for a question. */
  readonly winners: readonly number[];
  /** The options among which nothing is decided; empty unless the outcome is a tie of options. */
  readonly tied: readonly number[];
  readonly quorum: Condition;
  /** What the tally engine found, whole. */
  readonly counting: Outcome;
  /** Who took part, and of them those whose ballot says nothing about any option that is left in the vote. */
  readonly takenPart: Sum;
  readonly blank: Sum;
  /** The arithmetic of a vote for or against; null for every other method. */
  readonly arithmetic: ThresholdArithmetic | null;
}

/**
 * Counts a poll. Pure; the same facts in any order give the same result.
 *
 * Rule: quorum first: of people or weight entitled, those whose ballot counts (of a vote for or against, those whose
 * vote the rule names). Without it `no_quorum`, and the count is there for the record. Then the method, through the one
 * tally engine. Questions are `passed` or `failed`; an exact tie under "more than half" is `tie`. Among options it is
 * `decided`, or `tie` where the rule reports one, or `failed` where nobody said anything or nobody could be chosen.
 *
 * Never refuses: rule and ballots were checked when they came. What the engine refuses now is a bug, and throws.
 */
export function countPoll(
  rule: CountingRule,
  options: readonly string[],
  electorate: PollElectorate,
  groups: readonly MarkGroup[],
  drawnOrder: readonly number[],
  objections: readonly CountedObjection[] = [],
  ending: PollEnding = {},
): CountedPoll {
  const facts = { rule, options, electorate, groups, drawnOrder, objections, ...ending };
  const election = pollElection(facts);
  const blank = sumOf(groups.filter(({ marks }) => saysNothing(marks, ending.excluded)));
  return countElection(rule, electorate, election, { takenPart: sumOf(groups), blank });
}

/**
 * Whether a vote for or against that ends once it is certain would come out the same whatever those did who have not
 * voted; false for every other rule.
 */
export function isCertainBefore(
  rule: CountingRule,
  electorate: PollElectorate,
  groups: readonly MarkGroup[],
): boolean {
  if (rule.method !== 'threshold' || rule.earlyDecision !== 'certain') return false;
  const facts = { rule, options: [], electorate, groups, drawnOrder: [], objections: [] };
  const outcome = tallyElection(pollElection({ ...facts, endedEarly: true }));
  if (isRefusal(outcome)) throw new Error(`a poll cannot be counted: ${outcome.message}`);
  return outcome.decided_early === true;
}

/** `countPoll`, of a poll that is already as the tally engine reads it, and of which it is known who took part. */
export function countElection(
  rule: CountingRule,
  electorate: PollElectorate,
  election: Election,
  { takenPart, blank }: Pick<CountedPoll, 'takenPart' | 'blank'>,
): CountedPoll {
  const counting = tallyElection(election);
  if (isRefusal(counting)) throw new Error(`a poll cannot be counted: ${counting.message}`);
  if (rule.method === 'threshold') {
    const arithmetic = thresholdArithmetic(rule, counting);
    const { outcome, quorum } = arithmetic;
    return { outcome, winners: [], tied: [], quorum, counting, takenPart, blank, arithmetic };
  }
  const quorum = quorumOfBallots(rule, electorateSum(electorate.perClass), takenPart);
  const chosen = chosenBy(rule.method, counting, takenPart.people > blank.people);
  return {
    outcome: quorum.met ? chosen.outcome : 'no_quorum',
    winners: quorum.met ? chosen.winners : [],
    tied: quorum.met ? chosen.tied : [],
    quorum,
    counting,
    takenPart,
    blank,
    arithmetic: null,
  };
}

/** Classes of electors together. */
export const electorateSum = (perClass: readonly ClassOfElectors[]): Sum => ({
  people: perClass.reduce((sum, one) => sum + one.people, 0n),
  weightMillionths: perClass.reduce((sum, one) => sum + one.weightMillionths, 0n),
});

/** The people behind groups of ballots, and their weight together. */
export function sumOf(groups: readonly Pick<MarkGroup, 'people' | 'weightMillionths'>[]): Sum {
  let [people, weightMillionths] = [0n, 0n];
  for (const group of groups) {
    people += group.people;
    weightMillionths += group.people * group.weightMillionths;
  }
  return { people, weightMillionths };
}

/** The quorum of every method but `threshold`: who has a ballot that counts, of all entitled. */
export function quorumOfBallots({ quorum }: CountingRule, eligible: Sum, takenPart: Sum): Condition {
  const isHeads = quorum.measure === 'people';
  const measure = (sum: Sum): Ratio => Ratio.of(isHeads ? sum.people : sum.weightMillionths);
  const [of, counted] = [measure(eligible), measure(takenPart)];
  const needed = quorum.fraction.times(of);
  return {
    fraction: quorum.fraction,
    comparison: '>=',
    of,
    needed,
    counted,
    unit: isHeads ? 'people' : 'weight_millionths',
    met: counted.compare(needed) >= 0,
  };
}
