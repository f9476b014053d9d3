import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { applyPreset } from '../apply-preset.js';
import { interestOnWhole, type PayInterest } from '../capital-interest.js';
import { lossSection } from '../compute-sections.js';
import { allChecks, policyNamed, treesOf, worstOf, type SurplusResult } from '../compute-surplus.js';
import type { LossWaterfall } from '../loss-waterfall.js';
import { reasonToLeaveOut } from '../eligibility.js';
import { readInput, type SurplusInput } from '../input/read-input.js';
import type { Pool } from '../input/rule-schema.js';
import type { CapitalBalance, Participant } from '../input/snapshot-schema.js';
import { sumOf } from '../origin.js';
import type { SurplusReason } from '../reasons.js';
import { sizeAlone } from '../waterfall-pools.js';
import { computeWaterfall } from '../waterfall.js';
import type { Waterfall } from '../waterfall-report.js';
import { keepingNothing, type Checkpoints } from './checkpoints.js';
import { Passes, type LineSink, type ParticipantSource, type StreamedLine, type TellPass } from './passes.js';
import type { StreamedApportionment } from './streamed-apportionment.js';
import { weighCapital, type StreamedCapital } from './streamed-interest.js';
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
  checkpoints: Checkpoints = keepingNothing,
): Promise<StreamedSurplus | NotStreamable | Refusal<SurplusReason>> {
  const read = readInput(input);
  if (isRefusal(read)) return read;
  const applied = applyPreset(read.policy);
  if (isRefusal(applied)) return applied;
  const full: SurplusInput = { policy: applied.policy, snapshot: read.snapshot };
  const needs = whatNeedsEverybody(full);
  if (needs) return { needs };
  const passes = new Passes(full, source, tell, checkpoints);
  const done = await shareAll(full, passes);
  if (isRefusal(done) || 'needs' in done) return done;
  const counts = await passes.lines(done.pools, sink, ({ capital }) => done.interestOf(capital ?? null));
  const waterfall = computeWaterfall(
    full.policy.waterfall!,
    full.snapshot,
    ({ id }) => ({ result: done.pools.get(id)!.result(), disputed: null }),
    payOn(done.capital),
  );
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
  if (snapshot.capital) return 'capital in the snapshot itself';
  if (snapshot.exits || snapshot.notices) return 'exits or notices';
  if (snapshot.disputes?.length) return 'open disputes';
  return policy.waterfall.pools?.some(({ method }) => method === 'levelling') ? 'levelling' : null;
}

interface Shared {
  readonly pools: ReadonlyMap<string, StreamedPool>;
  readonly loss: LossWaterfall | null;
  readonly capital: Capital;
  readonly interestOf: (capital: CapitalBalance | null) => StreamedLine | null;
}
type Capital = StreamedCapital | null | Refusal<SurplusReason>;

/** Interest on capital that has been weighed; its lines go to the sink. */
const payOn =
  (capital: Capital): PayInterest =>
  (rule, snapshot, limit) => {
    const whole = isRefusal(capital) ? capital : (capital?.whole ?? Ratio.zero);
    const interest = interestOnWhole(rule, snapshot, whole, limit);
    return isRefusal(interest) ? interest : { ...interest, lines: [] };
  };

/** No pool is called so. */
const interest = ' interest';

/** Weights, then the size of every pool and of the interest, then their sharing. What is refused is what a sharing at once would refuse. */
async function shareAll(
  full: SurplusInput,
  passes: Passes,
): Promise<Shared | NotStreamable | Refusal<SurplusReason>> {
  const policy = full.policy.waterfall!;
  const { period } = full.snapshot;
  const seesEntitled = (pool: Pool) => (one: Participant) =>
    reasonToLeaveOut(one, pool.eligibility ?? {}, period) === null;
  const everybody = (): boolean => true;
  const rule = policy.capitalInterest;
  const weighed = await passes.run<StreamedWeights | StreamedCapital | Refusal<SurplusReason>>(
    [
      ...(policy.pools ?? []).map((pool) => ({
        ...{ id: pool.id, sees: seesEntitled(pool), steps: weighStreamed(pool) },
      })),
      ...(rule ? [{ id: interest, sees: everybody, steps: weighCapital(rule, period) }] : []),
    ],
    'weighing',
  );
  if (isRefusal(weighed)) return weighed;
  const capital = (weighed.get(interest) ?? null) as Capital;
  const { sizes, outline } = sizesOf(full, passes, weighed, payOn(capital));
  const losses = isRefusal(outline) ? 0n : (full.snapshot.loss ?? sumOf(outline.losses));
  if (losses > 0n && full.policy.loss?.some(({ to }) => to === 'members'))
    return { needs: 'a loss borne by members' };
  const paid = isRefusal(outline) || isRefusal(capital) ? null : capital;
  const shared = await passes.run<StreamedPool | StreamedApportionment | Refusal<SurplusReason>>(
    [
      ...[...sizes].map(([pool, size]) => ({
        ...{ id: pool.id, sees: seesEntitled(pool) },
        steps: poolStreamed(pool, size, weighed.get(pool.id) as StreamedWeights, passes.seed),
      })),
      ...(paid
        ? [
            {
              ...{ id: interest, sees: everybody },
              steps: paid.share((outline as Waterfall).capitalInterest?.amount ?? 0n, passes.seed),
            },
          ]
        : []),
    ],
    'sharing',
  );
  if (isRefusal(shared)) return shared;
  const refused = [...shared.values()].find((one) => isRefusal(one));
  if (isRefusal(refused)) return refused;
  if (isRefusal(outline)) return outline;
  const loss = lossSection(full, outline);
  if (isRefusal(loss)) return loss;
  const pools = new Map([...shared].filter(([id]) => id !== interest) as (readonly [string, StreamedPool])[]);
  const apportioned = shared.get(interest) as StreamedApportionment | undefined;
  const whole = paid?.whole ?? Ratio.zero;
  const interestOf = (own: CapitalBalance | null): StreamedLine | null => {
    if (!own || !paid || !apportioned || !outline.capitalInterest) return null;
    const line = { key: own.key, base: paid.baseOf(own), amount: paid.amountOf(own, apportioned) };
    return { interest: line, whole, rate: outline.capitalInterest.rate };
  };
  return { pools, loss, capital, interestOf };
}

/** What every pool is of, found by the waterfall once weights are known. */
function sizesOf(
  full: SurplusInput,
  passes: Passes,
  weighed: ReadonlyMap<string, StreamedWeights | StreamedCapital | Refusal<SurplusReason>>,
  pay: PayInterest,
): { sizes: ReadonlyMap<Pool, bigint>; outline: Waterfall | Refusal<SurplusReason> } {
  const sizes = new Map<Pool, bigint>();
  const outline = computeWaterfall(
    full.policy.waterfall!,
    full.snapshot,
    (pool, size) => {
      const known = passes.others();
      if (isRefusal(known)) return known;
      const own = weighed.get(pool.id) as StreamedWeights | Refusal<SurplusReason>;
      if (isRefusal(own)) return own;
      sizes.set(pool, pool.size.declaredRate ? own.declaredSize : size);
      return sizeAlone({ ...pool, size: {} }, sizes.get(pool)!);
    },
    pay,
  );
  return { sizes, outline };
}
