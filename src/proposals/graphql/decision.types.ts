import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import type { DecisionOutcome, DecisionStage } from '../domain/decision-stage.js';

export const DecisionOutcomeEnum = describedEnum<DecisionOutcome>(
  'DecisionOutcome',
  'How the competent body decided.',
  {
    adopted: 'The majority that the rule asks for was reached, or the choice was made.',
    rejected: 'The majority was not reached.',
    no_quorum: 'Too few took part for a decision.',
    tied: 'Equal: those ahead, and the rule picks nobody among equals; or exactly as many for as against. Nothing was decided.',
  },
);

export const DecisionStageEnum = describedEnum<DecisionStage>(
  'DecisionStage',
  'How far an adopted decision has come.',
  {
    not_adopted: 'Nothing follows from it.',
    adopted: 'Adopted; it has not taken force yet.',
    effective: 'In force; people carry it out.',
    carried_out: 'In force, and its effect was carried out.',
    blocked: 'In force, but its effect was refused; it can be tried again once that is mended.',
    annulled: 'Set aside by a later decision or by law.',
    superseded: 'Replaced by a later decision, or set aside because it can never be carried out.',
  },
);

@ObjectType('DecisionAttempt', { description: 'One attempt to carry a decision out.' })
export class DecisionAttemptType {
  @Field(() => Boolean, { description: 'Whether it was carried out.' })
  carriedOut: boolean;
  @Field(() => String, { nullable: true, description: 'The reason, when it was refused.' })
  reason: string | null;
  @Field(() => String, { nullable: true, description: 'What was in the way, in words.' })
  message: string | null;
  @Field(() => Instant, { description: 'When it was tried.' })
  recordedAt: Date;
}

@ObjectType('DecisionViewerCan', { description: 'What the viewer may do with this decision now.' })
export class DecisionViewerCanType {
  @Field(() => VerdictType, { description: 'Have a blocked effect tried again.' })
  retryEffect: VerdictType;
}

@ObjectType('ChosenOption', { description: 'An option that the members chose.' })
export class ChosenOptionType {
  @Field(() => Int, { description: 'Its place in the list of options, from 0.' })
  position: number;
  @Field(() => String, { description: 'What it was called on the ballot.' })
  label: string;
}

@ObjectType('Decision', { description: 'What a competent body decided, by which rule, and what came of it.' })
export class DecisionType {
  @Field(() => ID, { description: 'The identifier of the decision.' })
  id: string;
  @Field(() => Int, { description: 'Its number in the register.' })
  number: number;
  @Field(() => String, { description: 'What kind of decision it is.' })
  decisionKind: string;
  @Field(() => String, { description: 'The title that was voted on.' })
  title: string;
  @Field(() => String, { description: 'The text that was voted on.' })
  text: string;
  @Field(() => DecisionOutcomeEnum, { description: 'How it was decided.' })
  outcome: DecisionOutcome;
  @Field(() => [ChosenOptionType], {
    description:
      'What was chosen, in the order in which the count chose; of a tie for the last places, those that are certain. Empty where a question was answered, or nothing chosen.',
  })
  chosen: unknown[];
  @Field(() => [ChosenOptionType], {
    description: 'The options that stood equal and among which nothing was decided; empty unless it is tied.',
  })
  tied: unknown[];
  @Field(() => DecisionStageEnum, { description: 'How far it has come.' })
  stage: DecisionStage;
  @Field(() => Instant, { description: 'When the vote closed.' })
  decidedAt: Date;
  @Field(() => Instant, { nullable: true, description: 'When it takes or took force; null unless adopted.' })
  effectiveAt: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When its effect was carried out.' })
  carriedOutAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Why its effect is blocked.' })
  blockedReason: string | null;
  @Field(() => String, { nullable: true, description: 'What is in the way, in words.' })
  blockedMessage: string | null;
  @Field(() => String, { description: 'The key of the rule that applied.' })
  ruleKey: string;
  @Field(() => Int, { description: 'The version of the rule that applied.' })
  ruleVersion: number;
}
export const DecisionConnection = connectionOf(DecisionType, 'Decision');
