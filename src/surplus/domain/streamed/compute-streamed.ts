import type { Json } from '../../../shared/canonical-json.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { applyPreset } from '../apply-preset.js';
import { inMinorUnits } from '../money-bases.js';
import type { Check } from '../input/policy-schema.js';
import type { LineCountsOfChecks } from '../checks.js';
import {
  allChecks,
  checksOf,
  nothingToCompute,
  policyNamed,
  treesOf,
  worstOf,
  type SurplusResult,
} from '../compute-surplus.js';
import type { Entitled } from '../eligibility.js';
import { readInput, type SurplusInput } from '../input/read-input.js';
import { failuresOf } from '../line-checks.js';
import type { SurplusReason } from '../reasons.js';
import { keepingNothing, type Checkpoints } from './checkpoints.js';
import { Passes, Present, type LineSink, type ParticipantSource, type TellPass } from './passes.js';
import type { StreamedLine } from './streamed-line.js';
import { StreamedYear, type SettledYear } from './streamed-year.js';

/** A surplus whose lines went to the sink: its pools have none, and the snapshot is hashed by whoever keeps it. */
export type StreamedSurplus = Omit<SurplusResult, 'snapshot'>;
/** A part of a policy or a snapshot that only `computeSurplus` computes; a run never has one. */
export interface NotStreamable {
  readonly needs: string;
}

/**
 * A surplus shared among more people than are to be held at once: the same result, line by line, as `computeSurplus`
 * gives of the same policy and snapshot with its participants, while disputes are open too. `input` is the policy and
 * the snapshot without them. The lines come in the order of the source, in a last pass; a refusal comes before the
 * first of them.
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
  const preset = applyPreset(read.policy);
  const applied = isRefusal(preset) ? preset : inMinorUnits(preset, read.snapshot.currency);
  if (isRefusal(applied)) return applied;
  const full: SurplusInput = { policy: applied.policy, snapshot: read.snapshot };
  const needs = whatNeedsEverybody(full);
  if (needs) return { needs };
  if (!full.policy.waterfall || !full.snapshot.result) return nothingToCompute();
  const passes = new Passes(full.snapshot.period, source, tell, checkpoints);
  const year = new StreamedYear(full, source.people);
  const settled = await year.share(passes);
  if (isRefusal(settled)) return settled;
  const counts = await linesInPass(checksOf(applied), year, settled, passes, sink);
  const done = year.result();
  if (isRefusal(done)) return done;
  const { waterfall, loss } = done;
  const result = { waterfall, ...(loss ? { loss } : {}) };
  const checks = allChecks(full, applied.preset, result, counts);
  return {
    policy: policyNamed(read.policy, input.policy as Json),
    verdict: worstOf(checks),
    checks,
    result,
    explain: treesOf(result),
  };
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

/** The first part, by name, that looks at all participants together or has nothing to do with them. */
function whatNeedsEverybody({ policy, snapshot }: SurplusInput): string | null {
  const part = onlyAtOnce.find((name) => policy[name] !== undefined);
  if (part) return `policy.${part}`;
  if (snapshot.participants) return 'participants in the snapshot itself';
  if (snapshot.capital) return 'capital in the snapshot itself';
  if (snapshot.exits || snapshot.notices) return 'exits or notices';
  return snapshot.loss !== undefined && !(policy.waterfall && snapshot.result) ? 'a loss alone' : null;
}

/** The last pass: every line to the sink, and how many of them fail each check. */
async function linesInPass(
  checks: readonly Check[],
  year: StreamedYear,
  settled: SettledYear,
  passes: Passes,
  sink: LineSink,
): Promise<LineCountsOfChecks> {
  const seen = { failed: checks.map(() => 0), pools: year.seen };
  const count = (one: Entitled, lines: readonly StreamedLine[]): void => {
    const own = lines.flatMap((each) => ('line' in each ? [each.line] : []));
    const participant = one instanceof Present ? one.participant : null;
    for (const [at, check] of checks.entries())
      seen.failed[at]! += failuresOf(check, { participant, lines: own });
  };
  const { others, times } = year;
  await passes.lines(
    (one, capital) => {
      const lines = year.linesOf(one, capital, settled);
      count(one, lines);
      return lines;
    },
    { seen, others, times },
    sink,
  );
  return new Map(checks.map((check, at) => [check, seen.failed[at]!]));
}
