import { type Json } from '../../../shared/canonical-json.js';
import { refuseTally, type RuleOptions, type TallyRefusal } from './tally-method.js';
import { readTieBreak, type TieBreak } from './tie-break.js';

/**
 * Reads a rule's recorded choices one by one and remembers the first that is wrong. A choice nobody read
 * is an unknown option: `refusal()` names it, so that a rule is never counted with a choice ignored.
 */
export class OptionReader {
  private readonly read = new Set<string>();
  private first: TallyRefusal | null = null;

  constructor(
    private readonly method: string,
    private readonly options: RuleOptions,
  ) {}

  /** One of a closed list of values; `fallback` when left out (undefined: the choice is required). */
  choice<Value extends string>(name: string, values: readonly Value[], fallback?: Value): Value {
    const value = this.take(name);
    if (value === undefined) return fallback ?? this.missing(name, values[0]!);
    if (typeof value === 'string' && (values as readonly string[]).includes(value)) return value as Value;
    return this.wrong(name, value, `known: ${values.join(', ')}`, values[0]!);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.take(name);
    if (value === undefined) return fallback;
    return typeof value === 'boolean' ? value : this.wrong(name, value, 'true or false', fallback);
  }

  integer(name: string, minimum: number, maximum: number, fallback?: number): number {
    const value = this.take(name);
    if (value === undefined) return fallback ?? this.missing(name, minimum);
    if (isIntegerWithin(value, minimum, maximum)) return value;
    return this.wrong(name, value, `a whole number from ${minimum} to ${maximum}`, minimum);
  }

  integerOrNull(name: string, minimum: number, maximum: number): number | null {
    const value = this.take(name);
    if (value === undefined || value === null) return null;
    if (isIntegerWithin(value, minimum, maximum)) return value;
    return this.wrong(name, value, `null or a whole number from ${minimum} to ${maximum}`, null);
  }

  /** A list of distinct candidates by position. */
  candidates(name: string, candidateCount: number): readonly number[] {
    const value = this.take(name);
    if (value === undefined || value === null) return [];
    const listed = Array.isArray(value) ? (value as readonly Json[]) : null;
    const valid =
      listed?.every((entry) => isIntegerWithin(entry, 0, candidateCount - 1)) &&
      new Set(listed).size === listed.length;
    return valid ? listed : this.wrong(name, value, 'a list of candidates by position', []);
  }

  /** `without_votes`: whether an option that no ballot speaks for may fill a seat, as where all of them are needed. */
  mayWinWithoutVotes(): boolean {
    return this.choice('without_votes', ['may_win', 'never'], 'may_win') === 'may_win';
  }

  /** `fallback` undefined: the choice is required. */
  tieBreak(name: string, candidateCount: number, fallback?: TieBreak): TieBreak {
    const value = this.take(name);
    if (value === undefined && fallback) return fallback;
    const rule = readTieBreak(value, candidateCount);
    if (!('reason' in rule)) return rule;
    this.first ??= rule;
    return { mode: 'report_tie' };
  }

  /** Any value; the method checks it and may call `fail`. */
  take(name: string): Json | undefined {
    this.read.add(name);
    return Object.hasOwn(this.options, name) ? this.options[name] : undefined;
  }

  fail(refusal: TallyRefusal): void {
    this.first ??= refusal;
  }

  /** The first choice at fault, an option that the method does not know, or null. */
  refusal(): TallyRefusal | null {
    const unknown = Object.keys(this.options).find((name) => !this.read.has(name));
    if (this.first || unknown === undefined) return this.first;
    return refuseTally('UNKNOWN_OPTION', `The method "${this.method}" has no option "${unknown}".`);
  }

  private missing<Value>(name: string, stand: Value): Value {
    this.first ??= refuseTally('MISSING_OPTION', `The method "${this.method}" needs the option "${name}".`);
    return stand;
  }

  private wrong<Value>(name: string, value: Json, wanted: string, stand: Value): Value {
    this.first ??= refuseTally(
      'UNKNOWN_OPTION_VALUE',
      `The option "${name}" of "${this.method}" cannot be ${JSON.stringify(value).slice(0, 200)}; ${wanted}.`,
    );
    return stand;
  }
}

export function isIntegerWithin(value: unknown, minimum: number, maximum: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum;
}
