import type { BallotRule } from './ballot-marks.js';

export const isWhole = (value: unknown, lowest: number, highest: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest && value <= highest;

/** What was written, short enough to be said back. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value === 'object' ? 'record' : typeof value}`;
}

export const optionNamed = ({ labels }: BallotRule, position: number): string => `“${labels[position]!}”`;

/** What is wrong with a position, or null. */
export function notAnOption(value: unknown, { labels }: BallotRule): string | null {
  return isWhole(value, 0, labels.length - 1)
    ? null
    : `${shown(value)} is not an option of this vote: they are numbered from 0 to ${labels.length - 1}`;
}

/** A choice of the rule that is a whole number, or what it means when the rule leaves it out. */
export const wholeOption = (rule: BallotRule, name: string, fallback: number): number =>
  typeof rule.options[name] === 'number' ? rule.options[name] : fallback;
