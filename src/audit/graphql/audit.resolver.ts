import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { AuditReading } from '../audit-reading.js';
import { AuditEventConnection, AuditEventType, RecordVerificationType } from './audit.types.js';

@Resolver(() => AuditEventType)
export class AuditResolver {
  constructor(@Inject(AuditReading) private readonly record: AuditReading) {}

  @Query(() => AuditEventConnection, {
    nullable: true,
    description: 'The record of acts, newest first; for every member.',
  })
  auditEvents(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.record.page(scope, page, counted);
  }

  @Query(() => RecordVerificationType, {
    nullable: true,
    description: 'Recomputes the sealed record; for every member.',
  })
  recordVerification(@Scope() scope: RequestScope): unknown {
    return this.record.verification(scope);
  }
}
