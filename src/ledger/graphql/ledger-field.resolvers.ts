import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { naturalBalance, senseOf, type AccountSense } from '../domain/natural-balance.js';
import { LedgerReading } from '../ledger-reading.js';
import { mayReverseEntry } from '../ledger.policy.js';
import type { AccountRow, EntryRow } from '../ledger.rows.js';
import { MinorUnits } from '../../platform/graphql/scalars.js';
import { shown } from '../../platform/graphql/verdict.js';
import { AsOfArgs } from './ledger.args.js';
import {
  AccountSenseEnum,
  LedgerAccountType,
  LedgerEntryType,
  LedgerEntryViewerCanType,
  LedgerLineConnection,
} from './ledger.types.js';

@Resolver(() => LedgerAccountType)
export class LedgerAccountFieldResolver {
  constructor(@Inject(LedgerReading) private readonly books: LedgerReading) {}

  @ResolveField(() => MinorUnits, {
    description: 'Debits less credits: what the cooperative owes, or holds for members, is negative.',
  })
  balanceMinor(@Scope() scope: RequestScope, @Parent() account: AccountRow, @Args() asOf: AsOfArgs): unknown {
    return this.books.balance(scope, account.id, asOf);
  }

  @ResolveField(() => AccountSenseEnum, { description: 'How its holder reads it.' })
  sense(@Parent() account: AccountRow): AccountSense {
    return senseOf(account.path);
  }

  @ResolveField(() => MinorUnits, {
    description:
      'The balance in its own sense, as its holder reads it: capital, what is owed to them, and what they owe are positive.',
  })
  async naturalMinor(
    @Scope() scope: RequestScope,
    @Parent() account: AccountRow,
    @Args() asOf: AsOfArgs,
  ): Promise<bigint> {
    return naturalBalance(account.path, await this.books.balance(scope, account.id, asOf));
  }
}

@Resolver(() => LedgerEntryType)
export class LedgerEntryFieldResolver {
  constructor(@Inject(LedgerReading) private readonly books: LedgerReading) {}

  @ResolveField(() => LedgerLineConnection, { nullable: true, description: 'Its lines in their order.' })
  lines(
    @Scope() scope: RequestScope,
    @Parent() entry: EntryRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.books.lines(scope, entry.id, page, counted);
  }

  @ResolveField(() => LedgerEntryType, { nullable: true, description: 'The entry that undoes this one.' })
  reversedBy(@Scope() scope: RequestScope, @Parent() entry: EntryRow): unknown {
    return this.books.reversalOf(scope, entry.id);
  }

  @ResolveField(() => LedgerEntryType, { nullable: true, description: 'The entry that this one undoes.' })
  reverses(@Scope() scope: RequestScope, @Parent() entry: EntryRow): unknown {
    return entry.reverses === null ? null : this.books.entry(scope, entry.reverses);
  }

  @ResolveField(() => LedgerEntryViewerCanType, { description: 'What the viewer may do with it.' })
  async viewerCan(
    @Scope() scope: RequestScope,
    @Parent() entry: EntryRow,
  ): Promise<LedgerEntryViewerCanType> {
    const verdict = mayReverseEntry(scope.viewer);
    const reversible = verdict === true ? await this.books.reversible(scope, entry) : verdict;
    return { reverseEntry: shown(reversible) };
  }
}
