import { termsInWords } from './distribution-in-words.js';
import { parseDistributionPayload, type DistributionPayload } from './distribution-payload.js';

const periodId = '01890000-0000-7000-8000-000000000001';
const payload = { periodId, basis: 'purchases', amountMinor: '1200000', cashBasisPoints: 4000 };

describe('the terms of a distribution', () => {
  it('are read exactly, from text or a safe number', () => {
    const terms = { ...payload, amountMinor: 1_200_000n, currency: null };
    expect(parseDistributionPayload(payload)).toEqual(terms);
    expect(parseDistributionPayload({ ...payload, amountMinor: 1_200_000 })).toEqual(terms);
  });

  it.each([
    { periodId: 'x' },
    { periodId: null },
    { basis: 'Purchases!' },
    { amountMinor: '0' },
    { amountMinor: '-1' },
    { amountMinor: '1.5' },
    { amountMinor: 1.5 },
    { amountMinor: '9'.repeat(16) },
    { cashBasisPoints: 10_001 },
    { cashBasisPoints: -1 },
    { cashBasisPoints: 0.5 },
    { cashBasisPoints: '4000' },
    { currency: 7 },
  ])('are refused with %j', (over) =>
    expect(parseDistributionPayload({ ...payload, ...over })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [expect.stringContaining(Object.keys(over)[0]!)],
    }),
  );

  it('name every field at fault at once', () =>
    expect(parseDistributionPayload({})).toMatchObject({ details: { length: 4 } }));

  it('are said in a sentence', () => {
    const terms = parseDistributionPayload({ ...payload, currency: 'EUR' }) as DistributionPayload;
    expect(termsInWords(terms)).toMatch(/^12000\.00 EUR of the surplus is shared by purchases: 40 % of each/);
    expect(termsInWords({ ...terms, cashBasisPoints: 0 })).toMatch(/: 0 % of each/);
    expect(termsInWords({ ...terms, cashBasisPoints: 1250 })).toMatch(/: 12\.5 % of each/);
  });
});
