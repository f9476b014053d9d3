import { Ratio } from '../../../../shared/ratio.js';
import { type PreparedTotals } from './dots.js';
import { OptionReader } from '../option-reader.js';
import { pointsSpent } from './point-ballots.js';
import { addPoints, highestTotals } from './point-totals.js';
import { type Election, type TallyMethod, type TallyRefusal } from '../tally-method.js';

/**
 * `weighted-split`: each voter's weight is split among options in proportion to the whole numbers on the
 * ballot, exactly; the largest share wins. `{0: 1, 2: 3}` gives a quarter to option 0 and three quarters to
 * option 2. Option: `tie_break` (left out, a tie is reported).
 */
export const weightedSplit: TallyMethod<PreparedTotals> = {
  name: 'weighted-split',
  version: 1,
  prepare(election: Election): PreparedTotals | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const wrong = options.refusal();
    if (wrong) return wrong;
    const totals = addPoints(
      election,
      { lowest: 0, highest: 1_000_000 },
      () => null,
      (points, ballot) => Ratio.of(BigInt(points), BigInt(pointsSpent(ballot))),
    );
    return 'reason' in totals ? totals : { totals, seats: election.seats, tieBreak };
  },
  count: ({ totals, seats, tieBreak }: PreparedTotals) => highestTotals(totals, seats, tieBreak),
};
