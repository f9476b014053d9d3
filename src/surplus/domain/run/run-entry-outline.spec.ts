import fc from 'fast-check';
import { claimPaidBy, entryOfRun, mergePositions, type EntryPosition, type FormSum } from './run-entry.js';
import { outlineOfRun, type FormTotal, type OwnAccounts } from './run-entry-outline.js';

const year = 2024;
const forms = ['cash', 'setOff', 'unpaidShares', 'withholding', 'shares', 'retained', 'donated', 'voucher'];

/** What one participant gets of a form of a pool. */
interface Part extends FormSum {
  readonly pool: string;
}
const parts = fc.uniqueArray(
  fc.record({
    pool: fc.constantFrom('members', 'workers', 'loss:members'),
    key: fc.constantFrom('m001', 'm002', 'x-worker'),
    form: fc.constantFrom(...forms),
    kind: fc.constantFrom(null, 'qualified', 'nonqualified'),
    year: fc.constantFrom(null, 2020, year),
    amountMinor: fc.bigInt(1n, 1_000n),
  }),
  { selector: ({ pool, key, form, kind, year }) => `${pool} ${key} ${form} ${kind} ${year}`, maxLength: 40 },
);
const partOf = (one: Omit<Part, 'partyId' | 'part'>): Part => ({
  ...one,
  partyId: one.key,
  part: one.pool === 'loss:members' ? 'loss' : 'pool',
});
const byPath = (positions: readonly EntryPosition[]) =>
  [...mergePositions(positions)].sort((a, b) => (a.path < b.path ? -1 : 1));

/** Everybody's own lines by the rule of the outline, as the statement makes them. */
function linesBy(own: readonly OwnAccounts[], all: readonly Part[], owed: ReadonlyMap<string, bigint>) {
  const open = new Map<string, bigint>();
  return all.flatMap((one) => {
    const rule = own.find(
      ({ pool, form, formYear, formKind }) =>
        pool === one.pool && form === one.form && formYear === one.year && formKind === one.kind,
    );
    if (!rule) return [];
    const account = `${rule.prefix}${one.key}`;
    const left = open.get(account) ?? owed.get(one.partyId) ?? 0n;
    const kept = rule.restPrefix === null || left > one.amountMinor ? one.amountMinor : left;
    if (rule.restPrefix !== null) open.set(account, left - kept);
    const line = (prefix: string, of: number | null, amount: bigint): EntryPosition => ({
      ...{
        path: `${prefix}${one.key}${prefix === rule.prefix ? rule.suffix : ''}`,
        partyId: one.partyId,
        year: of,
        divisible: true,
      },
      amountMinor: BigInt(rule.sign) * amount,
    });
    const rest = one.amountMinor - kept;
    return [
      line(rule.prefix, rule.year, kept),
      ...(rule.restPrefix === null ? [] : [line(rule.restPrefix, null, rest)]),
    ];
  });
}

function totalsOf(all: readonly Part[]): FormTotal[] {
  const totals = new Map<string, FormTotal>();
  for (const { pool, part, form, kind, year: of, amountMinor } of all) {
    const at = `${pool} ${form} ${kind} ${of}`;
    const sum = (totals.get(at)?.amountMinor ?? 0n) + amountMinor;
    totals.set(at, { pool, part, form, kind, year: of, amountMinor: sum });
  }
  return [...totals.values()];
}

describe('the outline of an entry', () => {
  it('closes with the surplus account what it names and what it leaves to a rule', () => {
    const outline = outlineOfRun({
      year,
      funds: [{ account: 'equity:reserve:legal', divisible: false, year: null, amountMinor: -200n }],
      totals: [
        { pool: 'members', part: 'pool', form: 'unpaidShares', kind: null, year: null, amountMinor: 70n },
        { pool: 'members', part: 'pool', form: 'donated', kind: null, year: null, amountMinor: 30n },
      ],
    });
    expect(outline.shared.map(({ path, amountMinor }) => `${path} ${amountMinor}`)).toEqual([
      'equity:surplus-to-appropriate:2024 300',
      'equity:reserve:legal -200',
      'equity:reserve:donated -30',
    ]);
    expect(outline.own).toEqual([
      {
        ...{ pool: 'members', form: 'unpaidShares', formYear: null, formKind: null, year: null, sign: -1 },
        suffix: '',
        ...{ prefix: 'assets:receivable:share-subscription:', restPrefix: 'liabilities:member-payable:' },
      },
    ]);
  });

  it('comes to the lines of the whole entry, whatever the forms', () => {
    fc.assert(
      fc.property(parts, fc.bigInt(0n, 1_500n), (some, open) => {
        const all = some.map(partOf);
        // Claims of one pool at a time: what is still owed is one sum for each participant.
        const paying = all.filter((one) => claimPaidBy(one) !== null);
        fc.pre(new Set(paying.map(({ key, form }) => `${key} ${form}`)).size === paying.length);
        const owed = new Map([['m001', open]]);
        const outline = outlineOfRun({ year, funds: [], totals: totalsOf(all) });
        const whole = entryOfRun({
          year,
          funds: [],
          forms: all,
          open: { unpaidShares: owed, setOff: owed, ownLosses: owed },
        });
        expect(byPath([...outline.shared, ...linesBy(outline.own, all, owed)])).toEqual(byPath(whole));
      }),
    );
  });
});
