import fc from 'fast-check';
import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const split = (forms: readonly Fields[], snapshot: Fields): Fields =>
  computePrinted({ forms }, { seed: '2025', ...snapshot }).result.forms;
const partsOf = (result: Fields) =>
  Object.fromEntries(
    (result.lines as Fields[]).map(({ key, forms }) => [
      key,
      (forms as Fields[]).map((part) => `${part.form} ${part.amount}`),
    ]),
  );

describe('the form an allocation takes', () => {
  it('pays 40% in cash with the total exact (Habitat allocations of 12,000.00)', () => {
    const result = split(
      [
        { form: 'cash', rate: '0.40' },
        { form: 'retained', kind: 'qualified', year: 2025 },
      ],
      {
        allocations: [
          { key: 'alice', amount: 525_406 },
          { key: 'bob', amount: 389_189 },
          { key: 'carol', amount: 285_405 },
        ],
      },
    );
    expect(result.totals).toEqual({ cash: '480000', retained: '720000' });
    expect(partsOf(result)).toEqual({
      alice: ['cash 210162', 'retained 315244'],
      bob: ['cash 155676', 'retained 233513'],
      carol: ['cash 114162', 'retained 171243'],
    });
    expect(result.lines[0].forms[1]).toMatchObject({ kind: 'qualified', year: 2025 });
  });

  it('sets off debts, pays unpaid shares and withholds, in the order of the rule', () => {
    const result = split(
      [
        { form: 'setOff' },
        { form: 'unpaidShares' },
        { form: 'withholding', rate: '10%', rounding: 'eachHalfUp' },
        { form: 'cash', rate: '50%', of: 'remaining', rounding: 'eachUp' },
        { form: 'donated' },
      ],
      {
        allocations: [
          { key: 'a', amount: 1_001 },
          { key: 'b', amount: 300 },
        ],
        participants: [
          { key: 'a', debts: 100, unpaidShares: 200 },
          { key: 'b', debts: 250, unpaidShares: 200 },
        ],
      },
    );
    expect(partsOf(result)).toEqual({
      a: ['setOff 100', 'unpaidShares 200', 'withholding 100', 'cash 301', 'donated 300'],
      b: ['setOff 250', 'unpaidShares 50', 'withholding 0', 'cash 0', 'donated 0'],
    });
  });

  it('refuses a rule whose last form leaves something over', () => {
    const allocations = [{ key: 'a', amount: 1 }];
    expect(refusalReason({ forms: [{ form: 'cash', rate: '40%' }] }, { allocations })).toBe(
      'NOT_WHOLLY_COVERED',
    );
    expect(refusalReason({ forms: [{ form: 'setOff' }] }, { allocations })).toBe('NOT_WHOLLY_COVERED');
  });

  it('meets the 20% cash test of every member when rounded up for each', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 8 }), (amounts) => {
        const allocations = amounts.map((amount, index) => ({ key: `m${index}`, amount }));
        const result = split([{ form: 'cash', rate: '20%', rounding: 'eachUp' }, { form: 'retained' }], {
          allocations,
        });
        for (const { amount, forms } of result.lines as Fields[])
          expect(BigInt(forms[0].amount as string) * 5n >= BigInt(amount as string)).toBe(true);
      }),
      cases(300),
    );
  });
});
