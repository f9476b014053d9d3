import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { apportionByLargestRemainder, type Claim } from '../../../src/shared/largest-remainder.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { computeSurplus } from '../../../src/surplus/domain/compute-surplus.js';
import { printSurplus } from '../../../src/surplus/domain/print-surplus.js';
import { toPlainJson } from '../../../src/surplus/domain/explain.js';
import { type Entitled } from '../../../src/surplus/domain/eligibility.js';
import type { PoolResult } from '../../../src/surplus/domain/pool.js';
import { computeStreamed } from '../../../src/surplus/domain/streamed/compute-streamed.js';
import { apportionStreamed } from '../../../src/surplus/domain/streamed/streamed-apportionment.js';
import { type StreamedLine } from '../../../src/surplus/domain/streamed/streamed-line.js';
import type { WaterfallPool } from '../../../src/surplus/domain/waterfall-pools.js';
import { type Fields } from '../../support/builders/surplus.js';
import { type Chance } from '../../support/generated-elections.js';
import { generatedSurplus } from '../../support/generated-surplus.js';
import { withDisputes, withInterest, withLevelling, withLoss } from '../../support/generated-years.js';
import { headerOf, inBatches } from '../../support/streamed-surplus.js';
import { type CaseProperty } from '../case-property.js';
import { DyingProcess, Killed } from './dying-process.js';

/** The printed result as it would be with the lines and those left out taken away: what a streamed result has. */
function withoutLines(printed: string): unknown {
  const { snapshot: _, ...rest } = JSON.parse(printed) as Fields;
  for (const { result, disputed } of rest.result.waterfall.pools as Record<string, Fields>[]) {
    Object.assign(result!, { lines: [], leftOut: [] });
    if (disputed) Object.assign(disputed, { least: {}, leastForms: {}, affected: [] });
  }
  for (const step of (rest.result.loss?.steps ?? []) as Record<string, unknown>[]) step.lines = [];
  const interest = rest.result.waterfall.capitalInterest as Record<string, unknown> | null;
  if (interest) interest.lines = [];
  return rest;
}

/** The lines of a pool as they came, beside those of the pool computed at once; nobody's where the fund takes it all. */
function sameLines(streamed: readonly StreamedLine[], { result: pool, disputed }: WaterfallPool): void {
  const own = streamed.flatMap((one) => ('pool' in one && one.pool === pool.id ? [one] : []));
  const lines = own.flatMap((one) => ('line' in one ? [one] : []));
  sameJson(
    lines.map(({ line }) => line),
    pool.lines,
  );
  sameJson(new Map(lines.map(({ key, least }) => [key, least])), leastOf(pool, disputed));
  deepStrictEqual(
    own.flatMap((one) => ('leftOut' in one ? [{ key: one.key, rule: one.leftOut }] : [])),
    pool.leftOut,
  );
  const listed = new Set(own.map(({ key }) => key));
  deepStrictEqual(
    own.flatMap(({ key, isAffected }) => (isAffected ? [key] : [])).sort(),
    (disputed?.affected ?? []).filter((key) => listed.has(key)),
  );
}

const leastOf = (pool: PoolResult, disputed: WaterfallPool['disputed']) =>
  new Map(pool.lines.map(({ key }) => [key, disputed ? disputed.leastForms.get(key) : null]));

const sameJson = (actual: unknown, expected: unknown): void =>
  strictEqual(JSON.stringify(toPlainJson(actual)), JSON.stringify(toPlainJson(expected)));

/** Streamed in batches of one to three, however often it dies, the same year gives the same result and lines, or the same refusal. */
async function sameAsAtOnce(chance: Chance): Promise<boolean> {
  const year = generatedSurplus(chance, chance.oneIn(8) ? 40 : 9);
  for (const more of [withInterest, withDisputes, withLevelling, withLoss])
    if (chance.oneIn(3)) more(chance, year);
  const { policy, snapshot } = year;
  const source = inBatches(snapshot, 1 + chance.below(3));
  const dying = new DyingProcess(chance);
  let result: Awaited<ReturnType<typeof computeStreamed>> | null = null;
  while (result === null)
    result = await computeStreamed(
      { policy, snapshot: headerOf(snapshot) },
      source,
      dying.sink,
      undefined,
      dying,
    ).catch((error: unknown) => {
      if (error instanceof Killed) return null;
      throw error;
    });
  const atOnce = computeSurplus({ policy, snapshot });
  if (isRefusal(atOnce) || isRefusal(result)) {
    deepStrictEqual({ ...(result as object) }, { ...(atOnce as object) });
    return false;
  }
  if ('needs' in result) throw new Error(`not streamed: ${result.needs}`);
  deepStrictEqual(
    withoutLines(printSurplus({ ...result, snapshot: { id: null, hash: '' } })),
    withoutLines(printSurplus(atOnce)),
  );
  const { waterfall, loss } = atOnce.result;
  for (const pool of waterfall!.pools) sameLines(dying.lines, pool);
  sameJson(
    dying.lines.flatMap((one) => ('interest' in one ? [one.interest] : [])),
    waterfall!.capitalInterest?.lines ?? [],
  );
  for (const { id, lines } of loss?.steps ?? [])
    sameJson(
      dying.lines.flatMap((one) => ('loss' in one && one.step === id ? [one.loss] : [])),
      lines,
    );
  return true;
}

/** The apportionment alone, with so few claims ordered at once that buckets and lots have to be divided. */
function apportionedAlike(chance: Chance): void {
  const most = chance.pick([1, 3, 1_000, 2 ** 31]);
  const claims = Array.from({ length: 1 + chance.below(60) }, (_, index) => ({
    key: `m${index}`,
    weight: BigInt(chance.below(most) + chance.below(2)) * (chance.oneIn(9) ? 10n ** 30n : 1n),
  }));
  const totalWeight = claims.reduce((sum, { weight }) => sum + weight, 0n);
  const total = totalWeight === 0n ? 0n : BigInt(chance.below(chance.oneIn(2) ? 70 : 1_000_000));
  const people = claims.map(({ key }) => ({ participant: { key }, timeFraction: Ratio.one }));
  const byKey = new Map(claims.map((claim) => [claim.key, claim]));
  const claimOf = ({ participant }: Entitled): Claim => byKey.get(participant.key)!;
  const draw = { seed: 'seed', ordered: 1 + chance.below(3), digits: 1 + chance.below(3) };
  const steps = apportionStreamed(total, totalWeight, draw, claimOf);
  let step = steps.next();
  while (!step.done) {
    for (const one of people) step.value(one);
    step = steps.next();
  }
  const apportioned = step.value;
  const { shares } = apportionByLargestRemainder(total, claims, 'seed');
  deepStrictEqual(
    claims.map((claim) => apportioned.shareOf(claim)),
    shares,
  );
  const [up, down] = [true, false].map((side) => shares.filter(({ roundedUp }) => roundedUp === side));
  for (const { remainder } of shares)
    strictEqual(
      apportioned.isDecidedByLot(remainder),
      remainder > 0n && [up!, down!].every((side) => side.some((one) => one.remainder === remainder)),
    );
}

export const STREAMED_PROPERTIES: readonly CaseProperty[] = [
  {
    method: 'apportioned',
    rule: 'an apportionment',
    claim: 'comes out the same when its claims are seen one after the other and few are ordered at once',
    check: apportionedAlike,
  },
  {
    method: 'streamed',
    rule: 'a surplus',
    claim:
      'comes out the same, to the byte, when its participants are seen a few at a time by processes that die',
    check: sameAsAtOnce,
    meetsOneIn: 2,
  },
];
