import type { Ratio } from '../../shared/ratio.js';
import type { BallotsResult } from '../domain/results/ballots-result.js';
import type { ChoosingResult } from '../domain/results/read-result.js';
import type { SeatsResult } from '../domain/results/seats-result.js';
import type { PollOptionRow } from '../poll.rows.js';

/** The options of the poll, by position. */
export type Options = readonly PollOptionRow[];

/** An outcome names only options that its poll has; anything else is a bug. */
export function optionAt(options: Options, position: number): PollOptionRow {
  const option = options[position];
  if (!option) throw new Error(`the outcome names option ${position}, which the poll does not have`);
  return option;
}

export const optionsAt = (options: Options, positions: readonly number[]): PollOptionRow[] =>
  positions.map((position) => optionAt(options, position));

export const exact = (value: Ratio | null): string | null => value && value.toString();

export const amountsShown = (
  options: Options,
  amounts: readonly { readonly option: number; readonly amount: Ratio | null }[],
): object[] =>
  amounts.map(({ option, amount }) => ({ option: optionAt(options, option), amount: exact(amount) }));

export const levelsShown = (options: Options, levels: readonly (readonly number[])[]): object[] =>
  levels.map((level) => ({ options: optionsAt(options, level) }));

export const ballotsShown = ({ counted, blank, rejected }: BallotsResult): object => ({
  counted: counted.toString(),
  blank: blank.toString(),
  rejected: rejected.toString(),
});

/** What `ChoosingCountType` publishes. */
export function seatsShown(
  result: SeatsResult & Pick<ChoosingResult, 'family' | 'method'>,
  options: Options,
): object {
  const { family, method, seats } = result;
  return {
    ...{ family, method, seats },
    elected: optionsAt(options, result.elected),
    tied: optionsAt(options, result.tied),
    ties: result.ties.map(({ tied, picked, ...tie }) => ({
      ...tie,
      tied: optionsAt(options, tied),
      picked: optionsAt(options, picked),
    })),
    drawnOrder: optionsAt(options, result.drawnOrder),
  };
}
