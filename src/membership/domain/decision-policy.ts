import { Ratio } from '../../shared/ratio.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { readCounting, readDelegation, readObjections } from './decision-policy-method.js';
import {
  methodNames,
  type BlockRule,
  type ClassCap,
  type ClassMajority,
  type DelegationRule,
  type MethodName,
  type ObjectionRule,
  type QuorumRule,
  type RuleOptions,
  type ThresholdRule,
} from './decision-rule.js';
import { asRecord, code, flag, fraction, listOf, oneOf, rejectUnknown, whole } from './policy-fields.js';

/**
 * The bylaws' rule for one kind of decision. It is data: every choice that can change an outcome is named, recorded
 * with the poll when it is called, and kept with the decision. A poll keeps the rule that was in force when it was
 * called, whatever the bylaws say later.
 */
export interface DecisionPolicy {
  /** Code of the competent body, as `general-assembly`. */
  readonly body: string;
  readonly method: MethodName;
  readonly methodVersion: number;
  /** The majority of a vote for or against; null for every other method. */
  readonly threshold: ThresholdRule | null;
  /** Majorities that classes need beside it, and classes whose votes are capped; empty for every other method. */
  readonly classMajorities: readonly ClassMajority[];
  readonly classCaps: readonly ClassCap[];
  /** Whether a vote for or against may be blocked, and what a block does; `forbidden` for every other method. */
  readonly block: BlockRule;
  /** Whether a vote for or against ends as soon as no remaining ballot could change its outcome. */
  readonly earlyDecision: 'never' | 'certain';
  readonly quorum: QuorumRule;
  /** The method's own named choices; empty for `threshold` and `consent`. */
  readonly options: RuleOptions;
  /** How many are chosen; 1 where the method chooses one, or answers a question. */
  readonly seats: number;
  /** How many options a poll may be about; both 0 where the method answers one question. */
  readonly minimumOptions: number;
  readonly maximumOptions: number;
  readonly delegation: DelegationRule;
  /** Consent alone. */
  readonly objections: ObjectionRule | null;
  /** Days after the result in which a member may have their dissent recorded; 0 when that is not offered. */
  readonly dissentDays: number;
  /** The share of electors who may have a result counted again, and for how many days after it; 0 days: nobody can. */
  readonly recountShare: Ratio;
  readonly recountDays: number;
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

export const openers = ['author', 'steward', 'treasurer', 'secretary', 'facilitator'] as const;
export type Opener = (typeof openers)[number];

/**
 * Kinds of decision that a cooperative's bylaws must provide for. Their proposals say what is to be done, so they are
 * put as one question. Bylaws may know any further kind: the rule `decision-policy/<kind>` makes it one.
 */
export const foundingKinds = ['bylaw-change', 'role-assignment', 'distribution', 'resolution'] as const;
export type FoundingKind = (typeof foundingKinds)[number];

/** A word of small letters, digits and hyphens, as `board-election`. */
export type DecisionKind = string;
export const isDecisionKind = (kind: string): boolean => /^[a-z0-9-]{1,60}$/.test(kind);

/** Every rule of decision is under this path of the bylaws. */
export const policyPrefix = 'decision-policy/';
/** The bylaw rule that holds the policy of a kind of decision. */
export const policyKey = (kind: DecisionKind): string => policyPrefix + kind;
export const decisionKindOfKey = (key: string): DecisionKind | null =>
  key.startsWith(policyPrefix) && isDecisionKind(key.slice(policyPrefix.length))
    ? key.slice(policyPrefix.length)
    : null;

/**
 * What a rule that says nothing of these means: one question, no class counted apart, no delegation, no dissent; and any
 * elector may have the result counted again within thirty days.
 */
export const plainPolicy = {
  methodVersion: 1,
  classMajorities: [],
  classCaps: [],
  block: 'forbidden',
  earlyDecision: 'never',
  options: {},
  seats: 1,
  minimumOptions: 0,
  maximumOptions: 0,
  delegation: { allowed: false },
  objections: null,
  dissentDays: 0,
  recountShare: Ratio.zero,
  recountDays: 30,
} as const satisfies Partial<DecisionPolicy>;

export type PolicyReason = 'POLICY_INVALID';

/** Reads a policy from its stored or proposed form; every fault is named at once, in words. */
export function parseDecisionPolicy(value: unknown): DecisionPolicy | Refusal<PolicyReason> {
  const faults: string[] = [];
  const record = asRecord(value, 'policy', faults);
  rejectUnknown(record, policyFields, 'policy', faults);
  const method = oneOf(record.method, 'method', methodNames, faults);
  const policy: DecisionPolicy = {
    body: code(record.body, 'body', faults),
    method,
    methodVersion: whole(record.methodVersion ?? 1, 'methodVersion', 1, 1_000, faults),
    ...readCounting(record, method, faults),
    delegation: readDelegation(record.delegation, faults),
    objections: readObjections(record.objections, method, faults),
    dissentDays: whole(record.dissentDays ?? 0, 'dissentDays', 0, 366, faults),
    recountShare: fraction(record.recountShare ?? '0', 'recountShare', faults),
    recountDays: whole(record.recountDays ?? 30, 'recountDays', 0, 366, faults),
    ...readTimes(record, faults),
    mayOpen: listOf(record.mayOpen, 'mayOpen', openers, faults),
    visibility: oneOf(record.visibility, 'visibility', ['open', 'confidential'] as const, faults),
    resultsBeforeClose: flag(record.resultsBeforeClose, 'resultsBeforeClose', faults),
    mayExtend: flag(record.mayExtend, 'mayExtend', faults),
  };
  return faults.length === 0
    ? policy
    : new Refusal('POLICY_INVALID', `This is not a rule of decision: ${faults[0]}`, faults);
}

type Times = Pick<
  DecisionPolicy,
  'noticeDays' | 'minimumDurationHours' | 'maximumDurationHours' | 'effectiveAfterDays'
>;

function readTimes(record: Record<string, unknown>, faults: string[]): Times {
  const least = whole(record.minimumDurationHours, 'minimumDurationHours', 0, 8_760, faults);
  return {
    noticeDays: whole(record.noticeDays, 'noticeDays', 0, 366, faults),
    minimumDurationHours: least,
    maximumDurationHours: whole(record.maximumDurationHours, 'maximumDurationHours', least, 8_760, faults),
    effectiveAfterDays: whole(record.effectiveAfterDays, 'effectiveAfterDays', 0, 3_660, faults),
  };
}

/** The stored form: plain JSON, fractions as text. `parseDecisionPolicy` reads it back. */
export function policyToJson(policy: DecisionPolicy): Record<string, unknown> {
  return JSON.parse(JSON.stringify(policy)) as Record<string, unknown>;
}

/** A policy that was checked when it was recorded; one that does not parse now is a bug. */
export function storedPolicy(value: unknown): DecisionPolicy {
  const policy = parseDecisionPolicy(value);
  if (isRefusal(policy)) throw new Error(`a recorded policy does not parse: ${policy.message}`);
  return policy;
}

const policyFields = [
  ...[
    'body',
    'method',
    'methodVersion',
    'threshold',
    'classMajorities',
    'classCaps',
    'block',
    'earlyDecision',
  ],
  ...[
    'quorum',
    'options',
    'seats',
    'minimumOptions',
    'maximumOptions',
    'delegation',
    'objections',
    'dissentDays',
    'recountShare',
    'recountDays',
  ],
  ...['noticeDays', 'minimumDurationHours', 'maximumDurationHours', 'mayOpen', 'visibility'],
  ...['resultsBeforeClose', 'mayExtend', 'effectiveAfterDays'],
];
