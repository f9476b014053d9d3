import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Instant } from '../../../platform/graphql/scalars.js';
import { RunModeEnum, RunStateEnum } from './run-enums.js';

/** What a run says of itself wherever it is told of: the run, a member's statement of it, the summary. */
@ObjectType({ isAbstract: true })
export abstract class RunFacts {
  @Field(() => RunModeEnum, { description: 'What it is for.' })
  mode: string;
  @Field(() => RunStateEnum, { description: 'How far it has come.' })
  state: string;
  @Field(() => String, {
    nullable: true,
    description: 'The rule of the bylaws that the policy was taken from.',
  })
  policyKey: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of that rule.' })
  policyVersion: number | null;
  @Field(() => String, { description: 'SHA-256 of the policy.' })
  policyHash: string;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the frozen snapshot.' })
  snapshotHash: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of everything that a vote binds.' })
  runHash: string | null;
  @Field(() => String, { description: 'The currency, ISO 4217.' })
  currency: string;
  @Field(() => Instant, { nullable: true, description: 'Until when members review it.' })
  reviewUntil: Date | null;
}
