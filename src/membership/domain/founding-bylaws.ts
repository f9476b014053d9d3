import { Ratio } from '../../shared/ratio.js';
import { Refusal } from '../../shared/refusal.js';
import {
  foundingKinds,
  plainPolicy,
  policyKey,
  policyToJson,
  type DecisionPolicy,
  type FoundingKind,
} from './decision-policy.js';

/** A rule of the bylaws as it is written at founding. */
export interface FoundingRule {
  readonly key: string;
  readonly value: Record<string, unknown>;
  readonly article: string;
  readonly text: string;
}

const ordinary: DecisionPolicy = {
  ...plainPolicy,
  body: 'general-assembly',
  method: 'threshold',
  threshold: { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' },
  quorum: { measure: 'people', fraction: Ratio.of(1n, 10n), counting: ['for', 'against', 'abstain'] },
  noticeDays: 3,
  minimumDurationHours: 24,
  maximumDurationHours: 24 * 60,
  mayOpen: ['author', 'steward', 'secretary'],
  visibility: 'confidential',
  resultsBeforeClose: false,
  mayExtend: true,
  effectiveAfterDays: 0,
};

/** What is chosen among options, or agreed without objection, counts every ballot as taking part. */
const withoutMajority: DecisionPolicy = {
  ...ordinary,
  threshold: null,
  quorum: { ...ordinary.quorum, counting: ['ballots'] },
  noticeDays: 7,
};

const policies: Record<
  FoundingKind | 'choice' | 'consent',
  { policy: DecisionPolicy; article: string; text: string }
> = {
  resolution: {
    policy: ordinary,
    article: 'Article 10',
    text: 'Resolutions are adopted by more than half of the votes cast, if one member in ten takes part.',
  },
  choice: {
    policy: {
      ...withoutMajority,
      method: 'irv',
      options: { tie_break: { mode: 'fixed_order' } },
      minimumOptions: 2,
      maximumOptions: 20,
    },
    article: 'Article 12',
    text: 'Among several options the members choose one by ranking them, if one member in ten takes part; lots drawn when the vote opens decide ties.',
  },
  consent: {
    policy: {
      ...withoutMajority,
      method: 'consent',
      objections: { mayOverrule: null, answerDays: 7 },
      dissentDays: 14,
    },
    article: 'Article 13',
    text: 'By consent a proposal is adopted when no objection is left, if one member in ten takes part; no majority overrules an objection.',
  },
  'role-assignment': {
    policy: { ...ordinary, noticeDays: 7 },
    article: 'Article 11',
    text: 'Officers are appointed by more than half of the votes cast, with seven days of notice.',
  },
  distribution: {
    policy: { ...ordinary, noticeDays: 7, quorum: { ...ordinary.quorum, fraction: Ratio.of(1n, 5n) } },
    article: 'Article 20',
    text: 'Surplus is shared by more than half of the votes cast, if one member in five takes part.',
  },
  'bylaw-change': {
    policy: {
      ...ordinary,
      threshold: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' },
      quorum: { ...ordinary.quorum, fraction: Ratio.of(1n, 5n) },
      noticeDays: 14,
      mayExtend: false,
    },
    article: 'Article 30',
    text: 'Bylaws are changed by at least two thirds of the votes cast, if one member in five takes part.',
  },
};

/** The bylaws every cooperative starts from; the members change them by the rule for changing them. */
export const foundingBylaws: readonly FoundingRule[] = Object.entries(policies).map(
  ([kind, { policy, article, text }]) => ({
    key: policyKey(kind),
    value: policyToJson(policy),
    article,
    text,
  }),
);

/**
 * A cooperative may be founded with statutes of its own, as long as each kind of decision that it cannot do without has
 * exactly one rule: otherwise it could never decide, nor mend its bylaws. Further kinds may have one. What each rule
 * says is checked when it is enacted. Refuses `INVALID_INPUT` with every kind named.
 */
export function checkBylaws(
  bylaws: readonly FoundingRule[],
): readonly FoundingRule[] | Refusal<'INVALID_INPUT'> {
  const missing = foundingKinds.filter((kind) => !bylaws.some(({ key }) => key === policyKey(kind)));
  const twice = bylaws.filter(({ key }, at) => bylaws.findIndex((rule) => rule.key === key) < at);
  const faults = [
    ...missing.map((kind) => `bylaws: a rule is needed for decisions of the kind ${kind}.`),
    ...twice.map(({ key }) => `bylaws: the rule ${key} is there twice.`),
  ];
  if (faults.length === 0) return bylaws;
  return new Refusal('INVALID_INPUT', 'These bylaws do not say how everything is decided.', faults);
}
