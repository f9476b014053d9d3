import { Ratio } from '../../../shared/ratio.js';
import { type OutcomeFields } from './outcome-fields.js';

/** What became of the ballots, in votes by weight. */
export interface BallotsResult {
  readonly counted: Ratio;
  /** Ballots that say nothing. */
  readonly blank: Ratio;
  /** Ballots that the rule cannot count: a mark out of range, too many marks, too few. */
  readonly rejected: Ratio;
}

export function readBallots(outcome: OutcomeFields): BallotsResult {
  const of = (field: string): Ratio => outcome.numberOrNull(field) ?? Ratio.zero;
  return {
    counted: outcome.number('tallied'),
    blank: outcome.number('abstentions'),
    rejected: of('out_of_range').plus(of('overvotes')).plus(of('undervotes')),
  };
}

/** An amount of an option: votes, points, a score. */
export interface OptionAmount {
  readonly option: number;
  readonly amount: Ratio;
}

export const readAmounts = (outcome: OutcomeFields, field: string): readonly OptionAmount[] =>
  outcome.byOption(field, (of, key) => of.number(key)).map(([option, amount]) => ({ option, amount }));
