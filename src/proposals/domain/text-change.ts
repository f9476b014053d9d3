import { textDifference } from '../../shared/text-difference.js';

/** What voters read of a proposal: its title, its text, and in one sentence what its adoption does. */
export interface ReadText {
  readonly title: string;
  readonly body: string;
  /** Null for a plain resolution. */
  readonly effect: string | null;
}

/**
 * What changed between two texts, in lines that begin with `-` (went) or `+` (came); lines that stayed are left out.
 * Null when nothing did.
 */
export function changeInLines(before: ReadText, after: ReadText): string | null {
  const changed = [
    ...between('Title: ', before.title, after.title),
    ...textDifference(before.body, after.body).flatMap(({ change, line }) =>
      change === 'kept' ? [] : [`${change === 'removed' ? '-' : '+'} ${line}`],
    ),
    ...between('Effect: ', before.effect, after.effect),
  ];
  return changed.length === 0 ? null : changed.join('\n');
}

function between(name: string, before: string | null, after: string | null): string[] {
  if (before === after) return [];
  return [
    ...(before === null ? [] : [`- ${name}${before}`]),
    ...(after === null ? [] : [`+ ${name}${after}`]),
  ];
}
