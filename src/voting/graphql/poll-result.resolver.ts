import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ballotChoices } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { outcomeSentences, type SentenceLanguage } from '../domain/outcome-sentences.js';
import { oneVote, type Condition, type Sum } from '../domain/threshold-outcome.js';
import type { ShownResult } from '../poll-reading.js';
import {
  PollResultType,
  QuorumConditionType,
  SmallestChangeType,
  ThresholdConditionType,
  ChoiceSumType,
  VoteSumType,
} from './poll-result.types.js';
import { SentencesArgs } from './poll.types.js';

/** Millionths as votes, exact. */
export const votesOf = (millionths: bigint): string => Ratio.of(millionths, oneVote).toString();

const sumShown = (sum: Sum): object => ({ people: Number(sum.people), votes: votesOf(sum.weightMillionths) });

function conditionShown(condition: Condition): object {
  const scale = Ratio.of(condition.unit === 'people' ? 1n : oneVote);
  const shown = (value: Ratio): string => value.dividedBy(scale).toString();
  return {
    fraction: condition.fraction.toString(),
    of: shown(Ratio.of(condition.of)),
    needed: shown(condition.needed),
    counted: shown(Ratio.of(condition.counted)),
    unit: condition.unit,
    comparison: condition.comparison === '>' ? 'more_than' : 'at_least',
    met: condition.met,
  };
}

/** The arithmetic as typed fields; nothing is calculated here but the unit of weights. */
@Resolver(() => PollResultType)
export class PollResultResolver {
  @ResolveField(() => String, {
    name: 'outcome',
    description: 'What was decided, or would be if the poll closed now.',
  })
  outcome(@Parent() { arithmetic }: ShownResult): string {
    return arithmetic.outcome;
  }
  @ResolveField(() => VoteSumType, { description: 'The whole electorate.' })
  eligible(@Parent() { arithmetic }: ShownResult): unknown {
    return sumShown(arithmetic.eligible);
  }
  @ResolveField(() => [ChoiceSumType], { description: 'What each choice received; every choice is listed.' })
  choices(@Parent() { arithmetic }: ShownResult): unknown {
    return ballotChoices.map((choice) => ({ choice, ...sumShown(arithmetic.sums[choice]) }));
  }
  @ResolveField(() => QuorumConditionType, { description: 'The quorum.' })
  quorum(@Parent() { arithmetic }: ShownResult): unknown {
    return { ...conditionShown(arithmetic.quorum), counting: arithmetic.quorum.counting };
  }
  @ResolveField(() => ThresholdConditionType, { description: 'The majority needed.' })
  threshold(@Parent() { arithmetic }: ShownResult): unknown {
    return { ...conditionShown(arithmetic.threshold), base: arithmetic.threshold.base };
  }
  @ResolveField(() => SmallestChangeType, {
    nullable: true,
    description: 'What would have changed it; null when no number of further votes could have.',
  })
  smallestChange(@Parent() { arithmetic: { smallestChange: change } }: ShownResult): unknown {
    if (change === null) return null;
    const weight = change.weightMillionths === null ? null : votesOf(change.weightMillionths);
    return { ...change, votes: Number(change.votes), weight };
  }
  @ResolveField(() => [String], {
    description: 'The result in sentences, built from the numbers beside them.',
  })
  sentences(@Parent() { arithmetic }: ShownResult, @Args() { language }: SentencesArgs): string[] {
    return outcomeSentences(arithmetic, language as SentenceLanguage);
  }
}
