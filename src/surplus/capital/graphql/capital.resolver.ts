import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { firstRefusal, type Verdict } from '../../../shared/refusal.js';
import { CapitalKeeping } from '../capital-keeping.js';
import { CapitalTransfers } from '../capital-transfers.js';
import { CapitalReading, pageOfList, type CapitalAccountRow } from '../capital-reading.js';
import { mayAskForRepayment, mayKeepCapital } from '../capital.policy.js';
import type { LotRow } from '../capital.rows.js';
import { checkTaking } from '../domain/lot-rules.js';
import {
  markCapitalLotAct,
  openCapitalBalanceAct,
  requestRedemptionAct,
  transferCapitalAct,
} from './capital.acts.js';
import {
  MarkCapitalLotInput,
  OpenCapitalBalanceInput,
  RequestRedemptionInput,
  TransferCapitalInput,
} from './capital.inputs.js';
import {
  AsOfPageArgs,
  CalendarArgs,
  CapitalAccountConnection,
  CapitalAccountType,
  CapitalLotConnection,
  CapitalLotType,
  CapitalLotViewerCanType,
  CapitalRollForwardType,
  CapitalVintageType,
  IntervalArgs,
} from './capital.types.js';

const intervalOf = (args: IntervalArgs) => ({
  from: args.from ?? null,
  to: args.to ?? null,
  knownAt: args.knownAt ?? null,
});

@Resolver(() => CapitalAccountType)
export class CapitalAccountResolver {
  constructor(@Inject(CapitalReading) private readonly reading: CapitalReading) {}

  @Query(() => CapitalAccountType, {
    nullable: true,
    description: 'The viewer’s own capital, also after they have left.',
  })
  myCapital(@Scope() scope: RequestScope): unknown {
    return this.reading.mine(scope);
  }

  @Query(() => CapitalAccountType, {
    nullable: true,
    description: 'The capital of a member; for themselves, treasurer and auditor.',
  })
  capitalAccount(
    @Scope() scope: RequestScope,
    @Args('membershipId', { type: () => ID, description: 'The membership.' }) membershipId: string,
  ): unknown {
    return this.reading.ofMembership(scope, membershipId);
  }

  @Query(() => CapitalAccountConnection, {
    nullable: true,
    description: 'Everybody who holds or held capital; for treasurer and auditor.',
  })
  capitalAccounts(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.accounts(scope, page, counted);
  }

  @Query(() => CapitalRollForwardType, {
    nullable: true,
    description: 'The roll-forward of all capital together; for treasurer and auditor.',
  })
  capitalRollForward(@Scope() scope: RequestScope, @Args() interval: IntervalArgs): unknown {
    return this.reading.total(scope, intervalOf(interval));
  }

  @Query(() => [CapitalVintageType], {
    nullable: true,
    description:
      'What of each year’s retained surplus is still to be paid back; for every member, but for years that fewer than five hold.',
  })
  redemptionCalendar(@Scope() scope: RequestScope, @Args() asOf: CalendarArgs): unknown {
    return this.reading.calendar(scope, asOf);
  }

  @ResolveField(() => String, { description: 'The key of their accounts, `m007` for member number 7.' })
  key(@Scope() scope: RequestScope, @Parent() { partyId }: CapitalAccountRow): unknown {
    return this.reading.key(scope, partyId);
  }

  @ResolveField(() => CapitalRollForwardType, { description: 'How it moved in an interval.' })
  rollForward(
    @Scope() scope: RequestScope,
    @Parent() { partyId }: CapitalAccountRow,
    @Args() interval: IntervalArgs,
  ): unknown {
    return this.reading.rollForward(scope, partyId, intervalOf(interval));
  }

  @ResolveField(() => CapitalLotConnection, {
    nullable: true,
    description: 'Its lots, shares first, then by year; those emptied are left out.',
  })
  async lots(
    @Scope() scope: RequestScope,
    @Parent() { partyId }: CapitalAccountRow,
    @Args(checkedPage) { effectiveOn = null, knownAt = null, ...page }: AsOfPageArgs,
  ): Promise<unknown> {
    return pageOfList(
      await this.reading.lots(scope, partyId, { effectiveOn, knownAt }),
      page,
      ({ path }) => path,
    );
  }
}

@Resolver(() => CapitalLotType)
export class CapitalLotResolver {
  constructor(
    @Inject(CapitalKeeping) private readonly keeping: CapitalKeeping,
    @Inject(CapitalTransfers) private readonly transfers: CapitalTransfers,
  ) {}

  @ResolveField(() => CapitalLotViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() { viewer }: RequestScope, @Parent() lot: LotRow): CapitalLotViewerCanType {
    const movable: Verdict = firstRefusal<string>(
      () => mayKeepCapital(viewer),
      () => checkTaking(lot, lot.balanceMinor),
    );
    return {
      requestRedemption: shown(mayAskForRepayment(viewer, lot.partyId)),
      transferCapital: shown(movable),
      markCapitalLot: shown(mayKeepCapital(viewer)),
    };
  }

  @ActMutation(openCapitalBalanceAct)
  openCapitalBalance(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The balance.' }) input: OpenCapitalBalanceInput,
  ): unknown {
    return this.keeping.openCapitalBalance(scope, input);
  }

  @ActMutation(markCapitalLotAct)
  markCapitalLot(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The lot and its marks.' }) input: MarkCapitalLotInput,
  ): unknown {
    return this.keeping.markCapitalLot(scope, input);
  }

  @ActMutation(requestRedemptionAct)
  requestRedemption(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The lot.' }) input: RequestRedemptionInput,
  ): unknown {
    return this.keeping.requestRedemption(scope, input);
  }

  @ActMutation(transferCapitalAct)
  transferCapital(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What passes to whom.' }) input: TransferCapitalInput,
  ): unknown {
    return this.transfers.transferCapital(scope, input);
  }
}
