import { exactJson, type ExactJson } from '../exact-json.js';
import { type BallotsByFate } from './mark-ballots.js';
import { refuseTally, type TallyRefusal } from '../tally-method.js';

/** Values by candidate position, as outcomes print them. */
export const byCandidate = (values: readonly ExactJson[]): { readonly [candidate: string]: ExactJson } =>
  Object.fromEntries(values.map((value, candidate) => [String(candidate), value]));

/** Units of weight as votes. */
export const votesJson = (ballots: BallotsByFate, units: number): ExactJson =>
  exactJson(BigInt(units), BigInt(ballots.weights.perVote));

/** What became of the ballots, so that every one is accounted for. */
export const ballotsAccounted = (ballots: BallotsByFate) => ({
  tallied: votesJson(ballots, ballots.tallied),
  abstentions: votesJson(ballots, ballots.abstentions),
  out_of_range: votesJson(ballots, ballots.outOfRange),
  overvotes: votesJson(ballots, ballots.overvotes),
  undervotes: votesJson(ballots, ballots.undervotes),
});

/** Marks times weights must stay exact in 53 bits. */
export function refuseLargeTotals(ballots: BallotsByFate, largestMark: number): TallyRefusal | null {
  if (Number.isSafeInteger(ballots.weights.total * Math.max(1, largestMark))) return null;
  return refuseTally('INVALID_WEIGHT', 'The weights are too large to add these marks exactly.');
}
