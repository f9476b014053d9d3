import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import { DeadEndEnum, VoteStandingKindEnum } from './delegation.enums.js';

@ObjectType('HeldVotes', { description: 'The votes of others that a holder casts with their own.' })
export class HeldVotesType {
  @Field(() => Int, { description: 'How many electors stand behind the holder.' })
  people: number;
  @Field(() => Fraction, { description: 'Their votes by weight, exact.' })
  votes: string;
}

@ObjectType('PollDelegation', { description: 'What the rule of a poll says of delegation.' })
export class PollDelegationType {
  @Field(() => Boolean, {
    description: 'Whether delegated votes are counted, at the close; results shown before leave them out.',
  })
  allowed: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'The most votes of others that one holder casts; null for no cap.',
  })
  holderCap: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'In how many days a delegation must have been given or confirmed; null for no limit.',
  })
  reconfirmDays: number | null;
  @Field(() => VerdictType, { description: 'Whether the viewer may delegate for this poll.' })
  viewerCanDelegate: VerdictType;
}

@ObjectType('VoteStanding', {
  description:
    'Where the viewer’s vote stands: as it would be counted if nobody did anything more, or as it was counted.',
})
export class VoteStandingType {
  @Field(() => VoteStandingKindEnum, { description: 'Where it stands.' })
  kind: string;
  @Field(() => Boolean, { description: 'True after the count.' })
  isFinal: boolean;
  @Field(() => Int, { description: 'How many members it passes through; 0 for one’s own ballot.' })
  steps: number;
  @Field(() => DeadEndEnum, { nullable: true, description: 'Why it got no further.' })
  deadEnd: string | null;
}
