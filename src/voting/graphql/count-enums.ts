import { describedEnum } from '../../platform/graphql/described-enum.js';
import type { CONSENT_OUTCOMES, QuorumResult, ThresholdResult } from '../domain/results/assent-result.js';
import type { COPELAND_SCORE_NAMES, STRENGTH_NAMES } from '../domain/results/pairwise-result.js';
import type { ExclusionReason, RoundTransfers } from '../domain/results/runoff-rounds.js';
import type { StvVariant } from '../domain/tally/ranked/stv-rule.js';
import type { ResultTie, TieEnding } from '../domain/results/seats-result.js';
import type { MarksResult } from '../domain/results/totals-result.js';
import type { ObjectionState } from '../domain/tally/assent/consent.js';

export const TieEndingEnum = describedEnum<TieEnding>(
  'TieEnding',
  'How options that stood equal were told apart.',
  {
    drawn_order: 'By the order drawn before the count from the recorded seed.',
    earlier_rounds: 'By their votes in the latest earlier round in which they differ.',
    reported: 'Not at all: the rule does not break the tie.',
    fewest_losses: 'By who lost to the fewest of them head to head.',
    most_top_scores: 'By who has the most of the highest scores.',
    higher_total: 'By the higher total.',
  },
);
export const TieDecidesEnum = describedEnum<ResultTie['decides']>(
  'TieDecides',
  'What options were equal for.',
  {
    election: 'A place.',
    exclusion: 'Who is excluded.',
    surplus_order: 'Whose surplus passes on first.',
    finalists: 'A place in the run-off.',
    runoff: 'The run-off.',
  },
);
export const ScoreAggregateEnum = describedEnum<NonNullable<MarksResult['aggregate']>>(
  'ScoreAggregate',
  'What of its scores counts for an option.',
  { sum: 'Their sum.', mean: 'Their mean.', median: 'The one in the middle.' },
);
export const StvVariantEnum = describedEnum<StvVariant>(
  'StvVariant',
  'The rule of a single transferable vote, by name.',
  {
    scottish: 'Scottish Local Government Elections Order 2007: weighted inclusive Gregory, five decimals.',
    'wigm-prf': 'Weighted inclusive Gregory, the reference rule with four decimals.',
    'meek-prf': 'Meek’s rule, the reference rule with nine decimals.',
    meek: 'Meek’s rule, eighteen decimals.',
    warren: 'Warren’s rule, eighteen decimals.',
    'gregory-fractional': 'Fractional surpluses with the choices that the rule records.',
  },
);
export const ExclusionReasonEnum = describedEnum<ExclusionReason>(
  'ExclusionReason',
  'Why options left the count.',
  {
    fewest_votes: 'They had the fewest votes.',
    cannot_catch_up_together: 'Even together they could not catch up with the next.',
    below_minimum: 'They had fewer votes than the rule asks for.',
    undeclared_write_in: 'Nobody stands under that name.',
  },
);
export const TransferKindEnum = describedEnum<RoundTransfers['kind']>(
  'TransferKind',
  'Which votes passed on.',
  {
    excluded: 'All votes of those excluded.',
    surplus: 'What the elected had above the votes needed.',
    placed: 'All votes of who took a place of the ranking.',
  },
);
export const PairwiseStrengthEnum = describedEnum<(typeof STRENGTH_NAMES)[number]>(
  'PairwiseStrength',
  'What makes a pairwise victory strong.',
  {
    winning: 'The votes for the winner.',
    margin: 'The votes for the winner less those for the loser.',
    ratio: 'The votes for the winner divided by those for the loser.',
    opposition: 'The votes for the opponent, won or lost.',
  },
);
export const CopelandScoreEnum = describedEnum<(typeof COPELAND_SCORE_NAMES)[number]>(
  'CopelandScore',
  'How pairwise victories are scored.',
  { wins_minus_losses: 'Victories less defeats.', half_per_tie: 'One for a victory, half for a tie.' },
);
export const ThresholdOutcomeEnum = describedEnum<ThresholdResult['outcome']>(
  'ThresholdOutcome',
  'What a count for or against found.',
  {
    passed: 'Every quorum and every majority is met.',
    failed: 'A majority is not met.',
    no_quorum: 'A quorum is not met.',
    tie: 'For and against are equal, and more than half was asked for.',
    blocked: 'As many block as the rule asks for.',
    open: 'A ballot that is still out could change it.',
  },
);
export const QuorumKindEnum = describedEnum<QuorumResult['kind']>(
  'QuorumKind',
  'What counts towards a quorum.',
  {
    for: 'Votes for.',
    cast: 'Votes for and against.',
    valid: 'Votes for, against and abstaining.',
    participating: 'Every ballot.',
    present: 'Attendance.',
    named: 'The choices that the rule names one by one.',
  },
);
export const ConsentOutcomeEnum = describedEnum<(typeof CONSENT_OUTCOMES)[number]>(
  'ConsentOutcome',
  'What a count by consent found.',
  {
    passed: 'No objection is open.',
    objected: 'An objection is open.',
    no_ballots: 'Nobody has said anything.',
  },
);
export const CountedObjectionStateEnum = describedEnum<ObjectionState>(
  'CountedObjectionState',
  'What had become of an objection when it was counted.',
  {
    open: 'It stands in the way.',
    integrated: 'The proposal took it up.',
    answered: 'It was answered.',
    withdrawn: 'Who raised it took it back.',
    overruled: 'It was overruled as the rule allows.',
    invalid: 'It was found not to be an objection by the criteria.',
  },
);
