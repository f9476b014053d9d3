import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { OperationField } from './operation-documents.js';

/** One place of a request where somebody can write what they like. */
export interface Leaf {
  readonly path: readonly string[];
  readonly kind: string;
  /** The field of an input type where it stands, `EffectInput.title`; the same in every operation that takes the type. */
  readonly place: string;
}

const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const texts: Readonly<Record<string, unknown>> = {
  'a NUL': 'a\u0000b',
  'half a surrogate pair': 'a\ud800b',
  'forced direction': 'a\u202eb',
  'a line break': 'a\nb',
  'a megabyte': 'x'.repeat(900_000),
  nothing: '',
  'white space': ' \t ',
  SQL: `'; DROP TABLE party; --`,
  'a number too large': '9'.repeat(40),
  'a negative decimal': '-0.000001',
  'not a number': 'NaN',
  'a number instead of text': 5,
  'an object instead of text': { a: 1 },
};
const identifiers = {
  ...texts,
  'an unknown id': '01a00000-0000-7000-8000-00000000dead',
  'an id in capitals': '01A00000-0000-7000-8000-00000000DEAD',
};
const byKind: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  String: texts,
  ID: identifiers,
  cursor: {
    ...texts,
    'a forged instant': cursor('9999-99-99 99:99:99+99', '01a00000-0000-7000-8000-00000000dead'),
    'an instant before time': cursor('0000-01-01 00:00:00+00', '01a00000-0000-7000-8000-00000000dead'),
    'a key too many': cursor('1', '2', '3', '4'),
    'no list': Buffer.from('{"a":1}').toString('base64url'),
    'a large integer': cursor('999999999'),
    'a surrogate': cursor('\ud800', '01a00000-0000-7000-8000-00000000dead'),
    'a NUL inside': cursor('a\u0000', '01a00000-0000-7000-8000-00000000dead'),
  },
  Int: {
    least: -2_147_483_648,
    greatest: 2_147_483_647,
    none: 0,
    'too large': 2_147_483_648,
    'a fraction': 1.5,
  },
  CalendarDate: {
    first: '0001-01-01',
    none: '0000-01-01',
    last: '9999-12-31',
    never: '2026-02-30',
    text: 'today',
  },
  Instant: {
    first: '0001-01-01T00:00:00Z',
    none: '0000-01-01T00:00:00Z',
    last: '9999-12-31T23:59:59.999999Z',
    never: '2026-13-01T00:00:00Z',
    offset: '2026-01-01T00:00:00+99:99',
  },
  MinorUnits: {
    greatest: '9007199254740991',
    least: '-9007199254740991',
    none: '0',
    'too large': '9'.repeat(16),
    text: 'x',
  },
  Fraction: {
    infinite: '1/0',
    negative: '-1/2',
    large: `${'9'.repeat(30)}/1`,
    fine: `1/${'9'.repeat(30)}`,
    text: 'half',
  },
  enum: { unknown: 'NO_SUCH_VALUE', lowercase: 'no_such_value', number: 1 },
};

/** Every hostile value for a leaf, by what it is called. */
export const hostileValues = (kind: string): readonly [string, unknown][] =>
  Object.entries(byKind[kind] ?? {});

/** Every place of an operation's arguments where a value stands, however deep. */
export function leavesOf(field: OperationField): Leaf[] {
  // The key of a repeated request is read in one place for all of them.
  const placeOf = (name: string): string => (name === 'idempotencyKey' ? name : `${field.name}(${name})`);
  return field.args.flatMap(({ name, type }) => leaves(type, [name], placeOf(name)));
}

function leaves(type: GraphQLInputType, path: readonly string[], place: string): Leaf[] {
  const named = getNamedType(type);
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) =>
      leaves(field.type, [...path, field.name], `${named.name}.${field.name}`),
    );
  if (isEnumType(named)) return [{ path, kind: 'enum', place }];
  return [{ path, kind: path.at(-1) === 'after' ? 'cursor' : named.name, place }];
}

/** The request with this value at this place; what the place needs around it is filled in plainly. */
export function requestWith(field: OperationField, base: object, leaf: Leaf, value: unknown): object {
  const [name = '', ...rest] = leaf.path;
  const argument = field.args.find((candidate) => candidate.name === name)!;
  return { ...base, [name]: placed((base as Record<string, unknown>)[name], argument.type, rest, value) };
}

function placed(base: unknown, type: GraphQLInputType, path: readonly string[], value: unknown): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const first = Array.isArray(base) ? (base as unknown[])[0] : undefined;
    return [placed(first, nullable.ofType, path, value)];
  }
  const [name, ...rest] = path;
  if (name === undefined || !isInputObjectType(nullable)) return value;
  const around = (base ?? plain(nullable)) as Record<string, unknown>;
  return { ...around, [name]: placed(around[name], nullable.getFields()[name]!.type, rest, value) };
}

const plainScalars: Readonly<Record<string, unknown>> = {
  ID: '01a00000-0000-7000-8000-00000000dead',
  Int: 1,
  Boolean: true,
  CalendarDate: '2026-01-01',
  Instant: '2026-06-01T00:00:00Z',
  MinorUnits: '1',
  Fraction: '1/2',
};

function plain(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [plain(nullable.ofType)];
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (isInputObjectType(nullable)) {
    const required = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, plain(field.type)]));
  }
  return plainScalars[getNamedType(nullable).name] ?? 'text';
}
