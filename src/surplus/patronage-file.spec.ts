import { readPatronageFile } from './patronage-file.js';

const errorsOf = (content: string): [number, string][] =>
  readPatronageFile(content).errors.map(({ line, message }) => [line, message]);

describe('a file of patronage', () => {
  it('reads a byte-order mark, semicolons, decimal commas, any order of columns and names in any script', () => {
    const file = readPatronageFile(
      '\uFEFFQuantity;Ref;name;BASIS;source_ref\r\n"1.234,50";Ñandú-1;"Åsa; née Öz";purchases;till 1\r\n\r\n7,5;b2;Bob;Hours;\r\n',
    );
    expect(file).toMatchObject({
      lines: [
        { line: 2, ref: 'Ñandú-1', basis: 'purchases', millionths: 1_234_500_000n, sourceRef: 'till 1' },
        { line: 4, ref: 'b2', basis: 'hours', millionths: 7_500_000n, sourceRef: null },
      ],
      errors: [],
      ignoredColumns: ['“name”'],
    });
  });

  it('reads a number of three decimals by the mark that the others show', () => {
    const quantities = (content: string): bigint[] =>
      readPatronageFile(content).lines.map((line) => line.millionths);
    expect(quantities('ref,basis,quantity\na,kilos,12.345\nb,kilos,0.500')).toEqual([12_345_000n, 500_000n]);
    expect(quantities('ref;basis;quantity\na;kilos;12.345\nb;kilos;0,5')).toEqual([
      12_345_000_000n,
      500_000n,
    ]);
  });

  it('names every error by its line and keeps looking', () => {
    const errors = errorsOf(
      [
        'ref;basis;quantity;source_ref',
        ';hours;1;s1',
        'a;Working Hours;1;s2',
        'a;hours;-1;s3',
        'a;hours;0;s4',
        'a;hours;0,1234567;s5',
        'a;hours;12.345;s6',
        'a;hours;x;s7',
        'a;hours;1;s7',
        'a;hours;1',
        'b;hours;1;',
        'b;hours;2;',
        `a;hours;1;${'x'.repeat(201)}`,
      ].join('\n'),
    );
    expect(errors.map(([line]) => line)).toEqual([2, 3, 4, 5, 6, 8, 9, 10, 12, 13]);
    const words = [
      /reference/,
      /short name/,
      /negative/,
      /zero/,
      /six digits/,
      /not a number/,
      /same source as line 8/,
      /3 columns/,
      /as line 11/,
      /200/,
    ];
    words.forEach((word, place) => expect(errors[place]![1]).toMatch(word));
  });

  it('takes the separator that a spreadsheet declares, and refuses what is not UTF-8', () => {
    expect(errorsOf('sep=;\nref;basis;quantity\na;hours;0')).toEqual([[3, expect.stringMatching(/zero/)]]);
    const latin1 = Buffer.from('ref;basis;quantity\nNúñez;hours;1\n', 'latin1');
    expect(readPatronageFile(latin1).errors).toEqual([
      { line: 2, message: expect.stringMatching(/not in UTF-8/) },
    ]);
  });

  it('leaves alone what a spreadsheet adds: columns without a name, and two of one name that nobody reads', () => {
    expect(readPatronageFile('ref;note;basis;quantity;note;;\nm1;a;hours;5;b;;\n')).toMatchObject({
      lines: [{ ref: 'm1', basis: 'hours', millionths: 5_000_000n }],
      ...{ errors: [], ignoredColumns: ['“note”', '“note”'] },
    });
  });

  it('does not guess when nothing tells thousands from decimals', () => {
    expect(errorsOf('ref;basis;quantity\na;hours;1.234')).toEqual([
      [2, expect.stringMatching(/thousands or a fraction/)],
    ]);
  });

  it.each([
    ['', 1, /ref is missing/],
    ['ref;basis\na;b', 1, /quantity is missing/],
    ['ref;ref;basis;quantity\n', 1, /occurs twice/],
    ['ref;basis;quantity\n', 0, /no records/],
    ['ref;basis;quantity\n"a;b;1', 2, /quotation mark/],
    ['\u0000\u0001', 1, /missing/],
  ])('refuses %j', (content, line, words) => {
    expect(errorsOf(content)).toEqual([[expect.any(Number), expect.stringMatching(words)]]);
    expect(errorsOf(content)[0]![0]).toBe(line);
  });
});
