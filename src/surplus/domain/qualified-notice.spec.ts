import { Ratio } from '../../shared/ratio.js';
import { computeSurplus } from './compute-surplus.js';
import { isRefusal } from '../../shared/refusal.js';
import { afterNotice } from './qualified-notice.js';

const rule = { minimumCash: Ratio.of(1n, 5n), consent: 'required' as const };
const parts = [
  { form: 'cash', amount: 20n },
  { form: 'retained', kind: 'qualified', amount: 80n },
];

describe('the notice of an allocation', () => {
  it('stays qualified with a fifth in money and consent on file', () =>
    expect(afterNotice(rule, { consent: true }, 100n, parts)).toEqual(parts));

  it.each([
    ['no consent on file', {}, 100n],
    ['consent taken back', { consent: false }, 100n],
    ['less than a fifth in money, rounded up', { consent: true }, 101n],
  ] as const)('is nonqualified with %s, and no amount changes', (_, facts, allocation) =>
    expect(afterNotice(rule, facts, allocation, parts)).toEqual([
      parts[0],
      { form: 'retained', kind: 'nonqualified', amount: 80n },
    ]),
  );

  it('is what the policy says where it retains nothing as qualified, or tests nothing', () => {
    const plain = [{ form: 'retained', amount: 80n }];
    expect(afterNotice(rule, {}, 100n, plain)).toBe(plain);
    expect(afterNotice(undefined, {}, 100n, parts)).toBe(parts);
  });

  it('of one member never changes that of another', () => {
    const computed = computeSurplus({
      policy: {
        id: 'patronage',
        preset: 'US-Subchapter-T',
        waterfall: {
          pools: [
            {
              ...{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } },
              forms: [
                { form: 'cash', rate: '20%', rounding: 'eachUp' },
                { form: 'retained', kind: 'qualified' },
              ],
            },
          ],
        },
      },
      snapshot: {
        ...{ currency: 'USD', seed: 's', result: { member: 1_000 } },
        participants: [
          { key: 'a', bases: { purchases: 6 }, consent: true },
          { key: 'b', bases: { purchases: 4 } },
        ],
      },
    });
    if (isRefusal(computed)) throw new Error(computed.message);
    const lines = computed.result.waterfall!.pools[0]!.result.lines;
    expect(lines.map(({ key, forms }) => [key, forms.map(({ kind, amount }) => [kind, amount])])).toEqual([
      [
        'a',
        [
          [undefined, 120n],
          ['qualified', 480n],
        ],
      ],
      [
        'b',
        [
          [undefined, 80n],
          ['nonqualified', 320n],
        ],
      ],
    ]);
  });
});
