import fc from 'fast-check';
import {
  computePrinted,
  refusalReason,
  unitsOf,
  withBasis,
  type Fields,
} from '../../../test/support/builders/surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const waterfall = (policy: Fields, snapshot: Fields): Fields =>
  computePrinted({ waterfall: policy }, { seed: '2025', ...snapshot }).result.waterfall;
const sumOf = (values: readonly string[]) => values.reduce((sum, value) => sum + BigInt(value), 0n);

describe('the waterfall of a surplus', () => {
  it('takes old losses, oldest first, then restores reserves, then funds, then pools', () => {
    const flow = waterfall(
      {
        appropriations: [{ id: 'legal', kind: 'reserve', mandatory: true, rate: '10%' }],
        pools: [{ id: 'members', size: {}, weighting: { bases: { hours: 1 } } }],
      },
      {
        result: { member: 100_000 },
        oldLosses: [
          { year: 2024, amount: 3_000 },
          { year: 2022, amount: 2_000 },
          { year: 2010, amount: 9_000, expiresOn: '2017-12-31' },
        ],
        period: { from: '2025-01-01', to: '2025-12-31' },
        restore: [{ fund: 'legal', amount: 5_000 }],
        participants: withBasis('hours', { a: 1, b: 2 }),
      },
    );
    expect(flow.oldLosses.absorbed).toEqual([
      { year: 2022, amount: '2000' },
      { year: 2024, amount: '3000' },
    ]);
    // What ran out in 2017 is set off no more, and is named: members may have to pay it.
    expect(flow.oldLosses.expired).toEqual([{ year: 2010, amount: '9000' }]);
    expect(flow.base).toBe('90000');
    expect(flow.funds).toEqual({ legal: '14000' });
    expect(unitsOf(flow.pools[0])).toEqual({ a: '27000', b: '54000' });
    expect(flow.entries.map((entry: Fields) => `${entry.id} ${entry.amount} ${entry.ofSurplus}`)).toEqual([
      'old loss 2022 2000 1/50',
      'old loss 2024 3000 3/100',
      'legal 5000 1/20',
      'tax 0 0',
      'legal 9000 9/100',
      'members 81000 81/100',
      'undecided 0 0',
    ]);
  });

  it('stops a reserve at its target and sends the rest where the rule says', () => {
    const rule = {
      id: 'legal',
      kind: 'reserve',
      mandatory: true,
      rate: '15%',
      stop: { balance: 'legal', target: 1, of: 'shareCapital', thenTo: 'development' },
    };
    const flow = waterfall(
      { appropriations: [rule] },
      { result: { member: 100_000 }, balances: { legal: 40_000, shareCapital: 50_000 } },
    );
    expect(flow.funds).toEqual({ legal: '10000', development: '5000' });
    expect(flow.undecided).toBe('85000');
  });

  it('pays no interest out of a gain of one origin while another lost more', () => {
    const year = (stage: string, extraordinary: number) =>
      waterfall(
        { capitalInterest: { stage, rate: '50%', base: 'opening' } },
        { result: { member: -1_000, extraordinary }, capital: [{ key: 'a', opening: 1_000 }] },
      ).capitalInterest.amount as string;
    expect(['expense', 'appropriation'].map((stage) => year(stage, 900))).toEqual(['0', '0']);
    expect(['expense', 'appropriation'].map((stage) => year(stage, 1_200))).toEqual(['200', '200']);
  });

  it('rounds a part of a pool up where it is a least part, as far as there is anything left', () => {
    const sizes = (member: number) =>
      waterfall(
        {
          appropriations: [{ id: 'legal', kind: 'reserve', mandatory: true, rate: '75%' }],
          pools: [
            {
              id: 'employees',
              size: { rate: '25%', of: 'base', rounding: 'up' },
              weighting: { bases: { pay: 1 } },
            },
          ],
        },
        { result: { member } },
      ).entries.map(({ id, amount }: Fields) => `${id} ${amount}`) as string[];
    expect(sizes(9)).toEqual(['tax 0', 'legal 7', 'employees 2', 'undecided 0']);
    expect(sizes(12)).toEqual(['tax 0', 'legal 9', 'employees 3', 'undecided 0']);
  });

  it('pays capital interest by days, within a cap, and at most what a pool gets', () => {
    const policy = {
      capitalInterest: {
        stage: 'appropriation',
        rate: '10%',
        cap: { named: 'legalInterest', plus: '6%' },
        base: 'timeWeighted',
        notAbove: [{ funds: ['members'] }],
      },
      pools: [{ id: 'members', size: { amount: 1_000 }, weighting: { bases: { hours: 1 } } }],
    };
    const snapshot = {
      result: { member: 50_000 },
      period: { from: '2025-01-01', to: '2025-12-31' },
      rates: { legalInterest: '3.25%' },
      capital: [
        { key: 'a', opening: 10_000 },
        { key: 'b', opening: 0, movements: [{ on: '2025-10-20', amount: 50_000 }] },
      ],
      participants: withBasis('hours', { a: 1, b: 1 }),
    };
    // 9.25% of 10,000 and of 50,000 × 73/365 = 10,000 is 1,850 in all: held at the pool's 1,000.
    const { capitalInterest } = waterfall(policy, snapshot);
    expect(capitalInterest).toMatchObject({
      rate: '37/400',
      rateHeldAtCap: true,
      fullAmount: '1850',
      amount: '1000',
    });
    expect(capitalInterest.lines.map((line: Fields) => line.amount)).toEqual(['500', '500']);
  });

  it('keeps the loss of one origin apart unless the policy nets', () => {
    const result = { member: 1_000, nonMember: -300 };
    expect(waterfall({}, { result })).toMatchObject({ surplus: '1000', losses: { nonMember: '300' } });
    expect(waterfall({ origin: { method: 'direct', netUnits: true } }, { result })).toMatchObject({
      surplus: '700',
      losses: { nonMember: '0' },
    });
  });

  it('keeps the loss of an allocation unit apart unless the policy nets (IRC 1388 j)', () => {
    const result = {
      member: 500,
      units: [
        { id: 'grain', amount: 1_000 },
        { id: 'fuel', amount: -300 },
      ],
    };
    expect(waterfall({}, { result })).toMatchObject({ surplus: '1500', losses: { member: '300' } });
    expect(waterfall({ origin: { method: 'direct', netUnits: true } }, { result })).toMatchObject({
      surplus: '1200',
      losses: { member: '0' },
    });
  });

  it('gives pools a size alone before anybody is listed, unless there are disputes about somebody', () => {
    const policy = { pools: [{ id: 'members', size: {}, weighting: { bases: { hours: 1 } } }] };
    const flow = waterfall(policy, { result: { member: 100 } });
    expect(flow.pools[0].result).toMatchObject({ size: '100', lines: [], totals: { notYetShared: '100' } });
    const records = [{ key: 'a', basis: 'hours', quantity: 1 }];
    const disputes = [{ id: 'd', outcomes: [{ id: 'upheld', records }] }];
    expect(refusalReason({ waterfall: policy }, { result: { member: 100 }, disputes })).toBe(
      'UNKNOWN_PARTICIPANT',
    );
  });

  it('refuses a result that says nothing, and amounts that the method would leave aside', () => {
    const refused = (result: Fields, method?: string) =>
      refusalReason({ waterfall: method ? { origin: { method } } : {} }, { result });
    expect(refused({})).toBe('MISSING_FIGURE');
    expect(refused({ total: 100, member: 60, nonMember: 30 })).toBe('PARTS_EXCEED_WHOLE');
    expect(refused({ total: 100, member: 60, memberUnits: 1, totalUnits: 2 }, 'unitRatio')).toBe(
      'PARTS_EXCEED_WHOLE',
    );
    expect(refused({ total: 100, nonMember: 40 }, 'none')).toBe('PARTS_EXCEED_WHOLE');
    expect(refused({ member: 100, memberUnits: 1, totalUnits: 2 }, 'direct')).toBe('PARTS_EXCEED_WHOLE');
  });

  it('counts what the same year has restored to a reserve, or given it, when it stops', () => {
    const stop = { balance: 'legal', target: 1, of: 'capital' };
    const part = (id: string) => ({ id, fund: 'legal', kind: 'reserve', mandatory: true, rate: '10%', stop });
    const flow = waterfall(
      { appropriations: [part('first'), part('second')] },
      {
        result: { member: 1_020 },
        restore: [{ fund: 'legal', amount: 20 }],
        balances: { legal: 850, capital: 1_000 },
      },
    );
    // 1,000 − 850 − 20 leaves 130: a tenth of 1,000, then 30.
    expect(flow.funds).toEqual({ legal: '150' });
    expect(flow.appropriations.map((one: Fields) => one.amount)).toEqual(['100', '30']);
  });

  it('shares all of it among three funds though each third is rounded up', () => {
    const third = (id: string) => ({ id, kind: 'reserve', mandatory: true, rate: '1/3' });
    const flow = waterfall({ appropriations: ['a', 'b', 'c'].map(third) }, { result: { member: 100 } });
    expect(flow.funds).toEqual({ a: '34', b: '34', c: '32' });
  });

  it('gives a loss year and a zero year a result too', () => {
    expect(waterfall({}, { result: { member: -500 } })).toMatchObject({
      surplus: '0',
      losses: { member: '500' },
    });
    expect(waterfall({}, { result: { member: 0 } })).toMatchObject({ surplus: '0', undecided: '0' });
  });

  it('refuses steps that together take more than there is, and balances nobody froze', () => {
    const fund = (id: string, rate: string) => ({ id, kind: 'reserve', mandatory: true, rate });
    const result = { member: 100 };
    expect(
      refusalReason({ waterfall: { appropriations: [fund('a', '60%'), fund('b', '50%')] } }, { result }),
    ).toBe('MORE_THAN_THERE_IS');
    expect(refusalReason({ waterfall: {} }, { result, tax: 101 })).toBe('MORE_THAN_THERE_IS');
    const stopped = { ...fund('a', '10%'), stop: { balance: 'a', target: 1, of: 'capital' } };
    expect(refusalReason({ waterfall: { appropriations: [stopped] } }, { result })).toBe('UNKNOWN_BALANCE');
  });

  it('conserves at every level: entries sum to the surplus, lines to their pool', () => {
    const percent = fc.integer({ min: 0, max: 20 }).map((value) => `${value}%`);
    const amounts = fc.record({
      member: fc.nat(10_000_000),
      nonMember: fc.nat(1_000_000),
      extraordinary: fc.nat(1_000_000),
    });
    const setting = fc.record({
      result: amounts,
      oldLoss: fc.nat(12_000_000),
      restore: fc.nat(100_000),
      rates: fc.array(percent, { minLength: 4, maxLength: 4 }),
      afterTax: fc.boolean(),
      capital: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }),
      hours: fc.array(fc.nat(3000), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(setting, ({ result, oldLoss, restore, rates, afterTax, capital, hours }) => {
        const flow = waterfall(
          {
            mandatoryBase: afterTax ? 'afterTax' : 'beforeTax',
            appropriations: [
              { id: 'legal', kind: 'reserve', mandatory: true, rate: rates[0], from: ['member'] },
              {
                id: 'extra',
                kind: 'reserve',
                mandatory: true,
                rate: rates[1],
                from: ['nonMember', 'extraordinary'],
              },
              { id: 'solidarity', kind: 'purposeFund', rate: rates[2] },
            ],
            capitalInterest: { stage: 'appropriation', rate: '3%', base: 'opening' },
            pools: [
              { id: 'staff', size: { rate: rates[3], of: 'available' }, weighting: { bases: { equal: 1 } } },
              { id: 'members', size: {}, weighting: { bases: { hours: 1 } }, fallbackFund: 'legal' },
            ],
          },
          {
            result,
            oldLosses: [{ year: 2020, amount: oldLoss }],
            restore: [{ fund: 'legal', amount: restore }],
            capital: capital.map((opening, index) => ({ key: `m${index}`, opening })),
            participants: hours.map((value, index) => ({ key: `m${index}`, bases: { hours: value } })),
          },
        );
        const surplus = BigInt(result.member + result.nonMember + result.extraordinary);
        expect(sumOf(flow.entries.map((entry: Fields) => entry.amount))).toBe(surplus);
        for (const { result: pool } of flow.pools as Fields[])
          expect(sumOf([...pool.lines.map((line: Fields) => line.units), pool.toFund])).toBe(
            BigInt(pool.size),
          );
        const { capitalInterest } = flow;
        expect(sumOf(capitalInterest.lines.map((line: Fields) => line.amount))).toBe(
          BigInt(capitalInterest.amount),
        );
      }),
      cases(300),
    );
  });
});
