import { fundElection } from '../../../../../test/support/generated-funds.js';
import { Ratio } from '../../../../shared/ratio.js';
import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type Election } from '../tally-method.js';

const count = (election: Election): Record<string, unknown> => {
  const outcome = tallyElection(election);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome;
};

describe('equal shares', () => {
  const options = { utility: 'cardinality', completion: 'none' };

  it('counts a vote of weight one half as half a share', () => {
    const halves = {
      ...fundElection({ costs: [30, 50], budget: 80, ballots: [], order: [0, 1] }, 'pb-mes', options),
    };
    const half = Ratio.of(1n, 2n);
    const outcome = count({
      ...halves,
      budget: 79n,
      ballots: [
        [half, [0]],
        [half, [0]],
        [1, [1]],
      ],
    });
    expect(outcome['first_endowment']).toBe('79/2');
    expect(outcome['winners']).toEqual([0]);
  });
});
