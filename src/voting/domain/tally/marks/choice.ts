import { ballotsAccounted, byCandidate, votesJson } from './mark-outcome.js';
import { readVotes, type VotesOfBallots } from './votes-of-ballots.js';
import { OptionReader } from '../option-reader.js';
import { fillSeats, seatsJson } from '../seat-filling.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

export interface PreparedMarks {
  readonly ballots: VotesOfBallots;
  readonly seats: number;
  readonly tieBreak: TieBreak;
  /** The fewest options that a ballot has to mark. */
  readonly fewest: number;
  /** The option that stands for "none of these"; it is counted like any other. */
  readonly noneOfThese: number | null;
  readonly withoutVotes: boolean;
}

/** Most votes first. Where "none of these" comes before others, these are not taken; it is named. */
export function countMostVotes(prepared: PreparedMarks): Outcome {
  const { ballots, seats, tieBreak, fewest, noneOfThese, withoutVotes } = prepared;
  const { votes } = ballots;
  const candidates = Array.from(votes, (_, candidate) => candidate);
  const eligible = candidates.filter((candidate) => withoutVotes || votes[candidate]! > 0);
  const filled = fillSeats(eligible, seats, (a, b) => votes[b]! - votes[a]!, tieBreak, noneOfThese);
  return {
    ...seatsJson(filled),
    scores: byCandidate(candidates.map((candidate) => votesJson(ballots, votes[candidate]!))),
    ...ballotsAccounted(ballots),
    fewest_marks: fewest,
    ...(noneOfThese === null
      ? {}
      : { none_of_these: noneOfThese, none_of_these_chosen: filled.winners.includes(noneOfThese) }),
  };
}

/**
 * `choice` (plurality): one option per ballot, the most votes win. A ballot is the option's position, or one
 * mark of 0 or 1 per option; more than one is an overvote and rejected, no mark is an abstention. Options:
 * `tie_break` (left out, a tie is reported), `none_of_these`, `without_votes`.
 */
export const choice: TallyMethod<PreparedMarks> = {
  name: 'choice',
  version: 1,
  reads: 'choices',
  prepare(election: Election): PreparedMarks | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const noneOfThese = options.integerOrNull('none_of_these', 0, election.candidates.length - 1);
    const withoutVotes = options.mayWinWithoutVotes();
    const wrong = options.refusal();
    if (wrong) return wrong;
    const form = { lowest: 0, highest: 1, written: 'candidate', fewest: 1, most: 1 } as const;
    const ballots = readVotes(election, form);
    const { seats } = election;
    const rule = { seats, tieBreak, fewest: 1, noneOfThese, withoutVotes };
    return 'reason' in ballots ? ballots : { ballots, ...rule };
  },
  count: countMostVotes,
};
