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

@ObjectType('Bylaws', { description: 'The rules a cooperative has given itself.' })
export class BylawsType {
  @Field(() => [BylawRuleType], { description: 'The rules in force at the instant asked about, by key.' })
  inForce: unknown[];
  @Field(() => [BylawRuleType], {
    description: 'Versions decided that have not taken force, the soonest first.',
  })
  upcoming: unknown[];
}
