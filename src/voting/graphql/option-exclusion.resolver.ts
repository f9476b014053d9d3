import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { MemberType } from '../../membership/graphql/membership.types.js';
import { memberships } from '../../membership/member-register.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ActMutation, defineAct } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { OptionExclusions, type ExclusionRow } from '../option-exclusions.js';
import { PollReading } from '../poll-reading.js';
import { mayExcludeOption } from '../voting.policy.js';
import { ExcludeOptionInput, OptionExcluded, PollExclusionType } from './option-exclusion.types.js';
import { PollType } from './poll.types.js';

export const excludeOptionAct = defineAct({
  name: 'excludeOption',
  description:
    'Takes an option out of an open poll, with a reason, where its rule allows it, as when a candidate steps down. It is skipped on every ballot, also on those cast before; where less than a day is left to vote anew the poll is given that time. It cannot be taken back.',
  done: OptionExcluded,
  reasons: {
    EXCLUSION_NOT_ALLOWED: 'The rule of this poll does not allow it.',
    POLL_CLOSED: 'The closing instant has come.',
    UNKNOWN_OPTION: 'There is no such option among those that were proposed.',
    ALREADY_EXCLUDED: 'The option was taken out already.',
    LAST_OPTION: 'No other option would be left.',
    TOO_LATE_TO_EXCLUDE: 'Too little time is left to vote anew, and the rule gives the poll no more.',
  },
  who: mayExcludeOption,
  whoInWords: 'Whoever may open such a poll by its rule: its author, or holders of the roles named there.',
});

@Resolver(() => PollType)
class ExclusionsResolver {
  constructor(@Inject(OptionExclusions) private readonly exclusionsOf: OptionExclusions) {}

  @ActMutation(excludeOptionAct)
  excludeOption(
    @Scope() scope: RequestScope,
    @Args({ name: 'input', description: 'What is asked.' }) asked: ExcludeOptionInput,
  ): unknown {
    return this.exclusionsOf.exclude(scope, asked);
  }

  @ResolveField(() => [PollExclusionType], {
    description: 'The options that were taken out of it while it was open, in the order of their places.',
  })
  async exclusions(@Scope() scope: RequestScope, @Parent() { id }: { id: string }): Promise<unknown> {
    const rows = await this.exclusionsOf.of(scope).load(id);
    return rows.map((row) => ({ ...row, option: row }));
  }
}

@Resolver(() => PollExclusionType)
class ExclusionResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who took it out.' })
  excludedBy(@Scope() scope: RequestScope, @Parent() { excludedBy }: ExclusionRow): unknown {
    return memberships(scope, this.work).load(excludedBy);
  }
}

/** The answer carries identifiers; what a client asks beyond them is read after the commit. */
@Resolver(() => OptionExcluded)
class OptionExcludedResolver {
  constructor(@Inject(PollReading) private readonly reading: PollReading) {}

  @ResolveField(() => PollType, { nullable: true, description: 'The poll as it stands.' })
  poll(@Scope() scope: RequestScope, @Parent() { pollId }: OptionExcluded): unknown {
    return this.reading.poll(scope, pollId);
  }
}

export const exclusionResolvers = [ExclusionsResolver, ExclusionResolver, OptionExcludedResolver];
