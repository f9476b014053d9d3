import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { runToTry, whatIsMine } from './run-to-try.js';

const run = {
  ...{ id: 'r', name: 'Surplus of 2025', state: 'IN_REVIEW', currency: 'EUR', reviewUntil: null },
  myLines: [
    { part: 'POOL', amountMinor: '143988' },
    { part: 'INTEREST', amountMinor: '12' },
  ],
};

describe('a run on the front page', () => {
  it('says what the viewer would get, or bear', () => {
    expect(whatIsMine(run)).toBe('yours would be 1440.00 EUR');
    expect(whatIsMine({ ...run, myLines: [] })).toBe('nothing of it would be yours');
    expect(whatIsMine({ ...run, myLines: [{ part: 'LOSS', amountMinor: '500' }] })).toBe(
      'you would bear 5.00 EUR',
    );
  });

  it('is asked about in words that the API takes', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    expect(validate(schema, parse(runToTry(run, 'key')))).toEqual([]);
  });
});
