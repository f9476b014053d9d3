import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { applyPreset, type AppliedPolicy } from './apply-preset.js';
import { choicesOffered, faultOfChoices } from './choices.js';
import { runChecks, type CheckOutcome, type LineCountsOfChecks } from './checks.js';
import { accountsSection, lossSection, sections } from './compute-sections.js';
import { checksOfClaims } from './line-checks.js';
import { checkExitDeductions } from './exit-checks.js';
import { checkLossAgainstPreset } from './loss-checks.js';
import { checkAgainstPreset } from './preset-checks.js';
import { checksOfBases, checksOfFigures, checksOfKinds, checksOfPools, ofLoss } from './record-checks.js';
import type { ExplainNode } from './explain.js';
import { inMinorUnits } from './money-bases.js';
import { readInput, type SurplusInput } from './input/read-input.js';
import type { Check, Policy } from './input/policy-schema.js';
import type { Preset } from './presets/preset.js';
import { refuse, type SurplusReason } from './reasons.js';

type Sections = {
  readonly [Name in keyof typeof sections]?: Exclude<ReturnType<(typeof sections)[Name]>, null | Refusal>;
} & {
  readonly loss?: Exclude<ReturnType<typeof lossSection>, null | Refusal>;
  readonly capitalAccounts?: Exclude<ReturnType<typeof accountsSection>, null | Refusal>;
};

export interface SurplusResult {
  readonly policy: {
    readonly id: string;
    readonly version: string;
    readonly preset: string | null;
    readonly hash: string;
  };
  readonly snapshot: { readonly id: string | null; readonly hash: string };
  /** The worst of the checks; a run that is blocked is not put to the vote. */
  readonly verdict: 'pass' | 'warn' | 'block';
  readonly checks: readonly CheckOutcome[];
  readonly result: Sections;
  readonly explain: readonly ExplainNode[];
}

/**
 * Computes everything a policy says of a frozen snapshot. `input` is any parsed JSON, `{policy, snapshot}`;
 * the format is documented in the module's README. The same input gives the same bytes: nothing else is
 * asked, neither clock nor chance (ties are broken by `snapshot.seed`).
 *
 * Refused: a malformed file (every mistake by path), figures that a rule needs and the snapshot lacks,
 * infeasible limits, steps that take more than there is, nobody to share with.
 */
export function computeSurplus(input: unknown): SurplusResult | Refusal<SurplusReason> {
  const read = readInput(input);
  if (isRefusal(read)) return read;
  const preset = applyPreset(read.policy);
  const applied = isRefusal(preset) ? preset : inMinorUnits(preset, read.snapshot.currency);
  if (isRefusal(applied)) return applied;
  const full: SurplusInput = { policy: applied.policy, snapshot: read.snapshot };
  const mischosen = choiceNotOffered(full);
  if (mischosen) return mischosen;
  const result = computeSections(full);
  if (isRefusal(result)) return result;
  if (Object.keys(result).length === 0) return nothingToCompute();
  const checks = allChecks(full, applied.preset, result);
  const { policy, snapshot } = input as { policy: Json; snapshot: Json };
  return {
    policy: policyNamed(read.policy, policy),
    snapshot: { id: read.snapshot.id ?? null, hash: sha256(canonicalJson(snapshot)) },
    verdict: worstOf(checks),
    checks,
    result,
    explain: treesOf(result),
  };
}

export const nothingToCompute = (): Refusal<SurplusReason> =>
  refuse('NOTHING_TO_COMPUTE', 'No rule of the policy finds its figures in the snapshot.');

/** What names a policy in a result. */
export const policyNamed = ({ id, version, preset }: Policy, text: Json): SurplusResult['policy'] => ({
  id,
  version: version ?? '1',
  preset: preset ?? null,
  hash: sha256(canonicalJson(text)),
});

function choiceNotOffered({ policy, snapshot }: SurplusInput): Refusal<SurplusReason> | null {
  const offered = choicesOffered(policy);
  for (const one of snapshot.participants ?? []) {
    const fault = faultOfChoices(one, offered);
    if (fault) return fault;
  }
  return null;
}

function computeSections(input: SurplusInput): Sections | Refusal<SurplusReason> {
  const done: Record<string, unknown> = {};
  for (const [name, compute] of Object.entries(sections)) {
    const answer = compute(input);
    if (isRefusal(answer)) return answer;
    if (answer !== null) done[name] = answer;
  }
  const result: Sections = done;
  const waterfall = result.waterfall ?? null;
  const loss = lossSection(input, waterfall);
  if (isRefusal(loss)) return loss;
  const accounts = accountsSection(input, [...(waterfall?.pools ?? []), ...(result.pools ?? [])], loss);
  if (isRefusal(accounts)) return accounts;
  return { ...result, ...(loss ? { loss } : {}), ...(accounts ? { capitalAccounts: accounts } : {}) };
}

/** The checks of a policy and of its preset. */
export const checksOf = ({ policy, preset }: AppliedPolicy): readonly Check[] => [
  ...(preset?.checks ?? []),
  ...(policy.checks ?? []),
  ...checksOfClaims(policy),
  ...checksOfBases(policy),
];

/**
 * A preset's checks bind once the cooperative recorded who checked this version of it; a check of an older text
 * binds no more. Its own rules bind always.
 */
export function allChecks(
  full: SurplusInput,
  preset: Preset | null,
  { waterfall, pools, loss }: Pick<Sections, 'waterfall' | 'pools' | 'loss'>,
  lineCounts?: LineCountsOfChecks,
): readonly CheckOutcome[] {
  const { policy, snapshot } = full;
  const enforced = preset !== null && policy.presetChecked?.lawVersionDate === preset.lawVersionDate;
  const besides = [
    ...(preset ? checkLossAgainstPreset(full, preset, loss ?? null, enforced) : []),
    ...(preset ? checkExitDeductions(policy, preset, enforced) : []),
    ...checksOfPools([...(waterfall?.pools ?? []), ...(pools ?? [])].map(({ result }) => result)),
    ...checksOfKinds(policy),
    ...checksOfFigures(waterfall ?? null, snapshot.currency),
  ];
  if (!waterfall) return [...runChecks(policy.checks ?? [], null, true), ...besides];
  const checked = { waterfall, policy, snapshot, lineCounts };
  const law = preset?.waterfall.appropriations;
  const ofBases = runChecks(checksOfBases(policy), checked, true).filter(
    ({ id, outcome }) => outcome !== 'pass' && (loss !== undefined || !id.startsWith(ofLoss)),
  );
  return [
    ...(preset ? runChecks(preset.checks, { ...checked, rules: law }, enforced) : []),
    ...(preset ? checkAgainstPreset(policy, preset, enforced) : []),
    ...runChecks(policy.checks ?? [], { ...checked, rules: policy.waterfall?.appropriations }, true),
    ...runChecks(checksOfClaims(policy), checked, true),
    ...besides,
    ...ofBases,
  ];
}

export const worstOf = (checks: readonly CheckOutcome[]): SurplusResult['verdict'] =>
  checks.some(({ outcome }) => outcome === 'block')
    ? 'block'
    : checks.some(({ outcome }) => outcome === 'warn')
      ? 'warn'
      : 'pass';

export const treesOf = ({
  waterfall,
  pools,
  loss,
  exits,
  redemption,
}: Partial<Sections>): readonly ExplainNode[] => [
  ...(waterfall ? [waterfall.node] : []),
  ...(pools ?? []).map((one) => one.result.node),
  ...(loss ? [loss.node] : []),
  ...(exits ?? []).map(({ node }) => node),
  ...(redemption ? [redemption.node] : []),
];
