import { note, type Reader } from './reader.js';

/**
 * What fields of one object say together. A rule that reads only one of two fields would drop the other in
 * silence, so that somebody would vote on a sentence that nothing computes: such a file is refused instead.
 */
type Fields = Readonly<Record<string, unknown>>;
type Combination = (value: Fields) => string | null;

/** A reader that also asks what the fields, each of them well written, say together. */
export const combined =
  <T>(reader: Reader<T>, ...rules: readonly Combination[]): Reader<T> =>
  (value, path, problems) => {
    const before = problems.length;
    const read = reader(value, path, problems);
    if (problems.length > before || read === undefined) return read;
    for (const rule of rules) {
      const problem = rule(read as Fields);
      if (problem !== null) note(problems, path, problem);
    }
    return read;
  };

const given = (value: Fields, names: readonly string[]) => names.filter((name) => value[name] !== undefined);
const isUnsaid = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

export const atMostOne =
  (...names: readonly string[]): Combination =>
  (value) => {
    const both = given(value, names);
    return both.length > 1 ? `${both.join(' and ')} contradict each other: give one of them` : null;
  };

export const atLeastOne =
  (...names: readonly string[]): Combination =>
  (value) =>
    given(value, names).length === 0 ? `one of ${names.join(', ')} is needed` : null;

/** A field that nobody reads unless one of the others is there. */
export const onlyWith =
  (name: string, ...others: readonly string[]): Combination =>
  (value) =>
    value[name] !== undefined && given(value, others).length === 0
      ? `${name} counts for nothing without ${others.join(' or ')}`
      : null;

/** Fields that nobody reads when the field `by` says something else than `values`. */
export const onlyWhen =
  (by: string, values: readonly unknown[], ...names: readonly string[]): Combination =>
  (value) => {
    const said = value[by] as string | boolean | undefined;
    const idle = values.includes(said) ? [] : given(value, names);
    return idle.length > 0 ? `${idle.join(', ')}: not read when ${by} is ${said ?? 'not said'}` : null;
  };

/** Fields that a kind needs. */
export const needed =
  (by: string, needs: Readonly<Record<string, readonly string[]>>): Combination =>
  (value) => {
    const missing = (needs[String(value[by])] ?? []).filter((name) => isUnsaid(value[name]));
    return missing.length > 0 ? `${String(value[by])} needs ${missing.join(' and ')}` : null;
  };
