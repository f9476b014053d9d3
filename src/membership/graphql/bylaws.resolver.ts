import { Inject } from '@nestjs/common';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { SentenceLanguageEnum, type SentenceLanguage } from '../../platform/graphql/sentence-language.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { cleanLine } from '../../shared/text.js';
import { Bylaws, type BylawRule } from '../bylaws.js';
import { decisionKindOfKey, storedPolicy } from '../domain/decision-policy.js';
import { policyInWords } from '../domain/policy-in-words.js';
import { maySeeRegister } from '../membership.policy.js';
import { RuleCheckers } from '../rule-checkers.js';
import { BylawRuleType, BylawsType, DecisionPolicyType } from './bylaws.types.js';

@Resolver(() => BylawRuleType)
export class BylawsResolver {
  constructor(
    @Inject(Bylaws) private readonly rules: Bylaws,
    @Inject(RuleCheckers) private readonly checkers: RuleCheckers,
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
    description: 'The rule in plain sentences; empty for rules that nobody puts into words.',
  })
  inWords(
    @Parent() rule: BylawRule,
    @Args('language', {
      type: () => SentenceLanguageEnum,
      nullable: true,
      description: 'The language of the sentences; English when absent.',
    })
    language: SentenceLanguage | null,
  ): readonly string[] {
    return decisionKindOfKey(rule.key) === null
      ? (this.checkers.of(rule.key)?.inWords?.(rule.value, language ?? 'en') ?? [])
      : policyInWords(storedPolicy(rule.value), language ?? 'en');
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The kind of decision that follows this rule; null for other rules.',
  })
  decisionKind(@Parent() rule: BylawRule): string | null {
    return decisionKindOfKey(rule.key);
  }

  @ResolveField(() => DecisionPolicyType, {
    nullable: true,
    description: 'What a proposal of this kind has to know; null for rules that are none of decision.',
  })
  policy(@Parent() rule: BylawRule): unknown {
    if (decisionKindOfKey(rule.key) === null) return null;
    const policy = storedPolicy(rule.value);
    return { ...policy, delegationAllowed: policy.delegation.allowed };
  }

  @ResolveField(() => String, { description: 'The rule as data, JSON as text.' })
  value(@Parent() rule: BylawRule): string {
    return JSON.stringify(rule.value);
  }
}
