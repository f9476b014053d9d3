import { fromOldest } from './redeem-lots.js';
import { testSolvency } from './solvency.js';

describe('paying capital back', () => {
  it('never leaves less than the least own means', () => {
    const figures = { assets: 1_000n, debts: 600n, leastEquity: 100n };
    expect(testSolvency(figures, 300n)).toEqual({ equityAfter: 100n, ok: true, mostPayable: 300n });
    expect(testSolvency(figures, 301n)).toMatchObject({ ok: false, mostPayable: 300n });
  });
  it('pays nothing while debts exceed what is owned', () =>
    expect(testSolvency({ assets: 5n, debts: 6n, leastEquity: 0n }, 1n)).toEqual({
      ...{ equityAfter: -2n, ok: false, mostPayable: 0n },
    }));
  it('takes what was retained longest, and shares last', () => {
    const lots = [
      { path: 'shares', year: null, balanceMinor: 10n },
      { path: '2023', year: 2023, balanceMinor: 5n },
      { path: '2021', year: 2021, balanceMinor: 3n },
    ];
    expect(fromOldest(lots, 9n)).toEqual([
      { path: '2021', paid: 3n },
      { path: '2023', paid: 5n },
      { path: 'shares', paid: 1n },
    ]);
    expect(fromOldest(lots, 0n)).toEqual([]);
  });
});
