import { COMPLETIONS_BY_NAME, type Completion, type RaisingRule } from './equal-shares-completion.js';
import { type FundBallotForm } from './fund-ballots.js';
import { readFundBallotForm } from './fund-options.js';
import { readFundTieBreak, type FundTieBreak } from './fund-precedence.js';
import { type OptionReader } from '../option-reader.js';
import { refuseTally, type TallyRefusal } from '../tally-method.js';

const UTILITIES = ['cost', 'cardinality', 'points', 'borda'] as const;
const ENDOWMENTS = ['B/n', 'floor(B/n)'] as const;
const STOPS = ['exceeding_or_exhaustive', 'exceeding'] as const;

/** Every recorded choice of the Method of Equal Shares that can change an outcome. */
export interface EqualSharesRule {
  readonly form: FundBallotForm;
  /** What a funded project is worth to a supporter: its cost, 1, the points given, or the Borda points. */
  readonly utility: (typeof UTILITIES)[number];
  readonly endowment: (typeof ENDOWMENTS)[number];
  readonly completion: Completion;
  readonly raising: RaisingRule;
  readonly completionBy: 'votes' | 'points';
  readonly completionTakesUnsupported: boolean;
  readonly tieBreak: FundTieBreak;
}

/**
 * Options: `ballots`, `borda_top`, `utility`, `endowment`, `completion`, `increment_per_voter`, `stop`,
 * `exhaustive_considers_unsupported`, `completion_by`, `completion_takes_unsupported`, `tie_break`. Refuses
 * utilities that the ballots do not carry: points need points, and rankings serve by Borda points alone.
 */
export function readEqualSharesRule(options: OptionReader, projectCount: number): EqualSharesRule {
  const form = readFundBallotForm(options, projectCount);
  const utility = options.choice('utility', UTILITIES);
  const mismatch = refuseUtility(form, utility);
  if (mismatch) options.fail(mismatch);
  const increment = options.integer('increment_per_voter', 1, Number.MAX_SAFE_INTEGER, 1);
  return {
    form,
    utility,
    endowment: options.choice('endowment', ENDOWMENTS, 'B/n'),
    completion: options.choice('completion', COMPLETIONS_BY_NAME),
    raising: {
      increment: BigInt(increment),
      stopWhenExhaustive:
        options.choice('stop', STOPS, 'exceeding_or_exhaustive') === 'exceeding_or_exhaustive',
      exhaustiveConsidersUnsupported: options.flag('exhaustive_considers_unsupported', true),
    },
    completionBy: options.choice(
      'completion_by',
      ['votes', 'points'],
      form.kind === 'approval' ? 'votes' : 'points',
    ),
    completionTakesUnsupported: options.flag('completion_takes_unsupported', true),
    tieBreak: readFundTieBreak(options, projectCount),
  };
}

function refuseUtility(form: FundBallotForm, utility: EqualSharesRule['utility']): TallyRefusal | null {
  if (form.kind === 'ranking' && utility !== 'borda') {
    return refuseTally(
      'CONTRADICTORY_OPTIONS',
      `Rankings serve equal shares only with "utility" borda, not "${utility}".`,
    );
  }
  if (form.kind !== 'ranking' && utility === 'borda') {
    return refuseTally('CONTRADICTORY_OPTIONS', 'The utility "borda" needs ballots that are rankings.');
  }
  if (form.kind === 'approval' && utility === 'points') {
    return refuseTally('CONTRADICTORY_OPTIONS', 'The utility "points" needs ballots that carry points.');
  }
  return null;
}
