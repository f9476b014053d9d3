import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Instant } from '../../platform/graphql/scalars.js';

@ObjectType('BylawRule', { description: 'One version of one rule of the bylaws.' })
export class BylawRuleType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => String, { description: 'Which rule it is: `decision-policy/resolution`.' })
  key: string;
  @Field(() => Int, { description: 'Which version of the rule, from 1.' })
  version: number;
  @Field(() => String, { description: 'The article of the bylaws.' })
  article: string;
  @Field(() => String, { description: 'The wording that binds.' })
  text: string;
  @Field(() => String, { description: 'The language of the wording, BCP 47.' })
  language: string;
  @Field(() => Instant, { description: 'When this version takes force.' })
  effectiveAt: Date;
  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: Date;
  @Field(() => ID, { nullable: true, description: 'The decision that made it; null for founding bylaws.' })
  decisionId: string | null;
}

@ObjectType('DecisionPolicy', { description: 'What a rule of decision asks of a proposal and its vote.' })
export class DecisionPolicyType {
  @Field(() => String, { description: 'The code of the body that decides.' })
  body: string;
  @Field(() => String, { description: 'The method by which ballots are counted, as `threshold` or `irv`.' })
  method: string;
  @Field(() => Int, { description: 'The version of the method.' })
  methodVersion: number;
  @Field(() => Int, { description: 'How many are chosen; 1 where one question is answered.' })
  seats: number;
  @Field(() => Int, { description: 'The fewest options a proposal brings; 0 where it brings none.' })
  minimumOptions: number;
  @Field(() => Int, { description: 'The most options a proposal brings; 0 where it brings none.' })
  maximumOptions: number;
  @Field(() => Boolean, { description: 'Whether a member may pass their vote to another.' })
  delegationAllowed: boolean;
  @Field(() => Int, {
    description: 'Days after the result in which dissent may be recorded; 0 when that is not offered.',
  })
  dissentDays: number;
}

@ObjectType('Bylaws', { description: 'The rules a cooperative has given itself.' })
export class BylawsType {
  @Field(() => [BylawRuleType], { description: 'The rules in force at the instant asked about, by key.' })
  inForce: unknown[];
  @Field(() => [BylawRuleType], {
    description: 'Versions decided that have not taken force, the soonest first.',
  })
  upcoming: unknown[];
}
