import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';

const bought = [
  { key: 'a', bases: { purchases: '1250.50', pay: 100, hours: 1 } },
  { key: 'b', bases: { purchases: 40, pay: 300, hours: 1 } },
];
const computed = (pool: Fields, policy: Fields = {}, snapshot: Fields = {}): Fields =>
  computePrinted(
    {
      moneyBases: ['purchases', 'pay'],
      waterfall: { pools: [{ id: 'members', size: {}, weighting: { bases: { hours: 1 } }, ...pool }] },
      ...policy,
    },
    { seed: '2025', currency: 'EUR', result: { member: 10_000 }, participants: bought, ...snapshot },
  );
const linesOf = ({ result }: Fields) =>
  (result.waterfall.pools[0].result.lines as Fields[]).map(({ units }) => units as string);

describe('a basis that is kept in euros', () => {
  const refund = { size: { declaredRate: '2%' }, weighting: { bases: { purchases: 1 } } };

  it('gives two per cent of them, and not of as many cents', () => {
    expect(linesOf(computed(refund))).toEqual(['2501', '80']);
    expect(computed(refund).result.waterfall.pools[0].result.rate).toBe('1/50');
    expect(linesOf(computed(refund, { moneyBases: [] }))).toEqual(['25', '0']);
  });

  it('has as many minor units as its currency: none in yen, a thousand in dinars', () => {
    const large = (currency: string) =>
      linesOf(computed(refund, {}, { currency, result: { member: 100_000 } }));
    expect(large('JPY')).toEqual(['25', '0']);
    expect(large('TND')).toEqual(['25010', '800']);
    const policy = { moneyBases: ['purchases'], waterfall: { pools: [{ id: 'm', ...refund }] } };
    expect(refusalReason(policy, { result: { member: 1 }, participants: bought })).toBe('MISSING_FIGURE');
  });

  it('holds a refund at thirty per cent of pay, and a law’s check of it reads the same pay (Italy)', () => {
    const cap = { basis: 'pay', rate: '30%' };
    const balances = { equity: 30, debts: 100 };
    const italian = (pool: Fields) => computed(pool, { preset: 'IT' }, { balances });
    const outcome = ({ checks }: Fields) =>
      (checks as Fields[]).find(({ id }) => id === 'refund and pay')!.outcome as string;
    expect(linesOf(italian({ cap }))).toEqual(['3000', '3700']);
    expect(outcome(italian({ cap }))).toBe('pass');
    expect(outcome(italian({}))).toBe('warn');
  });

  it('compares a rate of refund with the rate of interest, both of money (Philippines)', () => {
    const interest = { stage: 'appropriation', rate: '2%', base: 'opening' };
    const outcome = (size: Fields) =>
      (
        computed(
          {},
          {
            preset: 'PH',
            waterfall: {
              capitalInterest: interest,
              pools: [{ id: 'refund', size, weighting: { bases: { purchases: 1 } } }],
            },
          },
        ).checks as Fields[]
      ).find(({ id }) => id === 'rate of refund')!.outcome as string;
    // At most 4%; of 1,290.50 bought, 50.00 is less and 80.00 more.
    expect([{ declaredRate: '3%' }, { amount: 5_000 }].map(outcome)).toEqual(['pass', 'pass']);
    expect([{ declaredRate: '5%' }, { amount: 8_000 }].map(outcome)).toEqual(['warn', 'warn']);
  });

  it('shares by parts of everybody as it would in cents', () => {
    const shared = { weighting: { bases: { purchases: '1/2', hours: '1/2' } } };
    expect(linesOf(computed(shared))).toEqual(linesOf(computed(shared, { moneyBases: [] })));
  });
});
