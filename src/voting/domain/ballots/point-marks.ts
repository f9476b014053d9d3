import { refuseMark, type BallotMarks, type BallotRefusal, type BallotRule } from './ballot-marks.js';
import { isWhole, optionNamed, shown, wholeOption } from './mark-fields.js';

/** What one option may get, and what is wrong with a whole ballot that keeps within it (null: nothing). */
interface PointRule {
  readonly lowest: number;
  readonly highest: number;
  readonly fault: (points: readonly number[]) => string | null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `dots`: no more than the points of the rule, all of them where it says so; a ballot that gives none is blank. */
function dots(rule: BallotRule): PointRule {
  const all = wholeOption(rule, 'points', 1);
  return {
    lowest: 0,
    highest: wholeOption(rule, 'per_option', all),
    fault: (points) => {
      const spent = sum(points);
      if (spent > all) return `The ballot gives ${spent} points, and there are ${all}.`;
      const isShort = rule.options.spend === 'all' && spent > 0 && spent < all;
      return isShort ? `The ballot gives ${spent} points, and the rule asks for all ${all}.` : null;
    },
  };
}

/** `quadratic`: votes for an option (or against it, where the rule allows that) cost their square in credits. */
function quadratic(rule: BallotRule): PointRule {
  const credits = wholeOption(rule, 'credits', 1);
  const most = wholeOption(rule, 'per_option', 31_622);
  return {
    lowest: rule.options.against === 'allowed' ? -most : 0,
    highest: most,
    fault: (points) => {
      const cost = sum(points.map((votes) => votes * votes));
      return cost > credits ? `These votes cost ${cost} credits, and there are ${credits}.` : null;
    },
  };
}

/**
 * Hundredths of a hundredth: finer than anybody splits a vote by hand. Sums of shares are the denominators of exact
 * totals; with millions of different ones a total would have millions of digits.
 */
const mostShares = 10_000;
const weightedSplit: PointRule = {
  lowest: 0,
  highest: mostShares,
  fault: (points) =>
    sum(points) > mostShares
      ? `The shares add up to ${sum(points)}, and to ${mostShares} at the most: write them coarser.`
      : null,
};

/** Methods by points: a whole number per option. */
export function readPoints(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  const count = rule.labels.length;
  if (!Array.isArray(value) || value.length !== count)
    return refuseMark(
      'points',
      `A ballot has one whole number for each of the ${count} options, 0 for none.`,
    );
  const { lowest, highest, fault } =
    rule.method === 'dots' ? dots(rule) : rule.method === 'quadratic' ? quadratic(rule) : weightedSplit;
  const marks = value as readonly unknown[];
  const wrong = marks.findIndex((mark) => !isWhole(mark, lowest, highest));
  if (wrong !== -1) {
    const given = `${optionNamed(rule, wrong)} is given ${shown(marks[wrong])}`;
    return refuseMark(`points[${wrong}]`, `${given}, not a whole number from ${lowest} to ${highest}.`);
  }
  const points = (marks as readonly number[]).map((mark) => mark + 0);
  const message = fault(points);
  return message === null ? { points } : refuseMark('points', message);
}
