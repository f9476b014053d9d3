import { Ratio } from '../../shared/ratio.js';
import {
  blockRules,
  choosesAmongOptions,
  thresholdBases,
  thresholdParticipation,
  type ClassCap,
  type ClassMajority,
  type DelegationRule,
  type MethodName,
  type ObjectionRule,
  type QuorumRule,
  type RuleOptions,
  type ThresholdRule,
} from './decision-rule.js';
import type { DecisionPolicy } from './decision-policy.js';
import {
  asRecord,
  code,
  fraction,
  isPlainData,
  listOf,
  oneOf,
  onlyFor,
  rejectUnknown,
  whole,
} from './policy-fields.js';

type Counting = Pick<
  DecisionPolicy,
  | 'threshold'
  | 'classMajorities'
  | 'classCaps'
  | 'block'
  | 'earlyDecision'
  | 'quorum'
  | 'options'
  | 'seats'
  | 'minimumOptions'
  | 'maximumOptions'
>;

/** The most options a poll may have; ranked pairs stop at 200, and nobody reads more. */
export const mostOptions = 100;
const mostClasses = 20;

/**
 * The part of a rule that says how ballots become an outcome. What belongs to another method is refused by name rather
 * than ignored; what a rule written before leaves out keeps the meaning it had.
 */
export function readCounting(
  record: Record<string, unknown>,
  method: MethodName,
  faults: string[],
): Counting {
  const isThreshold = method === 'threshold';
  const quorum = readQuorum(record.quorum, isThreshold, faults);
  const counting = {
    threshold: isThreshold
      ? readThreshold(record.threshold, 'threshold', faults)
      : onlyThreshold(null, record.threshold, 'threshold', faults),
    classMajorities: readClassMajorities(record.classMajorities, isThreshold, faults),
    classCaps: readClassCaps(record.classCaps, isThreshold, faults),
    block: onlyFor(isThreshold || record.block === 'forbidden', record.block, 'block', 'threshold', faults)
      ? oneOf(record.block, 'block', blockRules, faults)
      : 'forbidden',
    earlyDecision: readEarlyDecision(record.earlyDecision, isThreshold, faults),
    quorum,
    options: readOptions(record.options, isThreshold, faults),
    ...readChoosing(record, method, faults),
  } as const;
  if (counting.classCaps.length > 0 && counting.earlyDecision === 'certain') {
    faults.push('earlyDecision: with caps on classes nothing is certain before the close; it must be never.');
  }
  return counting;
}

export function readThreshold(value: unknown, field: string, faults: string[]): ThresholdRule {
  const record = asRecord(value, field, faults);
  rejectUnknown(record, ['fraction', 'comparison', 'base'], field, faults);
  return majorityOf(record, field, faults);
}

function majorityOf(record: Record<string, unknown>, field: string, faults: string[]): ThresholdRule {
  if (record.base === 'present')
    faults.push(`${field}.base: those present can be counted in assemblies alone.`);
  const rule = {
    fraction: fraction(record.fraction, `${field}.fraction`, faults),
    comparison: oneOf(record.comparison, `${field}.comparison`, ['>', '>='] as const, faults),
    base: record.base === 'present' ? 'cast' : oneOf(record.base, `${field}.base`, thresholdBases, faults),
  };
  if (rule.comparison === '>' && rule.fraction.equals(Ratio.one)) {
    faults.push(`${field}: more than all of the base can never be reached.`);
  }
  return rule;
}

function onlyThreshold<Value>(none: Value, value: unknown, field: string, faults: string[]): Value {
  onlyFor(false, value, field, 'threshold', faults);
  return none;
}

function readClassMajorities(value: unknown, isThreshold: boolean, faults: string[]): ClassMajority[] {
  if (!onlyFor(isThreshold, value, 'classMajorities', 'threshold', faults)) return [];
  const majorities = listedOnce(value, 'classMajorities', faults).map(({ record, field }) => {
    rejectUnknown(record, ['class', 'fraction', 'comparison', 'base'], field, faults);
    return { class: code(record.class, `${field}.class`, faults), ...majorityOf(record, field, faults) };
  });
  return majorities;
}

function readClassCaps(value: unknown, isThreshold: boolean, faults: string[]): ClassCap[] {
  if (!onlyFor(isThreshold, value, 'classCaps', 'threshold', faults)) return [];
  return listedOnce(value, 'classCaps', faults).map(({ record, field }) => {
    rejectUnknown(record, ['class', 'fraction'], field, faults);
    return {
      class: code(record.class, `${field}.class`, faults),
      fraction: fraction(record.fraction, `${field}.fraction`, faults),
    };
  });
}

/** A list with a part for each class named, each class once. */
function listedOnce(
  value: unknown,
  field: string,
  faults: string[],
): { record: Record<string, unknown>; field: string }[] {
  if (!Array.isArray(value) || value.length > mostClasses) {
    faults.push(`${field} must be a list of at most ${mostClasses} classes.`);
    return [];
  }
  const parts = value.map((part: unknown, at) => ({
    record: asRecord(part, `${field}[${at}]`, faults),
    field: `${field}[${at}]`,
  }));
  const named = parts.map(({ record }) => record.class);
  if (new Set(named).size !== named.length) faults.push(`${field} names a class twice.`);
  return parts;
}

function readQuorum(value: unknown, isThreshold: boolean, faults: string[]): QuorumRule {
  const record = asRecord(value, 'quorum', faults);
  rejectUnknown(record, ['measure', 'fraction', 'counting'], 'quorum', faults);
  const known = isThreshold ? thresholdParticipation : (['ballots'] as const);
  return {
    measure: oneOf(record.measure, 'quorum.measure', ['people', 'weight'] as const, faults),
    fraction: fraction(record.fraction, 'quorum.fraction', faults),
    counting: listOf(record.counting, 'quorum.counting', known, faults),
  };
}

function readEarlyDecision(value: unknown, isThreshold: boolean, faults: string[]): 'never' | 'certain' {
  if (value === undefined) return 'never';
  const read = oneOf(value, 'earlyDecision', ['never', 'certain'] as const, faults);
  if (read === 'certain' && !isThreshold) faults.push('earlyDecision: certain belongs to threshold alone.');
  return read;
}

/** The names and values are the tally's own and checked there; here only what holds of every method. */
function readOptions(value: unknown, isThreshold: boolean, faults: string[]): RuleOptions {
  if (value === undefined) return {};
  const options = asRecord(value, 'options', faults);
  if (isThreshold) {
    rejectUnknown(options, [], 'options', faults);
    return {};
  }
  if (!isPlainData(options))
    faults.push('options may hold text, whole numbers, true and false, lists and objects.');
  if (namesAnOrder(options.tie_break)) {
    faults.push('options.tie_break names no order and no seed: lots are drawn for each poll when it opens.');
  }
  return options as RuleOptions;
}

function namesAnOrder(tieBreak: unknown): boolean {
  if (typeof tieBreak !== 'object' || tieBreak === null) return false;
  const { order, seed, then } = tieBreak as Record<string, unknown>;
  return order !== undefined || seed !== undefined || namesAnOrder(then);
}

function readChoosing(
  record: Record<string, unknown>,
  method: MethodName,
  faults: string[],
): Pick<DecisionPolicy, 'seats' | 'minimumOptions' | 'maximumOptions'> {
  const { seats = 1, minimumOptions, maximumOptions } = record;
  if (!choosesAmongOptions(method)) {
    if (seats !== 1) faults.push(`seats: ${method} fills no seats; it must be 1.`);
    for (const [field, value] of Object.entries({ minimumOptions, maximumOptions })) {
      if (value !== undefined && value !== 0)
        faults.push(`${field}: ${method} has no options; it must be 0.`);
    }
    return { seats: 1, minimumOptions: 0, maximumOptions: 0 };
  }
  const least = whole(minimumOptions ?? 2, 'minimumOptions', 2, mostOptions, faults);
  return {
    seats: whole(seats, 'seats', 1, mostOptions, faults),
    minimumOptions: least,
    maximumOptions: whole(maximumOptions ?? mostOptions, 'maximumOptions', least, mostOptions, faults),
  };
}

/** Absent: nobody may pass their vote on. */
export function readDelegation(value: unknown, faults: string[]): DelegationRule {
  if (value === undefined) return { allowed: false };
  const record = asRecord(value, 'delegation', faults);
  if (record.allowed === false) {
    rejectUnknown(record, ['allowed'], 'delegation', faults);
    return { allowed: false };
  }
  if (record.allowed !== true) faults.push('delegation.allowed must be true or false.');
  rejectUnknown(record, ['allowed', 'holderCap', 'reconfirmDays'], 'delegation', faults);
  return {
    allowed: true,
    holderCap: wholeOrNull(record.holderCap, 'delegation.holderCap', 1_000_000, faults),
    reconfirmDays: wholeOrNull(record.reconfirmDays, 'delegation.reconfirmDays', 3_660, faults),
  };
}

const wholeOrNull = (value: unknown, field: string, most: number, faults: string[]): number | null =>
  value === undefined || value === null ? null : whole(value, field, 1, most, faults);

/** Consent says what becomes of an objection; other methods know none. */
export function readObjections(value: unknown, method: MethodName, faults: string[]): ObjectionRule | null {
  if (method !== 'consent') {
    onlyFor(false, value, 'objections', 'consent', faults);
    return null;
  }
  const record = asRecord(value, 'objections', faults);
  rejectUnknown(record, ['mayOverrule', 'answerDays'], 'objections', faults);
  const overrule = record.mayOverrule ?? null;
  return {
    mayOverrule: overrule === null ? null : readThreshold(overrule, 'objections.mayOverrule', faults),
    // At least one: a text changed in the last minute would otherwise silence the objector whom it asks again.
    answerDays: whole(record.answerDays, 'objections.answerDays', 1, 366, faults),
  };
}
