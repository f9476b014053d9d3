import { type Json } from '../../../../shared/canonical-json.js';
import { type Ratio } from '../../../../shared/ratio.js';
import { COMPARISONS, readShare, type Comparison } from '../fraction-option.js';
import { isIntegerWithin, type OptionReader } from '../option-reader.js';
import { refuseTally } from '../tally-method.js';

/** Of what a majority is a share: for + against; with abstentions; everyone entitled; everyone present. */
export const BASES = ['cast', 'valid', 'eligible', 'present'] as const;
export type Base = (typeof BASES)[number];

/**
 * What counts towards a quorum: votes in favour, for + against, with abstentions, every ballot handed in (also
 * blank and invalid ones), or attendance. A rule may list the votes instead, which then are of the kind `named`.
 */
export const QUORUM_KINDS = ['for', 'cast', 'valid', 'participating', 'present'] as const;
export type QuorumKind = (typeof QUORUM_KINDS)[number];

/** Abstentions, blank and invalid ballots are three different things, and all are counted. */
export const VOTES = ['for', 'against', 'abstain', 'blank', 'invalid', 'block'] as const;
export type Vote = (typeof VOTES)[number];

export const MEASURES = ['weight', 'people'] as const;
export type Measure = (typeof MEASURES)[number];

/** The share of the electorate, or of one class of it (`of` null: everyone), that a majority needs. */
export interface MajorityRule {
  readonly of: string | null;
  readonly base: Base;
  readonly fraction: Ratio;
  readonly comparison: Comparison;
  readonly measure: Measure;
}

/** A quorum is always a share of the eligible. */
export interface QuorumRule {
  readonly of: string | null;
  /** A kind by name, or the votes that count towards it. */
  readonly counted: QuorumKind | readonly Vote[];
  readonly fraction: Ratio;
  readonly comparison: Comparison;
  readonly measure: Measure;
}

/** A class whose votes together count at most as this share of all votes cast. */
export interface ClassCap {
  readonly class: string;
  readonly share: Ratio;
}

/** Every recorded choice of a vote for or against that can change its outcome. */
export interface ThresholdRule {
  readonly majorities: readonly MajorityRule[];
  readonly quorums: readonly QuorumRule[];
  readonly caps: readonly ClassCap[];
  /** `against`: a block counts as a vote against; a number: that many people blocking stop the proposal. */
  readonly block: 'forbidden' | 'against' | number;
  readonly earlyDecision: 'never' | 'certain';
}

/**
 * Reads `base`, `fraction`, `comparison`, `measure` (the majority of all), `class_majorities`, `quorum` (one or
 * a list), `class_caps`, `block` with `blocks_needed`, `early_decision`. Caps make early decisions uncertain
 * and are refused with them.
 */
export function readThresholdRule(options: OptionReader): ThresholdRule {
  const all = readPart(options, 'the majority of all', {
    base: options.take('base') ?? null,
    fraction: options.take('fraction') ?? null,
    comparison: options.take('comparison') ?? null,
    measure: options.take('measure') ?? 'weight',
  });
  const classes = listOf(options.take('class_majorities')).map((part) =>
    readPart(options, 'class_majorities', part),
  );
  const quorums = listOf(options.take('quorum')).map((part) => readQuorum(options, part));
  const caps = listOf(options.take('class_caps')).map((part) => readCap(options, part));
  const block = options.choice('block', ['forbidden', 'against', 'veto'], 'forbidden');
  const blocksNeeded = options.integer('blocks_needed', 1, 1_000_000, 1);
  const earlyDecision = options.choice('early_decision', ['never', 'certain'], 'never');
  if (caps.length > 0 && earlyDecision === 'certain') {
    options.fail(
      refuseTally(
        'CONTRADICTORY_OPTIONS',
        'With "class_caps" nothing is certain before the close: "early_decision" must be never.',
      ),
    );
  }
  if (classes.some(({ of }) => of === null)) fault(options, 'class_majorities', 'each names its class');
  return {
    majorities: [all, ...classes],
    quorums,
    caps,
    block: block === 'veto' ? blocksNeeded : block,
    earlyDecision,
  };
}

type Part = Readonly<Record<string, Json>>;

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

function fault(options: OptionReader, name: string, wanted: string): void {
  options.fail(refuseTally('UNKNOWN_OPTION_VALUE', `"${name}": ${wanted}.`));
}

function asPart(options: OptionReader, name: string, value: Json, fields: readonly string[]): Part {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault(options, name, `an object with ${fields.join(', ')}`);
    return {};
  }
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined)
    options.fail(refuseTally('UNKNOWN_OPTION', `"${name}" has no field "${unknown}".`));
  return value as Part;
}

function oneOf<Value extends string>(
  options: OptionReader,
  name: string,
  part: Part,
  field: string,
  values: readonly Value[],
  fallback?: Value,
): Value {
  const value = part[field] ?? fallback;
  if ((values as readonly unknown[]).includes(value)) return value as Value;
  fault(options, name, `${field} is one of ${values.join(', ')}, not ${JSON.stringify(value ?? null)}`);
  return values[0]!;
}

function share(options: OptionReader, name: string, part: Part, field: string): Ratio {
  const read = readShare(part[field]);
  if (!read) fault(options, name, `${field} is a share of the whole from 0 to 1, such as "2/3" or "50%"`);
  return read ?? readShare('1')!;
}

function classOf(options: OptionReader, name: string, part: Part): string | null {
  const named = part['class'];
  if (named !== undefined && typeof named !== 'string') fault(options, name, 'class is a name');
  return typeof named === 'string' ? named : null;
}

function readPart(options: OptionReader, name: string, value: Json): MajorityRule {
  const part = asPart(options, name, value, ['class', 'base', 'fraction', 'comparison', 'measure']);
  return {
    of: classOf(options, name, part),
    base: oneOf(options, name, part, 'base', BASES),
    fraction: share(options, name, part, 'fraction'),
    comparison: oneOf(options, name, part, 'comparison', COMPARISONS),
    measure: oneOf(options, name, part, 'measure', MEASURES, 'weight'),
  };
}

function readQuorum(options: OptionReader, value: Json): QuorumRule {
  const part = asPart(options, 'quorum', value, ['class', 'counted', 'fraction', 'comparison', 'measure']);
  return {
    of: classOf(options, 'quorum', part),
    counted: readCounted(options, part),
    fraction: share(options, 'quorum', part, 'fraction'),
    comparison: oneOf(options, 'quorum', part, 'comparison', COMPARISONS),
    measure: oneOf(options, 'quorum', part, 'measure', MEASURES),
  };
}

function readCounted(options: OptionReader, part: Part): QuorumRule['counted'] {
  const { counted } = part;
  if (!Array.isArray(counted)) return oneOf(options, 'quorum', part, 'counted', QUORUM_KINDS);
  const votes = VOTES.filter((vote) => counted.includes(vote));
  if (votes.length === 0 || votes.length !== counted.length)
    fault(options, 'quorum', `counted lists some of ${VOTES.join(', ')}, each once`);
  return votes;
}

function readCap(options: OptionReader, value: Json): ClassCap {
  const part = asPart(options, 'class_caps', value, ['class', 'share']);
  const named = classOf(options, 'class_caps', part);
  if (named === null) fault(options, 'class_caps', 'each names its class');
  return { class: named ?? '', share: share(options, 'class_caps', part, 'share') };
}

/** Whether a number of people may be given for the electorate. */
export const isHeadcount = (value: unknown): value is number =>
  isIntegerWithin(value, 0, Number.MAX_SAFE_INTEGER);
