import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { Json } from '../../../src/shared/canonical-json.js';
import { apportionByLargestRemainder, type Claim } from '../../../src/shared/largest-remainder.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { computeSurplus, printSurplus } from '../../../src/surplus/domain/compute-surplus.js';
import { toPlainJson } from '../../../src/surplus/domain/explain.js';
import { type Entitled } from '../../../src/surplus/domain/eligibility.js';
import {
  participantSchema,
  snapshotSchema,
  type CapitalBalance,
  type Participant,
} from '../../../src/surplus/domain/input/snapshot-schema.js';
import type { Checkpoints, KeptPass } from '../../../src/surplus/domain/streamed/checkpoints.js';
import { computeStreamed } from '../../../src/surplus/domain/streamed/compute-streamed.js';
import { apportionStreamed } from '../../../src/surplus/domain/streamed/streamed-apportionment.js';
import { type LineSink, type StreamedLine } from '../../../src/surplus/domain/streamed/passes.js';
import { type Fields } from '../../support/builders/surplus.js';
import { type Chance } from '../../support/generated-elections.js';
import { generatedSurplus } from '../../support/generated-surplus.js';
import { type CaseProperty } from '../case-property.js';

const read = (facts: Fields): Participant => participantSchema(facts, '', []);
const readCapital = (facts: Fields): CapitalBalance =>
  snapshotSchema({ capital: [facts] }, '', []).capital![0]!;

/** The printed result as it would be with the lines and those left out taken away: what a streamed result has. */
function withoutLines(printed: string): unknown {
  const { snapshot: _, ...rest } = JSON.parse(printed) as Fields;
  for (const pool of rest.result.waterfall.pools as { result: Record<string, unknown> }[]) {
    pool.result.lines = [];
    pool.result.leftOut = [];
  }
  const interest = rest.result.waterfall.capitalInterest as Record<string, unknown> | null;
  if (interest) interest.lines = [];
  return rest;
}

/** Interest on the capital that some of the participants have. */
function withInterest(chance: Chance, policy: Record<string, any>, snapshot: Record<string, any>): void {
  const people = snapshot.participants as Fields[];
  const day = (): string => `2024-${String(1 + chance.below(12)).padStart(2, '0')}-15`;
  snapshot.period ??= { from: '2024-01-01', to: '2024-12-31' };
  snapshot.capital = people
    .filter(() => chance.oneIn(2))
    .map(({ key }) => ({
      ...{ key, opening: chance.below(100_000) },
      movements: Array.from({ length: chance.below(3) }, () => ({
        on: day(),
        amount: chance.below(9_000) - 3_000,
      })),
    }));
  policy.waterfall.capitalInterest = {
    ...{ stage: chance.pick(['expense', 'appropriation']), rate: chance.pick(['1%', '3/70', '40%']) },
    ...{ base: chance.pick(['opening', 'timeWeighted']), shortfall: chance.pick(['reduce', 'refuse']) },
  };
}

/** Keeps what a computation says at every other batch, as JSON, and dies now and then, as a process that is killed. */
class DyingProcess implements Checkpoints {
  current: KeptPass | null = null;
  private readonly done = new Map<number, Json>();
  readonly lines: StreamedLine[] = [];
  private lives: number;
  constructor(private readonly chance: Chance) {
    this.lives = chance.oneIn(4) ? 1 + chance.below(6) : 0;
  }

  private mayDie(): void {
    if (this.lives > 0 && this.chance.oneIn(9)) {
      this.lives -= 1;
      throw new Killed();
    }
  }

  ended = (pass: number): Json | undefined => this.done.get(pass);

  async during(pass: number, after: string | null, seen: () => Json): Promise<void> {
    if (this.lives > 0 && this.chance.oneIn(2)) this.current = this.kept({ pass, after, seen: seen() });
    this.mayDie();
  }

  async end(pass: number, seen: () => Json): Promise<void> {
    this.mayDie();
    if (this.lives > 0) this.done.set(pass, this.kept(seen()));
    this.passes = pass;
  }
  private passes = 0;

  sink: LineSink = async (lines, { after, seen }) => {
    this.mayDie();
    this.lines.push(...lines);
    if (after !== null) this.current = this.kept({ pass: this.passes + 1, after, seen: seen() });
    if (after !== null) this.mayDie();
  };

  private kept<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
  }
}
class Killed extends Error {}

/** Streamed in batches of one to three, however often it dies, the same year gives the same result and lines, or the same refusal. */
async function sameAsAtOnce(chance: Chance): Promise<boolean> {
  const { policy, snapshot } = generatedSurplus(chance, chance.oneIn(8) ? 40 : 9);
  if (chance.oneIn(3)) withInterest(chance, policy, snapshot);
  const { participants, capital, ...header } = snapshot;
  const capitals = new Map(((capital ?? []) as Fields[]).map((one) => [one.key as string, readCapital(one)]));
  const people = (participants as Fields[]).map(read);
  const size = 1 + chance.below(3);
  const source = {
    async *pass(after: string | null) {
      const first = people.findIndex(({ key }) => key === after) + 1;
      for (let from = first; from < people.length; from += size)
        yield people
          .slice(from, from + size)
          .map((participant) => ({ participant, capital: capitals.get(participant.key) ?? null }));
    },
  };
  const dying = new DyingProcess(chance);
  let result: Awaited<ReturnType<typeof computeStreamed>> | null = null;
  while (result === null)
    result = await computeStreamed({ policy, snapshot: header }, source, dying.sink, undefined, dying).catch(
      (error: unknown) => {
        if (error instanceof Killed) return null;
        throw error;
      },
    );
  const streamed = dying.lines;
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
    const own = streamed.filter((one) => 'pool' in one && one.pool === pool.id);
    strictEqual(
      JSON.stringify(toPlainJson(own.flatMap((one) => ('line' in one ? [one.line] : [])))),
      JSON.stringify(toPlainJson(pool.lines)),
    );
    deepStrictEqual(
      own.flatMap((one) => ('leftOut' in one ? [{ key: one.key, rule: one.leftOut }] : [])),
      pool.leftOut,
    );
  }
  strictEqual(
    JSON.stringify(toPlainJson(streamed.flatMap((one) => ('interest' in one ? [one.interest] : [])))),
    JSON.stringify(toPlainJson(atOnce.result.waterfall!.capitalInterest?.lines ?? [])),
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
    claim:
      'comes out the same, to the byte, when its participants are seen a few at a time by processes that die',
    check: sameAsAtOnce,
    meetsOneIn: 2,
  },
];
