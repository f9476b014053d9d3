import { Ratio } from '../../../shared/ratio.js';
import type { Policy } from '../../domain/input/policy-schema.js';
import {
  addedToCapital,
  afterDisputes,
  expectedRedemptionYear,
  formsTogether,
  rateInWords,
  taxParagraphOf,
  totalsOf,
  type StatementPart,
} from './member-figures.js';

const form = (name: string, amountMinor: bigint, kind: string | null = null) => ({
  ...{ form: name, kind, year: null, amountMinor },
});
const part = (over: Partial<StatementPart>): StatementPart => ({
  ...{ pool: 'members', part: 'pool', amountMinor: 1000n, leftOut: null, forms: [] },
  ...over,
});

describe('the figures of a statement', () => {
  it('count what is got and what is borne apart, and forms of all parts together', () => {
    const parts = [
      part({ forms: [form('cash', 300n), form('retained', 700n)] }),
      part({ part: 'interest', pool: 'capitalInterest', amountMinor: 50n, forms: [form('cash', 50n)] }),
      part({ part: 'loss', pool: 'loss:members', amountMinor: 20n, forms: [form('owed', 20n)] }),
    ];
    expect(totalsOf(parts)).toEqual({ allocatedMinor: 1050n, borneMinor: 20n });
    expect(formsTogether(parts).map((one) => [one.form, one.amountMinor])).toEqual([
      ['cash', 350n],
      ['retained', 700n],
      ['owed', 20n],
    ]);
    expect(addedToCapital(formsTogether(parts))).toBe(700n);
  });

  it('tell what open disputes hold back, and what it came to when they had ended', () => {
    const parts = [
      { part: 'pool' as const, amountMinor: 9_000n, leastMinor: 7_200n },
      { part: 'loss' as const, amountMinor: 20n, leastMinor: 20n },
    ];
    const after = (releasedMinor: bigint, heldOfRunMinor: bigint | null) =>
      afterDisputes(parts, { releasedMinor, heldOfRunMinor });
    expect(after(0n, null)).toEqual({ heldMinor: 1_800n, settledMinor: null });
    expect(after(600n, 1_000n)).toEqual({ heldMinor: 1_200n, settledMinor: null });
    expect(after(0n, 0n)).toEqual({ heldMinor: 0n, settledMinor: 7_200n });
    expect(after(1_800n, 0n)).toEqual({ heldMinor: 0n, settledMinor: null });
  });

  it('write a rate below a cent in money', () => {
    expect(rateInWords('23/25', 'EUR')).toBe('0.009200 EUR');
    expect(rateInWords('2/3', 'JPY')).toBe('0.6667 JPY');
  });

  it('expect a vintage back when the plan of the policy revolves to it', () => {
    const plan = { retainPerUnit: Ratio.of(1n), unitsPerYear: 100n, years: 10 };
    const policy = { id: 'p', redemption: { method: 'revolving', targetCapital: 300n, plan } } as Policy;
    expect(expectedRedemptionYear(policy, 2024)).toBe(2027);
    expect(expectedRedemptionYear({ id: 'p' }, 2024)).toBeNull();
    expect(expectedRedemptionYear(null, 2024)).toBeNull();
  });

  it('tell the tax of a written notice as the engine tests it', () => {
    const policy = { id: 'p', notices: { minimumCash: Ratio.of(1n, 5n), consent: 'required' } } as Policy;
    const parts = [part({ forms: [form('cash', 200n), form('retained', 800n)] })];
    expect(taxParagraphOf(policy, 'm001', parts, true)).toMatchObject({
      ...{ treatment: 'qualified', because: null, incomeNowMinor: 1000n, incomeAtRedemptionMinor: 0n },
      ...{ statedDollarAmountMinor: 800n, patronageDividendMinor: 1000n },
    });
    expect(taxParagraphOf(policy, 'm001', parts, undefined)).toMatchObject({
      ...{ treatment: 'nonqualified', because: 'no consent on file' },
      ...{ incomeNowMinor: 200n, incomeAtRedemptionMinor: 800n },
    });
    const marked = [part({ forms: [form('cash', 200n), form('retained', 800n, 'nonqualified')] })];
    expect(taxParagraphOf(policy, 'm001', marked, true)?.treatment).toBe('nonqualified');
    const ofTwoPools = [
      part({ forms: [form('cash', 400n), form('retained', 600n, 'qualified')] }),
      part({ pool: 'other', forms: [form('cash', 100n), form('retained', 900n, 'nonqualified')] }),
    ];
    expect(taxParagraphOf(policy, 'm001', ofTwoPools, true)).toMatchObject({
      ...{ treatment: 'qualified', incomeNowMinor: 1100n, incomeAtRedemptionMinor: 900n },
    });
    expect(taxParagraphOf({ id: 'p' }, 'm001', parts, true)).toBeNull();
    expect(taxParagraphOf(policy, 'm001', [part({ amountMinor: 0n })], true)).toBeNull();
  });
});
