import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { PollRow } from '../poll.rows.js';
import { recountPath } from '../recount/recount.controller.js';
import { PollType } from './poll.types.js';

@Resolver(() => PollType)
export class RecountResolver {
  @ResolveField(() => String, {
    nullable: true,
    description:
      'Where the recount package is downloaded, on this server; null before the close. `rochdale recount` recounts it anywhere.',
  })
  recountPath(@Scope() { viewer }: RequestScope, @Parent() poll: PollRow): string | null {
    return poll.state === 'closed' && viewer.cooperativeId !== null
      ? recountPath(viewer.cooperativeId, poll.id)
      : null;
  }
}
