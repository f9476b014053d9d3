import { journalAccount, journalEntryHead, journalHead, journalLine } from './journal.js';

const line = {
  path: 'assets:bank:main',
  currency: 'EUR',
  amountMinor: -50_001n,
  partyId: null,
  periodId: null,
  fund: null,
  restriction: null,
  site: null,
  project: null,
};

describe('the journal', () => {
  it('declares each currency with its own scale', () => {
    expect(journalHead('Books', ['EUR', 'JPY', 'TND'])).toBe(
      '; Books\ndecimal-mark .\ncommodity 1000.00 EUR\ncommodity 1000. JPY\ncommodity 1000.000 TND\n\n',
    );
  });
  it('declares each account with its type, a bank as cash', () => {
    expect(journalAccount('assets:bank:main')).toBe('account assets:bank:main  ; type: C\n');
    expect(journalAccount('assets:receivable:share-subscription:m001')).toMatch(/type: A/);
    expect(journalAccount('income:forfeits')).toMatch(/type: R/);
    expect(journalAccount('expenses:capital-interest')).toMatch(/type: X/);
  });
  it('writes a posting in its currency’s scale with what it belongs to', () => {
    expect(journalLine(line)).toMatch(/^ {4}assets:bank:main {2,}-500\.01 EUR\n$/);
    expect(journalLine({ ...line, currency: 'JPY', amountMinor: 7n })).toMatch(/ 7 JPY\n$/);
    expect(journalLine({ ...line, fund: 'aid, winter', periodId: 'p-1' })).toMatch(
      /; period:p-1, fund:aid {2}winter\n$/,
    );
  });
  it('lets no narration begin a comment or another posting', () => {
    const head = journalEntryHead({
      id: 'e-1',
      effectiveOn: '2026-05-20',
      narration: 'a; b\n    equity:reserve  1 EUR | c',
      kind: 'reversal',
      sourceType: 'ledger-entry',
      sourceId: 'e-0',
      reverses: 'e-0',
    });
    expect(head).toBe(
      '\n2026-05-20 * (e-1) a, b     equity:reserve  1 EUR / c  ; event:reversal, source:ledger-entry/e-0, reverses:e-0\n',
    );
  });
});
