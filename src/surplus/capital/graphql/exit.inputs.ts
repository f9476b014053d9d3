import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CalendarDate, MinorUnits } from '../../../platform/graphql/scalars.js';
import type { LeavingReason } from '../domain/exit-reasons.js';
import { keyDescription, PolicySourceFields } from './capital.inputs.js';
import { LeavingReasonEnum } from './exit.types.js';

@InputType({ description: 'Somebody who inherits a part.' })
export class HeirInput {
  @Field(() => String, { description: 'The reference under which they are kept, or `m007`.' })
  ref: string;
  @Field(() => String, { description: 'Their part, as `1/2`; all parts are the whole.' })
  part: string;
}
@InputType({ description: 'A rate that the policy asks for by name, as `legalInterest`.' })
export class NamedRateInput {
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'Its value, as `3.25%`.' })
  rate: string;
}

@InputType({
  description: 'What a settlement with who left is computed from, besides the books and the register.',
})
export class DraftExitInput extends PolicySourceFields {
  @Field(() => ID, { description: 'The membership that ended.' })
  membershipId: string;
  @Field(() => LeavingReasonEnum, { description: 'Why; the register of members must say the same.' })
  reason: LeavingReason;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day from which months are counted, where it is not the day of leaving.',
  })
  countsFrom?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the least time of staying was broken.' })
  minimumStayBroken?: boolean | null;
  @Field(() => MinorUnits, { nullable: true, description: 'Losses that the member bears, not yet booked.' })
  lossesToBearMinor?: bigint | null;
  @Field(() => Int, { nullable: true, description: 'The year whose carried-forward loss they reduce.' })
  lossYear?: number | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description:
      'Debts to set off, of the books and of the general accounts together; those in the books when absent. What the books do not hold is booked against a clearing account.',
  })
  debtsMinor?: bigint | null;
  @Field(() => [HeirInput], { nullable: true, description: 'Who inherits, of who has died.' })
  heirs?: HeirInput[] | null;
  @Field(() => [NamedRateInput], { nullable: true, description: 'Rates that the policy asks for by name.' })
  rates?: NamedRateInput[] | null;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'A settlement that is approved or withdrawn.' })
export class ExitActInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'A change of the payments of a settlement.' })
export class ChangeExitInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId: string;
  @Field(() => String, { description: 'Why, and who decided it, in one line.' })
  reason: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'A payout that came back, and that nobody claims.' })
export class SetAsideUnclaimedInput {
  @Field(() => ID, { description: 'The payout that bounced.' })
  payoutId: string;
  @Field(() => String, {
    description: 'The rule of the bylaws that says what becomes of it, `surplus-policy/…`.',
  })
  policyKey: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'Money set aside that was claimed, or has lapsed.' })
export class UnclaimedActInput {
  @Field(() => ID, { description: 'The claim.' })
  claimId: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@ObjectType({ description: 'The settlement stands as a draft.' })
export class ExitDrafted {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId: string;
}
@ObjectType({ description: 'The draft is taken back.' })
export class ExitWithdrawn extends ExitDrafted {}
@ObjectType({ description: 'The settlement is booked; its instalments fall due.' })
export class ExitApproved extends ExitDrafted {}
@ObjectType({ description: 'Everything that was open is due today.' })
export class ExitAccelerated extends ExitDrafted {}
@ObjectType({ description: 'Nothing of it is paid until it is resumed.' })
export class ExitPaymentsStopped extends ExitDrafted {}
@ObjectType({ description: 'Its instalments are paid again as they fall due.' })
export class ExitPaymentsResumed extends ExitDrafted {}
@ObjectType({ description: 'The money is set aside until it is claimed or lapses.' })
export class UnclaimedSetAside {
  @Field(() => ID, { description: 'The claim.' })
  claimId: string;
}
@ObjectType({ description: 'It is owed again, and goes into the next batch of payouts.' })
export class UnclaimedReturned extends UnclaimedSetAside {}
@ObjectType({ description: 'It has become what the rule says.' })
export class UnclaimedForfeited extends UnclaimedSetAside {}
