import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import { Ratio } from '../../shared/ratio.js';
import { computeDisputedPool, computeWithOutcomes, releaseHeld, type DisputedPool } from './disputes.js';
import type { Dispute, Participant } from './input/snapshot-schema.js';
import type { PoolInput } from './pool.js';
import { cases } from '../../../test/support/generated-cases.js';

const hours = (key: string, quantity: number): Participant => ({
  key,
  bases: new Map([['hours', Ratio.of(BigInt(quantity))]]),
});
const claim = (id: string, key: string, quantity: number): Dispute => ({
  id,
  outcomes: [{ id: 'upheld', records: [{ key, basis: 'hours', quantity: Ratio.of(BigInt(quantity)) }] }],
});
const input = (size: bigint, participants: readonly Participant[]): PoolInput => ({
  pool: {
    id: 'members',
    size: {},
    weighting: { bases: new Map([['hours', Ratio.one]]) },
    fallbackFund: 'reserve',
  },
  size,
  participants,
  seed: '2025',
});
function answered<T>(answer: T): Exclude<T, { reason: string }> {
  if (isRefusal(answer)) throw new Error(answer.message);
  return answer as Exclude<T, { reason: string }>;
}
const sum = (values: Iterable<bigint>) => [...values].reduce((total, value) => total + value, 0n);
const posted = ({ least, fundLeast }: DisputedPool) => sum(least.values()) + fundLeast;

describe('a pool with a disputed record', () => {
  it('posts the least that each can get and holds the rest', () => {
    const run = input(1200n, [hours('a', 10), hours('b', 20)]);
    const disputed = answered(computeDisputedPool(run, [claim('d1', 'a', 20)]));
    // As recorded 400 and 800; upheld 600 and 600.
    expect([...disputed.least]).toEqual([
      ['a', 400n],
      ['b', 600n],
    ]);
    expect(disputed.held).toBe(200n);
    expect(disputed.affected).toEqual(['a', 'b']);
  });

  it('releases exactly what was held, whichever way the dispute ends', () => {
    const run = input(1200n, [hours('a', 10), hours('b', 20)]);
    const disputes = [claim('d1', 'a', 20)];
    const disputed = answered(computeDisputedPool(run, disputes));
    const rejected = answered(releaseHeld(run, disputes, disputed, new Map()));
    const upheld = answered(releaseHeld(run, disputes, disputed, new Map([['d1', 'upheld']])));
    expect([...rejected.lines]).toEqual([
      ['a', 0n],
      ['b', 200n],
    ]);
    expect([...upheld.lines]).toEqual([
      ['a', 200n],
      ['b', 0n],
    ]);
  });

  it('holds nothing when the disputed basis has no weight in the pool', () => {
    const run = input(1200n, [hours('a', 10), hours('b', 20)]);
    const other: Dispute = {
      id: 'd',
      outcomes: [{ id: 'x', records: [{ key: 'a', basis: 'sales', quantity: Ratio.one }] }],
    };
    expect(answered(computeDisputedPool(run, [other]))).toMatchObject({ held: 0n, outcomesCompared: 1 });
  });

  it('refuses a dispute about a stranger, and more endings than can be compared', () => {
    const run = input(100n, [hours('a', 1)]);
    const stranger = computeDisputedPool(run, [claim('d', 'nobody', 1)]);
    expect(isRefusal(stranger) && stranger.reason).toBe('UNKNOWN_PARTICIPANT');
    const many = Array.from({ length: 25 }, (_, index) => claim(`d${index}`, 'a', index));
    const tooMany = computeDisputedPool(run, many);
    expect(isRefusal(tooMany) && tooMany.reason).toBe('TOO_MANY_OUTCOMES');
  });

  it('sums to the pool, releases nothing negative and reaches the final lines', () => {
    const people = fc.array(fc.nat(50), { minLength: 2, maxLength: 5 });
    const claims = fc.array(fc.tuple(fc.nat(1), fc.nat(50), fc.boolean()), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), people, claims, (size, list, made) => {
        const run = input(
          size,
          list.map((quantity, index) => hours(`m${index}`, quantity)),
        );
        const disputes = made.map(([who, quantity], index) => claim(`d${index}`, `m${who}`, quantity));
        const decided = new Map(
          made.flatMap(([, , upheld], index) => (upheld ? [[`d${index}`, 'upheld'] as const] : [])),
        );
        const disputed = answered(computeDisputedPool(run, disputes));
        expect(posted(disputed) + disputed.held).toBe(size);
        const released = answered(releaseHeld(run, disputes, disputed, decided));
        expect(sum(released.lines.values()) + released.toFund).toBe(disputed.held);
        for (const amount of [...released.lines.values(), released.toFund]) expect(amount >= 0n).toBe(true);
        const final = answered(computeWithOutcomes(run, disputes, decided));
        for (const { key, units } of final.lines)
          expect((disputed.least.get(key) ?? 0n) + released.lines.get(key)!).toBe(units);
      }),
      cases(500),
    );
  });
});
