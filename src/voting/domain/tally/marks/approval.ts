import { countMostVotes, type PreparedMarks } from './choice.js';
import { readVotes } from './votes-of-ballots.js';
import { OptionReader } from '../option-reader.js';
import { refuseTally, type Election, type TallyMethod, type TallyRefusal } from '../tally-method.js';

/**
 * `approval`: any number of options per ballot, each approval one vote, the most approvals win. Options:
 * `ballot` (`candidates`: the list of those approved; `marks`: 0 or 1 per option), `min` and `max` approvals
 * (a ballot outside is rejected), `tie_break` (left out, a tie is reported), `none_of_these`, `without_votes`.
 */
export const approval: TallyMethod<PreparedMarks> = {
  name: 'approval',
  version: 1,
  reads: 'choices',
  prepare(election: Election): PreparedMarks | TallyRefusal {
    const candidates = election.candidates.length;
    const options = new OptionReader(this.name, election.options);
    const written = options.choice('ballot', ['candidates', 'marks'], 'candidates');
    const fewest = options.integer('min', 0, Math.max(candidates, 1), 0);
    const most = options.integer('max', 1, 1_000_000, Math.max(candidates, 1));
    const tieBreak = options.tieBreak('tie_break', candidates, { mode: 'report_tie' });
    const noneOfThese = options.integerOrNull('none_of_these', 0, candidates - 1);
    const withoutVotes = options.mayWinWithoutVotes();
    if (fewest > most) {
      options.fail(refuseTally('CONTRADICTORY_OPTIONS', `"min" ${fewest} is more than "max" ${most}.`));
    }
    const wrong = options.refusal();
    if (wrong) return wrong;
    const ballots = readVotes(election, { lowest: 0, highest: 1, written, fewest, most });
    const { seats } = election;
    return 'reason' in ballots ? ballots : { ballots, seats, tieBreak, fewest, noneOfThese, withoutVotes };
  },
  count: countMostVotes,
};
