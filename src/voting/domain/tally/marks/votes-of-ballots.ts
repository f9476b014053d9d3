import { areCandidates, packedWeights, refuseOffsets, type PackedChoices } from '../packed-ballots.js';
import { refuseCandidates, refuseSeats } from '../ranked/ranked-ballots.js';
import { refuseTally, type Election, type TallyRefusal } from '../tally-method.js';
import { readMarkBallots, sumOfMarks, type BallotsByFate, type MarkForm } from './mark-ballots.js';

/** Units of weight that each candidate was given, one vote a ballot and candidate. */
export interface VotesOfBallots extends BallotsByFate {
  readonly votes: Float64Array;
}

/** Reads ballots that name candidates and adds up whom they name; the rules on single ballots are `readMarkBallots`'. */
export function readVotes(election: Election, form: MarkForm): VotesOfBallots | TallyRefusal {
  if (election.packed?.form === 'choices') return packedVotes(election, election.packed, form);
  const ballots = readMarkBallots(election, form);
  return 'reason' in ballots ? ballots : { ...ballots, votes: sumOfMarks(ballots) };
}

function packedVotes(
  election: Election,
  packed: PackedChoices,
  { fewest = 0, most = Infinity }: MarkForm,
): VotesOfBallots | TallyRefusal {
  const candidateCount = election.candidates.length;
  const wrong = refuseCandidates(election.candidates) ?? refuseSeats(election.seats, 1);
  if (wrong) return wrong;
  const weights = packedWeights(packed);
  if ('reason' in weights) return weights;
  const { start, chosen } = packed;
  const broken = refuseOffsets(start, weights.units.length, chosen.length);
  if (broken) return broken;
  const votes = new Float64Array(candidateCount);
  const isChecked = areCandidates(start, chosen, candidateCount, false);
  const lastChosenOn = new Int32Array(candidateCount).fill(-1);
  let [tallied, abstentions, overvotes, undervotes] = [0, 0, 0, 0];
  const { units } = weights;
  for (let group = 0; group < units.length; group++) {
    const first = start[group]!;
    const end = start[group + 1]!;
    const weight = units[group]!;
    const size = end - first;
    const counts = size > 0 && size >= fewest && size <= most;
    for (let at = first; at < end; at++) {
      const candidate = chosen[at]!;
      if (!isChecked) {
        if (!(candidate >= 0 && candidate < candidateCount) || lastChosenOn[candidate] === group)
          return refuseTally('INVALID_BALLOT', `Ballot ${group}: ${candidate} is unknown or chosen twice.`);
        lastChosenOn[candidate] = group;
      }
      if (counts) votes[candidate]! += weight;
    }
    if (counts) tallied += weight;
    else if (size === 0) abstentions += weight;
    else if (size > most) overvotes += weight;
    else undervotes += weight;
  }
  return { votes, weights, tallied, abstentions, overvotes, undervotes, outOfRange: 0 };
}
