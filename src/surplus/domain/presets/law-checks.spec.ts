import { computePrinted, withBasis, type Fields } from '../../../../test/support/builders/surplus.js';
import { presets } from './catalogue.js';

/** The outcome of one check of a preset that the cooperative has checked, so that it blocks. */
function outcomeOf(preset: string, check: string, snapshot: Fields, policy: Fields = {}): string {
  const { lawVersionDate } = presets.get(preset)!;
  const presetChecked = { checkedBy: 'our lawyer', checkedOn: '2026-02-01', lawVersionDate };
  const printed = computePrinted(
    { preset, presetChecked, waterfall: {}, ...policy },
    { seed: '2025', ...snapshot },
  );
  return (printed.checks as Fields[]).find(({ id }) => id === check)?.outcome as string;
}
const reserve = (id: string, rate: string, more: Fields = {}) => ({
  waterfall: {
    appropriations: [{ id, kind: 'reserve', mandatory: true, divisible: false, rate, ...more }],
  },
});
const thousand = { result: { member: 1_000 } };

describe('less than the least part of a law', () => {
  it('is not excused by a stop rule that only the policy has (Italy: 30% whatever the reserve)', () => {
    const stop = { balance: 'legalReserve', target: 1, of: 'shareCapital' };
    const reached = { ...thousand, balances: { legalReserve: 100, shareCapital: 100 } };
    expect(outcomeOf('IT', 'legal reserve', reached, reserve('legalReserve', '30%', { stop }))).toBe('block');
  });

  it('is excused for the fund that has reached its end alone (SCIC: half of the balance stays due)', () => {
    const reached = { ...thousand, balances: { legalReserve: 100, shareCapital: 100 } };
    expect(outcomeOf('FR-SCIC', 'reserves', reached)).toBe('pass');
    expect(outcomeOf('FR-SCIC', 'reserves', reached, reserve('statutoryReserve', '0%'))).toBe('block');
  });

  it('ends with the rule itself (Québec: equity of 40% of debts)', () => {
    const year = (equity: number) => ({ ...thousand, balances: { equity, debts: 1_000 } });
    expect([400, 399].map((equity) => outcomeOf('CA-QC', 'reserve or shares', year(equity)))).toEqual([
      'pass',
      'block',
    ]);
  });

  it('is the lower rate only while its condition holds (Basque Country: 5% below half the capital)', () => {
    const halved = {
      waterfall: { appropriations: [{ id: 'COFIP', kind: 'purposeFund', mandatory: true, rate: '5%' }] },
    };
    const year = (FRO: number) => ({ ...thousand, balances: { FRO, shareCapital: 1_000 } });
    expect([499, 500].map((FRO) => outcomeOf('ES-Basque', 'contribution', year(FRO), halved))).toEqual([
      'pass',
      'block',
    ]);
  });

  it('is what the assembly lowers it to while the reserve is above the share capital (Philippines)', () => {
    const lowered = reserve('reserve', '2%');
    const year = (of: number) => ({ ...thousand, balances: { reserve: of, shareCapital: 1_000 } });
    expect([1_001, 1_000].map((of) => outcomeOf('PH', 'reserve', year(of), lowered))).toEqual([
      'pass',
      'block',
    ]);
    expect(outcomeOf('PH', 'reserve', thousand, lowered)).toBe('block');
  });

  it('is all of it when no step of the policy is called so (SCOP: a policy without the employees’ part)', () => {
    const year = { ...thousand, balances: { legalReserve: 0, highestCapital: 1_000 } };
    expect(outcomeOf('FR-SCOP', 'employees', year, { waterfall: { pools: [] } })).toBe('block');
  });
});

describe('the part of a SCOP’s employees', () => {
  const year = { balances: { legalReserve: 0, highestCapital: 1_000_000 } };

  it('is a quarter at least, of a surplus that no quarter divides too', () => {
    const outcomes = [10_000, 10_001, 10_002, 10_003].map((member) =>
      outcomeOf('FR-SCOP', 'employees', { ...year, result: { member } }),
    );
    expect(outcomes).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it('bounds interest together with the reserves of the year, to which capital gains do not count', () => {
    const waterfall = { capitalInterest: { stage: 'appropriation', rate: '2%', base: 'opening' } };
    const withGains = (opening: number) =>
      outcomeOf(
        'FR-SCOP',
        'interest and reserves',
        { ...year, result: { member: 1_000, extraordinary: 500 }, capital: [{ key: 'a', opening }] },
        { waterfall },
      );
    expect([7_500, 7_550].map(withGains)).toEqual(['pass', 'block']);
  });
});

describe('a loss that is borne otherwise than the preset allows', () => {
  const year = {
    loss: 1_000,
    balances: { FRO: 9_000, legalReserve: 9_000 },
    rates: { averageToFRO: '20%' },
    period: { from: '2025-01-01', to: '2025-12-31' },
  };
  const outcome = (preset: string, loss: readonly Fields[], over: Fields = {}) =>
    outcomeOf(preset, 'loss against the preset', { ...year, ...over }, { loss });
  const fromReserve = (rate: string) => [
    { to: 'reserve', fund: 'FRO', rate },
    { to: 'carryForward', years: 7 },
  ];

  it('is blocked: more from the mandatory reserve than its average part (Ley 27/1999 art 59.2 b)', () => {
    expect(outcome('ES-general', fromReserve('20%'))).toBeUndefined();
    expect(outcome('ES-general', fromReserve('21%'))).toBe('block');
    expect(outcome('ES-general', fromReserve('21%'), { rates: {} })).toBe('warn');
  });

  it('is blocked: carried forward longer than the law lets it, or without an end', () => {
    const carried = (years?: number) => [{ to: 'carryForward', ...(years ? { years } : {}) }];
    expect([7, 8, undefined].map((years) => outcome('ES-general', carried(years)))).toEqual([
      undefined,
      'block',
      'block',
    ]);
    expect([5, 6].map((years) => outcome('ES-Basque', carried(years)))).toEqual([undefined, 'block']);
  });

  it('is blocked: from the legal reserve of a SCOP, which bears none', () => {
    expect(outcome('FR-SCOP', [{ to: 'reserve', fund: 'legalReserve' }])).toBe('block');
  });
});

describe('a policy that says otherwise than its preset', () => {
  const outcome = (preset: string, waterfall: Fields) =>
    outcomeOf(preset, 'against the preset', thousand, { waterfall });

  it('cannot strike a smaller base, split another way, or make a compulsory fund another thing', () => {
    expect(outcome('ES-general', { mandatoryBase: 'afterTax' })).toBe('block');
    expect(outcome('ES-general', { origin: { method: 'direct' } })).toBeUndefined();
    const FRO = { id: 'FRO.coop', mandatory: true, from: ['member'], rate: '20%' };
    expect(outcome('ES-general', { appropriations: [{ ...FRO, kind: 'participants' }] })).toBe('block');
    expect(outcome('ES-general', { appropriations: [{ ...FRO, kind: 'reserve', divisible: true }] })).toBe(
      'block',
    );
    expect(
      outcome('ES-general', { appropriations: [{ ...FRO, kind: 'reserve', rate: '25%' }] }),
    ).toBeUndefined();
  });

  it('keeps to the seniority of the law whatever part of the year somebody was there (SCOP: at most 2)', () => {
    const pools = [
      {
        ...{ id: 'employees', size: { rate: '25%', of: 'distributable' }, fallbackFund: 'legalReserve' },
        weighting: {
          bases: { pay: 1 },
          seniorityPerYear: { addition: '5%', highest: 3 },
          timeInMembership: 'days',
        },
      },
    ];
    const year = (seniorityYears: number) => ({
      ...thousand,
      period: { from: '2025-01-01', to: '2025-12-31' },
      balances: { legalReserve: 0, highestCapital: 1_000 },
      participants: [{ key: 'a', seniorityYears, joinedOn: '2025-10-20', bases: { pay: 1 } }],
    });
    expect(
      [20, 21].map((years) => outcomeOf('FR-SCOP', 'seniority', year(years), { waterfall: { pools } })),
    ).toEqual(['pass', 'block']);
  });

  it('deducts from who leaves no more than the law, with and without a broken stay', () => {
    const leaving = { exits: [{ key: 'm', reason: 'voluntary', lots: [] }], rates: { legalInterest: '3%' } };
    const outcomes = (preset: string, reason: string, rule: Fields) =>
      outcomeOf(preset, `deduction: ${reason}`, leaving, {
        exit: { instalments: { count: 5, everyMonths: 12 }, deductions: { [reason]: rule } },
      });
    expect(outcomes('ES-Basque', 'expulsion', { rate: '30%', breach: '10%' })).toBe('pass');
    expect(outcomes('ES-Basque', 'expulsion', { rate: '31%' })).toBe('block');
    expect(outcomes('ES-Basque', 'unjustified', { rate: '20%', breach: '11%' })).toBe('block');
    expect(outcomes('ES-general', 'voluntary', { rate: 0, breach: '30%', on: 'mandatory' })).toBe('pass');
    expect(outcomes('ES-general', 'unjustified', { rate: '30%' })).toBe('block');
  });
});

describe('limits of one country', () => {
  it('IT: dividends need an equity above a quarter of debts; refunds by use do not', () => {
    const year = (equity: number, more: Fields = {}) =>
      outcomeOf(
        'IT',
        'equity and debt',
        { ...thousand, balances: { equity, debts: 400 } },
        { waterfall: more },
      );
    const capitalInterest = { stage: 'appropriation', rate: '2%', base: 'opening' };
    expect(year(100)).toBe('pass');
    const paying = (equity: number) =>
      outcomeOf(
        'IT',
        'equity and debt',
        { ...thousand, balances: { equity, debts: 400 }, capital: [{ key: 'a', opening: 500 }] },
        { waterfall: { capitalInterest } },
      );
    expect([100, 101].map(paying)).toEqual(['block', 'pass']);
  });

  it('PH: half to the reserve in the first five years, and at most a tenth to optional funds', () => {
    const year = (firstFiveYears: boolean) => ({ ...thousand, facts: { firstFiveYears } });
    const first = 'reserve in the first five years';
    expect([true, false].map((young) => outcomeOf('PH', first, year(young)))).toEqual(['block', 'pass']);
    expect(outcomeOf('PH', first, thousand)).toBe('warn');
    const optional = (amount: number) =>
      outcomeOf('PH', 'optional funds', thousand, {
        waterfall: { appropriations: [{ id: 'land', kind: 'reserve', amount }] },
      });
    expect([100, 101].map(optional)).toEqual(['pass', 'block']);
  });

  it('a check of the bylaws that nothing was computed for warns', () => {
    const checks = [
      { id: 'c', kind: 'oldLossesCovered', severity: 'block', article: 'bylaw 1', message: 'Losses first.' },
    ];
    const pools = [{ id: 'p', size: { amount: 1 }, weighting: { bases: { hours: 1 } } }];
    const printed = computePrinted({ checks, pools }, { participants: withBasis('hours', { a: 1 }) });
    expect(printed).toMatchObject({ verdict: 'warn', checks: [{ id: 'c', outcome: 'warn' }] });
  });
});
