import type { Bylaws } from '../../membership/bylaws.service.js';
import { decisionKindOfKey, parseDecisionPolicy } from '../../membership/domain/decision-policy.js';
import { decisionPolicyInWords } from '../../membership/domain/policy-words.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine, cleanText } from '../../shared/text.js';
import type { EffectPayload, ProposalEffect } from '../proposal-effects.js';

/**
 * Adoption gives a rule of the bylaws a new version. `replacesVersion` is the version that the voters had before them:
 * when the rule has changed meanwhile, the effect is blocked rather than overwriting what another vote decided.
 */
export const amendRule = 'amend-rule';

export function amendRuleEffect(bylaws: Bylaws): ProposalEffect {
  return {
    kind: amendRule,
    decisionKind: 'bylaw-change',
    describe: (payload) => describeAmendment(payload),
    check: (tx, payload) => checkAmendment(bylaws, tx, payload),
    carryOut: (tx, viewer, decision) => carryOut(bylaws, tx, viewer, decision),
  };
}

function describeAmendment(payload: EffectPayload): string {
  const policy = parseDecisionPolicy(payload.value);
  const words = isRefusal(policy) ? '' : ` ${decisionPolicyInWords(policy, 'en').join(' ')}`;
  return `${String(payload.article)} (${String(payload.key)}) gets a new version.${words}`;
}

async function checkAmendment(bylaws: Bylaws, tx: Tx, payload: EffectPayload): Promise<true | Refusal> {
  const key = String(payload.key);
  if (decisionKindOfKey(key) === null) {
    return new Refusal(
      'UNKNOWN_RULE',
      `The bylaws have no rule "${key.slice(0, 80)}" that a vote could change.`,
    );
  }
  const policy = parseDecisionPolicy(payload.value);
  if (isRefusal(policy)) return policy;
  const faults = [
    ...(cleanLine(payload.article, 100) === null ? ['article: one line of 1 to 100 characters.'] : []),
    ...(cleanText(payload.text, 10_000) === null ? ['text: 1 to 10,000 characters.'] : []),
  ];
  if (faults.length > 0) return new Refusal('INVALID_INPUT', 'The new rule is not acceptable.', faults);
  return unchangedSince(bylaws, tx, payload);
}

async function carryOut(
  bylaws: Bylaws,
  tx: Tx,
  viewer: Viewer,
  decision: { readonly decisionId: string; readonly payload: EffectPayload; readonly effectiveAt: Date },
): Promise<true | Refusal> {
  const { payload } = decision;
  const unchanged = await unchangedSince(bylaws, tx, payload);
  if (unchanged !== true) return unchanged;
  const amended = await bylaws.amendRule(tx, viewer, {
    key: String(payload.key),
    value: payload.value,
    article: String(payload.article),
    text: String(payload.text),
    language: String(payload.language),
    effectiveAt: decision.effectiveAt,
    decisionId: decision.decisionId,
  });
  return isRefusal(amended) ? amended : true;
}

async function unchangedSince(bylaws: Bylaws, tx: Tx, payload: EffectPayload): Promise<true | Refusal> {
  const rule = await bylaws.ruleInForce(tx, String(payload.key));
  if ((rule?.version ?? 0) === payload.replacesVersion) return true;
  return new Refusal(
    'RULE_CHANGED_MEANWHILE',
    `The proposal was written against version ${String(payload.replacesVersion)} of this rule; version ${rule?.version ?? 0} is in force.`,
  );
}
