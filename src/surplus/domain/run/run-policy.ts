import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { applyPreset } from '../apply-preset.js';
import { policySchema, type Policy } from '../input/policy-schema.js';

/** Where interest on capital stands among the pools, and what parts of a loss stand under. */
export const interestPool = 'capitalInterest';
export const lossPool = (step: string): string => `loss:${step}`;

export interface RunPolicy {
  /** As it was written: this is what is hashed and voted on. */
  readonly text: Json;
  readonly hash: string;
  /** With its preset applied: this is what is computed. */
  readonly full: Policy;
}
export const longestPolicy = 100_000;

/**
 * Reads a policy for a run: JSON in the documented schema, able to share a surplus or a loss. Refuses `POLICY_INVALID`
 * with every mistake by its path: malformed, an unknown preset, no waterfall, names that this system keeps for itself.
 */
export function readRunPolicy(value: unknown): RunPolicy | Refusal<'POLICY_INVALID'> {
  const problems: string[] = [];
  const policy = policySchema(value, 'policy', problems);
  if (problems.length > 0) return invalid('The policy is not written as the schema asks.', problems);
  const applied = applyPreset(policy);
  if (isRefusal(applied)) return invalid(applied.message, applied.details);
  const full = applied.policy;
  if (!full.waterfall && !full.loss)
    return invalid('The policy has no waterfall: it says nothing of a surplus.');
  const reserved = (full.waterfall?.pools ?? []).find(
    ({ id }) => id === interestPool || id.startsWith('loss:'),
  );
  if (reserved) return invalid(`The name ${reserved.id} is kept for interest and losses: rename the pool.`);
  const text = value as Json;
  return { text, hash: sha256(canonicalJson(text)), full };
}

/** Reads a policy from text that somebody wrote. */
export function readRunPolicyText(text: string): RunPolicy | Refusal<'POLICY_INVALID'> {
  if (text.length > longestPolicy) return invalid(`A policy has at most ${longestPolicy} characters.`);
  // The database can keep neither NUL nor half a surrogate pair.
  if (text.includes('\0') || /\\u0000|\\u[dD][89a-fA-F]/.test(text))
    return invalid('The policy holds a forbidden character.');
  try {
    return readRunPolicy(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return invalid('The policy is not JSON.', [error.message]);
    throw error;
  }
}

const invalid = (message: string, details: readonly string[] = []): Refusal<'POLICY_INVALID'> =>
  new Refusal('POLICY_INVALID', message, details);
