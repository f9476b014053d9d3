import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Refusal } from '../../shared/refusal.js';
import type { ClassOfElectors } from './count-poll.js';

/** Among so many at the least a vote hides that the count tells apart from others, by class or by weight. */
export const fewestToHideAmong = 5n;
/** Among so many at the least a vote hides that is told apart from none: of two, each knows how the other voted. */
export const fewestInAll = 3n;

/** Stands for every class that the rule does not name. No class has such a code. */
export const allOthers = 'all others';

type CountedApart = Pick<DecisionPolicy, 'classMajorities' | 'classCaps'>;

/** The classes that a rule counts apart: those whose own majority it asks for, and those whose weight it caps. */
export const classesCountedApart = ({ classMajorities, classCaps }: CountedApart): readonly string[] => [
  ...new Set([...classMajorities, ...classCaps].map((part) => part.class)),
];

/**
 * Refuses a confidential vote that could not stay one. The outcome alone tells how a small class voted whose majority
 * decides, and what is told of all and of some tells of the rest. So of each class that the rule counts apart, and of all
 * others together, nobody may vote or at least five. `perClass` is the electorate as it was drawn.
 */
export function tooFewToHide(
  policy: CountedApart,
  perClass: readonly Pick<ClassOfElectors, 'classCode' | 'people'>[],
): true | Refusal<'TOO_FEW_TO_HIDE'> {
  const named = classesCountedApart(policy);
  if (named.length === 0) return true;
  const peopleOf = (isOf: (code: string) => boolean): bigint =>
    perClass.reduce((sum, { classCode, people }) => (isOf(classCode) ? sum + people : sum), 0n);
  const groups = [
    ...named.map((code) => ({ name: `the class "${code}"`, people: peopleOf((each) => each === code) })),
    { name: 'all other members', people: peopleOf((each) => !named.includes(each)) },
  ];
  const few = groups.filter(({ people }) => people > 0n && people < fewestToHideAmong);
  return few.length === 0
    ? true
    : new Refusal(
        'TOO_FEW_TO_HIDE',
        'The rule counts classes apart, and so few vote in one that the result of a confidential vote would show how they ' +
          `voted: of each at least ${fewestToHideAmong} are needed. Hold it as an open vote, or change the classes or the rule.`,
        few.map(({ name, people }) => `Of ${name} ${people} may vote.`),
      );
}

/** Votes that a count tells apart from all others: by a class that the rule names, and by weight. */
export interface CountGroup {
  /** Ballots that their own electors cast, which the record tells of by name. */
  readonly ballots: bigint;
  /** Votes that were passed on, to holders in this group or in another. */
  readonly held: bigint;
}

/**
 * Whether the count of a confidential poll tells how somebody voted, so that no more than its outcome may be given out.
 * It looks at who voted and never at how: if what was said decided it, being withheld would tell that. Who cast a ballot
 * everybody knows from the record, so ballots hide each other and votes that were passed on hide nobody. Where any group
 * is too small all numbers are withheld: of all but one, the one is the difference.
 */
export function countTells(groups: readonly CountGroup[]): boolean {
  const fewest = groups.length > 1 ? fewestToHideAmong : fewestInAll;
  return groups.some(({ ballots }) => ballots < fewest);
}

/** Methods whose ballots say one of a few things, so that many are alike. */
const methodsOfFewBallots: readonly DecisionPolicy['method'][] = ['threshold', 'choice', 'gradients'];

/**
 * Whether votes may be passed on in a confidential poll. The ballot of a holder stands in the list once for each vote it
 * counts for; where hardly two members fill in the same ballot, or one bears words of its own, that finds it.
 */
export const holdersCanHide = (policy: Pick<DecisionPolicy, 'method' | 'block'>): boolean =>
  methodsOfFewBallots.includes(policy.method) && policy.block === 'forbidden';
