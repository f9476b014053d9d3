import { computePrinted, withBasis, type Fields } from '../../../../test/support/builders/surplus.js';
import { isBasis } from '../patronage-csv.js';
import { presets } from './catalogue.js';

const run = (preset: string, snapshot: Fields, policy: Fields = {}): Fields =>
  computePrinted({ preset, waterfall: {}, ...policy }, { seed: '2025', ...snapshot });
const checksOf = (printed: Fields, outcome: string) =>
  (printed.checks as Fields[])
    .filter((check) => check.outcome === outcome)
    .map((check) => check.id as string);
const checkedOf = (id: string) => ({
  presetChecked: {
    checkedBy: 'our lawyer',
    checkedOn: '2026-02-01',
    lawVersionDate: presets.get(id)!.lawVersionDate,
  },
});
const membersByHours = { id: 'members', size: {}, weighting: { bases: { hours: 1 } } };
const hours = withBasis('hours', { a: 1, b: 3 });

describe('every preset', () => {
  it('names its source and the date of its text, and nobody has checked it for a cooperative', () => {
    expect(presets.size).toBe(15);
    for (const preset of presets.values()) {
      expect(preset.source.length).toBeGreaterThan(10);
      expect(preset.checkedBy).toBeUndefined();
    }
  });

  it('goes by bases that can be on record', () => {
    const named = [...presets.values()].flatMap(({ waterfall, loss = [] }) =>
      [...(waterfall.pools ?? []), ...loss].flatMap(({ weighting, eligibility }) => [
        ...(weighting?.bases.keys() ?? []),
        ...(eligibility?.minimumOfBasis ?? []).map(({ basis }) => basis),
      ]),
    );
    expect(named).toContain('pay');
    expect(named.filter((basis) => !isBasis(basis))).toEqual([]);
  });

  it('warns until the cooperative records who checked this version, then blocks', () => {
    const low = {
      waterfall: {
        appropriations: [{ id: 'FEP', kind: 'purposeFund', mandatory: true, from: ['member'], rate: '4%' }],
      },
    };
    const snapshot = { result: { member: 1_000 } };
    expect(run('ES-general', snapshot, low).verdict).toBe('warn');
    expect(run('ES-general', snapshot, { ...low, ...checkedOf('ES-general') }).verdict).toBe('block');
    const older = {
      presetChecked: { ...checkedOf('ES-general').presetChecked, lawVersionDate: '2020-01-01' },
    };
    expect(run('ES-general', snapshot, { ...low, ...older }).verdict).toBe('warn');
  });
});

describe('worked years under the presets', () => {
  it('ES-general: funds before tax, half of other profit to the reserve (Ley 27/1999 art 58)', () => {
    const { waterfall } = run('ES-general', {
      result: { member: 10_000_000, extraordinary: 1_000_000 },
      oldLosses: [{ year: 2023, amount: 2_000_000 }],
      tax: 1_100_000,
    }).result;
    expect(waterfall.bases.member).toBe('8000000');
    expect(waterfall.funds).toEqual({ FRO: '2100000', FEP: '400000' });
    expect(waterfall.available).toBe('5400000');
  });

  it('ES-Basque: funds of what is left after losses and tax; the contribution may be halved (Ley 11/2019 art 70)', () => {
    const snapshot = {
      result: { member: 10_000_000 },
      oldLosses: [{ year: 2023, amount: 1_000_000 }],
      tax: 500_000,
    };
    const { waterfall } = run('ES-Basque', snapshot).result;
    expect(waterfall.funds).toEqual({ FRO: '1700000', COFIP: '850000' });
    expect([waterfall.base, waterfall.available]).toEqual(['8500000', '5950000']);
    const low = run('ES-Basque', { ...snapshot, balances: { FRO: 100, shareCapital: 300 } }).result.waterfall;
    expect(low.appropriations[1]).toMatchObject({ amount: '850000', least: '425000' });
  });

  it('Mondragon: 45, 10 and 45 per cent, capitalised by advance pay', () => {
    const { waterfall } = run('Mondragon', {
      result: { member: 1_000_000 },
      participants: withBasis('advance-pay', { a: 20_000, b: 30_000 }),
    }).result;
    expect(waterfall.funds).toEqual({ collectiveReserve: '450000', socialFund: '100000' });
    expect(waterfall.pools[0].result.lines[0].forms).toEqual([
      { form: 'retained', kind: 'memberAccount', amount: '180000' },
    ]);
  });

  it('FR-SCOP: gains to reserves, 15% until the highest capital, 25% to employees, interest at most either', () => {
    const printed = run(
      'FR-SCOP',
      {
        result: { member: 1_000_000, extraordinary: 50_000 },
        balances: { legalReserve: 100_000, highestCapital: 900_000 },
        capital: [{ key: 'a', opening: 5_000_000 }],
        participants: [
          { key: 'a', bases: { pay: 30_000, 'months-in-year': 12 } },
          { key: 'new', bases: { pay: 5_000, 'months-in-year': 2, 'months-of-seniority': 2 } },
        ],
      },
      { waterfall: { capitalInterest: { stage: 'appropriation', rate: '3%', base: 'opening' } } },
    );
    const { waterfall } = printed.result;
    expect(waterfall.funds).toEqual({ gainsReserve: '50000', legalReserve: '150000' });
    expect(waterfall.pools[0].result).toMatchObject({
      id: 'employees',
      size: '250000',
      leftOut: [{ key: 'new' }],
    });
    expect(waterfall.undecided).toBe('450000');
    expect(checksOf(printed, 'warn')).toEqual([]);
  });

  it('FR-SCIC: 57.5% to reserves', () => {
    const { waterfall } = run('FR-SCIC', {
      result: { member: 100_000 },
      balances: { legalReserve: 0, shareCapital: 90_000 },
    }).result;
    expect(waterfall.funds).toEqual({ legalReserve: '15000', statutoryReserve: '42500' });
    expect(waterfall.available).toBe('42500');
  });

  it('IT: 30% and 3%, and a refund of at most 30% of pay', () => {
    const participants = [
      { key: 'a', bases: { hours: 1, pay: 100_000 } },
      { key: 'b', bases: { hours: 1, pay: 50_000 } },
    ];
    const pools = [{ ...membersByHours, size: { amount: 40_000 } }];
    const printed = run(
      'IT',
      { result: { member: 100_000 }, participants, balances: { equity: 30, debts: 100 } },
      { waterfall: { pools } },
    );
    expect(printed.result.waterfall.funds).toEqual({ legalReserve: '30000', mutualFund: '3000' });
    expect(checksOf(printed, 'warn')).toEqual(['refund and pay']);
  });

  it('DE-eG: the refund ends at members’ part of turnover and has one percentage (KStG § 22)', () => {
    const snapshot = {
      result: {
        total: 12_000_000,
        extraordinary: 2_000_000,
        memberUnits: 70_000_000,
        totalUnits: 100_000_000,
      },
      participants: withBasis('turnover', { a: 30_000_000, b: 40_000_000 }),
    };
    const refund = {
      id: 'refund',
      size: { rate: 1, of: 'memberBase' },
      weighting: { bases: { turnover: 1 } },
    };
    const printed = run('DE-eG', snapshot, { waterfall: { pools: [refund] } });
    expect(printed.result.waterfall.pools[0].result).toMatchObject({ size: '7000000', rate: '1/10' });
    expect(printed.verdict).toBe('pass');
    const graded = {
      ...refund,
      weighting: { ...refund.weighting, seniority: [{ fromYears: 0, coefficient: 2 }] },
    };
    expect(checksOf(run('DE-eG', snapshot, { waterfall: { pools: [graded] } }), 'warn')).toEqual([
      'uniform refund',
    ]);
  });

  it('UK-society: nothing is compulsory, but profit does not go by capital', () => {
    const pools = [{ ...membersByHours, weighting: { bases: { capital: 1 } } }];
    const printed = run(
      'UK-society',
      { result: { member: 100 }, participants: withBasis('capital', { a: 1 }) },
      { waterfall: { pools } },
    );
    expect(printed.result.waterfall.available).toBe('100');
    expect(checksOf(printed, 'warn')).toEqual(['not by capital', 'interest on capital', 'highest holding']);
  });

  it('CA-QC: 10% to the reserve until equity is 40% of debts', () => {
    const year = (equity: number) =>
      run('CA-QC', { result: { member: 50_000 }, balances: { equity, debts: 1_000_000 } }).result.waterfall;
    expect(year(300_000).funds).toEqual({ generalReserve: '5000' });
    expect(year(400_000).funds).toEqual({ generalReserve: '0' });
  });

  it('US-Subchapter-T: a member below 20% in cash is named, and the dividend stays within patron business', () => {
    const pools = [{ ...membersByHours, forms: [{ form: 'cash', rate: '19%' }, { form: 'retained' }] }];
    const printed = run(
      'US-Subchapter-T',
      { result: { member: 1_000, nonMember: 500 }, participants: hours },
      { waterfall: { pools } },
    );
    expect(checksOf(printed, 'warn')).toEqual(['patron business', 'cash', 'payment period']);
  });

  it('AR: three funds of 5%', () => {
    expect(run('AR', { result: { member: 200_000 } }).result.waterfall.funds).toEqual({
      legalReserve: '10000',
      socialFund: '10000',
      educationFund: '10000',
    });
  });

  it('BR: 10% and 5%; a loss falls on the reserve, then on members by operations', () => {
    expect(run('BR', { result: { member: 200_000 } }).result.waterfall.funds).toEqual({
      reserveFund: '20000',
      FATES: '10000',
    });
    const snapshot = {
      loss: 1_000,
      balances: { reserveFund: 400 },
      participants: withBasis('operations', { a: 1, b: 2 }),
    };
    expect(run('BR', snapshot).result.loss.steps.map((step: Fields) => step.amount)).toEqual(['400', '600']);
  });

  it('CO: losses, then the used reserve, then 20, 20 and 10 per cent', () => {
    const { waterfall } = run('CO', {
      result: { member: 120_000 },
      oldLosses: [{ year: 2024, amount: 10_000 }],
      restore: [{ fund: 'contributionReserve', amount: 10_000 }],
    }).result;
    expect(waterfall.funds).toEqual({
      contributionReserve: '30000',
      educationFund: '20000',
      solidarityFund: '10000',
    });
    expect(waterfall.available).toBe('50000');
  });

  it('PH: one rate of refund, at most twice the rate of interest', () => {
    const waterfall = {
      capitalInterest: { stage: 'appropriation', rate: '5%', base: 'opening' },
      pools: [{ id: 'refund', size: { declaredRate: '12%' }, weighting: { bases: { purchases: 1 } } }],
    };
    const printed = run(
      'PH',
      {
        result: { member: 100_000 },
        capital: [{ key: 'a', opening: 200_000 }],
        participants: withBasis('purchases', { a: 300_000 }),
        facts: { firstFiveYears: false },
      },
      { waterfall },
    );
    expect(printed.result.waterfall.funds).toEqual({ reserve: '10000', educationFund: '10000' });
    expect(printed.result.waterfall.undecided).toBe('34000');
    expect(checksOf(printed, 'warn')).toEqual(['rate of refund']);
  });

  it('ICA: warns when nothing at all builds reserves', () => {
    expect(checksOf(run('ICA', { result: { member: 100 } }), 'warn')).toEqual(['indivisible reserve']);
  });
});
