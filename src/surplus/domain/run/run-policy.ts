import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import { readExactJson } from '../../../shared/exact-json.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { isStorableJson } from '../../../shared/text.js';
import { applyPreset } from '../apply-preset.js';
import { policySchema, type Policy } from '../input/policy-schema.js';

/** Where interest on capital stands among the pools. */
export const interestPool = 'capitalInterest';

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
  const policy = readPolicy(value);
  return isRefusal(policy) || policy.full.waterfall || policy.full.loss
    ? policy
    : invalid('The policy has no waterfall: it says nothing of a surplus.');
}

/** By which bases each pool of a stored policy shares; of one that stricter rules no longer read, none. */
export function basesOfPools(text: Json): ReadonlyMap<string, readonly string[]> {
  const policy = readPolicy(text);
  const pools = isRefusal(policy) ? [] : (policy.full.waterfall?.pools ?? []);
  return new Map(pools.map(({ id, weighting }) => [id, [...weighting.bases.keys()]]));
}

/**
 * Every fault of a policy as a rule of the bylaws, by its path; empty when it is good. Such a rule may share a surplus
 * or a loss, or say only what is due on leaving, what capital is paid back, or what becomes of money that nobody claims.
 */
export function faultsOfBylawPolicy(value: unknown): readonly string[] {
  const policy = readPolicy(value);
  if (isRefusal(policy)) return policy.details.length > 0 ? policy.details : [policy.message];
  const { waterfall, loss, exit, redemption, unclaimed } = policy.full;
  return waterfall || loss || exit || redemption || unclaimed
    ? []
    : ['The policy has no waterfall, loss, exit, redemption or unclaimed: nothing would follow from it.'];
}

function readPolicy(value: unknown): RunPolicy | Refusal<'POLICY_INVALID'> {
  const problems: string[] = [];
  const policy = policySchema(value, 'policy', problems);
  if (problems.length > 0) return invalid('The policy is not written as the schema asks.', problems);
  const applied = applyPreset(policy);
  if (isRefusal(applied)) return invalid(applied.message, applied.details);
  const full = applied.policy;
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
  if (!isStorableJson(text)) return invalid('The policy holds a forbidden character.');
  const read = readExactJson(text);
  if ('problem' in read) return invalid('The policy is not JSON.', [read.problem]);
  if ('faults' in read) return invalid('The policy does not say one thing.', read.faults);
  return readRunPolicy(read.value);
}

const invalid = (message: string, details: readonly string[] = []): Refusal<'POLICY_INVALID'> =>
  new Refusal('POLICY_INVALID', message, details);
