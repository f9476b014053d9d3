import { type Json } from '../../../shared/canonical-json.js';
import { type RuleOptions } from '../tally/tally-method.js';

/** What a value of an option in a case means in the words of the engine; keyed by the value as JSON, `*` any other. */
export type Meanings = Readonly<Record<string, RuleOptions>>;

/** For each option of a case: what its values mean, or `note` when it only repeats in words what others say. */
export type Vocabulary = Readonly<Record<string, Meanings | 'note'>>;

/**
 * The options of a case in the words of the engine. A value without a meaning is handed on unchanged, so that
 * the method refuses it by name.
 */
export function translateOptions(
  options: RuleOptions,
  vocabulary: Vocabulary,
  defaults: RuleOptions = {},
): RuleOptions {
  const translated: [string, Json][] = Object.entries(defaults);
  for (const [name, value] of Object.entries(options)) {
    const meanings = Object.hasOwn(vocabulary, name) ? vocabulary[name]! : {};
    if (meanings === 'note') continue;
    const written = JSON.stringify(value);
    const meaning = Object.hasOwn(meanings, written) ? meanings[written] : meanings['*'];
    if (meaning) translated.push(...Object.entries(meaning));
    else translated.push([name, value]);
  }
  return Object.fromEntries(translated);
}

/** Ties that are not to be met are reported if they are met. */
export const TIES_REPORTED: RuleOptions = { tie_break: { mode: 'report_tie' } };
export const TIE_BREAK_MEANINGS: Meanings = { '{"mode":"not exercised"}': TIES_REPORTED };
