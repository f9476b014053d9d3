import fc from 'fast-check';
import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const compute = (redemption: Fields, snapshot: Fields): Fields =>
  computePrinted({ redemption }, { seed: '2025', ...snapshot }).result;
const lot = (key: string, year: number, amount: number) => ({ key, year, amount });

describe('paying back capital', () => {
  it('revolves after five years (AHA, How Are Cooperatives Financed?, 1944)', () => {
    const { revolvingPlan } = compute(
      {
        method: 'revolving',
        targetCapital: 5_000_000,
        plan: { retainPerUnit: 1, unitsPerYear: 1_000_000, years: 6 },
      },
      {},
    );
    expect(revolvingPlan).toMatchObject({ retainedPerYear: '1000000', revolvingYears: 5 });
    expect(revolvingPlan.years[4]).toMatchObject({ redeemed: '0', capital: '5000000' });
    expect(revolvingPlan.years[5]).toMatchObject({
      redeemed: '1000000',
      redeemedYears: [1],
      capital: '5000000',
    });
  });

  it('pays the oldest year first, and the year that the money does not reach in proportion', () => {
    const { redemption } = compute(
      { method: 'revolving', budget: 1_500 },
      {
        lots: [
          lot('a', 2021, 600),
          lot('b', 2020, 400),
          lot('a', 2020, 600),
          lot('b', 2021, 400),
          lot('c', 2022, 9),
        ],
      },
    );
    expect(redemption.byYear).toEqual([
      { year: 2020, paid: '1000', left: '0' },
      { year: 2021, paid: '500', left: '500' },
      { year: 2022, paid: '0', left: '9' },
    ]);
    expect(redemption.lots.map((one: Fields) => one.paid)).toEqual(['300', '400', '600', '200', '0']);
  });

  it('pays in the order of request, and nothing that nobody asked for', () => {
    const { redemption } = compute(
      { method: 'byRequest', budget: 500 },
      {
        lots: [
          { ...lot('a', 2020, 300), requestedOn: '2025-03-01' },
          { ...lot('b', 2021, 400), requestedOn: '2025-02-01' },
          lot('c', 2010, 900),
        ],
      },
    );
    expect(redemption.lots.map((one: Fields) => one.paid)).toEqual(['100', '400', '0']);
  });

  it('calls what a base capital plan lacks and repays what is over', () => {
    const { baseCapitalPlan } = compute(
      { method: 'baseCapitalPlan', targetCapital: 1_000, basis: 'use', budget: 100, callRate: '1/3' },
      {
        participants: [
          { key: 'a', bases: { use: 50 }, balance: 700 },
          { key: 'b', bases: { use: 30 }, balance: 100 },
          { key: 'c', bases: { use: 20 }, balance: 250 },
        ],
      },
    );
    // Required 500, 300, 200: over by 200 and 50, lacking 200, of which a third is called, rounded up;
    // the budget of 100 goes 80 and 20.
    expect(baseCapitalPlan.lines.map((line: Fields) => [line.required, line.redeemed, line.called])).toEqual([
      ['500', '80', '0'],
      ['300', '0', '67'],
      ['200', '20', '0'],
    ]);
  });

  it('pays the lower of a budget and what the capital is above its target', () => {
    const paid = (budget: number, targetCapital: number) =>
      compute({ method: 'revolving', budget, targetCapital }, { lots: [lot('a', 2020, 1_000)] }).redemption
        .paid as string;
    expect([paid(300, 800), paid(100, 800)]).toEqual(['200', '100']);
  });

  it('breaks ties by whose the lots are, not by their place in the list', () => {
    const lots = ['a', 'b', 'c'].map((key) => lot(key, 2020, 100));
    const paid = (list: readonly Fields[]) => {
      const { redemption } = compute({ method: 'revolving', budget: 100 }, { lots: list });
      return new Map(redemption.lots.map((one: Fields) => [one.key as string, one.paid as string]));
    };
    expect(paid([...lots].reverse())).toEqual(paid(lots));
    const { redemption } = compute({ method: 'revolving', budget: 99 }, { lots });
    expect(redemption.lots.map((one: Fields) => one.lotDecided)).toEqual([false, false, false]);
  });

  it('needs a budget or a target', () => {
    expect(refusalReason({ redemption: { method: 'revolving' } }, { lots: [] })).toBe('MISSING_FIGURE');
  });

  it('never pays a younger year before an older one is wholly paid, nor more than the budget', () => {
    const lots = fc.array(fc.record({ year: fc.integer({ min: 2015, max: 2020 }), amount: fc.nat(1000) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(lots, fc.nat(8000), (list, budget) => {
        const { redemption } = compute(
          { method: 'revolving', budget },
          { lots: list.map(({ year, amount }, index) => lot(`m${index}`, year, amount)) },
        );
        const whole = list.reduce((sum, { amount }) => sum + amount, 0);
        expect(Number(redemption.paid)).toBe(Math.min(whole, budget));
        const years = redemption.byYear as Fields[];
        const firstOpen = years.findIndex(({ left }) => left !== '0');
        if (firstOpen >= 0) for (const { paid } of years.slice(firstOpen + 1)) expect(paid).toBe('0');
      }),
      cases(400),
    );
  });
});
