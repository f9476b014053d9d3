import { Ratio } from '../../../../shared/ratio.js';
import { type PreparedTotals } from './dots.js';
import { OptionReader } from '../option-reader.js';
import { pointsSpent } from './point-ballots.js';
import { addPoints, highestTotals } from './point-totals.js';
import { type Election, type TallyMethod, type TallyRefusal } from '../tally-method.js';

/**
 * `weighted-split`: each voter's weight is split among options in proportion to the whole numbers on the
 * ballot, exactly; the largest share wins. `{0: 1, 2: 3}` gives a quarter to option 0 and three quarters to
 * option 2. Options: `tie_break` (left out, a tie is reported), `without_votes`. Each share is at most a million. How fine
 * a ballot may be is asked when it is cast (`ballots/point-marks.ts`), and not here: what was taken is counted.
 */
export const weightedSplit: TallyMethod<PreparedTotals> = {
  name: 'weighted-split',
  version: 1,
  prepare(election: Election): PreparedTotals | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const withoutVotes = options.mayWinWithoutVotes();
    const wrong = options.refusal();
    if (wrong) return wrong;
    const totals = addPoints(
      election,
      { lowest: 0, highest: 1_000_000 },
      () => null,
      (points, ballot) => Ratio.of(BigInt(points), BigInt(pointsSpent(ballot))),
    );
    return 'reason' in totals ? totals : { totals, seats: election.seats, tieBreak, withoutVotes };
  },
  count: ({ totals, ...rule }: PreparedTotals) => highestTotals(totals, rule),
};
