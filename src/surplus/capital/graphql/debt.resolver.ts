import { Inject } from '@nestjs/common';
import { Args, Field, ID, InputType, ObjectType, Resolver } from '@nestjs/graphql';
import { ActMutation, defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import { CalendarDate, MinorUnits } from '../../../platform/graphql/scalars.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { mayKeepCapital } from '../capital.policy.js';
import { capitalReasons } from '../domain/capital-reasons.js';
import { MemberDebts } from '../member-debts.js';
import { keyDescription } from './capital.inputs.js';

@InputType({ description: 'A debt to the cooperative that is due, from its general accounts.' })
export class RecordMemberDebtInput {
  @Field(() => String, {
    description: 'Who owes it: a member number as `m007`, or the reference of a party.',
  })
  ref: string;
  @Field(() => MinorUnits, { description: 'How much, more than zero.' })
  amountMinor: bigint;
  @Field(() => CalendarDate, { description: 'The day since which it is due.' })
  asOf: string;
  @Field(() => String, {
    description: 'Where it stands: the invoice, the page. One line of 1 to 300 characters.',
  })
  evidence: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@ObjectType({ description: 'The debt stands in the books.' })
export class MemberDebtRecorded {
  @Field(() => ID, { description: 'The entry; reversing it takes the debt back until it has been set off.' })
  ledgerEntryId: string;
}

export const recordMemberDebtAct = defineAct({
  name: 'recordMemberDebt',
  description:
    'Brings a debt of a member or patron into the books, with its evidence, so that a run may set it off.',
  done: MemberDebtRecorded,
  reasons: {
    ...keyedReasons,
    DATE_IN_THE_FUTURE: capitalReasons.DATE_IN_THE_FUTURE,
    ACCOUNT_MISMATCH: 'The account exists with another currency, party or year.',
    AMOUNT_OUT_OF_RANGE: 'An amount is larger than the books can carry exactly.',
  },
  who: mayKeepCapital,
  whoInWords: 'a treasurer',
});

@Resolver()
export class DebtResolver {
  constructor(@Inject(MemberDebts) private readonly debts: MemberDebts) {}

  @ActMutation(recordMemberDebtAct)
  recordMemberDebt(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Who owes what, and where it stands.' }) input: RecordMemberDebtInput,
  ): unknown {
    return this.debts.recordMemberDebt(scope, input);
  }
}
