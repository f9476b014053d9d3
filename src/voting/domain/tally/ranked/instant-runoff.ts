import { countInstantRunoff } from './irv-count.js';
import { countSuccessiveRanking } from './irv-ranking.js';
import { readIrvRule, type IrvRule } from './irv-rule.js';
import { readRankedBallots, refuseCandidates, refuseSeats, type RankedBallots } from './ranked-ballots.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';

export interface PreparedIrv {
  readonly rule: IrvRule;
  readonly ballots: RankedBallots;
}

/**
 * Instant run-off: while nobody has more than half of the active ballots, the candidate with the fewest
 * falls and each of their ballots passes to the next continuing choice. An empty ballot is an undervote and
 * never active; exhausted ballots leave the base of the next threshold. With two left and equal, the
 * tie-break chooses. Nobody is elected when no ballot counts for anyone in the first round. One seat.
 */
export const instantRunoff: TallyMethod<PreparedIrv> = {
  name: 'irv',
  version: 1,
  reads: 'rankings',
  prepare: prepareIrv,
  count: ({ rule, ballots }): Outcome =>
    rule.ranking === 'successive' ? countSuccessiveRanking(rule, ballots) : countInstantRunoff(rule, ballots),
};

function prepareIrv(election: Election): PreparedIrv | TallyRefusal {
  const wrong = refuseCandidates(election.candidates) ?? refuseSeats(election.seats, 1, 1);
  if (wrong) return wrong;
  const rule = readIrvRule(election);
  if ('reason' in rule) return rule;
  const form = {
    equalRanks: true,
    blanks: true,
    duplicates: true,
    unknownOvervotes: rule.overvote !== 'exhaust_if_multiple_continuing',
  };
  const ballots = readRankedBallots(election, form);
  return 'reason' in ballots ? ballots : { rule, ballots };
}
