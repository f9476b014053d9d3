import fc from 'fast-check';
import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';
import { addMonths } from './instalments.js';
import { cases } from '../../../test/support/generated-cases.js';

const settle = (exit: Fields, leaving: Fields, snapshot: Fields = {}): Fields =>
  computePrinted({ exit }, { exits: [{ key: 'm', reason: 'voluntary', ...leaving }], ...snapshot }).result
    .exits[0];
const principals = (settled: Fields) => settled.instalments.map((one: Fields) => one.principal) as string[];
const habitat = {
  schedule: [
    { month: 0, rate: '0.30' },
    { month: 12, rate: '0.35' },
    { month: 24, rate: '0.35' },
  ],
};

describe('leaving and being paid', () => {
  it('pays 30, 35 and 35 per cent at once and after one and two years (Habitat, distribution mechanics)', () => {
    expect(principals(settle(habitat, { balance: 550_000, obligations: 0 }))).toEqual([
      '165000',
      '192500',
      '192500',
    ]);
  });

  it('pays fifths over five years with interest on what is outstanding', () => {
    const settled = settle(
      { instalments: { count: 5, everyMonths: 12 }, interest: { named: 'legalInterest', on: 'outstanding' } },
      { balance: 221_243, leftOn: '2026-07-01' },
      { rates: { legalInterest: '3.25%' } },
    );
    expect(principals(settled)).toEqual(['44249', '44249', '44249', '44248', '44248']);
    expect(settled.instalments[0]).toMatchObject({
      dueOn: '2027-07-01',
      interest: '7190',
      outstanding: '176994',
    });
  });

  it('rounds every part up when each year must pay at least its part', () => {
    const settled = settle(
      { instalments: { count: 5, everyMonths: 12 }, rounding: 'eachUp' },
      { balance: 221_243 },
    );
    expect(principals(settled)).toEqual(['44249', '44249', '44249', '44249', '44247']);
  });

  it('takes losses, then the deduction on mandatory contributions alone, then debts', () => {
    const settled = settle(
      { ...habitat, deductions: { expulsion: { rate: '20%', breach: '10%', on: 'mandatory' } } },
      {
        reason: 'expulsion',
        minimumStayBroken: true,
        lots: [
          { key: 'm', year: 2020, amount: 1_000, mandatory: true },
          { key: 'm', year: 2022, amount: 500 },
        ],
        lossesToBear: 100,
        obligations: 50,
      },
    );
    expect(settled).toMatchObject({
      balance: '1500',
      losses: '100',
      deduction: '300',
      setOff: '50',
      payable: '1050',
      owed: '0',
    });
  });

  it('shows what is owed when losses and debts are above the balance', () => {
    expect(settle(habitat, { balance: 100, lossesToBear: 150, obligations: 30 })).toMatchObject({
      payable: '0',
      owed: '80',
    });
  });

  it('pays an estate at once, early at its present value, and by the heirs’ parts', () => {
    const settled = settle(
      {
        instalments: { count: 10, everyMonths: 12 },
        deathMonths: 12,
        discount: { rate: '10%', years: 2, reasons: ['death'] },
      },
      {
        reason: 'death',
        balance: 12_100,
        heirs: [
          { key: 'x', part: '1/2' },
          { key: 'y', part: '1/2' },
        ],
      },
    );
    // 12,100 ÷ 1.1² = 10,000.
    expect(settled).toMatchObject({ discount: '2100', payable: '10000' });
    expect(settled.instalments).toMatchObject([{ month: 12, principal: '10000' }]);
    expect(settled.heirs.map((heir: Fields) => heir.amount)).toEqual(['5000', '5000']);
  });

  it('counts the estate’s term from the day the cooperative learned of the death', () => {
    const rule = { instalments: { count: 5, everyMonths: 12 }, deathMonths: 12 };
    const died = { reason: 'death', balance: 100, leftOn: '2025-01-10', noticedOn: '2025-03-31' };
    expect(settle(rule, died).instalments).toMatchObject([{ dueOn: '2026-03-31', principal: '100' }]);
    expect(settle(rule, { ...died, reason: 'voluntary' }).instalments[0].dueOn).toBe('2026-01-10');
  });

  it('refuses what would be guessed: mandatory parts without lots, two balances, an heir twice', () => {
    const refused = (exit: Fields, leaving: Fields) =>
      refusalReason(
        { exit: { ...habitat, ...exit } },
        { exits: [{ key: 'm', reason: 'expulsion', ...leaving }] },
      );
    const deductions = { expulsion: { rate: '20%', on: 'mandatory' } };
    expect(refused({ deductions }, { balance: 100 })).toBe('MISSING_FIGURE');
    const lots = [{ key: 'm', year: 2020, amount: 90, mandatory: true }];
    expect(refused({ deductions }, { balance: 100, lots })).toBe('PARTS_EXCEED_WHOLE');
    const thirds = ['x', 'x', 'y'].map((key) => ({ key, part: '1/3' }));
    expect(refused({}, { balance: 100, heirs: thirds })).toBe('DUPLICATE_ENTRY');
  });

  it('refuses schedules and heirs that are not the whole', () => {
    const leaving = { key: 'm', reason: 'voluntary', balance: 10 };
    const short = { schedule: [{ month: 0, rate: '99%' }] };
    expect(refusalReason({ exit: short }, { exits: [leaving] })).toBe('NOT_WHOLLY_COVERED');
    const heirs = [{ key: 'x', part: '1/3' }];
    expect(refusalReason({ exit: habitat }, { exits: [{ ...leaving, heirs }] })).toBe('NOT_WHOLLY_COVERED');
    expect(refusalReason({ exit: habitat }, { exits: [{ key: 'm', reason: 'death' }] })).toBe(
      'MISSING_FIGURE',
    );
  });

  it('knows the last day of a shorter month', () => {
    expect([addMonths('2025-01-31', 1), addMonths('2024-02-29', 12), addMonths('2025-11-30', 2)]).toEqual([
      '2025-02-28',
      '2025-02-28',
      '2026-01-30',
    ]);
  });

  it('claws back losses of the member’s years that come to light within five years, and no more than was paid (SCOP)', () => {
    const rule = { clawBack: { years: 5 } };
    const leaving = (over: Fields) => ({ balance: 1_000, leftOn: '2026-06-30', paid: 900, ...over });
    const late = (on: string, amount: number) => ({ laterLosses: [{ on, amount }] });
    const back = (over: Fields) => settle(rule, leaving(over));
    expect(back(late('2031-06-30', 300))).toMatchObject({
      payable: '700',
      clawedBack: { losses: '300', toReturn: '200' },
    });
    expect(back(late('2031-07-01', 300))).toMatchObject({
      payable: '1000',
      clawedBack: { losses: '0', toReturn: '0' },
    });
    expect(back(late('2027-01-01', 5_000))).toMatchObject({
      ...{ payable: '0', owed: '0' },
      clawedBack: { losses: '5000', toReturn: '900' },
    });
    const refused = (exit: Fields, over: Fields) =>
      refusalReason({ exit }, { exits: [{ key: 'm', reason: 'voluntary', ...leaving(over) }] });
    expect(refused({}, late('2027-01-01', 1))).toBe('MISSING_FIGURE');
    expect(refused(rule, { leftOn: undefined })).toBe('MISSING_FIGURE');
  });

  it('conserves the balance: losses, deduction, debts and instalments sum to it', () => {
    const figures = fc.record({
      balance: fc.nat(1_000_000),
      lossesToBear: fc.nat(500_000),
      obligations: fc.nat(500_000),
      count: fc.integer({ min: 1, max: 12 }),
      eachUp: fc.boolean(),
    });
    fc.assert(
      fc.property(figures, ({ count, eachUp, ...leaving }) => {
        const settled = settle(
          {
            instalments: { count, everyMonths: 12 },
            rounding: eachUp ? 'eachUp' : 'earliestFirst',
            deductions: { voluntary: { rate: '15%' } },
          },
          leaving,
        );
        const paid = principals(settled).reduce((sum, one) => sum + BigInt(one), 0n);
        expect(paid).toBe(BigInt(settled.payable as string));
        const parts = [settled.losses, settled.deduction, settled.setOff, settled.payable] as string[];
        expect(parts.reduce((sum, one) => sum + BigInt(one), 0n)).toBe(BigInt(leaving.balance));
      }),
      cases(400),
    );
  });
});
