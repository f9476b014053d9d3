import { readNeutralCase } from './neutral-case.js';
import { tallyCase } from './tally-case.js';

const irv = {
  id: 'a case',
  method: 'irv',
  options: { tie_break: { mode: 'fixed_order', order: [0, 1] } },
  seats: 1,
  candidates: ['A', 'B'],
  ballots: [
    [0.5, [0]],
    [0.25, [1]],
  ],
};
const read = (value: unknown): any => readNeutralCase(JSON.stringify(value, null, 1));

describe('a case in the neutral format', () => {
  it('is read with its weights exact, as they were written', () => {
    expect(read(irv).ballots.map(([weight]: [unknown]) => String(weight))).toEqual(['1/2', '1/4']);
    expect(tallyCase(read(irv))).toMatchObject({
      winners: [0],
      rounds: [{ tally: { 0: '0.5', 1: '0.25' } }],
    });
  });

  it.each([
    ['{"id": 1,\n"method": "irv"}', 'Line 1, field "id": a case has a name, as text.'],
    ['{"id": "x",\n\n"method": 7}', 'Line 3, field "method": the name of a method, as text.'],
    [
      '{"id": "x",\n"method": "irv",\n"candidates": [1], "ballots": []}',
      'Line 3, field "candidates": a list of names, as text.',
    ],
    [
      '{"id": "x", "method": "irv",\n"ballots": [[1, []], [2]]}',
      'Line 2, field "ballots": entry 1 is not [weight, ballot].',
    ],
    ['{"id": "x", "method": "irv"}', 'Line 1, field "ballots": a list of [weight, ballot].'],
    ['{"id": "x",\n"method": "irv", "seats": 1.5}', 'Line 2, field "seats": a whole number.'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'A case is nested no deeper than 12 levels; this one is.'],
    ['[]', 'Line 1: a case is a JSON object.'],
    ['{"id": "x",\n"method": }', 'Line 2: this is not valid JSON.'],
    ['', 'Line 1: this is not valid JSON.'],
  ])('%.60j is refused with line and field', (text, message) => {
    expect(readNeutralCase(text)).toMatchObject({ reason: 'MALFORMED_CASE', message });
  });

  it('names its choices in words, which are renamed, and unknown words are refused by name', () => {
    const ranked = {
      ...irv,
      method: 'copeland',
      options: { score: 'wins minus losses', unranked: 'tied_last' },
    };
    expect(tallyCase(read(ranked))).toMatchObject({ winners: [0], scores: { 0: '1', 1: '-1' } });
    const unknown = { ...ranked, options: { ...ranked.options, score: 'by feeling' } };
    expect(tallyCase(read(unknown))).toMatchObject({ reason: 'UNKNOWN_OPTION_VALUE' });
    const hidden = { ...irv, options: JSON.parse('{"__proto__": {"tie_break": {"mode": "report_tie"}}}') };
    expect((tallyCase(read(hidden)) as any).reason).toBe('MISSING_OPTION');
    expect((tallyCase(read(unknown)) as any).message).toContain('"by feeling"');
  });
});
