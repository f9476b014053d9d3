import type { Bylaws } from '../../membership/bylaws.js';
import { decisionKindOfKey, storedPolicy } from '../../membership/domain/decision-policy.js';
import { policyInWords } from '../../membership/domain/policy-in-words.js';
import type { RuleCheckers } from '../../membership/rule-checkers.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { databaseNow } from '../../platform/database/database-now.js';
import { textIn, type EffectPayload, type ProposalEffect } from '../proposal-effects.js';

/**
 * Adoption gives a rule of the bylaws a new version. `replacesVersion` is the version that the voters had before them:
 * when the rule has changed meanwhile, the effect is blocked rather than overwriting what another vote decided.
 */
export const amendRule = 'amend-rule';

export function amendRuleEffect(bylaws: Bylaws, checkers: RuleCheckers): ProposalEffect {
  return {
    kind: amendRule,
    decisionKind: 'bylaw-change',
    describe: (payload) => describeAmendment(checkers, payload),
    check: (tx, payload) => checkAmendment(bylaws, checkers, tx, payload),
    carryOut: (tx, viewer, decision) => carryOut(bylaws, tx, viewer, decision),
  };
}

function describeAmendment(checkers: RuleCheckers, payload: EffectPayload): string {
  const key = textIn(payload, 'key');
  const words =
    decisionKindOfKey(key) === null
      ? (checkers.of(key)?.inWords?.(payload.value, 'en') ?? [])
      : policyInWords(storedPolicy(payload.value));
  const change = payload.replacesVersion === 0 ? 'is new in the bylaws' : 'gets a new version';
  // The text binds, and goes into the bylaws as it is here; the sentences after it say what the values make of it.
  const text = `It reads: “${textIn(payload, 'text')}”`;
  return [`${textIn(payload, 'article')} (${key}) ${change}.`, text, ...words].join(' ');
}

/** A vote changes rules that somebody reads: those of decision, and those a module has said it reads. */
async function checkAmendment(
  bylaws: Bylaws,
  checkers: RuleCheckers,
  tx: Tx,
  payload: EffectPayload,
): Promise<true | Refusal> {
  const key = textIn(payload, 'key');
  if (decisionKindOfKey(key) === null && checkers.of(key) === null) {
    return new Refusal('UNKNOWN_RULE', 'Nobody reads a rule under this key, so a vote would change nothing.');
  }
  const unchanged = await unchangedSince(bylaws, tx, payload);
  if (unchanged !== true) return unchanged;
  return (await bylaws.check(tx, { ...draftOf(payload), effectiveAt: await databaseNow(tx) })) ?? true;
}

const draftOf = (payload: EffectPayload) => ({
  key: textIn(payload, 'key'),
  value: payload.value,
  article: textIn(payload, 'article'),
  text: textIn(payload, 'text'),
  language: textIn(payload, 'language'),
});

async function carryOut(
  bylaws: Bylaws,
  tx: Tx,
  viewer: Viewer,
  decision: { readonly decisionId: string; readonly payload: EffectPayload; readonly effectiveAt: Date },
): Promise<true | Refusal> {
  const { payload } = decision;
  const unchanged = await unchangedSince(bylaws, tx, payload);
  if (unchanged !== true) return unchanged;
  const { decisionId, effectiveAt } = decision;
  const amended = await bylaws.amendRule(tx, viewer, { ...draftOf(payload), effectiveAt, decisionId });
  return isRefusal(amended) ? amended : true;
}

async function unchangedSince(bylaws: Bylaws, tx: Tx, payload: EffectPayload): Promise<true | Refusal> {
  const rule = await bylaws.ruleInForce(tx, textIn(payload, 'key'));
  if ((rule?.version ?? 0) === payload.replacesVersion) return true;
  return new Refusal(
    'RULE_CHANGED_MEANWHILE',
    `The proposal was written against version ${textIn(payload, 'replacesVersion')} of this rule; version ${rule?.version ?? 0} is in force.`,
  );
}
