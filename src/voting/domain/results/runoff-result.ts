import { STV_VARIANTS, type StvVariant } from '../tally/ranked/stv-rule.js';
import { Ratio } from '../../../shared/ratio.js';
import { readAmounts } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import { EXCLUSION_REASONS, type ExhaustedVotes, type RunoffRound } from './runoff-rounds.js';
import { readRoundTransfers } from './runoff-transfers.js';
import { readDrawnOrder, type ResultTie, type SeatsResult } from './seats-result.js';

/** `irv` and `stv`: rounds in which options are elected, excluded, and votes pass on. */
export interface RunoffResult extends SeatsResult {
  readonly family: 'runoff';
  readonly method: 'irv' | 'stv';
  readonly variant: StvVariant | null;
  readonly finalQuota: Ratio | null;
  /** Ballots that rank nobody who stands; they never counted. */
  readonly blank: Ratio;
  readonly rounds: readonly RunoffRound[];
  /** Options taken out before the count, and skipped on every ballot. */
  readonly takenOut: readonly number[];
  /** The round after which the rule ended the count with seats still to fill; null where they were filled. */
  readonly stoppedAfterRound: number | null;
  /** The whole field in order, where the rule ranks it. */
  readonly ranking: readonly (readonly number[])[];
}

export function readRunoffResult(method: 'irv' | 'stv', outcome: OutcomeFields): RunoffResult {
  const ties = outcome.objects('ties').map(readRoundTie);
  const rounds = [...outcome.requiredObjects('rounds'), ...outcome.objects('later_rounds')];
  const variant = method === 'stv' ? outcome.oneOf('variant', STV_VARIANTS) : null;
  const shown = rounds.map((round) => readRound(round));
  const transfers = readRoundTransfers(variant, rounds, shown);
  const { elected, tied } = electedAndTied(method, outcome, ties);
  return {
    family: 'runoff',
    method,
    variant,
    seats: outcome.integerOrNull('seats') ?? 1,
    elected,
    tied,
    ties,
    drawnOrder: outcome.has('tie_break') ? readDrawnOrder(outcome) : [],
    finalQuota: outcome.numberOrNull('quota_final'),
    blank: outcome.number('undervotes'),
    rounds: shown.map((round, index) => ({ ...round, transfers: transfers[index] ?? null })),
    takenOut: outcome.options('excluded'),
    stoppedAfterRound: outcome.integerOrNull('stopped_after_round'),
    ranking: outcome.levels('ranking'),
  };
}

/** The successive ranking names all of an equal first place as winning; of one seat that is a tie. */
function electedAndTied(
  method: 'irv' | 'stv',
  outcome: OutcomeFields,
  ties: readonly ResultTie[],
): Pick<SeatsResult, 'elected' | 'tied'> {
  const winners = outcome.options('winners');
  if (method === 'irv' && winners.length > 1) return { elected: [], tied: winners };
  const reported = ties.find(({ by }) => by === 'reported');
  return { elected: winners, tied: reported?.tied ?? [] };
}

function readRound(round: OutcomeFields): Omit<RunoffRound, 'transfers'> {
  const quota = round.numberOrNull('quota') ?? round.numberOrNull('threshold');
  return {
    round: round.integer('round'),
    quota,
    votes: readAmounts(round, round.has('votes') ? 'votes' : 'tally'),
    elected: round.options('elected'),
    excluded: round.options('eliminated'),
    excludedBecause: round.has('eliminated_because')
      ? round.oneOf('eliminated_because', EXCLUSION_REASONS)
      : null,
    exhausted: readExhausted(round),
    keepFactors: round.has('keep') ? readAmounts(round, 'keep') : [],
  };
}

function readExhausted(round: OutcomeFields): ExhaustedVotes {
  const cause = round.has('inactive') ? round.object('inactive') : null;
  const of = (field: string): Ratio => cause?.numberOrNull(field) ?? Ratio.zero;
  const other =
    round.numberOrNull('non_transferable') ??
    round.numberOrNull('nt_votes') ??
    round.numberOrNull('residual') ??
    of('finalRoundSurplus');
  return {
    choicesUsedUp: of('exhaustedChoices'),
    overvoted: of('overvotes'),
    repeated: of('repeatedRankings'),
    skipped: of('skippedRankings'),
    other,
  };
}

function readRoundTie(tie: OutcomeFields): ResultTie {
  const purpose = tie.oneOf('for', ['win', 'lose', 'exclusion', 'surplus_first']);
  const by = tie.oneOf('by', ['history', 'lot', 'order', 'reported']);
  const picked = tie.integerOrNull('picked');
  return {
    round: tie.integer('round'),
    decides: purpose === 'win' ? 'election' : purpose === 'surplus_first' ? 'surplus_order' : 'exclusion',
    tied: tie.options('tied'),
    picked: picked === null ? [] : [picked],
    by: by === 'history' ? 'earlier_rounds' : by === 'reported' ? 'reported' : 'drawn_order',
  };
}
