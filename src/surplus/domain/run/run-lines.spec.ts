import { Ratio } from '../../../shared/ratio.js';
import type { PoolLine } from '../pool.js';
import { lineOfPool } from './run-lines.js';

const line = (forms: PoolLine['forms'], units: bigint): PoolLine => ({
  ...{ key: 'm001', share: Ratio.one, weight: 1n, floor: units, remainder: 0n, of: 1n },
  ...{ roundedUp: false, lotDecided: false, heldBy: null, belowMinimum: false, units, forms },
  ...{ parts: [], coefficient: Ratio.one, seniority: Ratio.one, value: Ratio.one },
});

describe('the forms of a line', () => {
  it('come together where a policy comes back to one, so that no part of it is lost', () => {
    const parts = [
      { form: 'cash', amount: 20n },
      { form: 'retained', amount: 40n },
      { form: 'cash', amount: 40n },
    ];
    const { forms } = lineOfPool('members', line(parts, 100n));
    expect(forms).toEqual([
      { form: 'cash', kind: null, year: null, amountMinor: 60n, leastMinor: 60n },
      { form: 'retained', kind: null, year: null, amountMinor: 40n, leastMinor: 40n },
    ]);
  });

  it('sum to the least as well, whatever its parts are', () => {
    const { forms } = lineOfPool('members', line([{ form: 'cash', amount: 100n }], 100n), [
      { form: 'accumulated', amount: 30n },
    ]);
    expect(forms).toEqual([
      { form: 'cash', kind: null, year: null, amountMinor: 100n, leastMinor: 0n },
      { form: 'accumulated', kind: null, year: null, amountMinor: 0n, leastMinor: 30n },
    ]);
  });
});
