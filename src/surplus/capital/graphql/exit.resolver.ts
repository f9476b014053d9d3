import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { firstRefusal, Refusal, type Verdict } from '../../../shared/refusal.js';
import { pageOfList } from '../capital-reading.js';
import { mayApproveExit, mayKeepCapital, maySettle } from '../capital.policy.js';
import { ExitReading } from '../exit-reading.js';
import type { ExitRow } from '../exits.rows.js';
import { UnclaimedReading } from '../unclaimed-reading.js';
import {
  ExitInstalmentConnection,
  ExitSettlementConnection,
  ExitSettlementType,
  ExitSettlementViewerCanType,
  UnclaimedClaimConnection,
} from './exit.types.js';

const inState = (exit: ExitRow, state: ExitRow['state'], reason: string, message: string) => (): Verdict =>
  exit.state === state || new Refusal(reason, message);

@Resolver(() => ExitSettlementType)
export class ExitSettlementResolver {
  constructor(
    @Inject(ExitReading) private readonly reading: ExitReading,
    @Inject(UnclaimedReading) private readonly unclaimed: UnclaimedReading,
  ) {}

  @Query(() => ExitSettlementConnection, {
    nullable: true,
    description: 'Settlements with who left, the latest first; for treasurer, steward and auditor.',
  })
  exitSettlements(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.exits(scope, page, { own: false }, counted);
  }

  @Query(() => ExitSettlementConnection, {
    nullable: true,
    description: 'Settlements by which the viewer is paid, once approved, whatever their standing.',
  })
  myExitSettlements(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.exits(scope, page, { own: true }, counted);
  }

  @Query(() => ExitSettlementType, {
    nullable: true,
    description: 'One settlement; for who left once it is approved, treasurer, steward and auditor.',
  })
  exitSettlement(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The settlement.' }) id: string,
  ): unknown {
    return this.reading.exit(scope, id);
  }

  @Query(() => UnclaimedClaimConnection, {
    nullable: true,
    description: 'Money that nobody could be paid, the latest first; for treasurer and auditor.',
  })
  unclaimedClaims(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.unclaimed.claims(scope, page, counted);
  }

  @ResolveField(() => ExitInstalmentConnection, {
    nullable: true,
    description: 'Its instalments by their days, those replaced last; an heir sees their own.',
  })
  async instalments(
    @Scope() scope: RequestScope,
    @Parent() exit: ExitRow,
    @Args(checkedPage) page: PageArgs,
  ): Promise<unknown> {
    return pageOfList(await this.reading.instalments(scope, exit), page, ({ id }) => id);
  }

  @ResolveField(() => ExitSettlementViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() { viewer }: RequestScope, @Parent() exit: ExitRow): ExitSettlementViewerCanType {
    const draft = inState(exit, 'draft', 'NOT_A_DRAFT', 'It was approved or withdrawn already.');
    const settled = inState(exit, 'settled', 'NOT_SETTLED', 'It has not been approved.');
    const stopped = (wanted: boolean) => (): Verdict =>
      exit.stopped === wanted ||
      (wanted
        ? new Refusal('NOT_STOPPED', 'Payments are not stopped.')
        : new Refusal('ALREADY_STOPPED', 'Payments are stopped already.'));
    const may = (...checks: (() => Verdict)[]) => shown(firstRefusal<string>(...checks));
    return {
      approveExit: may(() => mayApproveExit(viewer, exit), draft),
      withdrawExit: may(() => mayKeepCapital(viewer), draft),
      accelerateExit: may(() => maySettle(viewer), settled),
      stopExitPayments: may(() => maySettle(viewer), settled, stopped(false)),
      resumeExitPayments: may(() => maySettle(viewer), settled, stopped(true)),
    };
  }
}
