import { Field, InputType, Int } from '@nestjs/graphql';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Fraction } from '../../platform/graphql/scalars.js';
import { ComparisonEnum } from '../../voting/graphql/poll-enums.js';

export type ComparisonName = 'more_than' | 'at_least';
export type TieBreakMode = 'fixed_order' | 'previous_rounds' | 'report_tie';

const TieBreakModeEnum = describedEnum<TieBreakMode>(
  'TieBreakMode',
  'What happens among those who are equal.',
  {
    fixed_order: 'An order drawn by lot for each poll when it opens decides.',
    previous_rounds:
      'The latest earlier round in which they differ decides; if none does, what comes `then`.',
    report_tie: 'Nobody is picked: the tie is the result.',
  },
);

@InputType({ description: 'How ties are decided.' })
export class TieBreakInput {
  @Field(() => TieBreakModeEnum, { description: 'What is asked first.' })
  mode: TieBreakMode;
  @Field(() => TieBreakModeEnum, {
    nullable: true,
    description: 'What is asked where earlier rounds do not decide.',
  })
  then?: TieBreakMode | null;
}

/** Every named choice of any method; one that the method does not know is refused by name, not ignored. */
@InputType({ description: 'The choices that a method leaves open. Each says which methods know it.' })
export class MethodOptionsInput {
  @Field(() => TieBreakInput, {
    nullable: true,
    description: 'How ties are decided; where the method names no fallback it is needed.',
  })
  tieBreak?: TieBreakInput | null;
  @Field(() => String, {
    nullable: true,
    description: '`stv`: `scottish`, `wigm-prf`, `meek-prf`, `meek`, `warren`, `gregory-fractional`.',
  })
  variant?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '`irv`, `stv`: `exhaust`, `skip`, `exhaust_if_multiple_continuing`.',
  })
  overvote?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: '`irv`, `stv`: blanks in a row that exhaust a ballot; none do when absent.',
  })
  maxSkippedRanks?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`, `stv`: whether an option ranked twice ends the ballot.',
  })
  exhaustOnDuplicate?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`: whether the threshold of the first round holds throughout.',
  })
  firstRoundThreshold?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`, `stv`: whether all who cannot catch up even together go out at once.',
  })
  batchElimination?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`: whether the count goes on until two are left.',
  })
  continueUntilTwo?: boolean | null;
  @Field(() => Int, { nullable: true, description: '`irv`, `stv`: the round after which the count stops.' })
  stopAfterRound?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: '`irv`, `stv`: whoever has fewer votes goes out at once.',
  })
  minVotes?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`, `stv` gregory-fractional: adds an option for whoever is not listed; it cannot win.',
  })
  undeclaredWriteIn?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`choice`, `approval`: adds an option “none of these”, counted like any other.',
  })
  noneOfThese?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`irv`, `stv`: whether an option can be taken out of a vote that is open.',
  })
  excluded?: boolean | null;
  @Field(() => String, { nullable: true, description: '`irv`: `none`, `successive`.' })
  ranking?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '`stv` gregory-fractional: `droop`, `hagenbach-bischoff`, `hare`, `imperiali`.',
  })
  quota?: string | null;
  @Field(() => Boolean, { nullable: true, description: '`irv`, `stv`: whether the quota has decimals.' })
  quotaFractional?: boolean | null;
  @Field(() => Int, { nullable: true, description: '`irv`, `stv`: the decimals that are kept.' })
  decimals?: number | null;
  @Field(() => String, {
    nullable: true,
    description: '`stv`: `guarded`, `fixed` (meek, warren); `decimal`, `exact` (gregory-fractional).',
  })
  arithmetic?: string | null;
  @Field(() => Boolean, { nullable: true, description: '`stv` gregory-fractional: one surplus a round.' })
  oneWinnerPerRound?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: '`stv` gregory-fractional: whether a last round shows the last surpluses.',
  })
  finalSurplusRound?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      '`schulze`, `ranked-pairs`, `minimax`: `winning`, `margin`, `ratio`; minimax also `opposition`.',
  })
  strength?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Pairwise methods: `tied_last`, `no_preference`; `borda`: `share_remaining`, `zero`.',
  })
  unranked?: string | null;
  @Field(() => String, { nullable: true, description: '`ranked-pairs`: `smaller_opposition`, `none`.' })
  secondary?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '`ranked-pairs`: `fixed_order`, `together`, `all_orders`.',
  })
  equalPairs?: string | null;
  @Field(() => String, { nullable: true, description: '`copeland`: how victories and ties score.' })
  score?: string | null;
  @Field(() => String, { nullable: true, description: '`borda`: `n_to_1`, `n_minus_1_to_0`.' })
  pointScale?: string | null;
  @Field(() => Int, { nullable: true, description: '`approval`: the fewest options a ballot approves.' })
  min?: number | null;
  @Field(() => Int, { nullable: true, description: '`approval`: the most options a ballot approves.' })
  max?: number | null;
  @Field(() => String, { nullable: true, description: '`score`: `sum`, `mean`, `median`.' })
  aggregate?: string | null;
  @Field(() => [Int], { nullable: true, description: '`score`, `star`: the lowest and the highest mark.' })
  scoreRange?: number[] | null;
  @Field(() => String, {
    nullable: true,
    description: '`score`: `abstention`, `zero`; `majority-judgment`: `lowest`.',
  })
  blank?: string | null;
  @Field(() => String, { nullable: true, description: '`score`: `mean`, `lower`.' })
  evenMedian?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: '`star`: what narrows a tie of totals, in order; ends in `lot_order` or `report`.',
  })
  scoringTie?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: '`star`: what narrows a tie of the run-off, in order; ends in `lot_order` or `report`.',
  })
  runoffTie?: string[] | null;
  @Field(() => Int, { nullable: true, description: '`majority-judgment`: how many grades there are.' })
  grades?: number | null;
  @Field(() => Int, { nullable: true, description: '`gradients`: steps of the scale, 5 to 8.' })
  steps?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: '`gradients`: how many of the first steps mean "can live with it".',
  })
  canLiveWith?: number | null;
  @Field(() => Fraction, {
    nullable: true,
    description: '`gradients`: the part of the marks on those steps.',
  })
  fraction?: string | null;
  @Field(() => ComparisonEnum, {
    nullable: true,
    description: '`gradients`: whether that part must be passed or reached.',
  })
  comparison?: ComparisonName | null;
  @Field(() => Int, { nullable: true, description: '`dots`: the points of each member.' })
  points?: number | null;
  @Field(() => Int, { nullable: true, description: '`dots`, `quadratic`: the most on one option.' })
  perOption?: number | null;
  @Field(() => String, { nullable: true, description: '`dots`: `up_to`, `all`.' })
  spend?: string | null;
  @Field(() => Int, { nullable: true, description: '`quadratic`: the credits of each member.' })
  credits?: number | null;
  @Field(() => String, { nullable: true, description: '`quadratic`: `forbidden`, `allowed`.' })
  against?: string | null;
}
