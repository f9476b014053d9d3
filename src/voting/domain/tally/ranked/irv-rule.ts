import { readMarkRules, type MarkRules } from './mark-rules.js';
import { OptionReader } from '../option-reader.js';
import { refuseTally, type Election, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

/** The recorded choices of an instant run-off, in the words of the rule. */
export interface IrvRule extends MarkRules {
  readonly tieBreak: TieBreak;
  /** All who cannot catch up even together fall in one round, if they are at least two. */
  readonly batchElimination: boolean;
  /** The winner stays in and keeps receiving; the threshold freezes at the win. */
  readonly continueUntilTwo: boolean;
  readonly firstRoundThreshold: boolean;
  /** Decimals of the threshold: floor(active ÷ 2) cut there, plus one unit of the last place. */
  readonly thresholdDecimals: number;
  /** Whoever has fewer votes falls at once; 0: no minimum. */
  readonly minVotes: number;
  readonly stopAfterRound: number | null;
  readonly excluded: readonly number[];
  /** Excluded first and cannot win, while it holds a vote. */
  readonly undeclaredWriteIn: number | null;
  /** `successive`: the whole field is ranked, see irv-ranking. */
  readonly ranking: 'none' | 'successive';
}

export interface IrvRound {
  readonly round: number;
  readonly threshold: string;
  readonly tally: Readonly<Record<string, string>>;
  readonly elected: readonly number[];
  readonly eliminated: readonly number[];
  /** Why those excluded in this round fell. */
  readonly eliminated_because: string | null;
  readonly inactive: Readonly<Record<string, string>>;
}

/** Reads the options of voting by instant run-off; refuses unknown names and values, and contradictions. */
export function readIrvRule(election: Election): IrvRule | TallyRefusal {
  const count = election.candidates.length;
  const options = new OptionReader('irv', election.options);
  const fractional = options.flag('quota_fractional', false);
  const decimals = options.integer('decimals', 0, 18, 4);
  const rule: IrvRule = {
    ...readMarkRules(options),
    tieBreak: options.tieBreak('tie_break', count),
    batchElimination: options.flag('batch_elimination', false),
    continueUntilTwo: options.flag('continue_until_two', false),
    firstRoundThreshold: options.flag('first_round_threshold', false),
    thresholdDecimals: fractional ? decimals : 0,
    minVotes: options.integer('min_votes', 0, Number.MAX_SAFE_INTEGER, 0),
    stopAfterRound: options.integerOrNull('stop_after_round', 1, 1_000_000),
    excluded: options.candidates('excluded', count),
    undeclaredWriteIn: options.integerOrNull('undeclared_write_in', 0, count - 1),
    ranking: options.choice('ranking', ['none', 'successive'], 'none'),
  };
  if (rule.excluded.length === count) {
    options.fail(refuseTally('CONTRADICTORY_OPTIONS', 'The option "excluded" leaves no candidate.'));
  }
  return options.refusal() ?? refuseSuccessive(rule) ?? rule;
}

/** The successive ranking breaks its ties by itself, so choices that say otherwise contradict it. */
function refuseSuccessive(rule: IrvRule): TallyRefusal | null {
  const plain =
    !rule.batchElimination && !rule.continueUntilTwo && !rule.firstRoundThreshold && rule.minVotes === 0;
  const only =
    plain && rule.excluded.length === 0 && rule.undeclaredWriteIn === null && rule.stopAfterRound === null;
  if (rule.ranking === 'none' || (only && rule.tieBreak.mode === 'report_tie')) return null;
  return refuseTally(
    'CONTRADICTORY_OPTIONS',
    'The "successive" ranking reports ties and knows no batch, exclusion, minimum or early stop; leave those options out.',
  );
}
