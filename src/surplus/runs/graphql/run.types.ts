import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { CalendarDate, Fraction, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import { WhyHiddenEnum } from '../../graphql/why-hidden.js';
import { CheckOutcomeEnum } from './run-enums.js';
import type { RunPhase } from '../run.rows.js';
import { EntryFacts, PoolFacts, RunFacts } from './run-facts.types.js';

const RunPhaseEnum = describedEnum<RunPhase>(
  'RunPhase',
  'How far a computation, or later the posting, has come.',
  {
    waiting: 'It waits for its turn.',
    freezing: 'Records, register and books are read.',
    computing: 'The rules are worked through.',
    writing: 'Lines are written.',
    publishing: 'All of it is put in the place of what was computed before.',
    checking: 'What is stored is held against its hash.',
    posting: 'It was decided, and is being booked.',
    releasing: 'A dispute has ended, and what it held back is being given free.',
    done: 'It is done.',
    refused: 'It was refused; the run is as it was before.',
  },
);

@ObjectType('RunCheck', { description: 'A test of a run by law, bylaws or the books.' })
export class RunCheckType {
  @Field(() => String, { description: 'Its short name.' })
  id: string;
  @Field(() => CheckOutcomeEnum, { description: 'What it found.' })
  outcome: string;
  @Field(() => String, { description: 'The article it stands on.' })
  article: string;
  @Field(() => String, { description: 'What it asks, in words.' })
  message: string;
  @Field(() => String, { description: 'What was compared.' })
  detail: string;
}
@ObjectType('RunEntry', {
  description: 'One step of the sharing as an amount; all of them sum to the surplus.',
})
export class RunEntryType extends EntryFacts {}
@ObjectType('RunFigure', { description: 'A figure of a step: an amount, a rate, a name.' })
export class RunFigureType {
  @Field(() => String, { description: 'What it is; parts of a table are joined by points.' })
  name: string;
  @Field(() => String, { description: 'Its value, exact: minor units, a fraction, or words.' })
  value: string;
}
@ObjectType('RunStep', {
  description: 'A node of the explain tree, written by the step itself. Steps come in the order of the tree.',
})
export class RunStepType {
  @Field(() => Int, { description: 'Its place in the list, from 0.' })
  place: number;
  @Field(() => Int, { nullable: true, description: 'The place of the step it is a part of.' })
  partOf: number | null;
  @Field(() => String, { description: 'The kind of step.' })
  step: string;
  @Field(() => String, { description: 'Which one of its kind.' })
  id: string;
  @Field(() => String, { description: 'The rule in words.' })
  rule: string;
  @Field(() => String, { description: 'Where the rule stands.' })
  source: string;
  @Field(() => String, { description: 'Who decides, or decided, this step.' })
  decidedBy: string;
  @Field(() => [RunFigureType], { description: 'What went in.' })
  input: RunFigureType[];
  @Field(() => [RunFigureType], { description: 'What the rule is set to.' })
  parameter: RunFigureType[];
  @Field(() => [RunFigureType], { description: 'What came out.' })
  output: RunFigureType[];
}
@ObjectType('RunPool', {
  description: 'Money shared by one weighting, interest, or the members’ part of a loss.',
})
export class RunPoolType extends PoolFacts {
  @Field(() => String, { nullable: true, description: 'Which fund that is.' })
  fund: string | null;
  @Field(() => MinorUnits, {
    description:
      'What disputes that were open when it was computed held back; `releasedMinor` of its review says what their ends gave free.',
  })
  heldMinor: bigint;
  @Field(() => Fraction, {
    nullable: true,
    description: 'Minor units for each unit, where it is one for all and the pool is not of few.',
  })
  rate: string | null;
  @Field(() => Boolean, {
    description:
      'Whether the viewer is not told its rate, totals, forms and exact parts; `whyHidden` says why.',
  })
  isOfFew: boolean;
  @Field(() => WhyHiddenEnum, { nullable: true, description: 'Why not; null where they are told.' })
  whyHidden: string | null;
}
@ObjectType('RunProgress', { description: 'How far the latest computation, or the posting, has come.' })
export class RunProgressType {
  @Field(() => RunPhaseEnum, { description: 'Its phase.' })
  phase: string;
  @Field(() => Int, { description: 'How many participants are done.' })
  done: number;
  @Field(() => Int, { description: 'Of how many.' })
  total: number;
  @Field(() => String, { nullable: true, description: 'The reason of a refusal.' })
  refusalReason: string | null;
  @Field(() => String, { nullable: true, description: 'The refusal in words.' })
  refusalMessage: string | null;
  @Field(() => [String], { description: 'What is at fault.' })
  refusalDetails: string[];
  @Field(() => Instant, { description: 'When this was told.' })
  changedAt: Date;
}
@ObjectType('DistributionRunViewerCan', { description: 'What the viewer may do with a run.' })
export class RunViewerCanType {
  @Field(() => VerdictType, { description: 'The acts `editRun` and `computeRun`.' })
  computeRun: VerdictType;
  @Field(() => VerdictType, { description: 'The act `openRunReview`.' })
  openRunReview: VerdictType;
  @Field(() => VerdictType, { description: 'The act `putRunToVote`.' })
  putRunToVote: VerdictType;
  @Field(() => VerdictType, { description: 'The act `withdrawRun`.' })
  withdrawRun: VerdictType;
  @Field(() => VerdictType, {
    description:
      'The act `returnRunToReview`; it asks besides that the vote has not opened, or the decision is blocked for good.',
  })
  returnRunToReview: VerdictType;
  @Field(() => VerdictType, { description: 'The act `lockRun`.' })
  lockRun: VerdictType;
}
@ObjectType('DistributionRun', {
  description:
    'The sharing of a period’s result: policy, frozen snapshot, steps and everybody’s line, decided under one hash.',
})
export class DistributionRunType extends RunFacts {
  @Field(() => ID, { description: 'The identifier of this run.' })
  id: string;
  @Field(() => ID, { description: 'The period whose result is shared.' })
  periodId: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => Int, { description: 'How `runHash` is made: 2 since it binds whose each line is; 1 before.' })
  hashVersion: number;
  @Field(() => MinorUnits, { nullable: true, description: 'The result as the figures give it, after tax.' })
  resultMinor: bigint | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The surplus: gains before tax; its entries sum to it.',
  })
  surplusMinor: bigint | null;
  @Field(() => CheckOutcomeEnum, { nullable: true, description: 'The worst of its checks.' })
  verdict: string | null;
  @Field(() => [RunCheckType], { nullable: true, description: 'Its checks.' })
  checks: RunCheckType[] | null;
  @Field(() => Int, { description: 'How many times it has been computed.' })
  computation: number;
  @Field(() => Instant, { nullable: true, description: 'When it was last computed.' })
  computedAt: Date | null;
  @Field(() => ID, { nullable: true, description: 'The proposal that put it to the vote last.' })
  proposalId: string | null;
  @Field(() => ID, { nullable: true, description: 'The decision that posted it.' })
  decisionId: string | null;
  @Field(() => ID, { nullable: true, description: 'The entry of the books; null where nothing moved.' })
  ledgerEntryId: string | null;
  @Field(() => ID, { nullable: true, description: 'The entry that undid it.' })
  reversalEntryId: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The day from which it is effective.' })
  postedOn: string | null;
  @Field(() => ID, { nullable: true, description: 'The run that it corrects.' })
  corrects: string | null;
  @Field(() => Instant, { description: 'When it was written down.' })
  createdAt: Date;
}
export const DistributionRunConnection = connectionOf(DistributionRunType, 'DistributionRun');
