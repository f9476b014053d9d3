import { canonicalJson } from '../../shared/canonical-json.js';
import { arithmeticToJson } from './arithmetic-json.js';
import type { CountedPoll, PollElectorate, PollOutcome } from './count-poll.js';
import { electorateToJson } from './counted-electorate.js';

/** A count as it is recorded; what is not text in it is in the count too. */
export interface RecordedCount {
  readonly outcome: PollOutcome;
  readonly winners: readonly number[];
  readonly tied: readonly number[];
  /** JSON as text, each; the arithmetic is null for every method but `threshold`. */
  readonly arithmetic: string | null;
  readonly counting: string;
  readonly electorate: string;
}

export const recordedCount = (counted: CountedPoll, electorate: PollElectorate): RecordedCount => ({
  outcome: counted.outcome,
  winners: counted.winners,
  tied: counted.tied,
  arithmetic: counted.arithmetic && JSON.stringify(arithmeticToJson(counted.arithmetic)),
  counting: canonicalJson(counted.counting),
  electorate: JSON.stringify(electorateToJson(electorate, counted)),
});
