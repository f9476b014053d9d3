import { type Json } from '../../../shared/canonical-json.js';
import { type Ratio } from '../../../shared/ratio.js';
import { Refusal } from '../../../shared/refusal.js';
import type { PackedBallots, PackedForm } from './packed-ballots.js';

/**
 * Every reason for which the tally engine says no. It never approximates: a rule choice that it does not
 * know is refused by name, and a ballot that the rule cannot read is refused with the mark at fault.
 */
export const TALLY_REFUSAL_REASONS = [
  'UNKNOWN_METHOD',
  'UNKNOWN_VERSION',
  'UNKNOWN_OPTION',
  'UNKNOWN_OPTION_VALUE',
  'MISSING_OPTION',
  'CONTRADICTORY_OPTIONS',
  'INVALID_CANDIDATES',
  'INVALID_SEATS',
  'INVALID_BUDGET',
  'INVALID_ELECTORATE',
  'INVALID_WEIGHT',
  'INVALID_BALLOT',
  'MALFORMED_CASE',
] as const;
export type TallyRefusalReason = (typeof TALLY_REFUSAL_REASONS)[number];
export type TallyRefusal = Refusal<TallyRefusalReason>;

/** A refusal of the engine; `details` name the marks, options or fields at fault. */
export const refuseTally = (
  reason: TallyRefusalReason,
  message: string,
  details: readonly string[] = [],
): TallyRefusal => new Refusal<TallyRefusalReason>(reason, message, details);

/** How many votes a group of equal ballots stands for: a whole number or an exact fraction, never a float. */
export type ExactWeight = number | bigint | Ratio;

/** Equal ballots, merged. The ballot's form belongs to the method, which reads it as hostile input. */
export type GroupedBallot = readonly [weight: ExactWeight, ballot: unknown];

/** The recorded choices of a rule: every choice that can change an outcome has a name here. */
export type RuleOptions = Readonly<Record<string, Json>>;

/**
 * An election as the engine sees it: no persons, no clock, no database. Candidates (or options, or projects)
 * are known by their position; names serve explanations alone and change nothing.
 */
export interface Election {
  readonly method: string;
  /** The version of the rule, recorded when the poll opened; left out, the newest. */
  readonly version?: number;
  readonly options: RuleOptions;
  readonly candidates: readonly string[];
  readonly ballots: readonly GroupedBallot[];
  /** The ballots of a large poll, instead of `ballots`, for a method that `reads` this form. */
  readonly packed?: PackedBallots;
  /** How many are to be chosen; 1 where the method chooses one. */
  readonly seats: number;
  /** Fund allocation: what may be spent, and what each candidate costs, in minor units. */
  readonly budget?: bigint;
  readonly costs?: readonly bigint[];
  /** How many electors there are, where the rule counts those without a ballot too. */
  readonly voters?: number;
  /** Threshold: the weight of everyone who may vote, and whether the window has closed. */
  readonly eligibleWeight?: ExactWeight;
  readonly closed?: boolean;
  /** Threshold: people and weight by class, eligible and present; read as hostile input. */
  readonly electorate?: unknown;
  /** Delegation: the weight of each elector, by position. */
  readonly electorWeights?: readonly ExactWeight[];
  /** Delegation: who passed their vote to whom, in which scope; the method reads it as hostile input. */
  readonly delegations?: unknown;
}

/**
 * What a count found, as data: votes are decimal strings or exact fractions as text, candidates are
 * positions, and everything is in an order that depends on nothing but the rule.
 */
export type Outcome = { readonly [field: string]: Json };

/** Typed rounds and matrices as fields of an outcome; they hold text, whole numbers and lists alone. */
export const asJson = (value: unknown): Json => value as Json;

/**
 * One way of counting. `prepare` is the only place that meets unchecked input: it returns the election in
 * the method's own exact form, or the refusal. `count` is pure and total on what `prepare` returned.
 */
export interface TallyMethod<Prepared = unknown, Result extends Outcome = Outcome> {
  readonly name: string;
  readonly version: number;
  /** The packed form of ballots that it counts besides grouped ones, if any. */
  readonly reads?: PackedForm;
  prepare(election: Election): Prepared | TallyRefusal;
  count(prepared: Prepared): Result;
}
