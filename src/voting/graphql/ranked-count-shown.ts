import type { PairwiseResult } from '../domain/results/pairwise-result.js';
import type { RunoffResult } from '../domain/results/runoff-result.js';
import type { RunoffRound } from '../domain/results/runoff-rounds.js';
import {
  amountsShown,
  ballotsShown,
  exact,
  levelsShown,
  optionAt,
  optionsAt,
  seatsShown,
  type Options,
} from './count-common-shown.js';

export const runoffShown = (result: RunoffResult, options: Options): object => ({
  ...seatsShown(result, options),
  variant: result.variant,
  finalQuota: exact(result.finalQuota),
  takenOut: optionsAt(options, result.takenOut),
  stoppedAfterRound: result.stoppedAfterRound,
  blank: result.blank.toString(),
  rounds: result.rounds.map((round) => roundShown(round, options)),
  ranking: levelsShown(options, result.ranking),
});

function roundShown(round: RunoffRound, options: Options): object {
  const { exhausted, transfers } = round;
  return {
    round: round.round,
    quota: exact(round.quota),
    votes: amountsShown(options, round.votes),
    elected: optionsAt(options, round.elected),
    excluded: optionsAt(options, round.excluded),
    excludedBecause: round.excludedBecause,
    transfers: transfers && {
      kind: transfers.kind,
      from: optionsAt(options, transfers.from),
      to: amountsShown(options, transfers.to),
      exhausted: transfers.exhausted.toString(),
    },
    exhausted: {
      choicesUsedUp: exhausted.choicesUsedUp.toString(),
      overvoted: exhausted.overvoted.toString(),
      repeated: exhausted.repeated.toString(),
      skipped: exhausted.skipped.toString(),
      other: exhausted.other.toString(),
    },
    keepFactors: amountsShown(options, round.keepFactors),
  };
}

export const pairwiseShown = (result: PairwiseResult, options: Options): object => ({
  ...seatsShown(result, options),
  strength: result.strength,
  copelandScore: result.copelandScore,
  pairs: result.pairs.map(({ option, other, preferring, preferringOther }) => ({
    option: optionAt(options, option),
    other: optionAt(options, other),
    preferring: preferring.toString(),
    preferringOther: preferringOther.toString(),
  })),
  beatsAll: result.beatsAll === null ? null : optionAt(options, result.beatsAll),
  ranking: levelsShown(options, result.ranking),
  paths: result.paths.map(({ from, to, strength }) => ({
    from: optionAt(options, from),
    to: optionAt(options, to),
    strength: exact(strength),
  })),
  locked: victoriesShown(result.locked, options),
  leftOut: result.leftOut && victoriesShown(result.leftOut, options),
  tieSensitive: result.tieSensitive,
  scores: amountsShown(
    options,
    result.scores.map(({ option, score }) => ({ option, amount: score })),
  ),
  ballots: ballotsShown(result),
});

const victoriesShown = (pairs: readonly (readonly [number, number])[], options: Options): object[] =>
  pairs.map(([winner, loser]) => ({ winner: optionAt(options, winner), loser: optionAt(options, loser) }));
