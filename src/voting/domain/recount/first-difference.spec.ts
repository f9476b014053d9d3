import { firstDifferenceOfCounts } from './first-difference.js';

describe('where a recorded count and one made again part', () => {
  const result = (counting: Record<string, never[] | number | null>) => ({
    ...{ outcome: 'failed', winners: [], counting: { winners: [], rounds: [], ...counting } },
  });

  it('is not where the earlier one left out what the rule and the rounds say anyway', () => {
    expect(firstDifferenceOfCounts(result({}), result({ stopped_after_round: 1 }))).toBeNull();
  });

  it('is where they say something else of it, and wherever else one says more', () => {
    const [first, second] = [result({ stopped_after_round: 1 }), result({ stopped_after_round: 2 })];
    expect(firstDifferenceOfCounts(first, second)?.path).toBe('counting.stopped_after_round');
    expect(firstDifferenceOfCounts(first, result({}))?.path).toBe('counting.stopped_after_round');
    expect(firstDifferenceOfCounts(result({}), result({ quota: 1 }))?.path).toBe('counting.quota');
    expect(firstDifferenceOfCounts(null, result({}))?.path).toBe('');
  });
});
