import { refuseMark, type BallotMarks, type BallotRefusal, type BallotRule } from './ballot-marks.js';
import { notAnOption, optionNamed } from './mark-fields.js';

/**
 * Ranked methods: levels, best first, each a list of options; an empty one is a rank left blank. Each option at most
 * once. Equal ranks only where the rule can count them: the variants of `stv` that read paper by rules without
 * overvotes cannot.
 */
export function readRanking(value: unknown, rule: BallotRule): BallotMarks | BallotRefusal {
  if (!Array.isArray(value))
    return refuseMark('ranking', 'Give the ranks, best first, each a list of options.');
  const count = rule.labels.length;
  if (value.length > count)
    return refuseMark('ranking', `There are ${value.length} ranks, and only ${count} options.`);
  const rankOf = new Map<number, number>();
  for (const [rank, level] of (value as readonly unknown[]).entries()) {
    const fault = readLevel(level, rank, rule, rankOf);
    if (fault !== null) return fault;
  }
  const ranking = (value as readonly (readonly number[])[]).map((level) => [...level].sort((a, b) => a - b));
  while (ranking.at(-1)?.length === 0) ranking.pop();
  return { ranking };
}

function readLevel(
  level: unknown,
  rank: number,
  rule: BallotRule,
  rankOf: Map<number, number>,
): BallotRefusal | null {
  if (!Array.isArray(level))
    return refuseMark(`ranking[${rank}]`, `Rank ${rank + 1} is not a list of options.`);
  for (const [at, option] of (level as readonly unknown[]).entries()) {
    const mark = `ranking[${rank}][${at}]`;
    const fault = notAnOption(option, rule);
    if (fault !== null) return refuseMark(mark, `Rank ${rank + 1}: ${fault}.`);
    const earlier = rankOf.get(option as number);
    if (earlier !== undefined)
      return refuseMark(
        mark,
        `${optionNamed(rule, option as number)} is ranked ${earlier + 1} and ${rank + 1}; rank it once.`,
      );
    rankOf.set(option as number, rank);
  }
  if (level.length < 2 || countsEqualRanks(rule)) return null;
  const names = (level as readonly number[]).map((option) => optionNamed(rule, option)).join(', ');
  return refuseMark(
    `ranking[${rank}]`,
    `Rank ${rank + 1} holds ${names}; this rule counts one option per rank.`,
  );
}

const variantsWithEqualRanks: readonly unknown[] = ['meek', 'warren', 'gregory-fractional'];
const countsEqualRanks = ({ method, options }: BallotRule): boolean =>
  method !== 'stv' || variantsWithEqualRanks.includes(options.variant);
