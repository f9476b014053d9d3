import { type Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';

/**
 * The fields of a stored outcome, read strictly. Outcomes are written by the engine alone, so a field that does
 * not read is a bug of ours: it throws, and names the field.
 */
export class OutcomeFields {
  private constructor(
    private readonly record: { readonly [field: string]: Json },
    private readonly path: string,
  ) {}

  static of(value: Json | undefined, path = 'outcome'): OutcomeFields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(path, value);
    return new OutcomeFields(value as { readonly [field: string]: Json }, path);
  }

  has(field: string): boolean {
    return this.record[field] !== undefined && this.record[field] !== null;
  }

  text(field: string): string {
    const value = this.record[field];
    return typeof value === 'string' ? value : this.fail(field);
  }

  isText(field: string, value: string): boolean {
    return this.record[field] === value;
  }

  oneOf<Value extends string>(field: string, values: readonly Value[]): Value {
    const value = this.record[field];
    return values.includes(value as Value) ? (value as Value) : this.fail(field);
  }

  listOf<Value extends string>(field: string, values: readonly Value[]): readonly Value[] {
    const list = this.list(field) as readonly Value[];
    return list.every((value) => values.includes(value)) ? list : this.fail(field);
  }

  flag(field: string): boolean {
    const value = this.record[field];
    return typeof value === 'boolean' ? value : this.fail(field);
  }

  /** A whole number, a decimal or a fraction, exactly. */
  number(field: string): Ratio {
    return numberOf(this.record[field]) ?? this.fail(field);
  }

  numberOrNull(field: string): Ratio | null {
    return this.has(field) ? this.number(field) : null;
  }

  integer(field: string): number {
    const value = this.record[field];
    return Number.isSafeInteger(value) ? Number(value) : this.fail(field);
  }

  integerOrNull(field: string): number | null {
    return this.has(field) ? this.integer(field) : null;
  }

  /** Options by position; none where the field is absent. */
  options(field: string): readonly number[] {
    if (!this.has(field)) return [];
    return this.list(field).every((entry) => Number.isSafeInteger(entry) && Number(entry) >= 0)
      ? this.list(field).map(Number)
      : this.fail(field);
  }

  /** Options in levels, the best first; equals share a level. */
  levels(field: string): readonly (readonly number[])[] {
    if (!this.has(field)) return [];
    return this.list(field).map((_, index) => this.at(field, index).options('level'));
  }

  /** A list of two options each; none where the field is absent. */
  pairs(field: string): readonly (readonly [number, number])[] {
    return this.levels(field).map(([first, second, ...more]) =>
      first === undefined || second === undefined || more.length > 0 ? this.fail(field) : [first, second],
    );
  }

  numbers(field: string): readonly Ratio[] {
    return this.list(field).map((value) => numberOf(value) ?? this.fail(field));
  }

  /** A list of lists of numbers. */
  numberLists(field: string): readonly (readonly Ratio[])[] {
    return this.list(field).map((_, index) => this.at(field, index).numbers('level'));
  }

  object(field: string): OutcomeFields {
    return OutcomeFields.of(this.record[field], `${this.path}.${field}`);
  }

  /** A list of objects; none where the field is absent. */
  objects(field: string): readonly OutcomeFields[] {
    if (!this.has(field)) return [];
    return this.list(field).map((value, index) => OutcomeFields.of(value, `${this.path}.${field}[${index}]`));
  }

  /** As `objects`, but the field must be there. */
  requiredObjects(field: string): readonly OutcomeFields[] {
    return this.has(field) ? this.objects(field) : this.fail(field);
  }

  /** An object whose keys are options by position: each option with its field, in order of position. */
  byOption<Value>(
    field: string,
    read: (of: OutcomeFields, key: string) => Value,
  ): readonly (readonly [number, Value])[] {
    const of = this.object(field);
    return Object.keys(of.record)
      .map((key) => [optionOf(key) ?? this.fail(field), read(of, key)] as const)
      .sort(([a], [b]) => a - b);
  }

  private list(field: string): readonly Json[] {
    const value = this.record[field];
    return Array.isArray(value) ? (value as readonly Json[]) : this.fail(field);
  }

  private at(field: string, index: number): OutcomeFields {
    return new OutcomeFields({ level: this.list(field)[index]! }, `${this.path}.${field}[${index}]`);
  }

  private fail(field: string): never {
    throw unreadable(`${this.path}.${field}`, this.record[field]);
  }
}

const optionOf = (key: string): number | null => (/^\d{1,9}$/.test(key) ? Number(key) : null);

/** Longer than `Ratio.parse` takes from outside: transfers without rounding have many digits. */
function numberOf(value: Json | undefined): Ratio | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? Ratio.of(BigInt(value)) : null;
  const parts = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(value) : null;
  if (!parts) return null;
  const [, sign, whole, decimals = '', denominator = '1'] = parts;
  const numerator = BigInt(whole! + decimals) * (sign ? -1n : 1n);
  return Ratio.of(numerator, BigInt(denominator) * 10n ** BigInt(decimals.length));
}

const unreadable = (path: string, value: Json | undefined): Error =>
  new Error(
    `the stored outcome does not read at ${path}: ${JSON.stringify(value)?.slice(0, 100) ?? 'absent'}`,
  );
