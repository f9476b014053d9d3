import { sha256 } from '../../../shared/canonical-json.js';
import { breakTie, drawOrder, readTieBreak, type TieBreak } from './tie-break.js';

const order: TieBreak = { mode: 'fixed_order', order: [2, 0, 3, 1] };

describe('ties', () => {
  it('choose the earliest in the drawn order and exclude the latest', () => {
    expect(breakTie(order, 'choose', [0, 1, 3])).toEqual({ picked: 0, by: 'lot', tied: [0, 1, 3] });
    expect(breakTie(order, 'exclude', [0, 1, 3])).toEqual({ picked: 1, by: 'lot', tied: [0, 1, 3] });
  });

  it('look back from the latest earlier round, narrowing, before they are drawn', () => {
    const rule: TieBreak = { mode: 'previous_rounds', then: order };
    const earlier = [
      [9, 1, 5, 5],
      [4, 4, 6, 4],
    ];
    expect(breakTie(rule, 'choose', [0, 1, 3], earlier)).toMatchObject({ picked: 0, by: 'history' });
    expect(breakTie(rule, 'exclude', [0, 2, 3], earlier)).toMatchObject({ picked: 3, by: 'history' });
    expect(breakTie(rule, 'exclude', [2, 3], [earlier[0]!])).toMatchObject({
      picked: 3,
      by: 'lot',
      tied: [2, 3],
    });
  });

  it('are reported where the rule may not pick', () => {
    expect(breakTie({ mode: 'report_tie' }, 'choose', [1, 2])).toEqual({
      picked: null,
      by: 'reported',
      tied: [1, 2],
    });
  });
});

describe('the drawn order', () => {
  it('is the order of SHA-256 of seed and position, which anyone can redo', () => {
    const byHand = [0, 1, 2, 3].sort((a, b) => (sha256(`a seed:${a}`) < sha256(`a seed:${b}`) ? -1 : 1));
    expect(drawOrder('a seed', 4)).toEqual(byHand);
    expect(readTieBreak({ mode: 'fixed_order', seed: 'a seed' }, 4)).toEqual({
      mode: 'fixed_order',
      order: byHand,
    });
  });

  it('differs between seeds and favours nobody over many', () => {
    const first = Array.from({ length: 3000 }, (_, index) => drawOrder(`seed ${index}`, 3)[0]!);
    for (const candidate of [0, 1, 2]) {
      const share = first.filter((winner) => winner === candidate).length;
      expect(share).toBeGreaterThan(850);
      expect(share).toBeLessThan(1150);
    }
  });
});

describe('a recorded tie-break that cannot be followed is refused by name', () => {
  it.each([
    [undefined, 'MISSING_OPTION', 'set the option "tie_break"'],
    [{ mode: 'coin' }, 'UNKNOWN_OPTION_VALUE', '"coin" is unknown'],
    [{ mode: 'report_tie', seed: 'x' }, 'UNKNOWN_OPTION', '"tie_break.seed"'],
    [{ mode: 'fixed_order', order: [0, 1] }, 'UNKNOWN_OPTION_VALUE', 'exactly once'],
    [{ mode: 'fixed_order', order: [0, 1, 1] }, 'UNKNOWN_OPTION_VALUE', 'exactly once'],
    [{ mode: 'fixed_order', order: [0, 1, 3] }, 'UNKNOWN_OPTION_VALUE', 'exactly once'],
    [{ mode: 'fixed_order', order: [0, 1, 2], seed: 'x' }, 'UNKNOWN_OPTION_VALUE', 'exactly once'],
    [{ mode: 'previous_rounds', then: { mode: 'coin' } }, 'UNKNOWN_OPTION_VALUE', '"coin"'],
    [
      { mode: 'previous_rounds', then: { mode: 'previous_rounds', then: { mode: 'report_tie' } } },
      'UNKNOWN_OPTION_VALUE',
      '"previous_rounds"',
    ],
    ['lots', 'UNKNOWN_OPTION_VALUE', 'an object'],
  ])('%j', (value, reason, words) => {
    const refusal = readTieBreak(value, 3);
    expect(refusal).toMatchObject({ reason });
    expect((refusal as { message: string }).message).toContain(words);
  });
});
