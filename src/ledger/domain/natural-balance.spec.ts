import { naturalBalance, senseOf } from './natural-balance.js';

describe('an account as its holder reads it', () => {
  it.each([
    ['equity:share-capital:m001', 'capital', -12_000n, 12_000n],
    ['equity:allocated:2024:m001', 'capital', -500n, 500n],
    ['liabilities:member-payable:m001', 'owed_to_holder', -700n, 700n],
    ['assets:receivable:share-subscription:m001', 'owed_by_holder', 300n, 300n],
    ['equity:reserve:legal', 'other', -900n, 900n],
    ['assets:bank:main', 'other', 900n, 900n],
    ['expenses:capital-interest', 'other', 5n, 5n],
  ] as const)('%s is %s: %s is read as %s', (path, sense, balance, natural) => {
    expect([senseOf(path), naturalBalance(path, balance)]).toEqual([sense, natural]);
  });
});
