import { readConsents } from './consent-csv.js';

const read = (...rows: string[][]) => readConsents(rows.map((cells, place) => ({ line: place + 1, cells })));
const header = ['Ref', 'given', 'effective_on', 'evidence', 'name'];

describe('a file of consents', () => {
  it('says whose, how, since when and where it stands; other columns are left alone', () => {
    expect(read(header, ['m001', 'Written', '2024-03-01', 'Form 7', 'Åsa'])).toEqual({
      lines: [{ line: 2, ref: 'm001', given: 'written', effectiveOn: '2024-03-01', evidence: 'Form 7' }],
      errors: [],
      ignoredColumns: ['“name”'],
    });
  });

  it('has every error told with its line', () => {
    const { lines, errors } = read(
      header,
      ['m001', 'yes', '2024-02-30', '', ''],
      ['', 'bylaw', '2024-01-01', 'Bylaw 9', ''],
      ['m002', 'bylaw', '2024-01-01', 'Bylaw 9', ''],
      ['m002', 'revoked', '2024-01-01', 'Letter', ''],
      ['m003', 'bylaw'],
    );
    expect(lines.map(({ line }) => line)).toEqual([4]);
    expect(errors.map(({ line, message }) => [line, message.slice(0, 24)])).toEqual([
      [2, 'given says “written”, “b'],
      [2, 'effective_on is a day su'],
      [2, 'evidence says where the '],
      [3, 'The reference of the par'],
      [5, 'The same party and day a'],
      [6, 'The line has 2 columns a'],
    ]);
  });

  it('reads numbers as days only in the order that the file itself shows', () => {
    const days = (...texts: string[]) =>
      read(header, ...texts.map((text, place) => [`m00${place}`, 'bylaw', text, 'Bylaw 9', ''])).lines.map(
        ({ effectiveOn }) => effectiveOn,
      );
    expect(days('03/04/2024', '12/31/2024')).toEqual(['2024-03-04', '2024-12-31']);
    expect(days('03/04/2024', '31/12/2024')).toEqual(['2024-04-03', '2024-12-31']);
    expect(days('03/04/2024', '2024-05-06')).toEqual(['2024-05-06']);
  });
});
