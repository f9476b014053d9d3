import type { Bylaws } from '../../membership/bylaws.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Json } from '../../shared/canonical-json.js';
import { isRuleKey } from '../../membership/domain/bylaw-rule.js';
import { Refusal } from '../../shared/refusal.js';
import { isStorableJson } from '../../shared/text.js';

/** The policy that settles or pays back: a rule of the bylaws in force, or a text that is approved with what it does. */
export interface FoundPolicy {
  readonly value: { readonly [key: string]: Json };
  readonly key: string | null;
  readonly version: number | null;
}
export interface PolicyChoice {
  /** A rule of the bylaws, `surplus-policy/…`. */
  readonly policyKey?: string | null;
  /** The policy as JSON text, in the format that the surplus module documents. */
  readonly policy?: string | null;
}
const maxPolicyCharacters = 50_000;

/** One of the two, not both. Refuses POLICY_UNKNOWN. */
export async function findPolicy(
  tx: Tx,
  bylaws: Bylaws,
  choice: PolicyChoice,
): Promise<FoundPolicy | Refusal> {
  const { policyKey = null, policy = null } = choice;
  if ((policyKey === null) === (policy === null))
    return new Refusal(
      'POLICY_UNKNOWN',
      'Name a rule of the bylaws, or give the policy as text: one of the two.',
    );
  if (policyKey === null) return policyOfText(policy!);
  const rule = policyKey.startsWith('surplus-policy/') ? await bylaws.ruleInForce(tx, policyKey) : null;
  if (rule === null)
    return new Refusal(
      'POLICY_UNKNOWN',
      `The bylaws in force have no rule ${isRuleKey(policyKey) ? policyKey : 'of this name'}.`,
    );
  return { value: rule.value as FoundPolicy['value'], key: rule.key, version: rule.version };
}

function policyOfText(text: string): FoundPolicy | Refusal {
  try {
    const isKept = text.length <= maxPolicyCharacters && isStorableJson(text);
    const value: unknown = isKept ? JSON.parse(text) : null;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as FoundPolicy['value'], key: null, version: null };
  } catch {
    // Falls through to the refusal: it is no JSON.
  }
  return new Refusal(
    'POLICY_UNKNOWN',
    `The policy is a JSON object of at most ${maxPolicyCharacters} characters that can be kept, in the format of the surplus module.`,
  );
}

/** The fields of a policy that one computation reads, under its name; what belongs to others stays out of its hash. */
export function policyFor(found: FoundPolicy, fields: readonly string[]): { readonly [key: string]: Json } {
  const kept = ['id', 'version', 'preset', 'presetChecked', ...fields];
  const own = Object.fromEntries(Object.entries(found.value).filter(([name]) => kept.includes(name)));
  return { id: found.key ?? 'policy', ...own };
}
