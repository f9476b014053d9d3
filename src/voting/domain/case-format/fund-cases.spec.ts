import { isRefusal } from '../../../shared/refusal.js';
import { readNeutralCase } from './neutral-case.js';
import { tallyCase } from './tally-case.js';

function tally(fields: Record<string, unknown>): Record<string, unknown> {
  const neutral = readNeutralCase(
    JSON.stringify({
      id: 'a village',
      method: 'pb-mes',
      options: { utility: 'cost', completion: 'add1', tie_break: ['more_votes', 'lower_cost', 'file_order'] },
      projects: [
        { id: 'bench', cost: 1.5 },
        { id: 'trees', cost: 0.25 },
      ],
      budget: 1.6,
      ballots: [
        [1, [0]],
        [1, [1]],
      ],
      ...fields,
    }),
  );
  const outcome = isRefusal(neutral) ? neutral : tallyCase(neutral);
  return isRefusal(outcome) ? { refused: outcome.reason, message: outcome.message } : outcome;
}

describe('fund allocation in the neutral format', () => {
  it('counts decimal amounts exactly and prints them in the unit of the case', () => {
    expect(tally({})).toMatchObject({ winners: [1], total_cost: '0.25', final_endowment: '4/5', steps: 0 });
  });

  it('raises endowments by the increment of the case, decimal or fraction', () => {
    const options = { utility: 'cost', completion: 'add1', stop: 'exceeding', tie_break: ['file_order'] };
    for (const increment_per_voter of [0.1, '1/10']) {
      const outcome = tally({ options: { ...options, increment_per_voter }, budget: 1.7 });
      expect(outcome).toMatchObject({ winners: [1], steps: 6, final_endowment: '29/20' });
    }
  });

  it('refuses amounts, projects and kinds of ballots that are none, by name', () => {
    expect(tally({ budget: 'much' })).toMatchObject({ refused: 'MALFORMED_CASE' });
    expect(tally({ projects: 3 })).toMatchObject({ message: 'Field "projects": a list of {id, cost}.' });
    expect(tally({ ballot_type: 'lottery' })).toMatchObject({ refused: 'UNKNOWN_OPTION_VALUE' });
  });
});
