import { Ratio } from '../../../../shared/ratio.js';
import { OptionReader } from '../option-reader.js';
import { pointsSpent } from './point-ballots.js';
import { addPoints, highestTotals, type PointSeats, type PointTotals } from './point-totals.js';
import { refuseTally, type Election, type TallyMethod, type TallyRefusal } from '../tally-method.js';

export interface PreparedTotals extends PointSeats {
  readonly totals: PointTotals;
}

/**
 * `dots`: everybody has the same number of points and spreads them, at most `per_option` on one option; the
 * most points win. Options: `points`, `per_option` (left out: all of them), `spend` (`up_to` or `all`; a
 * ballot that gives nothing is an abstention either way), `tie_break` (left out, a tie is reported), `without_votes`.
 */
export const dots: TallyMethod<PreparedTotals> = {
  name: 'dots',
  version: 1,
  prepare(election: Election): PreparedTotals | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const points = options.integer('points', 1, 1_000_000);
    const perOption = options.integer('per_option', 1, 1_000_000, points);
    const spendAll = options.choice('spend', ['up_to', 'all'], 'up_to') === 'all';
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const withoutVotes = options.mayWinWithoutVotes();
    if (spendAll && perOption * election.candidates.length < points) {
      const most = perOption * election.candidates.length;
      options.fail(
        refuseTally('CONTRADICTORY_OPTIONS', `Nobody can spend ${points} points: at most ${most} fit.`),
      );
    }
    const wrong = options.refusal();
    if (wrong) return wrong;
    const totals = addPoints(
      election,
      { lowest: 0, highest: perOption },
      (ballot) => {
        const spent = pointsSpent(ballot);
        if (spent > points) return `gives ${spent} points of ${points}`;
        return spendAll && spent > 0 && spent < points ? `gives only ${spent} of its ${points} points` : null;
      },
      (given) => Ratio.of(BigInt(given)),
    );
    return 'reason' in totals ? totals : { totals, seats: election.seats, tieBreak, withoutVotes };
  },
  count: ({ totals, ...rule }: PreparedTotals) => highestTotals(totals, rule),
};
