/**
 * Whether somebody is an elector of a poll, and why. The electorate is drawn once, as of the record date, and frozen:
 * whoever joins, leaves or changes class later is in or out as they were on that date.
 *
 * Electors of an assembly's poll: members whose membership stands on the record date, in a class that may
 * vote, with their class's weight. Electors of another body's poll: such members with a seat in it on that
 * date, one vote a seat whatever their class.
 */
export const eligibilityGrounds = [
  'elector',
  'not_a_member',
  'joined_after_record_date',
  'standing_without_vote',
  'class_without_vote',
  'no_seat_in_body',
  'recorded_after_opening',
] as const;
export type EligibilityGround = (typeof eligibilityGrounds)[number];

/** Standings in which a member votes: every membership that stands. Who gives notice votes until it ends. */
export const votingStandings = ['probation', 'active', 'leaving'] as const;

/** What the register says about one person on the record date, and what the frozen electorate says. */
export interface EligibilityFacts {
  readonly recordOn: string;
  readonly bodyName: string;
  readonly isAssembly: boolean;
  readonly isMember: boolean;
  readonly joinedOn: string | null;
  readonly standing: string | null;
  readonly className: string | null;
  readonly classMayVote: boolean;
  readonly hasSeat: boolean;
  /** Null when the person is not in the electorate. */
  readonly weightMillionths: bigint | null;
}

export interface Eligibility {
  readonly eligible: boolean;
  readonly ground: EligibilityGround;
  readonly explanation: string;
  /** What would have to change for a later poll. */
  readonly whatWouldChangeIt: string;
  readonly weightMillionths: bigint;
  readonly className: string | null;
  readonly recordOn: string;
}

/** Answers for everyone: in or out, why, with what weight and class, and what would change it. Never refuses. */
export function explainEligibility(facts: EligibilityFacts): Eligibility {
  const ground = groundOf(facts);
  const { explanation, whatWouldChangeIt } = wordsOf[ground](facts);
  return {
    eligible: ground === 'elector',
    ground,
    explanation,
    whatWouldChangeIt,
    weightMillionths: facts.weightMillionths ?? 0n,
    className: facts.className,
    recordOn: facts.recordOn,
  };
}

function groundOf(facts: EligibilityFacts): EligibilityGround {
  if (facts.weightMillionths !== null) return 'elector';
  if (!facts.isMember || facts.joinedOn === null) return 'not_a_member';
  if (facts.joinedOn > facts.recordOn) return 'joined_after_record_date';
  if (!votingStandings.some((standing) => standing === facts.standing)) return 'standing_without_vote';
  if (!facts.isAssembly) return facts.hasSeat ? 'recorded_after_opening' : 'no_seat_in_body';
  return facts.classMayVote ? 'recorded_after_opening' : 'class_without_vote';
}

type Words = Pick<Eligibility, 'explanation' | 'whatWouldChangeIt'>;

const later = 'Nothing changes this poll: its electorate is frozen.';

const wordsOf: Readonly<Record<EligibilityGround, (facts: EligibilityFacts) => Words>> = {
  elector: ({ recordOn, bodyName, className, isAssembly }) =>
    isAssembly
      ? {
          explanation: `You may vote: on ${recordOn} you were a member of the class ${className ?? ''}.`,
          whatWouldChangeIt: `${later} Leaving, or moving to a class without a vote, counts from the next poll on.`,
        }
      : {
          explanation: `You may vote: on ${recordOn} you held a seat in ${bodyName}.`,
          whatWouldChangeIt: `${later} Leaving the seat counts from the next poll on.`,
        },
  not_a_member: () => ({
    explanation: 'You may not vote: you are not a member of this cooperative.',
    whatWouldChangeIt: 'Membership before the record date of a later poll gives a vote in it.',
  }),
  joined_after_record_date: ({ recordOn, joinedOn }) => ({
    explanation: `You may not vote: you joined on ${joinedOn ?? ''}, after the record date ${recordOn}.`,
    whatWouldChangeIt: `${later} You vote in polls with a later record date.`,
  }),
  standing_without_vote: ({ recordOn, standing }) => ({
    explanation: `You may not vote: on ${recordOn} your membership was ${standing ?? 'not recorded'}, which gives no vote.`,
    whatWouldChangeIt: `${later} With an active membership you vote in later polls.`,
  }),
  class_without_vote: ({ recordOn, className }) => ({
    explanation: `You may not vote: on ${recordOn} your class was ${className ?? 'not recorded'}, which has no vote.`,
    whatWouldChangeIt: `${later} In a class that votes you take part in later polls.`,
  }),
  no_seat_in_body: ({ recordOn, bodyName }) => ({
    explanation: `You may not vote: ${bodyName} decides this, and on ${recordOn} you held no seat in it.`,
    whatWouldChangeIt: `${later} A seat in ${bodyName} gives a vote in its later polls.`,
  }),
  recorded_after_opening: ({ recordOn }) => ({
    explanation: `You may not vote: what would entitle you on ${recordOn} was recorded after the poll opened.`,
    whatWouldChangeIt: `${later} It counts in later polls; if the register was wrong, tell the officers.`,
  }),
};
