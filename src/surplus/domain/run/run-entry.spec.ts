import { accountOfFund } from './run-accounts.js';
import fc from 'fast-check';
import { entryOfCorrection, entryOfRun, type EntryPosition, type FormSum } from './run-entry.js';

const sum = (form: string, amountMinor: bigint, over: Partial<FormSum> = {}): FormSum => ({
  ...{ partyId: 'p1', key: 'm001', part: 'pool', form, kind: null, year: null, amountMinor },
  ...over,
});
const table = (lines: readonly EntryPosition[]): string[] =>
  lines.map(({ path, amountMinor }) => `${path} ${amountMinor}`);
const entry = (
  forms: readonly FormSum[],
  unpaid: [string, bigint][] = [],
  debts: [string, bigint][] = [['p1', 5n]],
) =>
  entryOfRun({
    year: 2024,
    funds: [],
    forms,
    open: { unpaidShares: new Map(unpaid), setOff: new Map(debts), ownLosses: new Map() },
  });

describe('the entry of a run', () => {
  it('credits each form to its account and closes on the surplus', () => {
    expect(
      table(entry([sum('setOff', 5n), sum('withholding', 2n), sum('cash', 40n), sum('retained', 60n)])),
    ).toEqual([
      'equity:surplus-to-appropriate:2024 107',
      'assets:receivable:member-debt:m001 -5',
      'liabilities:withholding -2',
      'liabilities:member-payable:m001 -40',
      'equity:allocated:2024:m001 -60',
    ]);
  });

  it('pays shares up to what is still unpaid; who has paid meanwhile gets money', () => {
    expect(table(entry([sum('unpaidShares', 30n)], [['p1', 10n]]))).toEqual([
      'equity:surplus-to-appropriate:2024 30',
      'assets:receivable:share-subscription:m001 -10',
      'liabilities:member-payable:m001 -20',
    ]);
  });

  it('keeps capital of one year apart by its kind, each a lot of its holder', () => {
    const forms = [
      sum('retained', 60n, { kind: 'qualified' }),
      sum('retained', 40n, { kind: 'nonqualified', year: 2020 }),
      sum('shares', 5n, { kind: 'Class B' }),
    ];
    expect(entry(forms).map(({ path, partyId, amountMinor }) => [path, partyId, amountMinor])).toEqual([
      ['equity:surplus-to-appropriate:2024', null, 105n],
      ['equity:allocated:2024:m001:qualified', 'p1', -60n],
      ['equity:allocated:2020:m001:nonqualified', 'p1', -40n],
      ['equity:share-capital:m001:class-b', 'p1', -5n],
    ]);
  });

  it('sets off what is owed on the day of posting and no more; who has paid meanwhile gets money', () => {
    const setOff = [sum('setOff', 30n)];
    expect(table(entry(setOff, [], [['p1', 12n]]))).toEqual([
      'equity:surplus-to-appropriate:2024 30',
      'assets:receivable:member-debt:m001 -12',
      'liabilities:member-payable:m001 -18',
    ]);
    expect(table(entry(setOff, [], []))).toEqual([
      'equity:surplus-to-appropriate:2024 30',
      'liabilities:member-payable:m001 -30',
    ]);
  });

  it('books what members bear of a loss as a claim on them', () => {
    expect(
      table(entry([sum('fromBalance', 7n, { part: 'loss' }), sum('owed', 3n, { part: 'loss' })])),
    ).toEqual(['equity:surplus-to-appropriate:2024 -10', 'assets:receivable:member-loss:m001 10']);
  });

  it('always balances, whatever is shared', () => {
    const forms = fc.array(
      fc.record({
        partyId: fc.constant('p1'),
        key: fc.constant('m001'),
        part: fc.constantFrom('pool' as const, 'interest' as const, 'loss' as const),
        kind: fc.constantFrom(null, 'nonqualified'),
        form: fc.constantFrom('cash', 'retained', 'unpaidShares', 'setOff', 'donated', 'owed'),
        year: fc.constantFrom(null, 2020),
        amountMinor: fc.bigInt(0n, 1_000_000n),
      }),
    );
    fc.assert(
      fc.property(forms, fc.bigInt(0n, 1_000n), (sums, unpaid) => {
        const lines = entry(sums, [['p1', unpaid]]);
        expect(lines.reduce((total, { amountMinor }) => total + amountMinor, 0n)).toBe(0n);
      }),
    );
  });
});

describe('the entry of a correction', () => {
  const booked = entry([sum('cash', 40n), sum('retained', 60n)]);

  it('books the difference alone', () => {
    const wanted = entry([sum('cash', 50n), sum('retained', 75n)]);
    expect(table(entryOfCorrection(wanted, booked, new Map()))).toEqual([
      'equity:surplus-to-appropriate:2024 25',
      'liabilities:member-payable:m001 -10',
      'equity:allocated:2024:m001 -15',
    ]);
  });

  it('takes back what still stands, and claims the rest', () => {
    const wanted = entry([sum('cash', 10n), sum('retained', 60n)]);
    const standing = new Map([['liabilities:member-payable:m001', 12n]]);
    expect(table(entryOfCorrection(wanted, booked, standing))).toEqual([
      'equity:surplus-to-appropriate:2024 -30',
      'liabilities:member-payable:m001 12',
      'assets:receivable:member-correction:m001 18',
    ]);
  });

  it('owes as money what somebody has borne of a loss that is less, once', () => {
    const bears = (amountMinor: bigint) => entry([sum('owed', amountMinor, { part: 'loss' })]);
    const path = 'assets:receivable:member-loss:m001';
    // Of 90 they have borne 60; 50 would have been right.
    const first = entryOfCorrection(bears(50n), bears(90n), new Map([[path, -30n]]));
    expect(table(first)).toEqual([
      'equity:surplus-to-appropriate:2024 40',
      `${path} -30`,
      'liabilities:member-payable:m001 -10',
    ]);
    const booked = [...bears(90n), ...first];
    expect(entryOfCorrection(bears(50n), booked, new Map([[path, 0n]]))).toEqual([]);
  });

  it('is empty where nothing changed', () => {
    expect(entryOfCorrection(booked, booked, new Map())).toEqual([]);
  });

  it('counts what an earlier correction claims', () => {
    const wanted = entry([sum('cash', 10n), sum('retained', 60n)]);
    const first = entryOfCorrection(wanted, booked, new Map());
    expect(table(entryOfCorrection(wanted, [...booked, ...first], new Map()))).toEqual([]);
  });
});

describe('the account of a fund', () => {
  it('is its own, in whatever letters the fund is named', () => {
    const named = (fund: string) => accountOfFund({ id: 'p' }, fund).path;
    expect(named('legalReserve')).toBe('equity:reserve:legal');
    expect(named('резерв')).not.toBe(named('фонд'));
    expect(named('резерв')).toBe(named('резерв'));
  });
});
