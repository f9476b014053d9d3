import fc from 'fast-check';
import { isRefusal } from '../../../shared/refusal.js';
import { cases } from '../../../../test/support/generated-cases.js';
import { computeRun, type RunOutcome } from '../run/run-outcome.js';
import { readRunPolicy } from '../run/run-policy.js';
import { contestedAccount } from '../run/run-postings.js';
import { freezeSnapshot, type FrozenSnapshot } from '../run/run-snapshot.js';
import { disputeForEngine, snapshotAfter, type ClaimedRecord } from './disputed-records.js';
import { releaseBetween, type Release } from './dispute-release.js';

const pool = { id: 'members', weighting: { bases: { purchases: 1 } } };
const policyText = {
  id: 'by purchases',
  waterfall: {
    appropriations: [{ id: 'reserve', kind: 'reserve', rate: '10%' }],
    pools: [
      {
        ...pool,
        size: {},
        forms: [{ form: 'cash', rate: '40%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
};
const keyOf = (place: number): string => `m00${place + 1}`;

function frozen(
  quantities: readonly number[],
  surplus: number,
  claims: readonly ClaimedRecord[],
): FrozenSnapshot {
  const snapshot = freezeSnapshot({
    ...{ id: 'run', currency: 'EUR', seed: 'drawn', period: { from: '2025-01-01', to: '2025-12-31' } },
    recordedResultMinor: BigInt(surplus),
    entered: { figures: {}, participants: {}, by: 'm001', at: '2026-01-01T00:00:00.000Z' },
    participants: quantities.map((quantity, place) => ({
      ...{ partyId: keyOf(place), key: keyOf(place), kind: 'member', class: null, joinedOn: '2020-01-01' },
      ...{ leftOn: null, diedOn: null, suspended: false, seniorityYears: 5, unpaidSharesMinor: 0n },
      bases: Object.fromEntries(quantity === 0 ? [] : [['purchases', String(quantity)]]),
    })),
    disputes: claims.map(disputeForEngine),
  });
  if (isRefusal(snapshot)) throw new Error(snapshot.message);
  return snapshot;
}
function compute(snapshot: FrozenSnapshot, text: object = policyText): RunOutcome {
  const policy = readRunPolicy(text);
  if (isRefusal(policy)) throw new Error(policy.message);
  const outcome = computeRun(snapshot, {
    ...{ periodId: 'period', year: 2025, policy, recordedResultMinor: null, isScenario: false },
    ...{ currency: 'EUR', corrects: null, hashVersion: 2 as const },
  });
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome;
}
const claim = (place: number, quantity: number): ClaimedRecord => ({
  ...{ disputeId: `d${place}`, key: keyOf(place), basis: 'purchases' },
  quantityMillionths: BigInt(quantity) * 1_000_000n,
});
/** Debits less credits of the entry that a release books. */
const sumOf = ({ forms, postings, fromSurplusMinor }: Release): bigint =>
  fromSurplusMinor +
  postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) -
  forms.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
const heldIn = ({ outcome }: RunOutcome): bigint =>
  (outcome.postings as { account: string; amountMinor: string | number }[])
    .filter(({ account }) => account === contestedAccount)
    .reduce((sum, { amountMinor }) => sum - BigInt(amountMinor), 0n);

describe('the end of a dispute', () => {
  const claims = [claim(0, 300)];
  const snapshot = frozen([200, 100, 100], 40_000, claims);

  it('that is upheld releases the claimed part to the claimant, who would have had it from the beginning', () => {
    const before = compute(snapshot);
    expect(before.lines.map(({ leastMinor }) => leastMinor)).toEqual([18_000n, 7_200n, 7_200n]);
    const release = releaseBetween(
      before,
      compute(snapshotAfter(snapshot, [{ disputeId: 'd0', upheld: claims[0]! }])),
    );
    expect(release.lines).toEqual([{ pool: 'members', key: 'm001', amountMinor: 3_600n }]);
    expect(release.forms.map(({ form, amountMinor }) => [form, amountMinor])).toEqual([
      ['cash', 1_440n],
      ['retained', 2_160n],
    ]);
    expect([release.releasedMinor, release.heldAfterMinor, sumOf(release)]).toEqual([3_600n, 0n, 0n]);
  });

  it('that leaves the record releases to everybody else what was kept from them', () => {
    const after = compute(snapshotAfter(snapshot, [{ disputeId: 'd0', upheld: null }]));
    const release = releaseBetween(compute(snapshot), after);
    expect(release.lines.map(({ key, amountMinor }) => [key, amountMinor])).toEqual([
      ['m002', 1_800n],
      ['m003', 1_800n],
    ]);
  });

  const situation = fc.record({
    quantities: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 7 }),
    surplus: fc.integer({ min: 100, max: 1_000_000 }),
    claimed: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 3 }),
    upheld: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  });
  const roundings = ['pool', 'eachUp', 'eachDown', 'eachHalfUp'] as const;
  it('takes nothing back from anybody in any form, however forms are rounded and small amounts are kept', () => {
    fc.assert(
      fc.property(
        situation,
        fc.constantFrom(...roundings),
        fc.integer({ min: 1, max: 99 }),
        fc.constantFrom(null, 'accumulate', 'donate', 'redistribute'),
        ({ quantities, surplus, claimed, upheld, order }, rounding, percent, below) => {
          const minimum = below === null ? {} : { minimum: { amount: 900, below } };
          const forms = [
            { form: 'withholding', rate: '7%', rounding },
            { form: 'cash', rate: `${percent}%`, rounding },
            { form: 'retained' },
          ];
          const text = { id: 'any', waterfall: { pools: [{ ...pool, size: {}, forms, ...minimum }] } };
          const disputed = claimed.map((quantity, place) => claim(place, quantity));
          const start = frozen([...quantities, 7], surplus, disputed);
          let before = compute(start, text);
          const ended: { disputeId: string; upheld: ClaimedRecord | null }[] = [];
          for (const place of order.filter((one) => one < disputed.length)) {
            ended.push({ disputeId: `d${place}`, upheld: upheld[place] ? disputed[place]! : null });
            const after = compute(snapshotAfter(start, ended), text);
            const release = releaseBetween(before, after);
            expect(release.forms.filter(({ amountMinor }) => amountMinor < 0n)).toEqual([]);
            expect(sumOf(release)).toBe(0n);
            before = after;
          }
          expect(heldIn(before)).toBe(0n);
          for (const line of before.lines) expect(line.leastMinor).toBe(line.amountMinor);
        },
      ),
      cases(60),
    );
  });

  it('in any order and any way releases exactly what was held, takes from nobody, and ends at the final lines', () => {
    fc.assert(
      fc.property(situation, ({ quantities, surplus, claimed, upheld, order }) => {
        const disputed = claimed.map((quantity, place) => claim(place, quantity));
        // Somebody must take part under every ending.
        const all = [...quantities, 7];
        const start = frozen(all, surplus, disputed);
        let before = compute(start);
        let held = heldIn(before);
        const ended: { disputeId: string; upheld: ClaimedRecord | null }[] = [];
        for (const place of order.filter((one) => one < disputed.length)) {
          ended.push({ disputeId: `d${place}`, upheld: upheld[place] ? disputed[place]! : null });
          const after = compute(snapshotAfter(start, ended));
          const release = releaseBetween(before, after);
          expect(sumOf(release)).toBe(0n);
          expect(release.lines.every(({ amountMinor }) => amountMinor > 0n)).toBe(true);
          held -= release.releasedMinor;
          expect(release.heldAfterMinor).toBe(held);
          before = after;
        }
        expect(held).toBe(0n);
        const final = disputed.reduce<readonly number[]>(
          (now, one, place) =>
            upheld[place] ? now.with(place, Number(one.quantityMillionths / 1_000_000n)) : now,
          all,
        );
        expect(before.lines.map(({ key, leastMinor }) => [key, leastMinor])).toEqual(
          compute(frozen(final, surplus, [])).lines.map(({ key, amountMinor }) => [key, amountMinor]),
        );
      }),
      cases(60),
    );
  });
});
