import type { Refusal } from '../../shared/refusal.js';
import type { Policy } from './input/policy-schema.js';
import type { Appropriation, Pool } from './input/rule-schema.js';
import { presets } from './presets/catalogue.js';
import type { Preset } from './presets/preset.js';
import { refuse, type SurplusReason } from './reasons.js';

/** A policy with what its preset says besides, and the preset. */
export interface AppliedPolicy {
  readonly policy: Policy;
  readonly preset: Preset | null;
}

/**
 * A policy on top of its preset: what the policy says replaces what the preset says, field by field, and fund
 * by fund (by id) among the appropriations; funds of its own come after. So a bylaw can go beyond the law's
 * minimum, and the preset's checks tell when it stays below.
 */
export function applyPreset(policy: Policy): AppliedPolicy | Refusal<SurplusReason> {
  if (policy.preset === undefined) return { policy: withNotices(policy), preset: null };
  const preset = presets.get(policy.preset);
  if (!preset)
    return refuse('UNKNOWN_PRESET', `There is no preset "${policy.preset}".`, [
      `known: ${[...presets.keys()].join(', ')}`,
    ]);
  const own = policy.waterfall;
  const appropriations = mergeFunds(preset.waterfall.appropriations ?? [], own?.appropriations ?? []);
  const loss = policy.loss ?? preset.loss;
  const exit = policy.exit ?? preset.exit;
  return {
    preset,
    policy: withNotices({
      ...policy,
      waterfall: { ...preset.waterfall, ...own, appropriations },
      ...(loss ? { loss } : {}),
      ...(exit ? { exit } : {}),
      ...(preset.noticeMinimumCash && !policy.notices
        ? { notices: { minimumCash: preset.noticeMinimumCash, consent: 'required' } }
        : {}),
    }),
  };
}

/** Each pool knows how the notices of its allocations are tested. */
function withNotices(policy: Policy): Policy {
  const { waterfall, notices } = policy;
  if (!waterfall?.pools || !notices) return policy;
  const pools = waterfall.pools.map((pool): Pool => ({ ...pool, notice: notices }));
  return { ...policy, waterfall: { ...waterfall, pools } };
}

function mergeFunds(
  preset: readonly Appropriation[],
  own: readonly Appropriation[],
): readonly Appropriation[] {
  const replaced = new Map(own.map((fund) => [fund.id, fund]));
  const known = new Set(preset.map(({ id }) => id));
  return [...preset.map((fund) => replaced.get(fund.id) ?? fund), ...own.filter(({ id }) => !known.has(id))];
}
