import type { JudgmentResult } from '../domain/results/judgment-result.js';
import type { StarResult } from '../domain/results/star-result.js';
import type {
  BordaResult,
  MarksResult,
  OptionChange,
  OptionTotal,
  PointsResult,
} from '../domain/results/totals-result.js';
import {
  ballotsShown,
  exact,
  levelsShown,
  optionAt,
  optionsAt,
  seatsShown,
  type Options,
} from './count-common-shown.js';

const totalsShown = (options: Options, totals: readonly OptionTotal[]): object[] =>
  totals.map(({ option, amount, scoredBy }) => ({
    option: optionAt(options, option),
    amount: exact(amount),
    scoredBy: exact(scoredBy),
  }));

const changeShown = (options: Options, change: OptionChange | null): object | null =>
  change && { option: optionAt(options, change.option), further: change.further.toString() };

export const marksShown = (result: MarksResult, options: Options): object => ({
  ...seatsShown(result, options),
  aggregate: result.aggregate,
  totals: totalsShown(options, result.totals),
  noneOfThese: result.noneOfThese === null ? null : optionAt(options, result.noneOfThese),
  smallestChange: changeShown(options, result.smallestChange),
  ballots: ballotsShown(result),
});

export const pointsShown = (result: PointsResult, options: Options): object => ({
  ...seatsShown(result, options),
  totals: totalsShown(options, result.totals),
  smallestChange: changeShown(options, result.smallestChange),
  ballots: ballotsShown(result),
});

export const bordaShown = (result: BordaResult, options: Options): object => ({
  ...seatsShown(result, options),
  lastPlacePoints: result.lastPlacePoints,
  totals: totalsShown(options, result.totals),
  ranking: levelsShown(options, result.ranking),
  ballots: ballotsShown(result),
});

export const starShown = (result: StarResult, options: Options): object => ({
  ...seatsShown(result, options),
  highestScore: result.highestScore,
  options: result.options.map(({ option, total, topScores }) => ({
    option: optionAt(options, option),
    total: total.toString(),
    topScores: topScores.toString(),
  })),
  finalists: optionsAt(options, result.finalists),
  runoff: result.runoff && {
    first: optionAt(options, result.runoff.finalists[0]),
    second: optionAt(options, result.runoff.finalists[1]),
    preferringFirst: result.runoff.preferring[0].toString(),
    preferringSecond: result.runoff.preferring[1].toString(),
    alike: result.runoff.alike.toString(),
  },
  ballots: ballotsShown(result),
});

export const judgmentShown = (result: JudgmentResult, options: Options): object => ({
  ...seatsShown(result, options),
  highestGrade: result.highestGrade,
  options: result.options.map(({ option, majorityGrade, votesByGrade }) => ({
    option: optionAt(options, option),
    majorityGrade,
    votesByGrade: votesByGrade.map(String),
  })),
  ranking: levelsShown(options, result.ranking),
  deciding: result.deciding && {
    taken: optionAt(options, result.deciding.options[0]),
    left: optionAt(options, result.deciding.options[1]),
    removed: result.deciding.removed.toString(),
    takenGrade: result.deciding.grades[0],
    leftGrade: result.deciding.grades[1],
  },
  ballots: ballotsShown(result),
});
