import { isRefusal } from '../../../shared/refusal.js';
import type { BallotRule } from './ballot-marks.js';
import { readBallot } from './read-ballot.js';

const rule = (method: BallotRule['method'], options: BallotRule['options'] = {}): BallotRule => ({
  method,
  options,
  block: 'against',
  labels: ['threshold', 'consent', 'gradients'].includes(method) ? [] : ['Oak', 'Elm', 'Ash', 'Fir'],
});
/** The marks, or the mark at fault with the sentence. */
const read = (by: BallotRule, ballot: unknown, isPaper = false): unknown => {
  const marks = readBallot(by, ballot, isPaper);
  return isRefusal(marks) ? [marks.details[0], marks.message] : marks;
};

describe('a ballot for or against', () => {
  it('is one word', () => {
    expect(read(rule('threshold'), { choice: 'for' })).toEqual({ choice: 'for' });
    expect(read(rule('threshold'), { choice: 'blank', block: null })).toEqual({ choice: 'blank' });
    expect(read(rule('threshold'), { choice: 'FOR' })).toEqual([
      'choice',
      '"FOR" is none of for, against, abstain, blank, invalid, block.',
    ]);
  });

  it('is invalid on paper alone', () => {
    expect(read(rule('threshold'), { choice: 'invalid' }, true)).toEqual({ choice: 'invalid' });
    expect(read(rule('threshold'), { choice: 'invalid' })).toMatchObject([
      'choice',
      expect.stringMatching(/paper/),
    ]);
  });

  it('blocks with a reason, where the rule knows blocks', () => {
    expect(read(rule('threshold'), { block: ' It would split us. ' })).toEqual({
      choice: 'block',
      reason: 'It would split us.',
    });
    expect(read(rule('threshold'), { choice: 'block' })).toMatchObject(['block', expect.any(String)]);
    expect(read(rule('threshold'), { block: '  ' })).toMatchObject(['block', expect.any(String)]);
    expect(read({ ...rule('threshold'), block: 'forbidden' }, { block: 'No.' })).toEqual([
      'block',
      'This rule knows no block: vote against.',
    ]);
  });
});

describe('a ballot of any method', () => {
  it('has exactly one form, the one of its method', () => {
    const ranked = rule('irv');
    expect(read(ranked, { choice: 'for' })).toEqual([
      'ballot',
      'This vote is by instant run-off: a ballot says "ranking" and nothing else; this one says "choice".',
    ]);
    expect(read(ranked, { ranking: [[0]], option: 1 })).toMatchObject(['ballot', expect.any(String)]);
    expect(read(ranked, {})).toMatchObject(['ballot', expect.stringMatching(/says nothing/)]);
    expect(read(ranked, { marks: [] })).toEqual(['marks', 'A ballot has no form "marks".']);
    for (const nonsense of [null, undefined, 7, 'for', [], [[0]]])
      expect(read(ranked, nonsense)).toMatchObject(['ballot', expect.any(String)]);
  });

  it('is one option, a step, or a position', () => {
    expect(read(rule('choice'), { option: 3 })).toEqual({ option: 3 });
    expect(read(rule('choice'), { option: 4 })).toEqual([
      'option',
      '4 is not an option of this vote: they are numbered from 0 to 3.',
    ]);
    expect(read(rule('gradients', { steps: 5 }), { step: 4 })).toEqual({ step: 4 });
    expect(read(rule('gradients', { steps: 5 }), { step: 5 })).toMatchObject(['step', expect.any(String)]);
    expect(read(rule('consent'), { consent: { position: 'object' } })).toEqual({ consent: 'object' });
    expect(read(rule('consent'), { consent: { position: 'veto' } })).toMatchObject([
      'consent',
      expect.any(String),
    ]);
  });

  it('approves options, each once, within the bounds of the rule; nothing is a blank ballot', () => {
    const bounded = rule('approval', { min: 2, max: 3 });
    expect(read(bounded, { approved: [3, 0] })).toEqual({ approved: [0, 3] });
    expect(read(bounded, { approved: [] })).toEqual({ approved: [] });
    expect(read(bounded, { approved: [1] })).toMatchObject(['approved', expect.stringMatching(/2 or more/)]);
    expect(read(bounded, { approved: [0, 1, 2, 3] })).toMatchObject([
      'approved',
      expect.stringMatching(/at most 3/),
    ]);
    expect(read(bounded, { approved: [1, 1] })).toEqual(['approved[1]', '“Elm” is approved twice.']);
    expect(read(bounded, { approved: [0, '1'] })).toMatchObject(['approved[1]', expect.any(String)]);
  });

  it('marks every option within the range, or leaves it blank', () => {
    expect(read(rule('score', { score_range: [-2, 2] }), { scores: [-2, null, 0, 2] })).toEqual({
      scores: [-2, null, 0, 2],
    });
    expect(read(rule('star'), { scores: [0, 5, 6, null] })).toEqual([
      'scores[2]',
      'The mark of “Ash” is 6, not a whole number from 0 to 5.',
    ]);
    expect(read(rule('star'), { scores: [0, 5, 1.5, null] })).toMatchObject([
      'scores[2]',
      expect.any(String),
    ]);
    expect(read(rule('star'), { scores: [0, 5] })).toMatchObject([
      'scores',
      expect.stringMatching(/each of the 4/),
    ]);
    expect(read(rule('majority-judgment', { grades: 6 }), { grades: [5, 0, null, 1] })).toEqual({
      grades: [5, 0, null, 1],
    });
    expect(read(rule('majority-judgment', { grades: 6 }), { grades: [6, 0, 0, 0] })).toMatchObject([
      'grades[0]',
      expect.any(String),
    ]);
  });

  it('ranks options, each once; equals in one spelling, blanks at the end left out', () => {
    expect(read(rule('schulze'), { ranking: [[2], [3, 0], [], []] })).toEqual({ ranking: [[2], [0, 3]] });
    expect(read(rule('irv'), { ranking: [[], [1]] })).toEqual({ ranking: [[], [1]] });
    expect(read(rule('irv'), { ranking: [] })).toEqual({ ranking: [] });
    expect(read(rule('irv'), { ranking: [[1], [0, 1]] })).toEqual([
      'ranking[1][1]',
      '“Elm” is ranked 1 and 2; rank it once.',
    ]);
    expect(read(rule('irv'), { ranking: [[1, 1]] })).toMatchObject(['ranking[0][1]', expect.any(String)]);
    expect(read(rule('irv'), { ranking: [[9]] })).toMatchObject(['ranking[0][0]', expect.any(String)]);
    expect(read(rule('irv'), { ranking: [1, 0] })).toMatchObject(['ranking[0]', expect.any(String)]);
    expect(read(rule('irv'), { ranking: [[0], [1], [2], [3], []] })).toMatchObject([
      'ranking',
      expect.any(String),
    ]);
  });

  it('ranks options equal only where the rule can count that', () => {
    expect(read(rule('stv', { variant: 'scottish' }), { ranking: [[0, 1]] })).toEqual([
      'ranking[0]',
      'Rank 1 holds “Oak”, “Elm”; this rule counts one option per rank.',
    ]);
    expect(read(rule('stv', { variant: 'meek' }), { ranking: [[0, 1]] })).toEqual({ ranking: [[0, 1]] });
  });

  it('spends points and credits within what there is', () => {
    const dots = rule('dots', { points: 10, per_option: 6, spend: 'all' });
    expect(read(dots, { points: [6, 4, 0, 0] })).toEqual({ points: [6, 4, 0, 0] });
    expect(read(dots, { points: [0, 0, 0, 0] })).toEqual({ points: [0, 0, 0, 0] });
    expect(read(dots, { points: [6, 5, 0, 0] })).toEqual([
      'points',
      'The ballot gives 11 points, and there are 10.',
    ]);
    expect(read(dots, { points: [6, 3, 0, 0] })).toMatchObject(['points', expect.stringMatching(/all 10/)]);
    expect(read(dots, { points: [7, 3, 0, 0] })).toMatchObject([
      'points[0]',
      expect.stringMatching(/“Oak” is given 7/),
    ]);
    const quadratic = rule('quadratic', { credits: 20 });
    expect(read(quadratic, { points: [4, 2, 0, 0] })).toEqual({ points: [4, 2, 0, 0] });
    expect(read(quadratic, { points: [4, 3, 0, 0] })).toEqual([
      'points',
      'These votes cost 25 credits, and there are 20.',
    ]);
    expect(read(quadratic, { points: [-1, 0, 0, 0] })).toMatchObject(['points[0]', expect.any(String)]);
    expect(read(rule('quadratic', { credits: 20, against: 'allowed' }), { points: [-4, 1, 0, 0] })).toEqual({
      points: [-4, 1, 0, 0],
    });
    expect(read(rule('weighted-split'), { points: [1, 3, 0, 0] })).toEqual({ points: [1, 3, 0, 0] });
  });
});
