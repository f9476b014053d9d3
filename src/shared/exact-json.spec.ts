import fc from 'fast-check';
import { readExactJson } from './exact-json.js';

const faultsOf = (text: string) => (readExactJson(text) as { faults?: readonly string[] }).faults;

describe('JSON as it is written', () => {
  it('refuses a field that is there twice, also when it is written in two ways', () => {
    expect(faultsOf('{"a":{"tax":1,"tax":2},"b":[{"x":1},{"x":1,"\\u0078":2}]}')).toEqual([
      'a.tax: is there twice',
      'b[1].x: is there twice',
    ]);
    expect(faultsOf('[{"x":1},{"x":"\\"x\\":1, {"}]')).toBeUndefined();
  });

  it('refuses a number that would be read as another', () => {
    expect(faultsOf('{"a":0.99999999999999999999,"b":[1,1e2]}')).toEqual([
      'a: 0.99999999999999999999 is not exact as a number: write it as text',
      'b[1]: 1e2 is not exact as a number: write it as text',
    ]);
    expect(faultsOf('[1.0,-3,0.5,9007199254740991]')).toBeUndefined();
    expect(faultsOf('[9007199254740993]')).toHaveLength(1);
    expect(faultsOf(`[${'9'.repeat(10_000)}]`)).toHaveLength(1);
  });

  it('says what is no JSON, and reads however deep a file is', () => {
    expect(readExactJson('{')).toHaveProperty('problem');
    expect(readExactJson(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toHaveProperty('value');
  });

  it('reads whatever JSON prints', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnpairedSurrogates: false } as never), (value) => {
        const printed = JSON.stringify(value);
        // A large number prints as digits that it does not hold.
        if (/\d{16}|\de/i.test(printed)) return;
        expect(readExactJson(printed)).toEqual({ value: JSON.parse(printed) as unknown });
      }),
    );
  });
});
