import { describedEnum } from '../../platform/graphql/described-enum.js';
import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import type { ThresholdBase } from '../../membership/domain/decision-rule.js';
import type { BallotChannel } from '../ballot-box.js';
import type { EligibilityGround } from '../domain/eligibility.js';
import type { PollState } from '../domain/poll-lifecycle.js';
import type { Condition } from '../domain/threshold-outcome.js';
import type { ConsentPosition, VoteChoice } from '../domain/ballots/ballot-marks.js';
import type { PollOutcome } from '../domain/count-poll.js';
import type { WithholdingGround } from '../withheld-counts.js';

export const PollStateEnum = describedEnum<PollState>('PollState', 'Where a poll is in its life.', {
  open: 'Ballots are taken until the closing instant.',
  closing:
    'The closing instant has come: no ballot is taken any more, and the count is about to be published.',
  closed: 'Counted; the result stands.',
  cancelled: 'Called off; nothing was decided.',
});
export const BallotChoiceEnum = describedEnum<VoteChoice>(
  'BallotChoice',
  'What a ballot for or against says.',
  {
    for: 'In favour.',
    against: 'Against.',
    abstain: 'Takes part without saying either; whether it counts in base and quorum is the rule’s choice.',
    blank: 'Handed in with nothing on it; never in the base of a majority.',
    invalid: 'On paper, and not to be read as any choice; never in the base of a majority.',
    block: 'Stands against the proposal with a reason; the rule says what it does.',
  },
);
export const ConsentPositionEnum = describedEnum<ConsentPosition>(
  'ConsentPosition',
  'Where somebody stands on a proposal decided by consent.',
  {
    consent: 'Can live with it.',
    stand_aside: 'Would not do it, and does not stand in its way.',
    object: 'Sees a harm in it: as long as the objection is open, it does not pass.',
  },
);
export const BallotChannelEnum = describedEnum<BallotChannel>('BallotChannel', 'How a ballot reached us.', {
  web: 'Cast by the elector, signed in.',
  paper: 'Given on paper, entered by a steward.',
  telephone: 'Given by telephone, entered by a steward.',
  in_person: 'Given in person, entered by a steward.',
});
export const PollOutcomeEnum = describedEnum<PollOutcome>('PollOutcome', 'What a poll decided.', {
  passed: 'Quorum and majority were reached, or no objection stands.',
  failed: 'The majority needed was not reached, or nobody could be chosen.',
  no_quorum: 'Too few took part: nothing was decided.',
  tie: 'Equal, and the rule does not break the tie: nothing was decided, or not for every seat.',
  decided: 'Options were chosen.',
});
export const WithholdingGroundEnum = describedEnum<WithholdingGround>(
  'WithholdingGround',
  'Why no more than the outcome of a confidential poll is given out.',
  {
    few_ballots:
      'So few voted, in all or of one class or weight, that the numbers would tell how somebody did.',
    held_votes: 'Votes were passed on, and the list of ballots would tell how a holder voted.',
  },
);
export const PollVisibilityEnum = describedEnum<DecisionPolicy['visibility']>(
  'PollVisibility',
  'Who can see how somebody voted.',
  {
    open: 'Ballots are public among members.',
    confidential: 'Members do not see each other’s ballots; administrators of the database could.',
  },
);
export const EligibilityGroundEnum = describedEnum<EligibilityGround>(
  'EligibilityGround',
  'Why somebody is, or is not, in an electorate.',
  {
    elector: 'In the electorate.',
    not_a_member: 'Not a member of the cooperative.',
    joined_after_record_date: 'Became a member after the record date.',
    standing_without_vote: 'The membership’s standing on the record date gives no vote.',
    class_without_vote: 'The class on the record date has no vote.',
    no_seat_in_body: 'Held no seat in the body that decides.',
    recorded_after_opening: 'What would entitle was recorded only after the electorate was frozen.',
  },
);
export const ThresholdBaseEnum = describedEnum<ThresholdBase>(
  'ThresholdBase',
  'What the fraction of a majority is of.',
  {
    cast: 'Votes for and against.',
    valid: 'Votes for, against and abstaining.',
    eligible: 'All votes of the electorate.',
  },
);
export const CountingUnitEnum = describedEnum<Condition['unit']>('CountingUnit', 'What is counted.', {
  people: 'Electors, each once.',
  weight_millionths: 'Votes by their weight.',
});
export const ComparisonEnum = describedEnum<'more_than' | 'at_least'>(
  'Comparison',
  'How a count is compared.',
  {
    more_than: 'Strictly more than what is named.',
    at_least: 'As much as what is named, or more.',
  },
);
export const ChangingChoiceEnum = describedEnum<'for' | 'against' | 'any_counted'>(
  'ChangingChoice',
  'What further votes would have had to say.',
  {
    for: 'In favour.',
    against: 'Against.',
    any_counted: 'Any choice that counts towards the quorum.',
  },
);
