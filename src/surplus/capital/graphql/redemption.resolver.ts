import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation, defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { mayDraftProposal } from '../../../proposals/proposals.policy.js';
import { mayKeepCapital } from '../capital.policy.js';
import { redemptionReasons as reasons } from '../domain/redemption-reasons.js';
import { RedemptionPlanning } from '../redemption-planning.js';
import { RedemptionProposing } from '../redemption-proposing.js';
import { RedemptionReading } from '../redemption-reading.js';
import type { RedemptionRow } from '../redemption.rows.js';
import {
  PlanRedemptionInput,
  ProposeRedemptionInput,
  RedemptionConnection,
  RedemptionLineConnection,
  RedemptionPlanned,
  RedemptionProposed,
  RedemptionType,
} from './redemption.types.js';

const { POLICY_UNKNOWN, POLICY_UNFIT, NOTHING_TO_REDEEM, INSOLVENT, EFFECT_IMPOSSIBLE } = reasons;

export const planRedemptionAct = defineAct({
  name: 'planRedemption',
  description: 'Computes what of members’ capital is paid back by the policy, and tests it; books nothing.',
  done: RedemptionPlanned,
  reasons: { ...keyedReasons, POLICY_UNKNOWN, POLICY_UNFIT, NOTHING_TO_REDEEM, INSOLVENT },
  who: mayKeepCapital,
  whoInWords: 'a treasurer',
});
export const proposeRedemptionAct = defineAct({
  name: 'proposeRedemption',
  description: 'Writes a proposal whose adoption carries a plan out; the vote binds the plan by its hash.',
  done: RedemptionProposed,
  reasons: { ...keyedReasons, EFFECT_IMPOSSIBLE },
  who: mayDraftProposal,
  whoInWords: 'Current members.',
});

@Resolver(() => RedemptionType)
export class RedemptionResolver {
  constructor(
    @Inject(RedemptionPlanning) private readonly planning: RedemptionPlanning,
    @Inject(RedemptionProposing) private readonly proposing: RedemptionProposing,
    @Inject(RedemptionReading) private readonly reading: RedemptionReading,
  ) {}

  @Query(() => RedemptionConnection, {
    nullable: true,
    description: 'Plans to pay capital back, the latest first; for every member.',
  })
  redemptions(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.redemptions(scope, page, counted);
  }

  @Query(() => RedemptionType, {
    nullable: true,
    description: 'One plan to pay capital back; for every member.',
  })
  redemption(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The plan.' }) id: string,
  ): unknown {
    return this.reading.redemption(scope, id);
  }

  @ResolveField(() => RedemptionLineConnection, {
    nullable: true,
    description: 'Its lines: everybody’s for treasurer and auditor, one’s own for a member.',
  })
  lines(
    @Scope() scope: RequestScope,
    @Parent() plan: RedemptionRow,
    @Args(checkedPage) page: PageArgs,
  ): unknown {
    return this.reading.lines(scope, plan.id, page);
  }

  @ActMutation(planRedemptionAct)
  planRedemption(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The rule, and the figures of the tests.' }) input: PlanRedemptionInput,
  ): unknown {
    return this.planning.planRedemption(scope, input);
  }

  @ActMutation(proposeRedemptionAct)
  proposeRedemption(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The plan and the text.' }) input: ProposeRedemptionInput,
  ): unknown {
    return this.proposing.proposeRedemption(scope, input);
  }
}
