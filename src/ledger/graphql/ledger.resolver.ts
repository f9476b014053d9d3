import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { LedgerCommands } from '../ledger.commands.js';
import { LedgerReading } from '../ledger-reading.js';
import { reverseEntryAct } from './ledger.acts.js';
import { AccountsArgs, AsOfArgs } from './ledger.args.js';
import {
  LedgerAccountConnection,
  LedgerAccountType,
  LedgerEntryConnection,
  LedgerEntryType,
  ReverseEntryInput,
  TrialBalanceLineType,
} from './ledger.types.js';

@Resolver(() => LedgerEntryType)
export class LedgerResolver {
  constructor(
    @Inject(LedgerReading) private readonly books: LedgerReading,
    @Inject(LedgerCommands) private readonly commands: LedgerCommands,
  ) {}

  @Query(() => LedgerAccountConnection, {
    nullable: true,
    description: 'The accounts in order of their names; for treasurer and auditor.',
  })
  ledgerAccounts(
    @Scope() scope: RequestScope,
    @Args() { family, ...page }: AccountsArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.books.accounts(scope, page, { own: false, family: family ?? null }, counted);
  }

  @Query(() => LedgerAccountConnection, {
    nullable: true,
    description: 'The viewer’s own accounts: shares, what is retained of each year, what is owed to them.',
  })
  myLedgerAccounts(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.books.accounts(scope, page, { own: true }, counted);
  }

  @Query(() => LedgerAccountType, {
    nullable: true,
    description: 'One account; for its party, treasurer and auditor.',
  })
  ledgerAccount(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The account.' }) id: string,
  ): unknown {
    return this.books.account(scope, id);
  }

  @Query(() => LedgerEntryConnection, {
    nullable: true,
    description: 'The entries, the latest effective first; for treasurer and auditor.',
  })
  ledgerEntries(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.books.entries(scope, page, counted);
  }

  @Query(() => LedgerEntryType, { nullable: true, description: 'One entry; for treasurer and auditor.' })
  ledgerEntry(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The entry.' }) id: string,
  ): unknown {
    return this.books.entry(scope, id);
  }

  @Query(() => [TrialBalanceLineType], {
    nullable: true,
    description: 'Debits and credits of every family of accounts; for treasurer and auditor.',
  })
  trialBalance(
    @Scope() scope: RequestScope,
    @Args() asOf: AsOfArgs,
    @Wants('accounts') counted: boolean,
  ): unknown {
    return this.books.trialBalance(scope, asOf, counted);
  }

  @ActMutation(reverseEntryAct)
  reverseEntry(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Which entry, and why.' }) input: ReverseEntryInput,
  ): unknown {
    return this.commands.reverseEntry(scope, input);
  }
}
