import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanLine, cleanText, isStorableJson } from '../../shared/text.js';
import {
  decisionKindOfKey,
  foundingKinds,
  parseDecisionPolicy,
  policyPrefix,
  type DecisionPolicy,
} from './decision-policy.js';
import { choosesAmongOptions, questionMethods } from './decision-rule.js';

/** A rule as somebody proposes it: its place, its value as data, its article and its words. */
export interface RuleDraft {
  readonly key: string;
  readonly value: unknown;
  readonly article: string;
  /** The wording that binds, in the language named (BCP 47). */
  readonly text: string;
  readonly language: string;
}

/** Why a rule cannot be taken into the bylaws. */
export const bylawReasons = {
  RULE_INVALID: 'The rule has no valid key, article, text, language or value; the details name each.',
  POLICY_INVALID: 'The value is not a rule of decision; the details name every fault.',
  BODY_UNKNOWN: 'The rule names a body that the cooperative does not have.',
  CLASS_UNKNOWN: 'The rule names a class of members that the cooperative does not have.',
  EFFECTIVE_TOO_EARLY: 'A later version would take force before an earlier one.',
} as const;
export type BylawReason = keyof typeof bylawReasons;

/** The most characters of a rule's value, unless whoever reads such rules takes more. */
const usualCharacters = 20_000;

/**
 * Reads a proposed rule. A key under `decision-policy/` names a kind of decision and its value is a complete policy;
 * any other key holds a plain object. Refuses `RULE_INVALID` or `POLICY_INVALID`, each fault named.
 */
export function checkRule(
  draft: RuleDraft,
  mostCharacters = usualCharacters,
): RuleDraft | Refusal<BylawReason> {
  const faults: string[] = [];
  const article = cleanLine(draft.article, 80);
  const text = cleanText(draft.text, 20_000);
  if (!isRuleKey(draft.key)) {
    faults.push(
      'key must be a path of small letters, digits and hyphens, like "decision-policy/resolution".',
    );
  } else if (draft.key.startsWith(policyPrefix) && decisionKindOfKey(draft.key) === null) {
    faults.push(`key: a kind of decision is one word after "${policyPrefix}", of at most 60 characters.`);
  }
  if (article === null) faults.push('article must be one line of at most 80 characters.');
  if (text === null) faults.push('text must be 1 to 20,000 characters.');
  if (!isLanguage(draft.language)) faults.push('language must be a language tag, like "en" or "pt-BR".');
  if (!isBoundedObject(draft.value, mostCharacters))
    faults.push(`value must be an object of at most ${mostCharacters.toLocaleString('en')} characters.`);
  if (faults.length > 0 || article === null || text === null) {
    return new Refusal('RULE_INVALID', `This rule cannot be taken into the bylaws: ${faults[0]}`, faults);
  }
  const kind = decisionKindOfKey(draft.key);
  const policy = kind === null ? null : parseDecisionPolicy(draft.value);
  if (isRefusal(policy)) return policy;
  if (policy && asksInsteadOfDoing(kind!, policy)) {
    return new Refusal('POLICY_INVALID', `Decisions of the kind ${kind} are put as one question.`, [
      `method: a ${kind} does what its text says, so it is decided by ${questionMethods.join(', ')}.`,
    ]);
  }
  return { key: draft.key, value: draft.value, article, text, language: draft.language };
}

/** Whether a rule of the bylaws can have this key. */
export const isRuleKey = (key: string): boolean =>
  key.length <= 120 && /^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(key);

/** Whether the text is a well-formed language tag. */
export function isLanguage(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const asksInsteadOfDoing = (kind: string, policy: DecisionPolicy): boolean =>
  (foundingKinds as readonly string[]).includes(kind) && choosesAmongOptions(policy.method);

function isBoundedObject(value: unknown, mostCharacters: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const text = JSON.stringify(value);
  return text.length <= mostCharacters && isStorableJson(text);
}
