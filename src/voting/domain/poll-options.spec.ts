import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import { checkOptions, type GivenOption } from './poll-options.js';

const ranked = { method: 'irv', seats: 1, minimumOptions: 2, maximumOptions: 4, options: {} } as const;
const named = (...labels: string[]): GivenOption[] => labels.map((label) => ({ label }));
const reason = (
  given: readonly GivenOption[],
  policy: Parameters<typeof checkOptions>[1] = ranked,
): string => {
  const checked = checkOptions('choice', policy, given);
  return isRefusal(checked) ? checked.reason : 'good';
};

describe('the options of a vote', () => {
  it('are as many as the rule of its kind allows', () => {
    expect(reason(named('A', 'B'))).toBe('good');
    expect(reason([])).toBe('TOO_FEW_OPTIONS');
    expect(reason(named('A'))).toBe('TOO_FEW_OPTIONS');
    expect(reason(named('A', 'B', 'C', 'D', 'E'))).toBe('TOO_MANY_OPTIONS');
  });

  it('are enough to fill the seats', () => {
    const elected = { ...ranked, method: 'stv', seats: 3 } as const;
    expect(reason(named('A', 'B'), elected)).toBe('TOO_FEW_OPTIONS');
    expect(reason(named('A', 'B', 'C'), elected)).toBe('good');
  });

  it('are none where the rule answers one question', () => {
    const threshold = {
      method: 'threshold',
      seats: 1,
      minimumOptions: 0,
      maximumOptions: 0,
      options: {},
    } as const;
    expect(checkOptions('resolution', threshold, [])).toEqual([]);
    expect(checkOptions('resolution', threshold, named('A', 'B'))).toMatchObject({
      reason: 'NO_OPTIONS_HERE',
      message:
        'A resolution is decided by a vote for or against, which answers one question: it brings no options. Another kind of decision may choose among some.',
    });
  });

  it('are told apart by their labels, whatever capitals and spaces they have', () => {
    expect(checkOptions('choice', ranked, named('Green door', 'Blue', 'green  DOOR'))).toMatchObject({
      reason: 'OPTIONS_ALIKE',
      details: ['options[2] is the same as options[0].'],
    });
    expect(reason(named('José', 'Jose\u0301'))).toBe('OPTIONS_ALIKE');
  });

  it('are not called as the option that the rule adds', () => {
    const added = { ...ranked, method: 'choice', options: { none_of_these: true } } as const;
    expect(reason(named('A', 'none of  these'), added)).toBe('OPTIONS_ALIKE');
    expect(reason(named('A', 'Ninguna de estas'), added)).toBe('OPTIONS_ALIKE');
    expect(reason(named('A', 'None of these'))).toBe('good');
  });

  it('have a label of one line, and a text only where there is one', () => {
    expect(checkOptions('choice', ranked, [{ label: ' A ' }, { label: 'B', description: '' }])).toEqual([
      { label: 'A', description: null },
      { label: 'B', description: null },
    ]);
    expect(
      checkOptions('choice', ranked, [{ label: 'A\nB' }, { label: 'C', description: 'x'.repeat(10_001) }]),
    ).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [
        'options[0].label: one line of 1 to 200 characters.',
        'options[1].description: at most 10,000 characters of text.',
      ],
    });
  });

  it('are, for any list whatever, refused or exactly as many, each with a label of its own', () => {
    const list = fc.array(fc.record({ label: fc.string({ unit: 'binary', maxLength: 5 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, (given) => {
        const checked = checkOptions('choice', ranked, given);
        if (isRefusal(checked)) return;
        expect(checked).toHaveLength(given.length);
        expect(new Set(checked.map(({ label }) => label)).size).toBe(given.length);
      }),
    );
  });
});
