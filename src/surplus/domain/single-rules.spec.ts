import {
  computePrinted,
  refusalReason,
  withBasis,
  type Fields,
} from '../../../test/support/builders/surplus.js';

const compute = (policy: Fields, snapshot: Fields = {}): Fields =>
  computePrinted(policy, { seed: '2025', ...snapshot }).result;

describe('capital accounts and payments', () => {
  it('rolls an account forward with the allocation of the same run (Habitat, member statements)', () => {
    const { capitalAccounts } = compute(
      {
        pools: [{ id: 'pool', size: { amount: 300_000 }, weighting: { bases: { share: 1 } } }],
        capitalAccounts: { negative: 'refuse' },
      },
      {
        participants: withBasis('share', { alice: '0.4378' }),
        basisTotals: { share: 1 },
        accounts: [{ key: 'alice', opening: 500_000, paidIn: 200_000, paidOut: 0 }],
      },
    );
    expect(capitalAccounts).toMatchObject([{ allocated: '131340', closing: '831340' }]);
  });

  it('refuses an account that would close below zero and names it', () => {
    const accounts = [{ key: 'a', opening: 10, losses: 11 }];
    expect(refusalReason({ capitalAccounts: { negative: 'refuse' } }, { accounts })).toBe('NEGATIVE_FIGURE');
  });

  it('pays what the balance holds and blocks what it does not (Habitat, distribution mechanics)', () => {
    const { payments } = compute(
      { payments: { guard: 'nonNegative' } },
      {
        payments: [
          { key: 'A', balance: 831_340, proposed: 52_536 },
          { key: 'D', balance: 20_000, proposed: 30_000 },
        ],
      },
    );
    expect(payments).toEqual([
      { member: 'A', paid: '52536', closing: '778804' },
      { member: 'D', blocked: true, maxPayable: '20000' },
    ]);
  });

  it('leaves a payment below the minimum on the account', () => {
    const payments = [{ key: 'a', balance: 2_400, proposed: 2_400 }];
    expect(compute({ payments: { guard: 'nonNegative', minimum: 2_500 } }, { payments }).payments).toEqual([
      { member: 'a', paid: '0', accumulated: '2400', closing: '2400' },
    ]);
  });

  it('indexes a home by the lower of rate and cap, and adds improvements at cost', () => {
    const homes = [{ key: 'flat 3', pricePaid: 100_000, improvements: 5_000, years: 2 }];
    const value = (rule: Fields) =>
      compute({ transferValue: rule }, { homes }).transferValues[0].transferValue as string;
    expect(value({ indexation: '12%', cap: '10%' })).toBe('125000');
    expect(value({ indexation: '12%', cap: '10%', compound: true })).toBe('126000');
  });

  it('never touches the minimum reserve of cash', () => {
    const liquidity = (cash: number, ifShort: string) =>
      compute(
        { liquidity: { allocations: 300_000, retention: '0.60', minimumReserve: 1_000_000, ifShort } },
        { balances: { cash } },
      ).liquidity as Fields;
    expect(liquidity(1_155_000, 'scale')).toMatchObject({
      pool: '120000',
      distributableCash: '155000',
      ok: true,
    });
    expect(liquidity(1_030_000, 'scale')).toMatchObject({ ok: false, payable: '30000', scaledBy: '1/4' });
    expect(liquidity(1_030_000, 'defer')).toMatchObject({ ok: false, payable: '0' });
  });
});

describe('notices, disclosure and time', () => {
  it('taxes a qualified notice now and a nonqualified one at redemption (IRC 1385, 1388)', () => {
    const notice = (key: string, cash: number, consent: boolean) => ({
      key,
      allocation: 100_000,
      cash,
      consent,
    });
    const { notices } = compute(
      { notices: { minimumCash: '20%', consent: 'required' } },
      { notices: [notice('a', 20_000, true), notice('b', 19_999, true), notice('c', 20_000, false)] },
    );
    expect(notices[0]).toMatchObject({
      qualifiedAllowed: true,
      qualified: { memberIncomeNow: '100000', box1: '100000', atRedemption: '0' },
      nonqualified: {
        memberIncomeNow: '20000',
        box1: '20000',
        atRedemption: '80000',
        box5AtRedemption: '80000',
      },
    });
    expect(notices.map((one: Fields) => [one.applies, one.because])).toEqual([
      ['qualified', null],
      ['nonqualified', 'cash 19999 is below 20000'],
      ['nonqualified', 'no consent on file'],
    ]);
  });

  it('shows parts of the total: 50-50-50 is a quarter in cash (Kenkel, The Fuzzy Math)', () => {
    const { disclosure } = compute({
      disclosure: { unallocated: '0.50', forms: { cash: '0.50', stock: '0.50' } },
    });
    expect(disclosure.ofTotal).toEqual({ unallocated: '1/2', cash: '1/4', stock: '1/4' });
  });

  it('lets a claim lapse after the last day on which it could be taken', () => {
    const lines = (asOf: string) =>
      compute(
        { unclaimed: { afterDays: 180, then: 'shares', source: 'model statutes of INAES' } },
        { asOf, unclaimed: [{ key: 'a', amount: 5, availableOn: '2025-01-01' }] },
      ).unclaimed as Fields[];
    expect(lines('2025-06-30')).toMatchObject([{ lapsesOn: '2025-06-30', lapsed: false }]);
    expect(lines('2025-07-01')).toMatchObject([{ lapsed: true, becomes: 'shares' }]);
  });

  it('quotes a rate by scale and mode, with the exact fraction beside it', () => {
    const quoted = (rounding: string) =>
      compute({ rates: [{ id: 'r', of: 1, per: 8, places: 2, rounding, applyTo: 1000 }] }).rates[0] as Fields;
    expect(quoted('down')).toMatchObject({
      exact: '1/8',
      quoted: '3/25',
      appliedExact: '125',
      appliedQuoted: '120',
    });
    expect(quoted('halfUp').quoted).toBe('13/100');
    expect(quoted('halfEven').quoted).toBe('3/25');
    expect(quoted('up').quoted).toBe('13/100');
  });
});

describe('a harvest paid by free bids', () => {
  it('covers 44,202.00 when fifty shares bid the guide value (Bauerei Grube, Konzept 2019)', () => {
    const { produceShares } = compute({ produceShares: { shares: 50, months: 12, guideValue: 7_367 } });
    expect(produceShares).toMatchObject({ budget: '4420200', coveredInRound: 1 });
  });

  it('repeats the round that falls short and says by how much bids must rise', () => {
    const { produceShares } = compute(
      { produceShares: { shares: 2, months: 1, budget: 100 } },
      {
        bids: [
          [30, 50],
          [45, 55],
        ],
      },
    );
    expect(produceShares.rounds).toMatchObject([
      { sum: '80', covered: false, gap: '20', raiseBy: '1/4' },
      { sum: '100', covered: true },
    ]);
    expect(produceShares.coveredInRound).toBe(2);
  });
});

describe('apportionment by itself', () => {
  const shares = (total: number, weights: readonly number[]) =>
    compute({ apportion: { method: 'largestRemainder' } }, { apportionments: [{ id: 'x', total, weights }] })
      .apportionments[0].shares as string[];

  it('shows the Alabama paradox: with one unit more to share, two parties get one less', () => {
    const votes = [1500, 1500, 900, 500, 500, 200];
    expect(shares(25, votes)).toEqual(['7', '7', '4', '3', '3', '1']);
    expect(shares(26, votes)).toEqual(['8', '8', '5', '2', '2', '1']);
  });

  it('shares a negative total as a loss', () => {
    expect(
      shares(-100, [1, 1, 1])
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([-34, -33, -33]);
  });
});
