import { OVERVOTE_RULES, readMarkRules, type MarkRules } from './mark-rules.js';
import { mergedRankings } from './merged-rankings.js';
import { OptionReader } from '../option-reader.js';
import { readRankedBallots, refuseCandidates, refuseSeats, type RankedBallots } from './ranked-ballots.js';
import { type Election, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

export const STV_VARIANTS = [
  'scottish',
  'wigm-prf',
  'meek-prf',
  'meek',
  'warren',
  'gregory-fractional',
] as const;
export type StvVariant = (typeof STV_VARIANTS)[number];
export const STV_QUOTAS = ['droop', 'hagenbach-bischoff', 'hare', 'imperiali'] as const;
export type StvQuota = (typeof STV_QUOTAS)[number];

/** The choices of `gregory-fractional` beyond the marks; see gregory-count. */
export interface GregoryRule extends MarkRules {
  readonly quota: StvQuota;
  /** Decimals of the quota and of transfer values; null: exact fractions. */
  readonly quotaDecimals: number;
  readonly decimals: number | null;
  readonly oneWinnerPerRound: boolean;
  readonly batchElimination: boolean;
  /** One more round shows the last surpluses passed on. */
  readonly finalSurplusRound: boolean;
  readonly minVotes: number;
  readonly stopAfterRound: number | null;
  readonly undeclaredWriteIn: number | null;
}

export interface PreparedStv {
  readonly variant: StvVariant;
  readonly ballots: RankedBallots;
  readonly seats: number;
  readonly tieBreak: TieBreak;
  /** Withdrawn or excluded: skipped on every ballot. */
  readonly absent: readonly number[];
  /** Meek and Warren: 18 decimals with 9 guard digits, or 9 decimals. */
  readonly arithmetic: 'guarded' | 'fixed';
  readonly gregory: GregoryRule;
}

/** Marks of the rules that know neither overvotes nor blanks; in Scotland a skipped number ends the ballot. */
export const plainMarks = (maxSkippedRanks: number | null): MarkRules => ({
  overvote: 'exhaust',
  maxSkippedRanks,
  exhaustOnDuplicate: false,
});

/** Reads the options of voting by single transferable vote; refuses unknown names, values and variants. */
export function prepareStv(election: Election): PreparedStv | TallyRefusal {
  const wrong = refuseCandidates(election.candidates) ?? refuseSeats(election.seats, 1);
  if (wrong) return wrong;
  const count = election.candidates.length;
  const options = new OptionReader('stv', election.options);
  const variant = options.choice('variant', STV_VARIANTS);
  const iterative = variant === 'meek' || variant === 'warren';
  const rule = {
    variant,
    seats: election.seats,
    tieBreak: options.tieBreak('tie_break', count),
    absent: [...options.candidates('withdrawn', count), ...options.candidates('excluded', count)],
    arithmetic: iterative ? options.choice('arithmetic', ['guarded', 'fixed'], 'guarded') : 'guarded',
    gregory: variant === 'gregory-fractional' ? readGregoryRule(options, count) : NO_GREGORY,
  } as const;
  const refusal = options.refusal();
  if (refusal) return refusal;
  const ballots = readRankedBallots(election, formOf(rule));
  if ('reason' in ballots) return ballots;
  // Packed ballots come merged.
  const mustMerge = variant !== 'gregory-fractional' && !election.packed;
  return { ...rule, ballots: mustMerge ? mergedRankings(ballots) : ballots };
}

/** Imperfect marks are read by the choices of `gregory-fractional`; equal ranks are split by Meek and Warren. */
function formOf({
  variant,
  gregory,
}: Pick<PreparedStv, 'variant' | 'gregory'>): Parameters<typeof readRankedBallots>[1] {
  const marks = variant === 'gregory-fractional';
  const unknownOvervotes = marks && gregory.overvote !== 'exhaust_if_multiple_continuing';
  return {
    equalRanks: marks || variant === 'meek' || variant === 'warren',
    blanks: true,
    duplicates: marks,
    unknownOvervotes,
  };
}

function readGregoryRule(options: OptionReader, count: number): GregoryRule {
  const exact = options.choice('arithmetic', ['decimal', 'exact'], 'decimal') === 'exact';
  const decimals = options.integer('decimals', 0, 18, 4);
  const fractional = options.flag('quota_fractional', false);
  return {
    ...readMarkRules(options),
    quota: options.choice('quota', STV_QUOTAS, 'droop'),
    quotaDecimals: fractional ? decimals : 0,
    decimals: exact ? null : decimals,
    oneWinnerPerRound: options.flag('one_winner_per_round', false),
    finalSurplusRound: options.flag('final_surplus_round', !exact),
    batchElimination: options.flag('batch_elimination', false),
    minVotes: options.integer('min_votes', 0, Number.MAX_SAFE_INTEGER, 0),
    stopAfterRound: options.integerOrNull('stop_after_round', 1, 1_000_000),
    undeclaredWriteIn: options.integerOrNull('undeclared_write_in', 0, count - 1),
  };
}

const NO_GREGORY: GregoryRule = {
  overvote: OVERVOTE_RULES[0],
  maxSkippedRanks: null,
  exhaustOnDuplicate: false,
  quota: 'droop',
  quotaDecimals: 0,
  decimals: 4,
  oneWinnerPerRound: false,
  batchElimination: false,
  finalSurplusRound: true,
  minVotes: 0,
  stopAfterRound: null,
  undeclaredWriteIn: null,
};
