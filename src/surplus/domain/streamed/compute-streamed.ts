import type { Json } from '../../../shared/canonical-json.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { applyPreset } from '../apply-preset.js';
import { lossSection } from '../compute-sections.js';
import { allChecks, policyNamed, treesOf, worstOf, type SurplusResult } from '../compute-surplus.js';
import type { LossWaterfall } from '../loss-waterfall.js';
import { readInput, type SurplusInput } from '../input/read-input.js';
import type { Pool } from '../input/rule-schema.js';
import { sumOf } from '../origin.js';
import type { SurplusReason } from '../reasons.js';
import { sizeAlone } from '../waterfall-pools.js';
import { computeWaterfall } from '../waterfall.js';
import { Passes, type LineSink, type ParticipantSource, type TellPass } from './passes.js';
import { poolStreamed, weighStreamed, type StreamedPool, type StreamedWeights } from './streamed-pool.js';

/** A surplus whose lines went to the sink: its pools have none, and the snapshot is hashed by whoever keeps it. */
export type StreamedSurplus = Omit<SurplusResult, 'snapshot'>;
/** A rule that needs all participants at once; the caller computes by `computeSurplus`, never something else. */
export interface NotStreamable {
  readonly needs: string;
}

/**
 * A surplus shared among more people than are to be held at once: the same result, line by line, as `computeSurplus`
 * gives of the same policy and snapshot with its participants. `input` is the policy and the snapshot without them.
 * The lines come in the order of the source, in a last pass; a refusal comes before the first of them.
 */
export async function computeStreamed(
  input: { readonly policy: unknown; readonly snapshot: unknown },
  source: ParticipantSource,
  sink: LineSink,
  tell: TellPass = () => Promise.resolve(),
): Promise<StreamedSurplus | NotStreamable | Refusal<SurplusReason>> {
  const read = readInput(input);
  if (isRefusal(read)) return read;
  const applied = applyPreset(read.policy);
  if (isRefusal(applied)) return applied;
  const full: SurplusInput = { policy: applied.policy, snapshot: read.snapshot };
  const needs = whatNeedsEverybody(full);
  if (needs) return { needs };
  const passes = new Passes(full, source, tell);
  const done = await shareAll(full, passes);
  if (isRefusal(done) || 'needs' in done) return done;
  const counts = await passes.lines(done.pools, sink);
  const waterfall = computeWaterfall(full.policy.waterfall!, full.snapshot, ({ id }) => ({
    result: done.pools.get(id)!.result(),
    disputed: null,
  }));
  if (isRefusal(waterfall)) return waterfall;
  const checks = allChecks(full, applied.preset, waterfall, counts);
  const result = { waterfall, ...(done.loss ? { loss: done.loss } : {}) };
  return {
    policy: policyNamed(read.policy, input.policy as Json),
    verdict: worstOf(checks),
    checks,
    result,
    explain: treesOf(result),
  };
}

/** What of a policy and a snapshot cannot be streamed, as far as it can be told before anybody is looked at. */
export function needsEverybody(input: {
  readonly policy: unknown;
  readonly snapshot: unknown;
}): string | null {
  const read = readInput(input);
  if (isRefusal(read)) return null;
  const applied = applyPreset(read.policy);
  return isRefusal(applied) ? null : whatNeedsEverybody({ policy: applied.policy, snapshot: read.snapshot });
}

const onlyAtOnce = [
  'pools',
  'apportion',
  'forms',
  'rates',
  'redemption',
  'payments',
  'liquidity',
  'transferValue',
  'unclaimed',
  'disclosure',
  'produceShares',
  'capitalAccounts',
] as const;

/** The first rule that looks at all participants together, by name. */
function whatNeedsEverybody({ policy, snapshot }: SurplusInput): string | null {
  const part = onlyAtOnce.find((name) => policy[name] !== undefined);
  if (part) return `policy.${part}`;
  if (!policy.waterfall || !snapshot.result) return 'a waterfall and its result';
  if (snapshot.participants) return 'participants in the snapshot itself';
  if (snapshot.exits || snapshot.notices) return 'exits or notices';
  if (snapshot.disputes?.length) return 'open disputes';
  if (policy.waterfall.capitalInterest) return 'interest on capital';
  return policy.waterfall.pools?.some(({ method }) => method === 'levelling') ? 'levelling' : null;
}

type Shared = {
  readonly pools: ReadonlyMap<string, StreamedPool>;
  readonly loss: LossWaterfall | null;
};

/** Weights, then the size of every pool, then its sharing. What is refused is what a sharing at once would refuse. */
async function shareAll(
  full: SurplusInput,
  passes: Passes,
): Promise<Shared | NotStreamable | Refusal<SurplusReason>> {
  const policy = full.policy.waterfall!;
  const weights = await passes.run(policy.pools ?? [], weighStreamed, 'weighing');
  if (isRefusal(weights)) return weights;
  const sizes = new Map<Pool, bigint>();
  const outline = computeWaterfall(policy, full.snapshot, (pool, size) => {
    const known = passes.others();
    if (isRefusal(known)) return known;
    const weighed = weights.get(pool.id)!;
    if (isRefusal(weighed)) return weighed;
    sizes.set(pool, pool.size.declaredRate ? weighed.declaredSize : size);
    return sizeAlone({ ...pool, size: {} }, sizes.get(pool)!);
  });
  const losses = isRefusal(outline) ? 0n : (full.snapshot.loss ?? sumOf(outline.losses));
  if (losses > 0n && full.policy.loss?.some(({ to }) => to === 'members'))
    return { needs: 'a loss borne by members' };
  const shared = await passes.run(
    [...sizes.keys()],
    (pool) => poolStreamed(pool, sizes.get(pool)!, weights.get(pool.id) as StreamedWeights, passes.seed),
    'sharing',
  );
  if (isRefusal(shared)) return shared;
  const refused = [...shared.values()].find((one) => isRefusal(one));
  if (isRefusal(refused)) return refused;
  if (isRefusal(outline)) return outline;
  const loss = lossSection(full, outline);
  return isRefusal(loss) ? loss : { pools: shared as ReadonlyMap<string, StreamedPool>, loss };
}
