import fc from 'fast-check';
import { isRefusal } from '../shared/refusal.js';
import type { MemberList } from './domain/member-csv.js';
import { readMemberFile } from './member-file.js';

function read(file: string | Uint8Array, options = {}): MemberList {
  const list = readMemberFile(file, options);
  if (isRefusal(list)) throw new Error(list.message);
  return list;
}
const faultsOf = (file: string): string[] =>
  read(file).faults.map(({ line, message }) => `${line}: ${message}`);

describe('a list of members as a file', () => {
  it('is read with byte-order mark, semicolons, quotes, blank lines, other line breaks and names of any script', () => {
    const file =
      '\uFEFFNº;Nombre y apellidos;Correo electrónico;Fecha de alta;Clase;Participaciones;Notas\r\n' +
      '001;"Núñez; Ana";Ana@Example.org;31/12/2019;Trabajo;1.234,50;x\r\n' +
      '\r\n;;;;;;\r\n' +
      '002;李小龙;;2020-02-29;;3;\r\n' +
      '003;"María ""Mari"" Gómez";;;;;\r\n';
    expect(read(file)).toMatchObject({
      faults: [],
      ignoredColumns: ['Notas'],
      members: [
        {
          line: 2,
          ref: '001',
          name: 'Núñez; Ana',
          email: 'ana@example.org',
          joinedOn: '2019-12-31',
          classCode: 'trabajo',
          shares: '1234.50',
        },
        {
          line: 5,
          ref: '002',
          name: '李小龙',
          email: null,
          joinedOn: '2020-02-29',
          classCode: null,
          shares: '3',
        },
        { line: 6, ref: '003', name: 'María "Mari" Gómez', joinedOn: null },
      ],
    });
  });

  it('is read with commas, tabs, bars, and the separator that a spreadsheet declares', () => {
    for (const mark of [',', ';', '\t', '|']) {
      expect(read(`name${mark}ref\nAna${mark}1\n`).members).toMatchObject([
        { name: 'Ana', ref: '1', line: 2 },
      ]);
    }
    expect(read('sep=;\nname;ref\nAna, B.;1\n').members).toMatchObject([
      { name: 'Ana, B.', ref: '1', line: 3 },
    ]);
  });

  it('joins first and last names, and lets names repeat', () => {
    const { members, faults } = read('First name,Last name\nAna,Li\nAna,Li\n');
    expect(members.map(({ name }) => name)).toEqual(['Ana Li', 'Ana Li']);
    expect(faults).toEqual([]);
  });

  it('names every fault by its line', () => {
    const file =
      'ref,name,email,joined_on,kind,phone,shares\n' +
      '1,Ana,ana@example.org,2020-02-30,person,,\n' +
      '1,,not an address,,club,1,x\n' +
      '2,Bo,ANA@example.org,,,,-1\n' +
      'a b,C\u0007,,,,,,,more\n';
    expect(faultsOf(file)).toEqual([
      '2: joined_on must be a day that exists, best written YYYY-MM-DD.',
      '3: name must be one line of 1 to 200 characters.',
      '3: email is not an address that can be written to.',
      '3: telephone must have 4 to 20 digits, with spaces, dots, hyphens or brackets between.',
      '3: kind must be person, household or organisation.',
      '3: shares must be a number that is not negative, with “.” before the decimals.',
      '3: ref is the same as on line 2.',
      '4: shares must be a number that is not negative, with “.” before the decimals.',
      '4: email is the same as on line 2.',
      '5: has 9 fields, more than the header names; put fields with the separator in quotes.',
      '5: name must be one line of 1 to 200 characters.',
      '5: ref must be 1 to 60 letters, digits, dots, slashes and hyphens.',
    ]);
  });

  it('says which columns are missing or stand twice', () => {
    expect(faultsOf('ref,email\n1,a@example.org\n')).toEqual([
      '1: There is no column for the name. Call it “name”, or “first name” and “last name”.',
    ]);
    expect(faultsOf('name,Nombre\nAna,Ana\n')).toEqual([
      '1: Two columns mean name: “name” and “Nombre”. Keep one.',
    ]);
  });

  it('takes the order of dates from the file, and refuses a file that has both', () => {
    const joined = (dates: string[], options = {}) =>
      read(`name,joined_on\n${dates.map((date) => `A,${date}`).join('\n')}`, options);
    expect(joined(['3/4/2021']).members[0]!.joinedOn).toBe('2021-04-03');
    expect(joined(['3/4/2021'], { dateOrder: 'month-first' }).members[0]!.joinedOn).toBe('2021-03-04');
    expect(joined(['3/4/2021', '4/13/2021']).members[0]!.joinedOn).toBe('2021-03-04');
    expect(joined(['13.4.2021', '4/13/2021']).faults).toHaveLength(2);
  });

  it('is refused whole when it cannot be read line by line', () => {
    const latin1 = Buffer.from('name\nAna\nNúñez\n', 'latin1');
    const cases: [string | Uint8Array, RegExp][] = [
      [latin1, /not in UTF-8: line 3/],
      [Buffer.from('\uFEFFname\nAna\n', 'utf16le'), /UTF-16/],
      ['x'.repeat(5_000_001), /5000001 bytes/],
      ['', /empty/],
      ['name\n', /no members/],
      ['name,ref\n"Ana,1\nBo,2\n', /Line \d+: There is a quotation mark/],
      ['name,ref\nA"n"a,1\n', /Line 2: There is a quotation mark/],
      [`name\n${'A\n'.repeat(50_001)}`, /50001 lines/],
    ];
    for (const [file, message] of cases) {
      const refusal = readMemberFile(file);
      expect(refusal).toMatchObject({ reason: 'FILE_UNREADABLE', message: expect.stringMatching(message) });
    }
  });

  it('never throws, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom('name', 'ref', ',', ';', '"', '\n', '\r', '\0', '\uD800', 'é'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const list = readMemberFile(`name,ref\n${pieces.join('')}`);
        expect(isRefusal(list) || list.members.length + list.faults.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
