import fc from 'fast-check';
import {
  computePrinted,
  refusalReason,
  unitsOf,
  withBasis,
  type Fields,
} from '../../../test/support/builders/surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const pool = (rule: Fields, snapshot: Fields): Fields =>
  computePrinted({ pools: [{ id: 'pool', ...rule }] }, { seed: '2025', ...snapshot }).result.pools[0];
const byHours = { bases: { hours: 1 } };

describe('a pool shared among participants', () => {
  it('pays 35.04 on purchases of 2,600 (Whole Foods Co-op, Duluth, member benefits FAQ)', () => {
    const shared = pool(
      { size: { amount: 5_000_000 }, weighting: { bases: { purchases: 1 } } },
      { participants: withBasis('purchases', { suzy: 260_000 }), basisTotals: { purchases: 371_000_000 } },
    );
    expect(shared.result.lines[0]).toMatchObject({ key: 'suzy', units: '3504', share: '13/18550' });
    expect(shared.result.lines[1]).toMatchObject({ key: '*', units: '4996496' });
  });

  it('shares by tonnes delivered (Genoheld, wine cooperative)', () => {
    const shared = pool(
      { size: { amount: 10_000_000 }, weighting: { bases: { tonnes: 1 } } },
      { participants: withBasis('tonnes', { bauer1: 1, bauer2: 5, bauer3: 4 }) },
    );
    expect(unitsOf(shared)).toEqual({ bauer1: '1000000', bauer2: '5000000', bauer3: '4000000' });
    expect(shared.result.rate).toBe('1000000');
  });

  it('refunds 20% of the interest paid (MidAtlantic Farm Credit, patronage FAQ)', () => {
    const shared = pool(
      { size: { declaredRate: '0.20' }, weighting: { bases: { interest: 1 } } },
      { participants: withBasis('interest', { member: 1_000_000 }) },
    );
    expect([shared.result.size, unitsOf(shared)]).toEqual(['200000', { member: '200000' }]);
  });

  it('mixes bases raw as Habitat’s formula does: 4050, 3000 and 2200 of 9250', () => {
    const shared = pool(
      { size: { amount: 1_200_000 }, weighting: { ...habitat.weighting, method: 'raw' } },
      habitat.snapshot,
    );
    expect(shared.result.totalValue).toBe('925000');
    const { alice, bob, carol } = unitsOf(shared);
    // Alice and Carol have equal remainders of 15/37; the lot of the period decides one unit.
    expect(bob).toBe('389189');
    expect([`${alice} ${carol}`]).toEqual([expect.stringMatching(/^(525406 285405|525405 285406)$/)]);
  });

  it('mixes bases normalised by default, which gives another result', () => {
    const shared = pool({ size: { amount: 1_200_000 }, weighting: habitat.weighting }, habitat.snapshot);
    // alice by hand: 0.4 · 6/13 + 0.3 · 4/7 + 0.2 · 2/8 + 0.1 · 5/35 = 12/65 + 6/35 + 1/20 + 1/70 = 153/364.
    expect(shared.result.lines[0].share).toBe('153/364');
    expect(shared.result.totalValue).toBe('1');
  });

  it('counts seniority, days in membership and the kind of participant', () => {
    const shared = pool(
      {
        size: { amount: 7_400 },
        weighting: {
          ...byHours,
          seniorityPerYear: { addition: '5%', highest: 2 },
          timeInMembership: 'days',
          kindCoefficients: { employee: '1/4' },
        },
      },
      {
        period: { from: '2025-01-01', to: '2025-12-31' },
        participants: [
          { key: 'senior', seniorityYears: 30, bases: { hours: 100 } },
          { key: 'joined', joinedOn: '2025-10-20', bases: { hours: 100 } },
          { key: 'hired', kind: 'employee', bases: { hours: 100 } },
        ],
      },
    );
    // Coefficients 2, 73/365 = 1/5 and 1/4, together 49/20.
    expect(shared.result.lines.map((line: Fields) => line.coefficient)).toEqual(['2', '1/5', '1/4']);
    expect(unitsOf(shared)).toEqual({ senior: '6041', joined: '604', hired: '755' });
  });

  it('levels what was received, and nobody pays back', () => {
    const shared = pool(
      { size: { amount: 300 }, method: 'levelling', weighting: { bases: { equal: 1 } } },
      { participants: withBasis('received', { a: 1000, b: 400, c: 300 }) },
    );
    // The plain formula gives a −333 1/3; without a the level is 500.
    expect(unitsOf(shared)).toEqual({ a: '0', b: '100', c: '200' });
    expect(shared.result.lines[0].levelling).toEqual({ plain: '-1000/3', clamped: '0' });
  });

  it('names the rule for everybody who is left out', () => {
    const shared = pool(
      {
        size: { amount: 10 },
        weighting: byHours,
        eligibility: { kinds: ['member'], leftInPeriod: 'nothing' },
      },
      {
        period: { from: '2025-01-01', to: '2025-12-31' },
        participants: [
          { key: 'a', bases: { hours: 1 } },
          { key: 'b', bases: { hours: 1 }, kind: 'employee' },
          { key: 'c', bases: { hours: 1 }, suspended: true },
          { key: 'd', bases: { hours: 1 }, leftOn: '2025-05-01' },
          { key: 'e', bases: { hours: 1 }, joinedOn: '2026-02-01' },
          { key: 'f', bases: { hours: 1 }, diedOn: '2024-12-31' },
        ],
      },
    );
    expect(shared.result.leftOut.map(({ key, rule }: Fields) => `${key}: ${rule}`)).toEqual([
      'b: shared among member only',
      'c: suspended',
      'd: left in the period',
      'e: joined after the period',
      'f: died before the period',
    ]);
    expect(unitsOf(shared)).toEqual({ a: '10' });
  });

  it('counts the first and the last month of belonging: October to December is three', () => {
    const period = { from: '2025-01-01', to: '2025-12-31' };
    const participants = [
      { key: 'three', joinedOn: '2025-10-01', bases: { hours: 1 } },
      { key: 'a day less', joinedOn: '2025-10-02', bases: { hours: 1 } },
      { key: 'left', joinedOn: '2025-01-01', leftOn: '2025-03-31', bases: { hours: 1 } },
    ];
    const eligibility = { minimumMonths: 3 };
    const rule = { size: { amount: 10 }, weighting: byHours, eligibility };
    expect(unitsOf(pool(rule, { period, participants }))).toEqual({ three: '5', left: '5' });
  });

  it('asks for years of membership without a period too, and for days only with one', () => {
    const participants = [
      { key: 'old', seniorityYears: 2, bases: { hours: 1 } },
      { key: 'new', seniorityYears: 1, bases: { hours: 1 } },
    ];
    const rule = { size: { amount: 10 }, weighting: byHours };
    const years = { ...rule, eligibility: { minimumSeniorityYears: 2 } };
    expect(unitsOf(pool(years, { participants }))).toEqual({ old: '10' });
    const days = { id: 'pool', ...rule, weighting: { ...byHours, timeInMembership: 'days' } };
    expect(refusalReason({ pools: [days] }, { participants })).toBe('MISSING_FIGURE');
  });

  it('counts heads of those who are listed, and of the others only when their number is given', () => {
    const heads = { size: { amount: 300 }, weighting: { bases: { equal: 1 } } };
    const participants = withBasis('purchases', { a: 10, b: 20 });
    const shared = (basisTotals: Fields) => unitsOf(pool(heads, { participants, basisTotals }));
    expect(shared({ purchases: 100 })).toEqual({ a: '150', b: '150', '*': '0' });
    expect(shared({ purchases: 100, equal: 3 })).toEqual({ a: '100', b: '100', '*': '100' });
  });

  it('has no rate for all where small refunds are left out', () => {
    const rate = (below: string) =>
      pool(
        { size: { amount: 100 }, weighting: byHours, minimum: { amount: 5, below }, fallbackFund: 'reserve' },
        { participants: withBasis('hours', { a: 96, b: 4 }) },
      ).result.rate as string | null;
    expect(['accumulate', 'donate', 'toFund', 'redistribute'].map(rate)).toEqual(['1', '1', null, null]);
  });

  it('treats amounts too small to pay as the rule says', () => {
    const small = (below: string) =>
      pool(
        {
          size: { amount: 1000 },
          weighting: byHours,
          minimum: { amount: 25, below },
          fallbackFund: 'reserve',
        },
        { participants: withBasis('hours', { a: 70, b: 29, c: 1 }) },
      ).result as Fields;
    expect(small('accumulate').totals).toMatchObject({ cash: '990', accumulated: '10' });
    expect(small('toFund')).toMatchObject({ toFund: '10', fund: 'reserve' });
    expect(unitsOf({ result: small('redistribute') })).toEqual({ a: '707', b: '293', c: '0' });
  });

  it('refuses weights that are all zero unless a fund receives the pool', () => {
    const rule = { id: 'pool', size: { amount: 10 }, weighting: byHours };
    const snapshot = { participants: withBasis('hours', { a: 0 }) };
    expect(refusalReason({ pools: [rule] }, snapshot)).toBe('NOBODY_TO_SHARE_WITH');
    expect(pool({ ...rule, fallbackFund: 'reserve' }, snapshot).result).toMatchObject({
      toFund: '10',
      fund: 'reserve',
    });
  });

  it('conserves pool, lines and forms, whatever the members did, and repeats itself to the byte', () => {
    const members = fc.array(
      fc.record({
        hours: fc.nat(5000),
        sales: fc.nat(1_000_000),
        debts: fc.nat(500),
        unpaidShares: fc.nat(500),
        years: fc.nat(40),
      }),
      { minLength: 1, maxLength: 10 },
    );
    const minimums = fc.constantFrom('accumulate', 'redistribute', 'toFund', 'donate', 'voucher');
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        members,
        minimums,
        fc.constantFrom('raw', 'normalised'),
        (amount, list, below, method) => {
          const rule = {
            size: { amount },
            weighting: {
              bases: { hours: '2/3', sales: '1/3' },
              method,
              seniority: [{ fromYears: 5, coefficient: '1.5' }],
            },
            minimum: { amount: 100, below },
            fallbackFund: 'reserve',
            forms: [
              { form: 'setOff' },
              { form: 'unpaidShares' },
              { form: 'cash', rate: '40%' },
              { form: 'retained', year: 2025 },
            ],
          };
          const participants = list.map(({ hours, sales, years, ...one }, index) => ({
            key: `m${index}`,
            seniorityYears: years,
            bases: { hours, sales },
            ...one,
          }));
          const { result } = pool(rule, { participants });
          const lines = result.lines as Fields[];
          const sum = (values: readonly string[]) =>
            values.reduce((total, value) => total + BigInt(value), 0n);
          expect(sum([...lines.map((line) => line.units as string), result.toFund])).toBe(BigInt(amount));
          for (const line of lines)
            expect(sum((line.forms as Fields[]).map((part) => part.amount as string))).toBe(
              BigInt(line.units as string),
            );
          const shuffled = pool(rule, { participants: [...participants].reverse() });
          expect(unitsOf(shuffled)).toEqual(unitsOf({ result }));
        },
      ),
      cases(400),
    );
  });
});

const habitat = {
  weighting: { bases: { labor: '0.4', revenue: '0.3', cash: '0.2', community: '0.1' } },
  snapshot: {
    participants: [
      { key: 'alice', bases: { labor: 600_000, revenue: 400_000, cash: 200_000, community: 50_000 } },
      { key: 'bob', bases: { labor: 400_000, revenue: 100_000, cash: 500_000, community: 100_000 } },
      { key: 'carol', bases: { labor: 300_000, revenue: 200_000, cash: 100_000, community: 200_000 } },
    ],
  },
};
