import type { BlockRule, Participation, RuleOptions, ThresholdBase } from './decision-rule.js';
import type { choosingMethods } from './decision-rule.js';

export const policyLanguages = ['en', 'es'] as const;
export type PolicyLanguage = (typeof policyLanguages)[number];

export type ChoosingMethod = (typeof choosingMethods)[number];

/** How a ballot of a method is filled in and what wins, as one sentence; numbers come from the rule. */
export type MethodPhrase = (options: RuleOptions, seats: number) => string;

/** The sentences of a language; every number and name in them comes from the rule. */
export interface PolicyPhrases {
  readonly decides: (body: string) => string;
  readonly and: string;
  readonly or: string;
  readonly half: string;
  readonly base: Readonly<Record<ThresholdBase, string>>;
  readonly baseOfClass: Readonly<Record<ThresholdBase, (code: string) => string>>;
  readonly part: (comparison: '>' | '>=', fraction: string, base: string) => string;
  readonly all: (base: string) => string;
  readonly adoptedWhen: (part: string) => string;
  readonly classAsWell: (part: string) => string;
  readonly classCap: (code: string, fraction: string) => string;
  readonly noMajority: string;
  readonly anyInFavour: (base: string) => string;
  readonly block: Readonly<Record<Exclude<BlockRule, 'forbidden'>, string>>;
  readonly early: string;
  readonly consent: string;
  readonly answerWithin: (days: number) => string;
  readonly overruledBy: (part: string) => string;
  readonly neverOverruled: string;
  readonly gradients: (steps: string, canLiveWith: string, share: string) => string;
  readonly methods: Readonly<Record<ChoosingMethod, MethodPhrase>>;
  readonly tie: { readonly drawn: string; readonly reported: string; readonly earlierRounds: string };
  /** Choices that add an option to each vote, or let one be taken out of it. */
  readonly added: Readonly<Record<'none_of_these' | 'undeclared_write_in' | 'excluded', string>>;
  readonly optionCount: (least: number, most: number) => string;
  readonly countedAs: (method: string, version: number, choices: readonly string[]) => string;
  readonly noQuorum: string;
  readonly quorum: (fraction: string | null, measure: 'people' | 'weight', counting: string) => string;
  readonly counting: Readonly<Record<Participation, string>>;
  readonly opens: (noticeDays: number) => string;
  readonly lasts: (least: string, most: string | null) => string;
  readonly openedBy: (openers: string) => string;
  readonly opener: Readonly<Record<'author' | 'steward' | 'treasurer' | 'secretary' | 'facilitator', string>>;
  readonly visibility: Readonly<Record<'open' | 'confidential', string>>;
  readonly results: Readonly<Record<'during' | 'after', string>>;
  readonly extension: Readonly<Record<'possible' | 'impossible', string>>;
  readonly noDelegation: string;
  readonly delegation: (holderCap: number | null, reconfirmDays: number | null) => string;
  readonly dissent: (days: number) => string;
  /** `share` null: a single elector is enough. */
  readonly recount: (share: string | null, days: number) => string;
  readonly noRecount: string;
  readonly takesForce: (days: number) => string;
  readonly days: (count: number) => string;
  readonly hours: (count: number) => string;
}
