import { BLANK, sizeOfRank, UNKNOWN_OVERVOTE, type RankedBallots } from './ranked-ballots.js';
import { type OptionReader } from '../option-reader.js';

/** Why a ballot counts for nobody: the codes of `whereBallotCounts`, all below zero. */
export const EXHAUSTED_CHOICES = -1;
export const EXHAUSTED_BY_OVERVOTE = -2;
export const EXHAUSTED_BY_DUPLICATE = -3;
export const EXHAUSTED_BY_SKIPPED_RANKS = -4;
/** An empty ballot: an undervote, never active. */
export const UNDERVOTE = -5;

export const OVERVOTE_RULES = ['exhaust', 'skip', 'exhaust_if_multiple_continuing'] as const;
export type OvervoteRule = (typeof OVERVOTE_RULES)[number];

/** How imperfect marks are read. `maxSkippedRanks` null: blanks never exhaust a ballot. */
export interface MarkRules {
  readonly overvote: OvervoteRule;
  readonly maxSkippedRanks: number | null;
  readonly exhaustOnDuplicate: boolean;
}

/** The options `overvote`, `max_skipped_ranks` and `exhaust_on_duplicate`. */
export const readMarkRules = (options: OptionReader): MarkRules => ({
  overvote: options.choice('overvote', OVERVOTE_RULES, 'exhaust'),
  maxSkippedRanks: options.integerOrNull('max_skipped_ranks', 0, 10_000),
  exhaustOnDuplicate: options.flag('exhaust_on_duplicate', false),
});

/**
 * For whom a ballot counts while `continuing[c]` is 1: its highest-ranked continuing candidate, or why it is
 * exhausted. Rank by rank: more than `maxSkippedRanks` blanks before a mark exhaust it; then a repeated
 * candidate, if that exhausts; then an overvote. Under `skip` an overvoted rank is ignored; under
 * `exhaust_if_multiple_continuing` two or more of the marked still in exhaust the ballot, exactly one gets
 * it, none means the next rank. Blanks after the last mark never matter.
 *
 * `cursor[group]` is where reading goes on: at the start of the ballot, then at the rank that it last counted
 * for, since those passed over can never count again.
 */
export function whereBallotCounts(
  ballots: RankedBallots,
  group: number,
  continuing: Uint8Array,
  rules: MarkRules,
  cursor: Int32Array,
): number {
  const { marks, start } = ballots;
  const end = start[group + 1]!;
  const from = cursor[group]!;
  if (countsByOrderAlone(ballots, rules)) return firstContinuing(marks, start, group, continuing, cursor);
  const mostBlanks = rules.maxSkippedRanks ?? end;
  let blanks = 0;
  let marked = from > start[group]!;
  for (let at = from; at < end; at++) {
    const mark = marks[at]!;
    if (mark === BLANK) {
      blanks++;
      continue;
    }
    marked = true;
    if (blanks > mostBlanks) return EXHAUSTED_BY_SKIPPED_RANKS;
    blanks = 0;
    const header = at;
    const size = mark < UNKNOWN_OVERVOTE ? sizeOfRank(mark) : 1;
    const first = size > 1 ? at + 1 : at;
    at = first + size - 1;
    if (rules.exhaustOnDuplicate && repeats(marks, start[group]!, first, size)) return EXHAUSTED_BY_DUPLICATE;
    const found =
      mark >= 0
        ? continuing[mark] === 1
          ? mark
          : EXHAUSTED_CHOICES
        : overvoteCountsFor(rules.overvote, marks, first, size, continuing);
    if (found === EXHAUSTED_CHOICES) continue;
    cursor[group] = header;
    return found;
  }
  return marked ? EXHAUSTED_CHOICES : UNDERVOTE;
}

/** Whether no mark of any ballot is imperfect in the sense of the rules: then the order of candidates says it all. */
export const countsByOrderAlone = ({ isPlain }: RankedBallots, { exhaustOnDuplicate }: MarkRules): boolean =>
  isPlain && !exhaustOnDuplicate;

/** `whereBallotCounts` where every rank is one candidate; small, for the loops over millions of ballots. */
export function firstContinuing(
  marks: Int16Array,
  start: Int32Array,
  group: number,
  continuing: Uint8Array,
  cursor: Int32Array,
): number {
  const end = start[group + 1]!;
  for (let at = cursor[group]!; at < end; at++) {
    const mark = marks[at]!;
    if (continuing[mark] !== 1) continue;
    cursor[group] = at;
    return mark;
  }
  return end > start[group]! ? EXHAUSTED_CHOICES : UNDERVOTE;
}

/** For whom several marks at one rank count; EXHAUSTED_CHOICES: for nobody, and the next rank is read. */
function overvoteCountsFor(
  rule: OvervoteRule,
  marks: Int16Array,
  first: number,
  size: number,
  continuing: Uint8Array,
): number {
  if (rule === 'skip') return EXHAUSTED_CHOICES;
  const unknown = marks[first] === UNKNOWN_OVERVOTE;
  return rule === 'exhaust' || unknown
    ? EXHAUSTED_BY_OVERVOTE
    : onlyContinuing(marks, first, size, continuing);
}

/** The one continuing candidate among the marks; none: EXHAUSTED_CHOICES; several: EXHAUSTED_BY_OVERVOTE. */
function onlyContinuing(marks: Int16Array, first: number, size: number, continuing: Uint8Array): number {
  let only = EXHAUSTED_CHOICES;
  for (let at = first; at < first + size; at++) {
    if (continuing[marks[at]!] !== 1) continue;
    if (only >= 0) return EXHAUSTED_BY_OVERVOTE;
    only = marks[at]!;
  }
  return only;
}

function repeats(marks: Int16Array, from: number, first: number, size: number): boolean {
  for (let at = first; at < first + size; at++) {
    if (marks[at]! < 0) continue;
    for (let earlier = from; earlier < first; earlier++) if (marks[earlier] === marks[at]) return true;
  }
  return false;
}
