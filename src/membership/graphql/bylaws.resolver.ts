import { Inject } from '@nestjs/common';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { Instant } from '../../platform/graphql/scalars.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { cleanLine } from '../../shared/text.js';
import { Bylaws, type BylawRule } from '../bylaws.js';
import { decisionKindOfKey, storedPolicy } from '../domain/decision-policy.js';
import { policyInWords } from '../domain/policy-in-words.js';
import { maySeeRegister } from '../membership.policy.js';
import { BylawRuleType, BylawsType } from './bylaws.types.js';

@Resolver(() => BylawRuleType)
export class BylawsResolver {
  constructor(
    @Inject(Bylaws) private readonly rules: Bylaws,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Query(() => BylawsType, { nullable: true, description: 'The bylaws in force and to come; for members.' })
  async bylaws(
    @Scope() scope: RequestScope,
    @Args('at', {
      type: () => Instant,
      nullable: true,
      description: 'The instant to describe; now when absent.',
    })
    at: Date | null,
  ): Promise<unknown> {
    if (maySeeRegister(scope.viewer) !== true) return null;
    const tx = await this.work.read(scope);
    return {
      inForce: await this.rules.rulesInForce(tx, at ?? null),
      upcoming: await this.rules.upcoming(tx),
    };
  }

  @Query(() => [BylawRuleType], {
    nullable: true,
    description: 'Every version of one rule, newest first; for members.',
  })
  async bylawHistory(
    @Scope() scope: RequestScope,
    @Args('key', { type: () => String, description: 'The rule: `decision-policy/resolution`.' }) key: string,
  ): Promise<unknown> {
    const known = cleanLine(key, 120);
    if (maySeeRegister(scope.viewer) !== true) return null;
    return known === null ? [] : this.rules.history(await this.work.read(scope), known);
  }

  @ResolveField(() => [String], {
    description: 'A rule of decision in plain sentences; empty for other rules.',
  })
  inWords(@Parent() rule: BylawRule): readonly string[] {
    return decisionKindOfKey(rule.key) === null ? [] : policyInWords(storedPolicy(rule.value));
  }

  @ResolveField(() => String, { description: 'The rule as data, JSON as text.' })
  value(@Parent() rule: BylawRule): string {
    return JSON.stringify(rule.value);
  }
}
