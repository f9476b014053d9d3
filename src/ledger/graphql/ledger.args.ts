import { ArgsType, Field } from '@nestjs/graphql';
import { PageArgs } from '../../platform/graphql/connection.js';
import { CalendarDate, Instant } from '../../platform/graphql/scalars.js';

@ArgsType()
export class AsOfArgs {
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'What is effective by this day; everything when absent.',
  })
  effectiveOn?: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: 'As far as it was recorded by this instant; everything when absent.',
  })
  knownAt?: Date | null;
}

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only this account and those below it, such as `equity:share-capital`.',
  })
  family?: string | null;
}
