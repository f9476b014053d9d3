import { readFileSync } from 'node:fs';
import { readPatronageFile } from '../../../src/surplus/patronage-file.js';

describe('the demonstration file of patronage', () => {
  it('is read without an error, irregular as it is', () => {
    const file = readPatronageFile(
      readFileSync(new URL('../../../demo/patronage-2025.csv', import.meta.url), 'utf8'),
    );
    expect(file.errors).toEqual([]);
    expect(file.lines.length).toBeGreaterThan(300);
  });
});
