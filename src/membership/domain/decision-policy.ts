import { isRefusal, Refusal } from '../../shared/refusal.js';
import { Ratio } from '../../shared/ratio.js';

/**
 * The bylaws' rule for one kind of decision. It is data: every choice that can change an outcome is named, recorded
 * with the poll when it is called, and kept with the decision. A poll keeps the rule that was in force when it was
 * called, whatever the bylaws say later.
 */
export interface DecisionPolicy {
  /** Code of the competent body, as `general-assembly`. */
  readonly body: string;
  readonly method: 'threshold';
  readonly threshold: ThresholdRule;
  readonly quorum: QuorumRule;
  /** Days between publication and the opening of the vote. */
  readonly noticeDays: number;
  readonly minimumDurationHours: number;
  readonly maximumDurationHours: number;
  /** Who may open the vote: the author, or holders of these roles. */
  readonly mayOpen: readonly Opener[];
  readonly visibility: 'open' | 'confidential';
  readonly resultsBeforeClose: boolean;
  readonly mayExtend: boolean;
  /** Days from the result until the decision takes force. */
  readonly effectiveAfterDays: number;
}

/**
 * `base` says by name what the fraction is of: `cast` = for + against, `valid` = with abstentions, `eligible` = the
 * whole electorate. (`present` belongs to assemblies.)
 */
export interface ThresholdRule {
  readonly fraction: Ratio;
  readonly comparison: '>' | '>=';
  readonly base: ThresholdBase;
}
export const thresholdBases = ['cast', 'valid', 'eligible'] as const;
export type ThresholdBase = (typeof thresholdBases)[number];

/** The least part of the electorate that must take part; which choices count as taking part is named. */
export interface QuorumRule {
  readonly measure: 'people' | 'weight';
  /** Of the eligible; zero means that there is no quorum. */
  readonly fraction: Ratio;
  readonly counting: readonly BallotChoice[];
}
export const ballotChoices = ['for', 'against', 'abstain'] as const;
export type BallotChoice = (typeof ballotChoices)[number];

export const openers = ['author', 'steward', 'treasurer', 'secretary', 'facilitator'] as const;
export type Opener = (typeof openers)[number];

/** Kinds of decision that a cooperative's bylaws must provide for. */
export const decisionKinds = ['bylaw-change', 'role-assignment', 'distribution', 'resolution'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** The bylaw rule that holds the policy of a kind of decision. */
export const policyKey = (kind: DecisionKind): string => `decision-policy/${kind}`;
export const decisionKindOfKey = (key: string): DecisionKind | null =>
  decisionKinds.find((kind) => policyKey(kind) === key) ?? null;

export type PolicyReason = 'POLICY_INVALID';

/** Reads a policy from its stored or proposed form; every fault is named at once, in words. */
export function parseDecisionPolicy(value: unknown): DecisionPolicy | Refusal<PolicyReason> {
  const faults: string[] = [];
  const record = asRecord(value, 'policy', faults);
  const threshold = asRecord(record.threshold, 'threshold', faults);
  const quorum = asRecord(record.quorum, 'quorum', faults);
  rejectUnknown(record, policyFields, 'policy', faults);
  rejectUnknown(threshold, ['fraction', 'comparison', 'base'], 'threshold', faults);
  rejectUnknown(quorum, ['measure', 'fraction', 'counting'], 'quorum', faults);
  const minimumDurationHours = whole(record.minimumDurationHours, 'minimumDurationHours', 0, 8_760, faults);
  const policy: DecisionPolicy = {
    body: text(record.body, 'body', faults),
    method: oneOf(record.method, 'method', ['threshold'] as const, faults),
    threshold: {
      fraction: fraction(threshold.fraction, 'threshold.fraction', faults),
      comparison: oneOf(threshold.comparison, 'threshold.comparison', ['>', '>='] as const, faults),
      base: oneOf(threshold.base, 'threshold.base', thresholdBases, faults),
    },
    quorum: {
      measure: oneOf(quorum.measure, 'quorum.measure', ['people', 'weight'] as const, faults),
      fraction: fraction(quorum.fraction, 'quorum.fraction', faults),
      counting: listOf(quorum.counting, 'quorum.counting', ballotChoices, faults),
    },
    noticeDays: whole(record.noticeDays, 'noticeDays', 0, 366, faults),
    minimumDurationHours,
    maximumDurationHours: whole(
      record.maximumDurationHours,
      'maximumDurationHours',
      minimumDurationHours,
      8_760,
      faults,
    ),
    mayOpen: listOf(record.mayOpen, 'mayOpen', openers, faults),
    visibility: oneOf(record.visibility, 'visibility', ['open', 'confidential'] as const, faults),
    resultsBeforeClose: flag(record.resultsBeforeClose, 'resultsBeforeClose', faults),
    mayExtend: flag(record.mayExtend, 'mayExtend', faults),
    effectiveAfterDays: whole(record.effectiveAfterDays, 'effectiveAfterDays', 0, 3_660, faults),
  };
  if (policy.threshold.comparison === '>' && policy.threshold.fraction.equals(Ratio.one)) {
    faults.push('threshold: more than all of the base can never be reached.');
  }
  return faults.length === 0
    ? policy
    : new Refusal('POLICY_INVALID', `This is not a rule of decision: ${faults[0]}`, faults);
}

/** The stored form: plain JSON, fractions as text. `parseDecisionPolicy` reads it back. */
export function policyToJson(policy: DecisionPolicy): Record<string, unknown> {
  return {
    ...policy,
    threshold: { ...policy.threshold, fraction: policy.threshold.fraction.toString() },
    quorum: {
      ...policy.quorum,
      fraction: policy.quorum.fraction.toString(),
      counting: [...policy.quorum.counting],
    },
    mayOpen: [...policy.mayOpen],
  };
}

/** A policy that was checked when it was recorded; one that does not parse now is a bug. */
export function storedPolicy(value: unknown): DecisionPolicy {
  const policy = parseDecisionPolicy(value);
  if (isRefusal(policy)) throw new Error(`a recorded policy does not parse: ${policy.message}`);
  return policy;
}

const policyFields = [
  'body',
  'method',
  'threshold',
  'quorum',
  'noticeDays',
  'minimumDurationHours',
  'maximumDurationHours',
  'mayOpen',
  'visibility',
  'resultsBeforeClose',
  'mayExtend',
  'effectiveAfterDays',
];

function asRecord(value: unknown, field: string, faults: string[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  faults.push(`${field} is missing or not an object.`);
  return {};
}
function rejectUnknown(record: object, known: readonly string[], where: string, faults: string[]): void {
  for (const key of Object.keys(record)) {
    if (!known.includes(key)) faults.push(`${where} has no field ${JSON.stringify(key.slice(0, 60))}.`);
  }
}
function text(value: unknown, field: string, faults: string[]): string {
  if (typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value)) return value;
  faults.push(`${field} must be a short code of small letters, digits and hyphens.`);
  return '';
}
function oneOf<Value extends string>(
  value: unknown,
  field: string,
  known: readonly Value[],
  faults: string[],
): Value {
  if (known.includes(value as Value)) return value as Value;
  faults.push(`${field} must be one of ${known.join(', ')}.`);
  return known[0]!;
}
function listOf<Value extends string>(
  value: unknown,
  field: string,
  known: readonly Value[],
  faults: string[],
): readonly Value[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const isGood =
    list.length > 0 &&
    new Set(list).size === list.length &&
    list.every((item) => known.includes(item as Value));
  if (!isGood)
    faults.push(`${field} must be a list of ${known.join(', ')}, each at most once, at least one.`);
  return isGood ? (list as Value[]) : known;
}
function fraction(value: unknown, field: string, faults: string[]): Ratio {
  const ratio = typeof value === 'string' ? Ratio.parse(value) : null;
  if (ratio && !ratio.isNegative() && ratio.compare(Ratio.one) <= 0 && ratio.denominator <= 1_000_000n)
    return ratio;
  faults.push(`${field} must be a fraction from 0 to 1 as text, like "2/3".`);
  return Ratio.zero;
}
function whole(value: unknown, field: string, from: number, to: number, faults: string[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
  faults.push(`${field} must be a whole number from ${from} to ${to}.`);
  return from;
}
function flag(value: unknown, field: string, faults: string[]): boolean {
  if (typeof value === 'boolean') return value;
  faults.push(`${field} must be true or false.`);
  return false;
}
