import { payoutRow, readOutcomes } from './payout-csv.js';

const records = (text: string) =>
  text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(';') }));
const read = (text: string) => readOutcomes(records(text), 2);

describe('the file of what a bank did', () => {
  it('names a payout, its amount, its day and what became of it, in any order of columns', () => {
    const { lines, errors, ignoredColumns } = read(
      'outcome;date;bank;amount;reference\npaid;2026-03-31;X;1.234,50;PO-1\nBOUNCED;2026-04-02;X;7;PO-2',
    );
    expect(errors).toEqual([]);
    expect(ignoredColumns).toEqual(['“bank”']);
    expect(lines).toEqual([
      { line: 2, reference: 'PO-1', amountMinor: 123_450n, on: '2026-03-31', outcome: 'paid' },
      { line: 3, reference: 'PO-2', amountMinor: 700n, on: '2026-04-02', outcome: 'bounced' },
    ]);
  });

  it.each([
    ['reference;amount;date\nPO-1;1;2026-03-31', 'outcome is missing'],
    ['reference;amount;date;outcome', 'no records'],
    ['reference;amount;date;outcome\n;1;2026-03-31;paid', 'reference is missing'],
    ['reference;amount;date;outcome\nPO-1;-1;2026-03-31;paid', 'not an amount above zero'],
    ['reference;amount;date;outcome\nPO-1;1.005;2026-02-30;paid', 'not a day'],
    ['reference;amount;date;outcome\nPO-1;1;2026-03-31;sent', 'neither paid nor bounced'],
    ['reference;amount;date;outcome\nPO-1;1;2026-03-31;', 'The outcome is missing'],
    ['reference;amount;date;outcome\nPO-1;1;;paid', 'The date on which the bank did it is missing'],
    [
      'reference;amount;date;outcome\nPO-1;1;2026-03-31;paid\nPO-1;1;2026-03-31;paid',
      'same reference as line 2',
    ],
  ])('is refused by line: %j', (text, fault) =>
    expect(
      read(text)
        .errors.map(({ message }) => message)
        .join(' '),
    ).toContain(fault),
  );

  it('is written so that no name becomes a formula or another column', () => {
    const payout = { reference: 'PO-1', key: 'm001', amountMinor: 5n, interestMinor: 0n, currency: 'EUR' };
    expect(payoutRow({ ...payout, name: '=1+1;"x"' }, 2)).toBe(`PO-1;m001;"'=1+1;""x""";0.05;0.00;EUR;;\n`);
    expect(payoutRow({ ...payout, name: null, currency: 'JPY' }, 0)).toBe('PO-1;m001;"";5;0;JPY;;\n');
  });
});
