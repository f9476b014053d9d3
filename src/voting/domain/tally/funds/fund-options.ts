import { type FundBallotForm } from './fund-ballots.js';
import { type OptionReader } from '../option-reader.js';

export const FUND_BALLOTS = ['approval', 'points', 'ranking'] as const;
export type FundBallotKind = (typeof FUND_BALLOTS)[number];

/**
 * How ballots over projects are written: the option `ballots`, and for rankings `borda_top`, the points of a
 * first place (each next place one less, never below 0; left out, as many as there are projects).
 */
export function readFundBallotForm(options: OptionReader, projectCount: number): FundBallotForm {
  const kind = options.choice('ballots', FUND_BALLOTS, 'approval');
  if (kind !== 'ranking') return { kind };
  return { kind, bordaTop: options.integer('borda_top', 1, 10_000, Math.max(projectCount, 1)) };
}
