import type { Json } from '../../shared/canonical-json.js';
import type { Ratio } from '../../shared/ratio.js';

/**
 * Ways of deciding about one question: there is nothing to choose between, so a proposal brings no options.
 * `threshold`: for and against; `consent`: no objection stands; `gradients`: a scale of agreement.
 */
export const questionMethods = ['threshold', 'consent', 'gradients'] as const;

/** Ways of choosing among options. How each counts is named in voting, METHODS.md. */
export const choosingMethods = [
  'choice',
  'approval',
  'score',
  'star',
  'majority-judgment',
  'borda',
  'irv',
  'stv',
  'schulze',
  'ranked-pairs',
  'minimax',
  'copeland',
  'dots',
  'weighted-split',
  'quadratic',
] as const;

export const methodNames = [...questionMethods, ...choosingMethods] as const;
export type MethodName = (typeof methodNames)[number];

/** Whether polls of this method are about options (two or more), rather than about one question. */
export const choosesAmongOptions = (method: MethodName): boolean =>
  (choosingMethods as readonly string[]).includes(method);

/**
 * `base` says by name what the fraction is of: `cast` = for + against, `valid` = with abstentions, `eligible` = the
 * whole electorate. (`present` belongs to assemblies.)
 */
export interface ThresholdRule {
  readonly fraction: Ratio;
  readonly comparison: '>' | '>=';
  readonly base: ThresholdBase;
}
export const thresholdBases = ['cast', 'valid', 'eligible'] as const;
export type ThresholdBase = (typeof thresholdBases)[number];

/** A majority that one class needs of its own, beside that of all: "and workers at least 2/3". */
export interface ClassMajority extends ThresholdRule {
  /** Code of the class of members. */
  readonly class: string;
}

/** A class whose votes together count at most as this fraction of all votes for and against. */
export interface ClassCap {
  readonly class: string;
  readonly fraction: Ratio;
}

/** What a ballot for or against says. */
export const ballotChoices = ['for', 'against', 'abstain'] as const;
export type BallotChoice = (typeof ballotChoices)[number];

/** What may count as taking part: of a vote for or against the ballots named, of every other the ballots. */
export const thresholdParticipation = [...ballotChoices, 'blank', 'invalid', 'block'] as const;
export type Participation = (typeof thresholdParticipation)[number] | 'ballots';

/** The least part of the electorate that must take part; what counts as taking part is named. */
export interface QuorumRule {
  readonly measure: 'people' | 'weight';
  /** Of the eligible; zero means that there is no quorum. */
  readonly fraction: Ratio;
  /** Any of `thresholdParticipation` for `threshold`, `ballots` alone for every other method. */
  readonly counting: readonly Participation[];
}

/**
 * The named choices of a method that can change its outcome, as the tally reads them. Ties by lot are written
 * `{"mode": "fixed_order"}` without an order: it is drawn for each poll when its options are frozen.
 */
export type RuleOptions = Readonly<Record<string, Json>>;

/** Whether a member may pass their vote to another: at most so many behind one holder, for so many days. */
export type DelegationRule =
  | { readonly allowed: false }
  | { readonly allowed: true; readonly holderCap: number | null; readonly reconfirmDays: number | null };

/** Consent: how long an objection may wait for its answer, and what majority overrules one, if any does. */
export interface ObjectionRule {
  readonly mayOverrule: ThresholdRule | null;
  readonly answerDays: number;
}

export const blockRules = ['forbidden', 'against', 'veto'] as const;
export type BlockRule = (typeof blockRules)[number];
