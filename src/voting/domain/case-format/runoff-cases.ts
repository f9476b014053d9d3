import { type RuleOptions } from '../tally/tally-method.js';
import { type CaseAdapter } from './case-adapter.js';
import { TIE_BREAK_MEANINGS, translateOptions, type Vocabulary } from './translate-options.js';

/** Options of both families that repeat in words what the variant or the quota already says. */
const COMMON: Vocabulary = {
  tie_break: TIE_BREAK_MEANINGS,
  overvote: { '"not applicable"': {} },
  rounding: { '"down"': {} },
  quota_formula: 'note',
  tolerance: 'note',
};

const IRV: Vocabulary = {
  ...COMMON,
  election_mode: { '"irv"': {} },
  quota: { '"majority_of_active"': {} },
  variant: {
    '"ranking of eliminated candidates reported; a final tie is reported, not broken"': {
      ranking: 'successive',
    },
  },
};

export const irvCases: CaseAdapter = {
  method: 'irv',
  toElection: ({ options, seats, candidates, ballots }) => ({
    method: 'irv',
    options: translateOptions(options, IRV),
    seats,
    candidates,
    ballots,
  }),
};

const GREGORY: RuleOptions = { variant: 'gregory-fractional' };

/** `gregory-fractional`: choices of its own, and those of instant run-off that it does not have. */
const STV_GREGORY: Vocabulary = {
  ...COMMON,
  variant: {
    '"gregory-fractional (all votes transferred at surplus/total, elected candidates drop out of later rounds)"':
      {
        ...GREGORY,
        arithmetic: 'exact',
      },
  },
  election_mode: {
    '"stv"': GREGORY,
    '"multiWinnerAllowMultipleWinnersPerRound"': GREGORY,
    '"multiWinnerAllowOnlyOneWinnerPerRound"': { ...GREGORY, one_winner_per_round: true },
  },
  surplus_transfer: 'note',
  unranked: { '"ignored"': {} },
  continue_until_two: { false: {} },
  first_round_threshold: { false: {} },
};

/** The rules whose quota, decimals and transfers the variant fixes. */
const STV_FIXED: Vocabulary = {
  ...COMMON,
  family: 'note',
  quota: 'note',
  decimals: 'note',
  omega: 'note',
  rounding: 'note',
  surplus_transfer: 'note',
  tie_rule: 'note',
  arithmetic: 'note',
  implementation: 'note',
  equal_rankings: 'note',
  equal_rankings_present: 'note',
};

/**
 * Meek and Warren are counted in one of two arithmetics. A case counted in another (exact fractions, other
 * decimals) is compared with the finer one, within a tolerance.
 */
const STV_MEEK: Vocabulary = {
  ...STV_FIXED,
  arithmetic: {
    '"fixed9"': { arithmetic: 'fixed' },
    '"o6-fixed-p9-d9"': { arithmetic: 'fixed' },
    '*': { arithmetic: 'guarded' },
  },
};

function stvVocabulary({ variant }: RuleOptions): Vocabulary {
  if (variant === 'meek' || variant === 'warren') return STV_MEEK;
  return variant === 'scottish' || variant === 'wigm-prf' || variant === 'meek-prf' ? STV_FIXED : STV_GREGORY;
}

export const stvCases: CaseAdapter = {
  method: 'stv',
  toElection: ({ options, seats, candidates, ballots }) => ({
    method: 'stv',
    options: translateOptions(options, stvVocabulary(options)),
    seats,
    candidates,
    ballots,
  }),
};
