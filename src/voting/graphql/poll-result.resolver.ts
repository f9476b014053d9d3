import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ballotChoices } from '../../membership/domain/decision-rule.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { Ratio } from '../../shared/ratio.js';
import { voteChoices } from '../domain/ballots/ballot-marks.js';
import { electorateSum } from '../domain/count-poll.js';
import { oneVote, type Condition, type Sum } from '../domain/threshold-outcome.js';
import { PollReading } from '../poll-reading.js';
import type { ShownResult } from '../poll-results.js';
import {
  PollResultType,
  QuorumConditionType,
  SmallestChangeType,
  ThresholdConditionType,
  ChoiceSumType,
  VoteSumType,
} from './poll-result.types.js';
import { PollOptionType } from './poll.types.js';

/** Millionths as votes, exact. */
export const votesOf = (millionths: bigint): string => Ratio.of(millionths, oneVote).toString();

const sumShown = (sum: Sum): object => ({ people: Number(sum.people), votes: votesOf(sum.weightMillionths) });

function conditionShown(condition: Condition): object {
  const scale = Ratio.of(condition.unit === 'people' ? 1n : oneVote);
  const shown = (value: Ratio): string => value.dividedBy(scale).toString();
  return {
    fraction: condition.fraction.toString(),
    of: shown(condition.of),
    needed: shown(condition.needed),
    counted: shown(condition.counted),
    unit: condition.unit,
    comparison: condition.comparison === '>' ? 'more_than' : 'at_least',
    met: condition.met,
  };
}

/** The result as typed fields; nothing is calculated here but the unit of weights. Withheld is all that tells of a vote. */
@Resolver(() => PollResultType)
export class PollResultResolver {
  constructor(@Inject(PollReading) private readonly reading: PollReading) {}

  @ResolveField(() => VoteSumType, { description: 'The electorate, without those who withdrew.' })
  eligible(@Parent() { electorate }: ShownResult): unknown {
    return sumShown(electorateSum(electorate.perClass));
  }
  @ResolveField(() => VoteSumType, { description: 'Electors with a ballot that counts.' })
  takenPart(@Parent() { electorate }: ShownResult): unknown {
    return sumShown(electorate.takenPart);
  }
  @ResolveField(() => VoteSumType, {
    nullable: true,
    description:
      'Of them, those whose ballot says nothing about any option; null where the count is withheld.',
  })
  blank(@Parent() { electorate, withheld }: ShownResult): unknown {
    return withheld === null ? sumShown(electorate.blank) : null;
  }
  @ResolveField(() => VoteSumType, { description: 'Electors who withdrew for a conflict of interest.' })
  withdrawn(@Parent() { electorate }: ShownResult): unknown {
    return sumShown(electorate.withdrawn);
  }
  @ResolveField(() => [PollOptionType], {
    description: 'The options chosen; where a tie stands, those that are certain. Empty for a question.',
  })
  async winners(@Scope() scope: RequestScope, @Parent() { poll, winners }: ShownResult): Promise<unknown> {
    if (winners.length === 0) return [];
    const options = await this.reading.options(scope).load(poll.id);
    return winners.map((position) => options[position]);
  }
  @ResolveField(() => [ChoiceSumType], {
    description:
      'Of a vote for or against: what each choice received. Blank and invalid ballots and blocks where there are any; empty for other methods, and where the count is withheld.',
  })
  choices(@Parent() { arithmetic, withheld }: ShownResult): unknown {
    if (!arithmetic || withheld !== null) return [];
    const listed = voteChoices.filter(
      (choice) =>
        arithmetic.sums[choice].people > 0n || (ballotChoices as readonly string[]).includes(choice),
    );
    return listed.map((choice) => ({ choice, ...sumShown(arithmetic.sums[choice]) }));
  }
  @ResolveField(() => QuorumConditionType, {
    nullable: true,
    description: 'The quorum; null where the count is withheld.',
  })
  quorum(@Parent() { quorum, arithmetic, withheld }: ShownResult): unknown {
    if (withheld !== null) return null;
    return { ...conditionShown(quorum), counting: arithmetic?.quorum.counting ?? [] };
  }
  @ResolveField(() => ThresholdConditionType, {
    nullable: true,
    description:
      'The majority needed; null for other methods than for or against, and where the count is withheld.',
  })
  threshold(@Parent() { arithmetic, withheld }: ShownResult): unknown {
    if (withheld !== null) return null;
    return arithmetic && { ...conditionShown(arithmetic.threshold), base: arithmetic.threshold.base };
  }
  @ResolveField(() => SmallestChangeType, {
    nullable: true,
    description:
      'What would have changed it; null when no number of further votes could have, where no number says it, and where the count is withheld.',
  })
  smallestChange(@Parent() { arithmetic, withheld }: ShownResult): unknown {
    const change = withheld === null ? (arithmetic?.smallestChange ?? null) : null;
    if (change === null) return null;
    const weight = change.weightMillionths === null ? null : votesOf(change.weightMillionths);
    return { ...change, votes: Number(change.votes), weight };
  }
}
