import type { QuorumRule } from '../../membership/domain/decision-rule.js';
import type { Json } from '../../shared/canonical-json.js';
import { Ratio } from '../../shared/ratio.js';
import { addedBy, choicesOfOnePoll } from './added-options.js';
import { engineBallot } from './ballots/engine-ballot.js';
import type {
  ClassOfElectors,
  CountedObjection,
  CountingRule,
  MarkGroup,
  PollElectorate,
} from './count-poll.js';
import type { Election, GroupedBallot, RuleOptions } from './tally/tally-method.js';

/** Everything a count depends on. */
export interface PollFacts {
  readonly rule: CountingRule;
  readonly options: readonly string[];
  readonly electorate: PollElectorate;
  readonly groups: readonly MarkGroup[];
  readonly drawnOrder: readonly number[];
  readonly objections: readonly CountedObjection[];
  /** Options taken out of the vote while it was open, by place; none when left out. */
  readonly excluded?: readonly number[] | undefined;
  /** Whether it ended before its announced closing, since no remaining ballot could change it; false when left out. */
  readonly endedEarly?: boolean | undefined;
}

/** A poll as the tally engine reads it: the method, every choice of its rule by name, and the ballots by group. */
export function pollElection(facts: PollFacts): Election {
  const { rule, options } = facts;
  const common = { method: rule.method, version: rule.methodVersion, seats: rule.seats };
  if (rule.method === 'threshold') {
    return {
      ...common,
      options: thresholdOptions(rule),
      candidates: [],
      ballots: facts.groups.map(votesOfClass),
      electorate: { classes: classesOf(facts) },
      closed: facts.endedEarly !== true,
    };
  }
  return {
    ...common,
    options: choosingOptions(rule, options.length, facts.drawnOrder, facts.excluded),
    // A question is one proposal on the scale.
    candidates: rule.method === 'gradients' ? ['question'] : options,
    ballots: rule.method === 'consent' ? consentBallots(facts) : mergedBallots(facts),
  };
}

const votes = (millionths: bigint): Ratio => Ratio.of(millionths, 1_000_000n);

function votesOfClass({ marks, classCode, weightMillionths, people }: MarkGroup): GroupedBallot {
  const vote = 'choice' in marks ? marks.choice : null;
  return [votes(people * weightMillionths), { vote, class: classCode, people: Number(people) }];
}

/** Every class that votes or that the rule names; one without electors is empty, and meets no majority of its own. */
function classesOf({ rule, electorate }: PollFacts): Record<string, { people: number; weight: Ratio }> {
  const named = [...rule.classMajorities, ...rule.classCaps].map((part) => part.class);
  const empty: ClassOfElectors[] = named.map((classCode) => ({
    classCode,
    people: 0n,
    weightMillionths: 0n,
  }));
  return Object.fromEntries(
    [...empty, ...electorate.perClass].map(({ classCode, people, weightMillionths }) => [
      classCode,
      { people: Number(people), weight: votes(weightMillionths) },
    ]),
  );
}

/** The rule for or against, in the words of the engine's options. */
export function thresholdOptions(rule: CountingRule): RuleOptions {
  const { threshold, quorum } = rule;
  if (threshold === null) throw new RangeError('a rule without a majority counts nothing for or against');
  return {
    ...majority(threshold),
    class_majorities: rule.classMajorities.map((part) => ({ class: part.class, ...majority(part) })),
    class_caps: rule.classCaps.map((cap) => ({ class: cap.class, share: cap.fraction.toString() })),
    quorum: {
      counted: countedKind(quorum, rule.block),
      fraction: quorum.fraction.toString(),
      comparison: '>=',
      measure: quorum.measure,
    },
    block: rule.block,
    early_decision: rule.earlyDecision,
  };
}

const majority = (part: { fraction: Ratio; comparison: string; base: string }): Record<string, Json> => ({
  fraction: part.fraction.toString(),
  comparison: part.comparison,
  base: part.base,
});

/** The votes that count towards the quorum, by the engine's name for them where it has one. */
function countedKind({ counting }: QuorumRule, block: CountingRule['block']): Json {
  const listed = new Set<string>(counting);
  const against = ['against', ...(block === 'forbidden' ? [] : ['block'])];
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['for', ['for']],
    ['cast', ['for', ...against]],
    ['valid', ['for', ...against, 'abstain']],
    ['participating', ['for', ...against, 'abstain', 'blank', 'invalid']],
  ];
  // Where nobody can block, whether blocks would count says nothing.
  if (block === 'forbidden') listed.delete('block');
  const kind = kinds.find(
    ([, votes]) => votes.length === listed.size && votes.every((vote) => listed.has(vote)),
  );
  return kind ? kind[0] : [...counting];
}

/**
 * The choices of a rule among options, as the tally engine reads them for one poll: the drawn order where the rule
 * draws lots, the place of an option that the rule adds (the last) and of those that were excluded.
 */
export function choosingOptions(
  { options }: Pick<CountingRule, 'options'>,
  optionCount: number,
  drawnOrder: readonly number[],
  excluded: readonly number[] = [],
): RuleOptions {
  const ofEveryPoll = Object.entries(options).filter(
    ([name]) => !(choicesOfOnePoll as readonly string[]).includes(name),
  );
  const added = addedBy(options);
  const chosen: RuleOptions = {
    ...Object.fromEntries(ofEveryPoll),
    ...(added === null ? {} : { [added]: optionCount - 1 }),
    ...(options.excluded === true ? { excluded } : {}),
  };
  return withDrawnOrder(chosen, drawnOrder);
}

/** `fixed_order` in a rule means the drawn order of the poll; it stands wherever the rule falls back on it. */
function withDrawnOrder(options: RuleOptions, drawnOrder: readonly number[]): RuleOptions {
  const tieBreak = options.tie_break;
  return tieBreak === undefined ? options : { ...options, tie_break: drawn(tieBreak, drawnOrder) };
}

function drawn(tieBreak: Json, order: readonly number[]): Json {
  if (typeof tieBreak !== 'object' || tieBreak === null || Array.isArray(tieBreak)) return tieBreak;
  const rule = tieBreak as { readonly [field: string]: Json };
  if (rule.mode === 'fixed_order' && rule.order === undefined) return { ...rule, order };
  return rule.then === undefined ? rule : { ...rule, then: drawn(rule.then, order) };
}

/** Classes do not matter among options: equal ballots are one group, whoever cast them. */
function mergedBallots({ rule, options, groups }: PollFacts): GroupedBallot[] {
  const merged = new Map<string, { marks: MarkGroup['marks']; millionths: bigint }>();
  for (const { marks, people, weightMillionths } of groups) {
    const key = JSON.stringify(marks);
    const known = merged.get(key);
    if (known) known.millionths += people * weightMillionths;
    else merged.set(key, { marks, millionths: people * weightMillionths });
  }
  const form = { options: rule.options, labels: options };
  return [...merged.values()].map(({ marks, millionths }) => [votes(millionths), engineBallot(form, marks)]);
}

/**
 * Objections are counted by their own records, not by the ballots behind them: those of a holder and of the members
 * who delegated to them have one. Where ballots object and no record stands, that stands in the way all the same:
 * nobody has answered it.
 */
function consentBallots({ groups, objections }: PollFacts): GroupedBallot[] {
  const positions = groups.map(({ marks, people, weightMillionths }) => ({
    position: 'consent' in marks ? marks.consent : null,
    people,
    weightMillionths,
  }));
  const unrecorded =
    positions.some(({ position }) => position === 'object') && !objections.some(stillObjects);
  const recorded: GroupedBallot[] = objections.map(({ reason, state, weightMillionths }) => [
    votes(weightMillionths),
    { object: reason, state },
  ]);
  return [
    ...positions
      .filter(({ position }) => position !== 'object')
      .map((group): GroupedBallot => [votes(group.people * group.weightMillionths), group.position]),
    ...(unrecorded
      ? [[1, { object: 'An objection without a record of its own.', state: 'open' }] as const]
      : []),
    ...recorded,
  ];
}

/** Whether the ballot behind an objection still objects. */
const stillObjects = ({ state }: CountedObjection): boolean => state === 'open' || state === 'overruled';
