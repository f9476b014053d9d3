import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { CalendarDate, Fraction, MinorUnits } from '../../../platform/graphql/scalars.js';
import { CapitalRollForwardType } from '../../capital/graphql/capital.types.js';
import { BecomesEnum } from '../../capital/graphql/exit.types.js';
import { WhyHiddenEnum } from '../../graphql/why-hidden.js';
import { RunLimitEnum } from '../../runs/graphql/run-enums.js';
import { FormFacts, LineFacts, RunFacts } from '../../runs/graphql/run-facts.types.js';

const TaxTreatmentEnum = describedEnum<'qualified' | 'nonqualified'>(
  'NoticeTreatment',
  'How a written notice of allocation is taxed.',
  {
    qualified: 'All of the allocation is income now, and nothing of it when it is paid back.',
    nonqualified: 'The money is income now, the rest when it is paid back.',
  },
);
@ObjectType('StatementForm', { description: 'In what form a part of an allocation comes.' })
export class StatementFormType extends FormFacts {}
@ObjectType('StatementActivity', { description: 'What the member did by one basis.' })
export class StatementActivityType {
  @Field(() => String, { description: 'What is counted.' })
  basis: string;
  @Field(() => Fraction, { description: 'The member’s own quantity.' })
  quantity: string;
  @Field(() => Fraction, {
    nullable: true,
    description: 'Everybody’s; null where fewer than five have any, or while records can change.',
  })
  total: string | null;
  @Field(() => Fraction, { nullable: true, description: 'The exact part; null where the total is.' })
  fraction: string | null;
  @Field(() => WhyHiddenEnum, { nullable: true, description: 'Why the total is not told; null where it is.' })
  whyHidden: string | null;
}
@ObjectType('StatementRate', { description: 'What each unit brings.' })
export class StatementRateType {
  @Field(() => String, { description: 'Of which basis the units are.' })
  basis: string;
  @Field(() => Fraction, { description: 'Minor units for each unit, exact.' })
  perUnitMinor: string;
  @Field(() => String, { description: 'The same in money, rounded: `0.009200 EUR`.' })
  perUnitText: string;
}
@ObjectType('StatementPart', { description: 'What the member gets of one pool, or bears of a loss.' })
export class StatementPartType extends LineFacts {
  @Field(() => MinorUnits, { description: 'The size of the pool.' })
  poolMinor: bigint;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The exact part of all weights; null where `whyHidden` says so.',
  })
  share: string | null;
  @Field(() => StatementRateType, {
    nullable: true,
    description: 'What each unit brings, where it is the same for all and `whyHidden` is null.',
  })
  rate: StatementRateType | null;
  @Field(() => WhyHiddenEnum, {
    nullable: true,
    description: 'Why part and rate are not told; null where they are.',
  })
  whyHidden: string | null;
  @Field(() => Boolean, { description: 'Whether a unit left over by rounding came here.' })
  roundedUp: boolean;
  @Field(() => Boolean, { description: 'Whether the lot decided about that unit.' })
  lotDecided: boolean;
  @Field(() => RunLimitEnum, { nullable: true, description: 'What holds the amount, if anything does.' })
  limit: string | null;
  @Field(() => [StatementFormType], { description: 'In what form it comes.' })
  forms: StatementFormType[];
}
@ObjectType('StatementLeftOut', { description: 'A rule that leaves the member out, with what it goes by.' })
export class StatementLeftOutType {
  @Field(() => String, { description: 'Of which pool.' })
  pool: string;
  @Field(() => String, { description: 'The rule, in the words of the run.' })
  rule: string;
  @Field(() => CalendarDate, { nullable: true, description: 'When they joined.' })
  joinedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'When they left.' })
  leftOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'When they died.' })
  diedOn: string | null;
}
@ObjectType('StatementVintage', { description: 'The capital of one year in the period, rolled forward.' })
export class StatementVintageType {
  @Field(() => Int, { nullable: true, description: 'The year it was retained of; null for shares.' })
  year: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'What tells it from others of its year, as `nonqualified`.',
  })
  part: string | null;
  @Field(() => CapitalRollForwardType, { description: 'How it moved in the period.' })
  movement: CapitalRollForwardType;
  @Field(() => Int, {
    nullable: true,
    description: 'When it is expected back by the revolving plan of the policy; null where it has none.',
  })
  expectedRedemptionYear: number | null;
}
@ObjectType('StatementPayment', { description: 'What of the period is to be paid to the member, and was.' })
export class StatementPaymentType {
  @Field(() => MinorUnits, { description: 'Still owed by the books, what stands in a batch with it.' })
  owedMinor: bigint;
  @Field(() => MinorUnits, { description: 'Of it, what stands in a batch.' })
  preparedMinor: bigint;
  @Field(() => MinorUnits, { description: 'Paid.' })
  paidMinor: bigint;
  @Field(() => MinorUnits, {
    description: 'What corrections gave them less than they had got, and is owed back.',
  })
  owedBackMinor: bigint;
  @Field(() => CalendarDate, { nullable: true, description: 'The day of the next batch.' })
  dueOn: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day to take what could not be paid, once the clock has started.',
  })
  lapsesOn: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'After how many days unclaimed money lapses, by the policy.',
  })
  unclaimedAfterDays: number | null;
  @Field(() => BecomesEnum, { nullable: true, description: 'What it becomes then.' })
  unclaimedBecomes: string | null;
}
@ObjectType('StatementTax', {
  description: 'The tax paragraph of a written notice of allocation; no tax advice.',
})
export class StatementTaxType {
  @Field(() => TaxTreatmentEnum, { description: 'How the notice is taxed.' })
  treatment: string;
  @Field(() => String, { nullable: true, description: 'Why it cannot be qualified, if so.' })
  because: string | null;
  @Field(() => MinorUnits, { description: 'The least in money that a qualified notice asks for.' })
  minimumCashMinor: bigint;
  @Field(() => MinorUnits, { description: 'What comes in money.' })
  cashMinor: bigint;
  @Field(() => MinorUnits, { description: 'Income of this year.' })
  incomeNowMinor: bigint;
  @Field(() => MinorUnits, { description: 'Income of the year in which it is paid back.' })
  incomeAtRedemptionMinor: bigint;
  @Field(() => MinorUnits, {
    description: 'The stated dollar amount of the notice: what does not come in money.',
  })
  statedDollarAmountMinor: bigint;
  @Field(() => MinorUnits, { description: 'The patronage dividend: money and notice together.' })
  patronageDividendMinor: bigint;
}
@ObjectType('StatementYear', { description: 'One year of the history of a statement.' })
export class StatementYearType {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'The name of the period.' })
  periodName: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;
  @Field(() => String, { description: 'The currency, ISO 4217.' })
  currency: string;
  @Field(() => MinorUnits, { description: 'The result of the cooperative; negative for a loss.' })
  resultMinor: bigint;
  @Field(() => MinorUnits, { description: 'The surplus of the cooperative.' })
  surplusMinor: bigint;
  @Field(() => MinorUnits, { description: 'The member’s allocation, interest with it.' })
  allocatedMinor: bigint;
  @Field(() => MinorUnits, { description: 'What the member bore of a loss.' })
  borneMinor: bigint;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The allocation as a part of the surplus; null of none.',
  })
  ofSurplus: string | null;
  @Field(() => MinorUnits, { description: 'The member’s capital at the end of the period.' })
  closingMinor: bigint;
}
@ObjectType('MemberStatement', {
  description:
    'What a run means to one member: what they did, what comes of it, their capital, and what happens next.',
})
export class MemberStatementType extends RunFacts {
  @Field(() => ID, { description: 'The run: the identifier of the calculation.' })
  runId: string;
  @Field(() => ID, { description: 'Whose statement it is.' })
  partyId: string;
  @Field(() => String, { description: 'The key of their accounts.' })
  key: string;
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
  @Field(() => ID, {
    description: 'The period whose patronage is shared by; its `myPatronage` are the entries.',
  })
  patronagePeriodId: string;
  @Field(() => String, { description: 'The name of the period.' })
  periodName: string;
  @Field(() => CalendarDate, { description: 'Its first day.' })
  startsOn: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;
  @Field(() => MinorUnits, { description: 'The result of the cooperative, after tax; negative for a loss.' })
  resultMinor: bigint;
  @Field(() => MinorUnits, { description: 'The surplus of the cooperative.' })
  surplusMinor: bigint;
  @Field(() => MinorUnits, { description: 'What the member gets of all pools, interest with it.' })
  allocatedMinor: bigint;
  @Field(() => MinorUnits, { description: 'What the member bears of a loss.' })
  borneMinor: bigint;
  @Field(() => MinorUnits, {
    description: 'What open disputes about records hold back of what the member gets.',
  })
  heldMinor: bigint;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'What the member gets now that disputes have ended; null where it is what was computed.',
  })
  settledMinor: bigint | null;
  @Field(() => [StatementPartType], { description: 'What it comes from, pool by pool.' })
  parts: StatementPartType[];
  @Field(() => [StatementFormType], { description: 'All of it by form.' })
  forms: StatementFormType[];
  @Field(() => [StatementLeftOutType], { description: 'Rules that leave the member out.' })
  leftOut: StatementLeftOutType[];
  @Field(() => CapitalRollForwardType, {
    description: 'The member’s capital in the period; closing is opening of the next.',
  })
  capital: CapitalRollForwardType;
  @Field(() => [StatementVintageType], { description: 'The same by year; the parts sum to the whole.' })
  vintages: StatementVintageType[];
  @Field(() => MinorUnits, {
    description:
      'What this run has added to capital, ends of disputes with it; before it is booked, what it will as the records stand.',
  })
  addedToCapitalMinor: bigint;
  @Field(() => StatementPaymentType, { description: 'What is paid, when, and what if it is not taken.' })
  payment: StatementPaymentType;
  @Field(() => StatementTaxType, {
    nullable: true,
    description: 'The tax paragraph, where the rules have one.',
  })
  tax: StatementTaxType | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The day from which it is in the books.' })
  postedOn: string | null;
}
