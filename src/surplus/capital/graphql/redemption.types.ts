import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { CalendarDate, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { keyDescription, PolicySourceFields } from './capital.inputs.js';

@ObjectType('RedemptionLine', { description: 'What of one lot is paid back.' })
export class RedemptionLineType {
  @Field(() => String, { description: 'The lot’s account.' })
  path: string;
  @Field(() => String, { description: 'The key of its holder’s accounts.' })
  key: string;
  @Field(() => Int, { nullable: true, description: 'The year it was retained of; null for shares.' })
  year: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Taxed when it was allocated (true) or now (false); null where there is no difference.',
  })
  qualified: boolean | null;
  @Field(() => MinorUnits, { description: 'What the lot held.' })
  balanceMinor: bigint;
  @Field(() => MinorUnits, { description: 'What of it is paid back.' })
  paidMinor: bigint;
  @Field(() => Boolean, { description: 'Whether the lot decided its last cent.' })
  lotDecided: boolean;
}
export const RedemptionLineConnection = connectionOf(RedemptionLineType, 'RedemptionLine');

@ObjectType('Redemption', {
  description: 'A plan to pay members’ capital back, tested, and perhaps decided.',
})
export class RedemptionType {
  @Field(() => ID, { description: 'The identifier of this plan.' })
  id: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'The method of the policy: revolving, byRequest or baseCapitalPlan.' })
  method: string;
  @Field(() => String, { description: 'The currency.' })
  currency: string;
  @Field(() => String, { nullable: true, description: 'The rule of the bylaws; null when a text was given.' })
  policyKey: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of that rule.' })
  policyVersion: number | null;
  @Field(() => MinorUnits, { description: 'What is paid back.' })
  paidMinor: bigint;
  @Field(() => MinorUnits, { description: 'The free capital that remains with members.' })
  capitalAfterMinor: bigint;
  @Field(() => MinorUnits, {
    description: 'What members who hold too little are called to add, by a base capital plan.',
  })
  calledMinor: bigint;
  @Field(() => MinorUnits, { description: 'The cooperative’s own means afterwards, by the figures stated.' })
  equityAfterMinor: bigint;
  @Field(() => String, { description: 'Where the figures of the test stand.' })
  evidence: string;
  @Field(() => [String], { description: 'What the test of liquidity warns of.' })
  warnings: readonly string[];
  @Field(() => String, { description: 'SHA-256 of rule, figures and lines: what the vote binds.' })
  hash: string;
  @Field(() => ID, { description: 'The membership of who planned it.' })
  plannedBy: string;
  @Field(() => Instant, { description: 'When it was planned.' })
  plannedAt: Date;
  @Field(() => ID, { nullable: true, description: 'The decision that carried it out.' })
  decisionId: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The day on which it was booked.' })
  postedOn: string | null;
}
export const RedemptionConnection = connectionOf(RedemptionType, 'Redemption');

@InputType({ description: 'What a plan is computed from, besides the lots in the books.' })
export class PlanRedemptionInput extends PolicySourceFields {
  @Field(() => String, { description: 'Its name, one line of at most 100 characters.' })
  name: string;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'What may be paid back at most; by the policy’s budget or target when absent.',
  })
  budgetMinor?: bigint | null;
  @Field(() => ID, { nullable: true, description: 'The base period of a base capital plan.' })
  periodId?: string | null;
  @Field(() => MinorUnits, { description: 'What the cooperative owns, by its general accounts.' })
  assetsMinor: bigint;
  @Field(() => MinorUnits, { description: 'What it owes, by its general accounts.' })
  debtsMinor: bigint;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The least own means that must remain; zero when absent.',
  })
  leastEquityMinor?: bigint | null;
  @Field(() => MinorUnits, { description: 'The cash at hand.' })
  cashMinor: bigint;
  @Field(() => MinorUnits, { nullable: true, description: 'The cash that must stay; zero when absent.' })
  cashReserveMinor?: bigint | null;
  @Field(() => String, {
    description: 'Where these figures stand: the accounts, their day, who checked them.',
  })
  evidence: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'A plan put before the competent body.' })
export class ProposeRedemptionInput {
  @Field(() => ID, { description: 'The plan.' })
  redemptionId: string;
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@ObjectType({ description: 'The plan stands; nothing is booked before it is decided.' })
export class RedemptionPlanned {
  @Field(() => ID, { description: 'The plan.' })
  redemptionId: string;
}
@ObjectType({ description: 'The proposal to pay capital back was written.' })
export class RedemptionProposed {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}
