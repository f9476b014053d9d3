import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { PollResults } from '../poll-results.js';
import type { PollRow } from '../poll.rows.js';
import { recountPath } from '../recount/recount.controller.js';
import { PollType } from './poll.types.js';

@Resolver(() => PollType)
export class RecountResolver {
  constructor(@Inject(PollResults) private readonly results: PollResults) {}

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Where the recount package is downloaded, on this server; null before the close, and where the count is withheld. `rochdale recount` recounts it anywhere.',
  })
  async recountPath(@Scope() scope: RequestScope, @Parent() poll: PollRow): Promise<string | null> {
    const { cooperativeId } = scope.viewer;
    if (poll.state !== 'closed' || cooperativeId === null) return null;
    return (await this.results.withheld(scope, poll)) === null ? recountPath(cooperativeId, poll.id) : null;
  }
}
