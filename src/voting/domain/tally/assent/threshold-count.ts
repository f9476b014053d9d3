import { Ratio } from '../../../../shared/ratio.js';
import { VOTES, type Base, type Measure, type QuorumRule, type Vote } from './threshold-rule.js';

export { VOTES, type Vote } from './threshold-rule.js';

/** How many people, and with how much weight. */
export type Tallied = Readonly<Record<Measure, Ratio>>;

export const NOBODY: Tallied = { people: Ratio.zero, weight: Ratio.zero };

export const together = (parts: readonly Tallied[]): Tallied =>
  parts.reduce(
    (sum, part) => ({ people: sum.people.plus(part.people), weight: sum.weight.plus(part.weight) }),
    NOBODY,
  );

/** One class of the electorate: who may vote, who is present (null: not recorded), and how they voted. */
export interface ClassCount {
  readonly eligible: Tallied;
  readonly present: Tallied | null;
  readonly votes: Readonly<Record<Vote, Tallied>>;
}

/** Everyone, by class. A poll without classes has one, named ''. Withdrawn electors are in none of it. */
export type ThresholdCount = ReadonlyMap<string, ClassCount>;

/** One class, or all of them together. A class that nobody belongs to is empty. */
export function countOf(count: ThresholdCount, of: string | null): ClassCount {
  const classes = of === null ? [...count.values()] : [count.get(of)].filter((found) => found !== undefined);
  const votes = Object.fromEntries(
    VOTES.map((vote) => [vote, together(classes.map((one) => one.votes[vote]))]),
  ) as Record<Vote, Tallied>;
  const present = classes.map((one) => one.present);
  return {
    eligible: together(classes.map((one) => one.eligible)),
    present: present.includes(null) ? null : together(present as Tallied[]),
    votes,
  };
}

/** A block stands against the proposal, whatever else it does. */
export const against = ({ votes }: ClassCount): Tallied => together([votes.against, votes.block]);

export function baseOf(count: ClassCount, base: Base): Tallied {
  if (base === 'eligible') return count.eligible;
  if (base === 'present') return count.present ?? NOBODY;
  return together(base === 'cast' ? cast(count) : [...cast(count), count.votes.abstain]);
}

export function countedForQuorum(count: ClassCount, kind: QuorumRule['counted']): Tallied {
  if (typeof kind !== 'string') return together(kind.map((vote) => count.votes[vote]));
  if (kind === 'for') return count.votes.for;
  if (kind === 'present') return count.present ?? NOBODY;
  if (kind === 'participating') return together(VOTES.map((vote) => count.votes[vote]));
  return baseOf(count, kind);
}

const cast = (count: ClassCount): Tallied[] => [count.votes.for, against(count)];

/** Those who could still vote. */
export function outstanding(count: ClassCount): Tallied {
  const voted = countedForQuorum(count, 'participating');
  return {
    people: count.eligible.people.minus(voted.people),
    weight: count.eligible.weight.minus(voted.weight),
  };
}

/** The same count with everybody outstanding voting alike. */
export function withOutstandingAs(count: ThresholdCount, vote: 'for' | 'against'): ThresholdCount {
  return new Map(
    [...count].map(([name, one]) => [
      name,
      { ...one, votes: { ...one.votes, [vote]: together([one.votes[vote], outstanding(one)]) } },
    ]),
  );
}
