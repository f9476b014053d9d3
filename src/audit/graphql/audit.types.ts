import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { Instant } from '../../platform/graphql/scalars.js';

@ObjectType('AuditEvent', { description: 'One act, as it was recorded when it was done.' })
export class AuditEventType {
  @Field(() => ID, { description: 'The identifier of this record.' })
  id: string;
  @Field(() => String, { description: 'What was done, by the name of the act.' })
  act: string;
  @Field(() => String, { description: 'The kind of thing it was done to.' })
  subjectType: string;
  @Field(() => ID, { nullable: true, description: 'The thing it was done to.' })
  subjectId: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The membership that acted; null for the product’s own acts.',
  })
  actorMembershipId: string | null;
  @Field(() => Instant, { description: 'When it was recorded, by the database’s clock.' })
  recordedAt: Date;
}
export const AuditEventConnection = connectionOf(AuditEventType, 'AuditEvent');

@ObjectType('RecordVerification', { description: 'What recomputing the sealed record found.' })
export class RecordVerificationType {
  @Field(() => Int, { description: 'How many acts are sealed.' })
  sealed: number;
  @Field(() => Int, { description: 'How many acts wait for their seal.' })
  unsealed: number;
  @Field(() => String, {
    description: 'The hash at the head of the chain: whoever sees the same one sees the same record.',
  })
  head: string;
  @Field(() => [String], {
    description: 'What does not fit, one sentence each; empty when the record is intact.',
  })
  faults: string[];
}
