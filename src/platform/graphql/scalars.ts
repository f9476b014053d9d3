import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { maxAmountMinor } from '../../shared/money.js';

const textOf = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;

/** Marker class for `@Field(() => CalendarDate)`. */
export class CalendarDate {}
/** Marker class for `@Field(() => Instant)`. */
export class Instant {}
/** Marker class for `@Field(() => MinorUnits)`. */
export class MinorUnits {}
/** Marker class for `@Field(() => Fraction)`. */
export class Fraction {}

@Scalar('CalendarDate', () => CalendarDate)
export class CalendarDateScalar implements CustomScalar<string, string> {
  description = 'A day of the calendar, `YYYY-MM-DD`, in the cooperative’s own time zone.';
  serialize = (value: unknown): string => String(value);
  parseValue = (value: unknown): string => {
    if (typeof value === 'string' && isCalendarDate(value)) return value;
    throw new GraphQLError('A CalendarDate is a day that exists, written YYYY-MM-DD.');
  };
  parseLiteral = (node: ValueNode): string => this.parseValue(textOf(node));
}

@Scalar('Instant', () => Instant)
export class InstantScalar implements CustomScalar<string, Date> {
  description = 'An instant, ISO 8601 in UTC with milliseconds.';
  serialize = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
  parseValue = (value: unknown): Date => {
    const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
    const instant = typeof value === 'string' && shape.test(value) ? new Date(value) : null;
    if (instant && !Number.isNaN(instant.getTime())) return instant;
    throw new GraphQLError('An Instant is written like 2026-05-20T18:00:00Z, with its offset.');
  };
  parseLiteral = (node: ValueNode): Date => this.parseValue(textOf(node));
}

@Scalar('MinorUnits', () => MinorUnits)
export class MinorUnitsScalar implements CustomScalar<string, bigint> {
  description = 'An exact whole number of minor units (cents), written as text: `"123450"`. Never a float.';
  serialize = (value: unknown): string => String(value);
  parseValue = (value: unknown): bigint => {
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text === 'string' && /^-?\d{1,16}$/.test(text)) {
      const amount = BigInt(text);
      if (amount <= maxAmountMinor && amount >= -maxAmountMinor) return amount;
    }
    throw new GraphQLError(
      `MinorUnits is a whole number of cents from -${maxAmountMinor} to ${maxAmountMinor}: 12.50 is written "1250".`,
    );
  };
  parseLiteral = (node: ValueNode): bigint => this.parseValue(textOf(node));
}

@Scalar('Fraction', () => Fraction)
export class FractionScalar implements CustomScalar<string, string> {
  description = 'An exact fraction as text, in lowest terms: `"2/3"`, or `"4"` when it is whole.';
  serialize = (value: unknown): string => String(value);
  parseValue = (value: unknown): string => {
    if (typeof value === 'string' && /^-?\d{1,30}(\/\d{1,30}|\.\d{1,30})?$/.test(value)) return value;
    throw new GraphQLError('A Fraction is written like "2/3" or "0.5".');
  };
  parseLiteral = (node: ValueNode): string => this.parseValue(textOf(node));
}

export const scalars = [CalendarDateScalar, InstantScalar, MinorUnitsScalar, FractionScalar];
