import { Inject } from '@nestjs/common';
import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { DelegationReading } from '../delegation-reading.js';
import { Delegations } from '../delegations.service.js';
import {
  confirmDelegationAct,
  declineDelegationAct,
  delegateAct,
  revokeDelegationAct,
} from './delegation.acts.js';
import { DelegateInput, DelegationChangedType, DelegationType } from './delegation.types.js';

const id = { type: () => ID, description: 'The delegation.' };

@Resolver()
export class DelegationActsResolver {
  constructor(@Inject(Delegations) private readonly delegations: Delegations) {}

  @ActMutation(delegateAct)
  delegate(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is asked.' }) asked: DelegateInput,
  ): unknown {
    return this.delegations.delegate(scope, asked);
  }

  @ActMutation(confirmDelegationAct)
  confirmDelegation(@Scope() scope: RequestScope, @Args('delegationId', id) delegationId: string): unknown {
    return this.delegations.confirm(scope, delegationId);
  }

  @ActMutation(revokeDelegationAct)
  revokeDelegation(@Scope() scope: RequestScope, @Args('delegationId', id) delegationId: string): unknown {
    return this.delegations.revoke(scope, delegationId);
  }

  @ActMutation(declineDelegationAct)
  declineDelegation(@Scope() scope: RequestScope, @Args('delegationId', id) delegationId: string): unknown {
    return this.delegations.decline(scope, delegationId);
  }
}

@Resolver(() => DelegationChangedType)
export class DelegationChangedResolver {
  constructor(@Inject(DelegationReading) private readonly reading: DelegationReading) {}

  @ResolveField(() => DelegationType, { nullable: true, description: 'The delegation, after the act.' })
  delegation(@Scope() scope: RequestScope, @Parent() done: { delegationId: string }): unknown {
    return this.reading.delegation(scope, done.delegationId);
  }
}
