import { Ratio } from '../../../../shared/ratio.js';
import { type PreparedTotals } from './dots.js';
import { OptionReader } from '../option-reader.js';
import { type PointBallot } from './point-ballots.js';
import { addPoints, highestTotals } from './point-totals.js';
import { type Election, type TallyMethod, type TallyRefusal } from '../tally-method.js';

/** What a ballot costs: each option's votes squared, added up. */
export const creditsSpent = (ballot: PointBallot): number =>
  ballot.reduce((sum, [, votes]) => sum + votes * votes, 0);

/**
 * `quadratic`: n votes for an option cost n² credits out of the same fixed sum for everybody; the most votes
 * win. Options: `credits`, `per_option` (most votes on one option; left out, what the credits allow),
 * `against` (`forbidden`, or `allowed`: negative votes cost their square too), `tie_break` (left out, a tie is
 * reported), `without_votes`.
 */
export const quadratic: TallyMethod<PreparedTotals> = {
  name: 'quadratic',
  version: 1,
  prepare(election: Election): PreparedTotals | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const credits = options.integer('credits', 1, 1_000_000_000);
    const most = options.integer('per_option', 1, 31_622, 31_622);
    const against = options.choice('against', ['forbidden', 'allowed'], 'forbidden') === 'allowed';
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const withoutVotes = options.mayWinWithoutVotes();
    const wrong = options.refusal();
    if (wrong) return wrong;
    const totals = addPoints(
      election,
      { lowest: against ? -most : 0, highest: most },
      (ballot) => {
        const spent = creditsSpent(ballot);
        return spent > credits ? `costs ${spent} credits of ${credits}` : null;
      },
      (votes) => Ratio.of(BigInt(votes)),
    );
    return 'reason' in totals ? totals : { totals, seats: election.seats, tieBreak, withoutVotes };
  },
  count: ({ totals, ...rule }: PreparedTotals) => highestTotals(totals, rule),
};
