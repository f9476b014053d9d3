import { Inject } from '@nestjs/common';
import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { IdentityReading } from '../identity-reading.js';
import { MeType, OwnCooperativeConnection, SessionConnection } from './identity.types.js';

@Resolver(() => MeType)
export class MeResolver {
  constructor(@Inject(IdentityReading) private readonly reading: IdentityReading) {}

  @Query(() => MeType, { nullable: true, description: 'Who is signed in; null when nobody is.' })
  me(@Scope() scope: RequestScope): unknown {
    const { personId } = scope.viewer;
    return personId === null ? null : { id: personId };
  }

  @ResolveField(() => [String], {
    description: 'The e-mail addresses that the person has proved to be theirs.',
  })
  addresses(@Scope() scope: RequestScope): unknown {
    return this.reading.addresses(scope);
  }

  @ResolveField(() => SessionConnection, {
    nullable: true,
    description: 'Where the person is signed in, newest first; null for a cursor that is not of this list.',
  })
  sessions(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.sessions(scope, page, counted);
  }

  @ResolveField(() => OwnCooperativeConnection, {
    nullable: true,
    description:
      'Where the person has a membership, by short name; null for a cursor that is not of this list.',
  })
  cooperatives(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.cooperatives(scope, page, counted);
  }
}
