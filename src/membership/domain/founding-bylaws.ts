import { Ratio } from '../../shared/ratio.js';
import { Refusal } from '../../shared/refusal.js';
import {
  decisionKinds,
  plainPolicy,
  policyKey,
  policyToJson,
  type DecisionKind,
  type DecisionPolicy,
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

const policies: Record<DecisionKind, { policy: DecisionPolicy; article: string; text: string }> = {
  resolution: {
    policy: ordinary,
    article: 'Article 10',
    text: 'Resolutions are adopted by more than half of the votes cast, if one member in ten takes part.',
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
    key: policyKey(kind as DecisionKind),
    value: policyToJson(policy),
    article,
    text,
  }),
);

/**
 * A cooperative may be founded with statutes of its own, as long as each kind of decision has exactly one rule: without
 * one it could never decide, nor mend its bylaws. What each rule says is checked when it is enacted.
 * Refuses `INVALID_INPUT` with every kind named.
 */
export function checkBylaws(
  bylaws: readonly FoundingRule[],
): readonly FoundingRule[] | Refusal<'INVALID_INPUT'> {
  const faults = decisionKinds.flatMap((kind) => {
    const rules = bylaws.filter(({ key }) => key === policyKey(kind)).length;
    if (rules === 1) return [];
    return [
      `bylaws: ${rules === 0 ? 'a rule' : 'only one rule'} is needed for decisions of the kind ${kind}.`,
    ];
  });
  if (faults.length === 0) return bylaws;
  return new Refusal('INVALID_INPUT', 'These bylaws do not say how everything is decided.', faults);
}
