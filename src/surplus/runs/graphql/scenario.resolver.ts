import { Inject } from '@nestjs/common';
import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Scope } from '../../../platform/graphql/decorators.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { MinorUnits } from '../../../platform/graphql/scalars.js';
import { shown, VerdictType } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { isRefusal } from '../../../shared/refusal.js';
import { WhyHiddenEnum } from '../../graphql/why-hidden.js';
import type { Direction } from '../../domain/run/scenario-comparison.js';
import { ScenarioReading } from '../scenario-reading.js';

const DirectionEnum = describedEnum<Direction>(
  'ScenarioDirection',
  'How a group fares under the second policy.',
  {
    gains: 'Everybody in it gets more.',
    loses: 'Everybody in it gets less.',
    same: 'Everybody in it gets the same.',
  },
);

@ObjectType('ScenarioSums', { description: 'What some participants get under either policy.' })
export class ScenarioSumsType {
  @Field(() => Int, { description: 'How many they are; whoever gets nothing under either is not counted.' })
  participants: number;
  @Field(() => MinorUnits, { description: 'Under the first policy.' })
  beforeMinor: bigint;
  @Field(() => MinorUnits, { description: 'Under the second policy.' })
  afterMinor: bigint;
}
@ObjectType('ScenarioGroup', { description: 'Those of a class who fare alike, five at least.' })
export class ScenarioGroupType {
  @Field(() => DirectionEnum, { description: 'How they fare.' })
  direction: string;
  @Field(() => Int, { description: 'How many they are.' })
  participants: number;
  @Field(() => MinorUnits, { description: 'What they get more under the second policy; negative when less.' })
  differenceMinor: bigint;
}
@ObjectType('ScenarioClass', { description: 'A class of participants under two policies.' })
export class ScenarioClassType {
  @Field(() => String, { nullable: true, description: 'Its code; null for those who have none.' })
  class: string | null;
  @Field(() => ScenarioSumsType, {
    nullable: true,
    description: 'Its sums, unless they would tell of fewer than five.',
  })
  shown: ScenarioSumsType | null;
  @Field(() => [ScenarioGroupType], { description: 'Its groups that may be shown.' })
  groups: ScenarioGroupType[];
  @Field(() => Boolean, {
    description: 'Whether something is held back, so that no sum and no difference tells of one person.',
  })
  isSuppressed: boolean;
  @Field(() => WhyHiddenEnum, { nullable: true, description: 'Why, if so.' })
  whyHidden: string | null;
}
@ObjectType('ScenarioComparison', {
  description: 'Who gains and who loses when one policy takes the place of another.',
})
export class ScenarioComparisonType {
  @Field(() => VerdictType, {
    description: 'Whether they can be compared; where not, nothing else is told.',
  })
  comparable: VerdictType;
  @Field(() => ScenarioSumsType, {
    nullable: true,
    description: 'Everybody; null where fewer than five take part.',
  })
  whole: ScenarioSumsType | null;
  @Field(() => [ScenarioClassType], { description: 'By class.' })
  classes: ScenarioClassType[];
}

@Resolver()
export class ScenarioResolver {
  constructor(@Inject(ScenarioReading) private readonly reading: ScenarioReading) {}

  @Query(() => ScenarioComparisonType, {
    nullable: true,
    description:
      'Two computed scenarios of one period and the same patronage; for every member. Null when one of them is none that the viewer may see.',
  })
  async scenarioComparison(
    @Scope() scope: RequestScope,
    @Args('firstId', { type: () => ID, description: 'The scenario of the policy that is.' }) firstId: string,
    @Args('secondId', { type: () => ID, description: 'The scenario of the policy that could be.' })
    secondId: string,
  ): Promise<ScenarioComparisonType | null> {
    const compared = await this.reading.compare(scope, firstId, secondId);
    if (compared === null) return null;
    if (isRefusal(compared)) return { comparable: shown(compared), whole: null, classes: [] };
    const why = compared.recordsAreOpen ? 'records_open' : 'few';
    return {
      comparable: shown(true),
      whole: compared.whole,
      classes: compared.classes.map((one) => ({
        ...{ class: one.class, shown: one.shown, groups: [...one.groups] },
        ...{ isSuppressed: one.isSuppressed, whyHidden: one.isSuppressed ? why : null },
      })),
    };
  }
}
