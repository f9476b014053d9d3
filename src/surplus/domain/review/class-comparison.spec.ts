import { compareWithClass } from './class-comparison.js';

describe('a comparison with one’s class', () => {
  it('tells the middle and the mean of five or more', () => {
    const told = compareWithClass({ people: 5, totalMinor: 1_001n, medianMinor: 150n });
    expect(told).toMatchObject({ people: 5, medianMinor: 150n });
    expect(told!.meanMinor.toString()).toBe('1001/5');
  });
  it('tells nothing of four: the others could be worked out', () => {
    expect(compareWithClass({ people: 4, totalMinor: 1_000n, medianMinor: 150n })).toBeNull();
  });
});
