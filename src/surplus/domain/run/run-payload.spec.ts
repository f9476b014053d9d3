import { runInWords, type RunInWords } from './run-payload.js';

const run: RunInWords = {
  ...{ name: 'Surplus shared', periodName: '2024', currency: 'EUR', runHash: 'abcdef0123456789' },
  ...{ surplusMinor: 1_200_000n, lossMinor: 0n, setAsideMinor: 0n, undecidedMinor: 0n, isCorrection: false },
};

describe('what a decision on a run will do, in one sentence', () => {
  it.each([
    [{}, 'a surplus of 12000.00 EUR is shared'],
    [
      { undecidedMinor: 200_000n },
      'of a surplus of 12000.00 EUR, 10000.00 EUR is shared and 2000.00 EUR is left to be decided',
    ],
    [
      { setAsideMinor: 240_000n },
      'of a surplus of 12000.00 EUR, 9600.00 EUR is shared and 2400.00 EUR goes to reserves, funds, tax or old losses',
    ],
    [
      { setAsideMinor: 240_000n, undecidedMinor: 60_000n },
      'of a surplus of 12000.00 EUR, 9000.00 EUR is shared, 2400.00 EUR goes to reserves, funds, tax or old losses, 600.00 EUR is left to be decided',
    ],
    [{ surplusMinor: 0n, lossMinor: 50_000n }, 'a loss of 500.00 EUR is borne'],
    [{ surplusMinor: 0n }, 'there is nothing to share'],
  ])('%o: %s', (over, what) => {
    expect(runInWords({ ...run, ...over })).toBe(
      `Of 2024, as computed in “Surplus shared” (abcdef012345): ${what}.`,
    );
  });
});
