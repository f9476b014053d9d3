import { Inject } from '@nestjs/common';
import { Args, Field, ID, InputType, ObjectType, Resolver } from '@nestjs/graphql';
import { ActMutation, defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { MinorUnits } from '../../../platform/graphql/scalars.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { mayKeepCapital } from '../capital.policy.js';
import { capitalReasons } from '../domain/capital-reasons.js';
import { LossBearing } from '../loss-bearing.js';
import { keyDescription } from './capital.inputs.js';

const LossSettledFromEnum = describedEnum<'capital' | 'payment'>(
  'LossSettledFrom',
  'How a member settles a loss.',
  {
    capital: 'Their capital bears it: what was retained longest first, shares last.',
    payment: 'They pay it in.',
  },
);

@InputType({ description: 'A member’s part of a loss that is settled.' })
export class SettleMemberLossInput {
  @Field(() => ID, { description: 'The membership that owes it.' })
  membershipId: string;
  @Field(() => LossSettledFromEnum, { description: 'How it is settled.' })
  from: 'capital' | 'payment';
  @Field(() => MinorUnits, { description: 'How much, at most what is owed.' })
  amountMinor: bigint;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@ObjectType({ description: 'So much less of the loss is owed.' })
export class MemberLossSettled {
  @Field(() => ID, { description: 'The membership that owed it.' })
  membershipId: string;
}

export const settleMemberLossAct = defineAct({
  name: 'settleMemberLoss',
  description: 'Settles a member’s part of a loss, from their capital or by what they pay in.',
  done: MemberLossSettled,
  reasons: {
    ...keyedReasons,
    NOTHING_OWED: 'Less is owed of losses than this.',
    LOT_TOO_SMALL: capitalReasons.LOT_TOO_SMALL,
  },
  who: mayKeepCapital,
  whoInWords: 'a treasurer',
});

@Resolver()
export class LossResolver {
  constructor(@Inject(LossBearing) private readonly losses: LossBearing) {}

  @ActMutation(settleMemberLossAct)
  settleMemberLoss(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Whose loss, and how it is settled.' }) input: SettleMemberLossInput,
  ): unknown {
    return this.losses.settleMemberLoss(scope, input);
  }
}
