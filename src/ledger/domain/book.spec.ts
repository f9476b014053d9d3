import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import { checkEntry, isAccountPath, type EntryDraft, type LineDraft } from './book.js';
import { draftHash } from './draft-hash.js';

const line = (path: string, amountMinor: bigint, currency?: string): LineDraft => ({
  account: { path },
  amountMinor,
  ...(currency === undefined ? {} : { currency }),
});
const entry = (lines: readonly LineDraft[], rest: Partial<EntryDraft> = {}): EntryDraft => ({
  kind: 'share-paid',
  narration: 'Share paid in',
  effectiveOn: '2025-01-05',
  sourceType: 'test',
  sourceId: '00000000-0000-7000-8000-000000000001',
  lines,
  ...rest,
});
const reasonOf = (draft: EntryDraft): string | true => {
  const verdict = checkEntry(draft, 'EUR');
  return isRefusal(verdict) ? verdict.reason : verdict;
};
const paid = [line('assets:bank:main', 500n), line('equity:share-capital:m001', -500n)];

/** The entry that undoes another has the same lines with their signs turned. */
const mirrored = (lines: readonly LineDraft[]): LineDraft[] =>
  lines.map((one) => ({ ...one, amountMinor: -one.amountMinor }));

describe('an entry of the book', () => {
  it('stands when debits equal credits', () => expect(reasonOf(entry(paid))).toBe(true));

  it.each<[string, EntryDraft, string]>([
    ['one line', entry([line('assets:bank:main', 1n)]), 'ENTRY_TOO_SHORT'],
    ['a cent too much', entry([paid[0]!, line('equity:share-capital:m001', -499n)]), 'ENTRY_UNBALANCED'],
    [
      'currencies that only balance together',
      entry([paid[0]!, line('assets:bank:usd', -500n, 'USD')]),
      'ENTRY_UNBALANCED',
    ],
    ['a line of zero', entry([...paid, line('assets:bank:main', 0n)]), 'LINE_WITHOUT_AMOUNT'],
    [
      'an amount that no export carries',
      entry([line('assets:a', 2n ** 60n), line('assets:b', -(2n ** 60n))]),
      'AMOUNT_OUT_OF_RANGE',
    ],
    ['an account outside the chart', entry([paid[0]!, line('Equity:Share', -500n)]), 'ACCOUNT_PATH_INVALID'],
    [
      'an unknown currency',
      entry([line('assets:a', 1n, 'ZZZ'), line('assets:b', -1n, 'ZZZ')]),
      'CURRENCY_UNKNOWN',
    ],
    ['a day that does not exist', entry(paid, { effectiveOn: '2025-02-30' }), 'INVALID_INPUT'],
    ['a text of two lines', entry(paid, { narration: 'a\nb' }), 'INVALID_INPUT'],
  ])('is refused for %s', (_what, draft, reason) => expect(reasonOf(draft)).toBe(reason));

  it('takes nothing from an indivisible reserve, and says which rule forbids it', () => {
    const grant = [line('equity:reserve:indivisible', 100n), line('assets:bank:main', -100n)];
    const verdict = checkEntry(entry(grant), 'EUR');
    expect(verdict).toMatchObject({
      reason: 'INDIVISIBLE_RESERVE',
      details: ['Line 1: equity:reserve:indivisible.'],
    });
    expect(isRefusal(verdict) && verdict.message).toMatch(
      /belongs to the cooperative and not to its present members/,
    );
    expect(reasonOf(entry(grant, { kind: 'loss-absorbed' }))).toBe(true);
    expect(reasonOf(entry(mirrored(grant)))).toBe(true);
    const restricted = { path: 'equity:reserve:gains', divisible: false };
    expect(reasonOf(entry([{ account: restricted, amountMinor: 1n }, line('assets:bank:main', -1n)]))).toBe(
      'INDIVISIBLE_RESERVE',
    );
  });

  it('is undone by its mirror, and is told from every other by its hash', () => {
    const currencies = fc.constantFrom('EUR', 'USD', 'JPY');
    const parts = fc.array(fc.tuple(currencies, fc.bigInt({ min: 1n, max: 10n ** 12n })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(parts, (amounts) => {
        const lines = amounts.flatMap(([currency, amount]) => [
          line('assets:bank:main', amount, currency),
          line('equity:share-capital:m001', -amount, currency),
        ]);
        expect(reasonOf(entry(lines))).toBe(true);
        const back = entry(mirrored(lines));
        expect(reasonOf(back)).toBe(true);
        expect(draftHash(entry(lines), 'EUR')).not.toBe(draftHash(back, 'EUR'));
        expect(reasonOf(entry([...lines, line('assets:bank:main', 1n)]))).toBe('ENTRY_UNBALANCED');
      }),
      { numRuns: 200 },
    );
  });

  it('knows the roots of the chart and the spelling of a path', () => {
    const good = [
      'assets:bank:main',
      'equity:allocated:2025:m001',
      'income:forfeits',
      'liabilities:unclaimed:x-12',
    ];
    const bad = [
      'assets',
      'cash:main',
      'assets:',
      'assets:Bank',
      'assets:a b',
      'assets::a',
      'assets:-a',
      'assets:a;b',
    ];
    expect(good.every(isAccountPath)).toBe(true);
    expect([...bad, `assets:${'a'.repeat(200)}`].some(isAccountPath)).toBe(false);
  });
});
