import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MemberType } from '../../../membership/graphql/membership.types.js';
import { memberships } from '../../../membership/member-register.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { checkedPage } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { CalendarDate } from '../../../platform/graphql/scalars.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { PollType } from '../../graphql/poll.types.js';
import { PollReading } from '../../poll-reading.js';
import { DelegationReading } from '../delegation-reading.js';
import { mayConfirmDelegation, mayDeclineDelegation, mayRevokeDelegation } from '../delegation.policy.js';
import { factsOf, type DelegationRow } from '../delegation.rows.js';
import { DelegationStateEnum } from './delegation.enums.js';
import {
  DelegationConnection,
  DelegationsArgs,
  DelegationType,
  DelegationViewerCanType,
} from './delegation.types.js';

@Resolver(() => DelegationType)
export class DelegationResolver {
  constructor(
    @Inject(DelegationReading) private readonly reading: DelegationReading,
    @Inject(PollReading) private readonly polls: PollReading,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Query(() => DelegationConnection, {
    nullable: true,
    description: 'What the viewer has delegated, the latest first; null without a membership here.',
  })
  myDelegations(
    @Scope() scope: RequestScope,
    @Args(checkedPage) args: DelegationsArgs,
    @Wants('totalCount') count: boolean,
  ): unknown {
    return this.reading.page(scope, 'principal', args, { ended: args.includeEnded ?? false, count });
  }

  @Query(() => DelegationConnection, {
    nullable: true,
    description: 'What was delegated to the viewer, the latest first; null without a membership here.',
  })
  delegationsToMe(
    @Scope() scope: RequestScope,
    @Args(checkedPage) args: DelegationsArgs,
    @Wants('totalCount') count: boolean,
  ): unknown {
    return this.reading.page(scope, 'holder', args, { ended: args.includeEnded ?? false, count });
  }

  @Query(() => DelegationType, {
    nullable: true,
    description: 'One delegation, for the member who gave it and the member who holds it.',
  })
  delegation(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The delegation.' }) id: string,
  ): unknown {
    return this.reading.delegation(scope, id);
  }

  @ResolveField(() => MemberType, { nullable: true, description: 'Who delegated.' })
  principal(@Scope() scope: RequestScope, @Parent() row: DelegationRow): unknown {
    return memberships(scope, this.work).load(row.principal);
  }

  @ResolveField(() => MemberType, { nullable: true, description: 'Who is to vote; null for nobody.' })
  holder(@Scope() scope: RequestScope, @Parent() row: DelegationRow): unknown {
    return row.holder === null ? null : memberships(scope, this.work).load(row.holder);
  }

  @ResolveField(() => PollType, { nullable: true, description: 'The poll, where it is for one.' })
  poll(@Scope() scope: RequestScope, @Parent() row: DelegationRow): unknown {
    return row.pollId === null ? null : this.polls.poll(scope, row.pollId);
  }

  @ResolveField(() => DelegationStateEnum, { description: 'How it stands today.' })
  state(@Scope() scope: RequestScope, @Parent() row: DelegationRow): unknown {
    return this.reading.state(scope, row);
  }

  @ResolveField(() => CalendarDate, {
    nullable: true,
    description:
      'The last day on which it counts unconfirmed, by the strictest rule; null where none asks for it.',
  })
  confirmBy(@Scope() scope: RequestScope, @Parent() row: DelegationRow): unknown {
    return this.reading.confirmBy(scope, row);
  }

  @ResolveField(() => DelegationViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() { viewer }: RequestScope, @Parent() row: DelegationRow): DelegationViewerCanType {
    const facts = factsOf(row);
    return {
      confirmDelegation: shown(mayConfirmDelegation(viewer, facts)),
      revokeDelegation: shown(mayRevokeDelegation(viewer, facts)),
      declineDelegation: shown(mayDeclineDelegation(viewer, facts)),
    };
  }
}
