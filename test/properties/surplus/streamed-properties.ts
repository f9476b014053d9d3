import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { apportionByLargestRemainder, type Claim } from '../../../src/shared/largest-remainder.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { computeSurplus, printSurplus } from '../../../src/surplus/domain/compute-surplus.js';
import { toPlainJson } from '../../../src/surplus/domain/explain.js';
import { type Entitled } from '../../../src/surplus/domain/eligibility.js';
import { participantSchema, type Participant } from '../../../src/surplus/domain/input/snapshot-schema.js';
import { computeStreamed } from '../../../src/surplus/domain/streamed/compute-streamed.js';
import { apportionStreamed } from '../../../src/surplus/domain/streamed/streamed-apportionment.js';
import { type StreamedLine } from '../../../src/surplus/domain/streamed/passes.js';
import { type Fields } from '../../support/builders/surplus.js';
import { type Chance } from '../../support/generated-elections.js';
import { generatedSurplus } from '../../support/generated-surplus.js';
import { type CaseProperty } from '../case-property.js';

const read = (facts: Fields): Participant => participantSchema(facts, '', []);

/** The printed result as it would be with the lines and those left out taken away: what a streamed result has. */
function withoutLines(printed: string): unknown {
  const { snapshot: _, ...rest } = JSON.parse(printed) as Fields;
  for (const pool of rest.result.waterfall.pools as { result: Record<string, unknown> }[]) {
    pool.result.lines = [];
    pool.result.leftOut = [];
  }
  return rest;
}

/** Streamed in batches of one to three, the same year gives the same result and the same lines, or the same refusal. */
async function sameAsAtOnce(chance: Chance): Promise<boolean> {
  const { policy, snapshot } = generatedSurplus(chance, chance.oneIn(8) ? 40 : 9);
  const { participants, ...header } = snapshot;
  const people = (participants as Fields[]).map(read);
  const size = 1 + chance.below(3);
  const streamed: StreamedLine[] = [];
  const result = await computeStreamed(
    { policy, snapshot: header },
    {
      async *pass() {
        for (let from = 0; from < people.length; from += size) yield people.slice(from, from + size);
      },
    },
    async (lines) => void streamed.push(...lines),
  );
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
  for (const { result: pool } of atOnce.result.waterfall!.pools) {
    const own = streamed.filter((one) => one.pool === pool.id);
    strictEqual(
      JSON.stringify(toPlainJson(own.flatMap((one) => ('line' in one ? [one.line] : [])))),
      JSON.stringify(toPlainJson(pool.lines)),
    );
    deepStrictEqual(
      own.flatMap((one) => ('leftOut' in one ? [{ key: one.key, rule: one.leftOut }] : [])),
      pool.leftOut,
    );
  }
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
  const steps = apportionStreamed(total, totalWeight, 'seed', claimOf, 1 + chance.below(3));
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
    claim: 'comes out the same, to the byte, when its participants are seen a few at a time',
    check: sameAsAtOnce,
    meetsOneIn: 2,
  },
];
