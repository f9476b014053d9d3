import { type Json } from '../../../../shared/canonical-json.js';
import { type FundElection } from './fund-election.js';
import { type OptionReader } from '../option-reader.js';
import { refuseTally, type TallyRefusal } from '../tally-method.js';
import { readTieBreak } from '../tie-break.js';

/** Who goes first among equals: `precedence[p]`, smaller first; no two are equal. */
export type FundPrecedence = readonly number[];

const CRITERIA = ['more_votes', 'more_points', 'lower_cost'] as const;
type Criterion = (typeof CRITERIA)[number];

/** The recorded tie-break of a fund allocation: criteria in turn, then an order that decides the rest. */
export interface FundTieBreak {
  readonly criteria: readonly Criterion[];
  readonly order: readonly number[];
}

/**
 * Reads `tie_break`: a list of `more_votes`, `more_points`, `lower_cost` that ends in `file_order` (the
 * published order of the projects) or in `{mode: "fixed_order", order | seed}`. A fund allocation cannot
 * report a tie and go on, so an order always ends the list.
 */
export function readFundTieBreak(options: OptionReader, projectCount: number): FundTieBreak {
  const value = options.take('tie_break');
  const nothing: FundTieBreak = { criteria: [], order: [] };
  const fail = (refusal: TallyRefusal): FundTieBreak => {
    options.fail(refusal);
    return nothing;
  };
  if (value === undefined) {
    return fail(refuseTally('MISSING_OPTION', 'The rule does not say how ties are broken: set "tie_break".'));
  }
  const listed = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const criteria = listed.slice(0, -1);
  const unknown = criteria.find((name) => !(CRITERIA as readonly Json[]).includes(name));
  if (unknown !== undefined) {
    const known = `${CRITERIA.join(', ')}, and an order at the end`;
    return fail(
      refuseTally(
        'UNKNOWN_OPTION_VALUE',
        `"tie_break" cannot be ${JSON.stringify(unknown)}; known: ${known}.`,
      ),
    );
  }
  const last = listed.at(-1);
  if (last === 'file_order') {
    const order = Array.from({ length: projectCount }, (_, project) => project);
    return { criteria: criteria as readonly Criterion[], order };
  }
  const drawn = typeof last === 'object' ? readTieBreak(last, projectCount) : null;
  if (drawn && 'reason' in drawn) return fail(drawn);
  if (drawn?.mode === 'fixed_order')
    return { criteria: criteria as readonly Criterion[], order: drawn.order };
  return fail(
    refuseTally(
      'UNKNOWN_OPTION_VALUE',
      `"tie_break" of a fund allocation ends in "file_order" or {mode: "fixed_order"}, not ${JSON.stringify(last ?? null)}.`,
    ),
  );
}

/** The total order that a tie-break gives to the projects of a fund. */
export function fundPrecedence(fund: FundElection, rule: FundTieBreak): FundPrecedence {
  const place = new Array<number>(fund.costs.length).fill(0);
  rule.order.forEach((project, at) => (place[project] = at));
  const compare: Record<Criterion, (a: number, b: number) => number> = {
    more_votes: (a, b) => fund.votes[b]! - fund.votes[a]!,
    more_points: (a, b) => fund.pointTotals[b]! - fund.pointTotals[a]!,
    lower_cost: (a, b) => (fund.costs[a]! < fund.costs[b]! ? -1 : fund.costs[a]! > fund.costs[b]! ? 1 : 0),
  };
  const sorted = fund.costs
    .map((_, project) => project)
    .sort((a, b) => {
      for (const criterion of rule.criteria) {
        const difference = compare[criterion](a, b);
        if (difference !== 0) return difference;
      }
      return place[a]! - place[b]!;
    });
  const precedence = new Array<number>(sorted.length).fill(0);
  sorted.forEach((project, at) => (precedence[project] = at));
  return precedence;
}

/** The opposite order: where it would fund other projects, the outcome hangs on the tie-break. */
export const opposite = (precedence: FundPrecedence): FundPrecedence =>
  precedence.map((place) => precedence.length - 1 - place);

/** Whether two allocations fund the same projects, in whatever order. */
export function fundTheSame(a: readonly number[], b: readonly number[]): boolean {
  const funded = new Set(a);
  return a.length === b.length && b.every((project) => funded.has(project));
}
