import fc from 'fast-check';
import type { ThresholdRule } from '../../../membership/domain/decision-rule.js';
import { Ratio } from '../../../shared/ratio.js';
import { overrulingOf } from './overruling.js';

const rule = (fraction: string, comparison: '>' | '>=', base: ThresholdRule['base']): ThresholdRule => ({
  fraction: Ratio.parse(fraction)!,
  comparison,
  base,
});
const votes = (count: number) => ({ people: BigInt(count), weightMillionths: BigInt(count) * 1_000_000n });
const decide = (of: ThresholdRule, notValid: number, valid: number, eligible = 10) =>
  overrulingOf(of, { valid: votes(valid), notValid: votes(notValid) }, BigInt(eligible) * 1_000_000n);

/** The hand-written table of the room's README. */
const table: readonly [string, ThresholdRule, number, number, boolean, string][] = [
  ['more than 1/2 of cast', rule('1/2', '>', 'cast'), 2, 1, true, '1500000'],
  ['more than 1/2 of cast', rule('1/2', '>', 'cast'), 1, 1, false, '1000000'],
  ['at least 3/4 of cast', rule('3/4', '>=', 'cast'), 3, 1, true, '3000000'],
  ['at least 3/4 of cast', rule('3/4', '>=', 'cast'), 5, 2, false, '5250000'],
  ['at least 3/4 of eligible', rule('3/4', '>=', 'eligible'), 7, 1, false, '7500000'],
  ['at least 3/4 of eligible', rule('3/4', '>=', 'eligible'), 8, 1, true, '7500000'],
  ['at least 0 of cast', rule('0', '>=', 'cast'), 0, 1, false, '0'],
];

describe('overruling an objection', () => {
  it.each(table)('%s, %#', (_words, of, notValid, valid, overruled, needed) => {
    const found = decide(of, notValid, valid);
    expect([found.overruled, found.needed.toString()]).toEqual([overruled, needed]);
  });

  it('shows what it compared, so that anyone can do it again', () => {
    expect(decide(rule('2/3', '>=', 'valid'), 4, 2)).toMatchObject({ of: 6_000_000n, overruled: true });
  });

  const fraction = fc.tuple(fc.bigInt(0n, 12n), fc.bigInt(1n, 12n)).filter(([of, whole]) => of <= whole);
  const anyRule = fc
    .tuple(
      fraction,
      fc.constantFrom('>' as const, '>=' as const),
      fc.constantFrom('cast' as const, 'valid' as const, 'eligible' as const),
    )
    .map(([[of, whole], comparison, base]) => ({ fraction: Ratio.of(of, whole), comparison, base }));
  const few = fc.integer({ min: 0, max: 20 });

  it('is never undone by one more voice against the objection, nor brought about by one for it', () => {
    fc.assert(
      fc.property(anyRule, few, few, (of, notValid, valid) => {
        const before = decide(of, notValid, valid, 60).overruled;
        if (before) expect(decide(of, notValid + 1, valid, 60).overruled).toBe(true);
        if (!before) expect(decide(of, notValid, valid + 1, 60).overruled).toBe(false);
      }),
    );
  });

  it('needs somebody to say so', () => {
    fc.assert(
      fc.property(anyRule, few, (of, valid) => expect(decide(of, 0, valid, 60).overruled).toBe(false)),
    );
  });
});
