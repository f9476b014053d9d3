import { type Ratio } from '../../../shared/ratio.js';
import { type OptionAmount } from './ballots-result.js';

export const EXCLUSION_REASONS = [
  'fewest_votes',
  'cannot_catch_up_together',
  'below_minimum',
  'undeclared_write_in',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Ballots that count for nobody any more, by cause; all of them as `other` where the rule does not tell. */
export interface ExhaustedVotes {
  readonly choicesUsedUp: Ratio;
  readonly overvoted: Ratio;
  readonly repeated: Ratio;
  readonly skipped: Ratio;
  readonly other: Ratio;
}

/** One round (or stage) of a run-off, as the rule shows it. */
export interface RunoffRound {
  /** As the rule numbers it: from 1, or from 0 where the first preferences are shown as round 0. */
  readonly round: number;
  /** Votes that elect in this round; null where the rule has no such number. */
  readonly quota: Ratio | null;
  readonly votes: readonly OptionAmount[];
  readonly elected: readonly number[];
  readonly excluded: readonly number[];
  readonly excludedBecause: ExclusionReason | null;
  readonly exhausted: ExhaustedVotes;
  /** What the excluded and the surpluses of this round passed on; null where nothing moved, or all ballots were shared out anew. */
  readonly transfers: RoundTransfers | null;
  /** What of its votes each option keeps (`meek`, `warren`); empty otherwise. */
  readonly keepFactors: readonly OptionAmount[];
}

/** Votes that passed on in one round. */
export interface RoundTransfers {
  readonly from: readonly number[];
  /** All votes of those excluded, what the elected had above the quota, or all votes of who took a place of a ranking. */
  readonly kind: 'excluded' | 'surplus' | 'placed';
  readonly to: readonly OptionAmount[];
  /** Votes that found nobody, with what rounding cut off. */
  readonly exhausted: Ratio;
}
