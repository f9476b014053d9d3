import { isRefusal } from '../../../shared/refusal.js';
import { streamSurplus } from '../../../../test/support/streamed-surplus.js';
import { computeSurplus } from '../compute-surplus.js';
import type { LineInPool, LineOfLoss } from './streamed-line.js';

type Fields = Record<string, unknown>;
const pool = (over: Fields = {}): Fields => ({
  ...{ id: 'members', size: {}, weighting: { bases: { hours: 1 } }, fallbackFund: 'legal' },
  ...over,
});
const policy = (over: Fields = {}, rest: Fields = {}) => ({
  id: 'by hours',
  waterfall: { pools: [pool(over)] },
  ...rest,
});
const somebody = (key: string, hours: number, over: Fields = {}): Fields => ({
  key,
  bases: { hours },
  ...over,
});
const claim = (id: string, key: string, quantity: number): Fields => ({
  ...{ id, outcomes: [{ id: 'upheld', records: [{ key, basis: 'hours', quantity }] }] },
});
const year = (participants: readonly Fields[], over: Fields = {}) => ({
  ...{ currency: 'EUR', seed: '2025', result: { member: 1200 }, participants },
  ...over,
});
async function streamed(rules: Fields, snapshot: Fields) {
  const { result, lines } = await streamSurplus(rules, snapshot);
  if (isRefusal(result) || 'needs' in result) throw new Error(JSON.stringify(result));
  const inPool = lines.filter((one): one is LineInPool => 'line' in one);
  return { ...result.result, lines, inPool };
}
const leasts = (lines: readonly LineInPool[]) =>
  lines.map(({ key, line, least }) => [
    ...[key, line.units],
    least?.reduce((sum, { amount }) => sum + amount, 0n),
  ]);

describe('a surplus shared in passes while a record is disputed', () => {
  it('gives each their line as recorded, and the least that they get however the dispute ends', async () => {
    const two = year([somebody('a', 10), somebody('b', 20)], { disputes: [claim('d', 'a', 20)] });
    const { inPool, waterfall } = await streamed(policy(), two);
    // As recorded 400 and 800; upheld 600 and 600.
    expect(leasts(inPool)).toEqual([
      ['a', 400n, 400n],
      ['b', 800n, 600n],
    ]);
    expect(inPool.map(({ isAffected }) => isAffected)).toEqual([true, true]);
    expect(waterfall!.pools[0]!.disputed).toMatchObject({ held: 200n, size: 1200n, outcomesCompared: 2 });
  });

  it('compares every combination in which several disputes end', async () => {
    const disputes = [claim('d', 'a', 20), claim('e', 'b', 10)];
    const two = year([somebody('a', 10), somebody('b', 20)], { disputes });
    const { inPool, waterfall } = await streamed(policy(), two);
    // With both upheld 800 and 400, with the second alone 600 and 600.
    expect(leasts(inPool)).toEqual([
      ['a', 400n, 400n],
      ['b', 800n, 400n],
    ]);
    expect(waterfall!.pools[0]!.disputed).toMatchObject({ held: 400n, outcomesCompared: 4 });
  });

  it('takes for a declared rate what it comes to at most', async () => {
    const two = year([somebody('a', 10), somebody('b', 20)], { disputes: [claim('d', 'a', 25)] });
    const { waterfall } = await streamed(policy({ size: { declaredRate: '10' } }), two);
    expect(waterfall!.pools[0]).toMatchObject({
      result: { size: 300n },
      disputed: { size: 450n, held: 150n },
    });
    expect(waterfall!.undecided).toBe(750n);
  });

  it('shows somebody by the rule that leaves them out, though an ending would not', async () => {
    const eligibility = { minimumOfBasis: [{ basis: 'hours', atLeast: 15 }] };
    const two = year([somebody('a', 10), somebody('b', 20)], { disputes: [claim('d', 'a', 20)] });
    const { lines, inPool } = await streamed(policy({ eligibility }), two);
    expect(lines[0]).toMatchObject({ key: 'a', isAffected: true, leftOut: expect.stringContaining('least') });
    expect(leasts(inPool)).toEqual([['b', 1200n, 600n]]);
  });

  it('holds nothing of a pool that goes by another basis', async () => {
    const other = { id: 'd', outcomes: [{ id: 'x', records: [{ key: 'a', basis: 'sales', quantity: 1 }] }] };
    const { inPool, waterfall } = await streamed(policy(), year([somebody('a', 10)], { disputes: [other] }));
    expect(waterfall!.pools[0]!.disputed).toBeNull();
    expect(inPool[0]).toMatchObject({ least: null, isAffected: false });
  });

  it('is refused for a dispute about a stranger as it is at once', async () => {
    const one = year([somebody('a', 10)], { disputes: [claim('d', 'nobody', 1)] });
    const { result, lines } = await streamSurplus(policy(), one);
    expect(result).toEqual(computeSurplus({ policy: policy(), snapshot: one }));
    expect(result).toMatchObject({ reason: 'UNKNOWN_PARTICIPANT' });
    expect(lines).toEqual([]);
  });

  it('compares sixty-four ways for a million people, and refuses more with what can be done', async () => {
    const disputes = (count: number) =>
      Array.from({ length: count }, (_, at) => claim(`d${at}`, 'a', at + 1));
    const six = await streamSurplus(
      policy(),
      year([somebody('a', 10), somebody('b', 9)], { disputes: disputes(6) }),
      1_000_000,
    );
    expect(isRefusal(six.result)).toBe(false);
    const seven = await streamSurplus(
      policy(),
      year([somebody('a', 10)], { disputes: disputes(7) }),
      1_000_000,
    );
    expect(seven.result).toMatchObject({
      reason: 'TOO_MANY_OUTCOMES',
      message: '7 open disputes about members can end in 128 ways: too many to compare.',
      details: ['at most 64 can be; settle some of the disputes first, then compute again'],
    });
    const few = await streamSurplus(policy(), year([somebody('a', 10)], { disputes: disputes(10) }), 60_000);
    expect(isRefusal(few.result)).toBe(false);
  });
});

describe('a pool levelled in passes', () => {
  it('brings everybody to one level, and takes nothing back from who had more', async () => {
    const had = (key: string, received: number) => ({ key, bases: { hours: 1, received } });
    const { inPool } = await streamed(
      policy({ method: 'levelling' }),
      year([had('a', 0), had('b', 300), had('c', 3000)]),
    );
    // The level of all three is 1500; without c, who would have to give back, it is 750.
    expect(inPool.map(({ line }) => line.units)).toEqual([750n, 450n, 0n]);
    expect(inPool.map(({ line }) => line.levelling!.plain.toString())).toEqual(['1500', '1200', '-1500']);
  });

  it('gives nothing of nothing where nobody has a weight', async () => {
    const rules = policy({ method: 'levelling', size: { amount: 0 } });
    const nothing = year([somebody('a', 0)]);
    expect(isRefusal(computeSurplus({ policy: rules, snapshot: nothing }))).toBe(false);
    const { inPool } = await streamed(rules, nothing);
    expect(inPool.map(({ line }) => [line.units, line.levelling])).toEqual([[0n, undefined]]);
  });
});

describe('a loss that members bear, in passes', () => {
  const loss = (over: Fields = {}) => ({
    loss: [{ to: 'members', weighting: { bases: { hours: 1 } }, ...over }],
  });
  const losing = (participants: readonly Fields[]) =>
    year(participants, { result: { member: 0, extraordinary: -900 } });
  const borne = (lines: readonly object[]) =>
    lines
      .filter((one): one is LineOfLoss => 'loss' in one)
      .map(({ loss: { key, amount, owed } }) => [key, amount, owed]);

  it('is shared by activity, by the least that somebody is bound to where they did less', async () => {
    const people = [somebody('a', 10, { minimumActivity: 30, balance: 100 }), somebody('b', 60)];
    const { lines, loss: whole } = await streamed(policy({}, loss()), losing(people));
    expect(borne(lines)).toEqual([
      ['a', 300n, 200n],
      ['b', 600n, 0n],
    ]);
    expect(whole).toMatchObject({ loss: 900n, steps: [{ to: 'members', amount: 900n, lines: [] }] });
    expect(whole!.steps[0]!.node.output).toMatchObject({ members: 2 });
  });

  it('is borne by the others above a balance, and refused where all balances cannot bear it', async () => {
    const reallocate = policy({}, loss({ belowZero: 'reallocate' }));
    const people = (b: number) => [somebody('a', 10, { balance: 100 }), somebody('b', 10, { balance: b })];
    const { lines } = await streamed(reallocate, losing(people(800)));
    expect(borne(lines)).toEqual([
      ['a', 100n, 0n],
      ['b', 800n, 0n],
    ]);
    const { result } = await streamSurplus(reallocate, losing(people(799)));
    expect(result).toMatchObject({ reason: 'NOT_WHOLLY_COVERED' });
    expect(result).toEqual(computeSurplus({ policy: reallocate, snapshot: losing(people(799)) }));
  });
});
