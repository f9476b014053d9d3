import { Field, ID, Int, IntersectionType, ObjectType } from '@nestjs/graphql';
import { CalendarDate, Fraction, MinorUnits } from '../../../platform/graphql/scalars.js';
import { CheckOutcomeEnum } from '../../runs/graphql/run-enums.js';
import { EntryFacts, PoolFacts, RunFacts } from '../../runs/graphql/run-facts.types.js';
import { RunCheckType } from '../../runs/graphql/run.types.js';

/** Where a step stands; null where the run has written none. */
@ObjectType({ isAbstract: true })
class StepRule {
  @Field(() => String, {
    nullable: true,
    description: 'The rule in words; null where the run has written none.',
  })
  rule: string | null;
  @Field(() => String, { nullable: true, description: 'Where it stands.' })
  source: string | null;
  @Field(() => String, { nullable: true, description: 'Who decides, or decided.' })
  decidedBy: string | null;
}

@ObjectType('SummaryStep', { description: 'One step of the sharing, with the year before beside it.' })
export class SummaryStepType extends IntersectionType(EntryFacts, StepRule) {
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The amount of the year before; null without one.',
  })
  lastAmountMinor: bigint | null;
  @Field(() => Fraction, { nullable: true, description: 'The part of the year before.' })
  lastOfSurplus: string | null;
  @Field(() => Boolean, { description: 'Whether law or bylaws take it; otherwise it is chosen.' })
  compulsory: boolean;
}
@ObjectType('SummaryLossStep', { description: 'Who bears a part of a loss.' })
export class SummaryLossStepType extends StepRule {
  @Field(() => String, { description: 'Which step.' })
  id: string;
  @Field(() => String, { description: 'reserve, carryForward, members or capitalShare.' })
  to: string;
  @Field(() => MinorUnits, { description: 'What it bears.' })
  amountMinor: bigint;
  @Field(() => Fraction, { description: 'The exact part of the whole loss.' })
  ofLoss: string;
  @Field(() => Int, { nullable: true, description: 'Until which year it is carried forward.' })
  untilYear: number | null;
}
@ObjectType('SummaryWeight', { description: 'How much a basis counts in a pool.' })
export class SummaryWeightType {
  @Field(() => String, { description: 'The basis.' })
  basis: string;
  @Field(() => Fraction, { description: 'Its weight, as the policy says it.' })
  weight: string;
}
@ObjectType('SummaryPool', { description: 'How a pool, interest, or a part of a loss came out.' })
export class SummaryPoolType extends PoolFacts {
  @Field(() => [SummaryWeightType], { description: 'By what it is shared.' })
  weights: SummaryWeightType[];
  @Field(() => Int, { description: 'How many no rule leaves out.' })
  eligible: number;
  @Field(() => Int, { description: 'How many of them have anything to share by.' })
  sharing: number;
  @Field(() => Int, { nullable: true, description: 'How many a rule leaves out; null for one to four.' })
  leftOut: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How many are below the least amount; null for one to four.',
  })
  underMinimum: number | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The smallest amount among those who share; null unless at least five have it.',
  })
  minMinor: bigint | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The middle amount; null unless at least five are up to it and at least five from it.',
  })
  medianMinor: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'The largest; null unless at least five have it.' })
  maxMinor: bigint | null;
}
@ObjectType('SummaryBasis', { description: 'The total of a basis that at least five have something of.' })
export class SummaryBasisType {
  @Field(() => String, { description: 'What is counted.' })
  basis: string;
  @Field(() => Fraction, { description: 'Everybody’s together.' })
  total: string;
  @Field(() => Int, { description: 'How many have any.' })
  participants: number;
}
@ObjectType('RunSummary', { description: 'The cooperative’s one page about how a result is shared.' })
export class RunSummaryType extends RunFacts {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
  @Field(() => String, { description: 'The name of the period.' })
  periodName: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;
  @Field(() => Int, {
    description: 'Amounts are whole units of the currency’s own smallest one, this many decimals.',
  })
  roundingDecimals: number;
  @Field(() => String, { nullable: true, description: 'The seed by which equal remainders are drawn.' })
  seed: string | null;
  @Field(() => MinorUnits, { description: 'The result, after tax; negative for a loss.' })
  resultMinor: bigint;
  @Field(() => MinorUnits, { description: 'The surplus; its steps sum to it.' })
  surplusMinor: bigint;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The result of the year before; null without one.',
  })
  lastResultMinor: bigint | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The surplus of the year before; null without one.',
  })
  lastSurplusMinor: bigint | null;
  @Field(() => [SummaryStepType], { description: 'The steps of the surplus.' })
  steps: SummaryStepType[];
  @Field(() => [SummaryLossStepType], { description: 'Who bears a loss; empty without one.' })
  losses: SummaryLossStepType[];
  @Field(() => CheckOutcomeEnum, { nullable: true, description: 'The worst of its checks.' })
  verdict: string | null;
  @Field(() => [RunCheckType], { description: 'Its checks.' })
  checks: RunCheckType[];
  @Field(() => ID, { nullable: true, description: 'The proposal that put it to the vote last.' })
  proposalId: string | null;
  @Field(() => ID, { nullable: true, description: 'The decision that posted it.' })
  decisionId: string | null;
}
