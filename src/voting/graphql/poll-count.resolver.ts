import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { SentenceLanguage } from '../domain/outcome-sentences.js';
import { readResult } from '../domain/results/read-result.js';
import { pollSentences } from '../domain/sentences/poll-sentences.js';
import { withheldSentences } from '../domain/sentences/withheld-sentences.js';
import { PollReading } from '../poll-reading.js';
import type { ShownResult } from '../poll-results.js';
import { countShown } from './count-shown.js';
import { PollCountType } from './poll-count.types.js';
import { PollResultType } from './poll-result.types.js';
import { SentencesArgs } from './poll.types.js';

/** The count of a poll by family of methods, and in sentences. */
@Resolver(() => PollResultType)
export class PollCountResolver {
  constructor(@Inject(PollReading) private readonly reading: PollReading) {}

  @ResolveField(() => PollCountType, {
    nullable: true,
    description:
      'What the method counted; null in results recorded before it was kept, and where it is withheld.',
  })
  async count(@Scope() scope: RequestScope, @Parent() result: ShownResult): Promise<object | null> {
    if (result.counting === null || result.withheld !== null) return null;
    const options = await this.reading.options(scope).load(result.poll.id);
    return countShown(readResult(result.poll.method, result.counting), options);
  }

  @ResolveField(() => [String], {
    description: 'The result in sentences, built from the numbers beside them.',
  })
  async sentences(
    @Scope() scope: RequestScope,
    @Parent() result: ShownResult,
    @Args() { language }: SentencesArgs,
  ): Promise<string[]> {
    const options = await this.reading.options(scope).load(result.poll.id);
    const labels = options.map(({ label }) => label);
    if (result.withheld !== null)
      return withheldSentences({ ...result, labels }, result.withheld, language as SentenceLanguage);
    return pollSentences({ ...result, method: result.poll.method, labels }, language as SentenceLanguage);
  }
}
