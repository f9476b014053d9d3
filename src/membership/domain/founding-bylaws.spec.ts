import { isRefusal } from '../../shared/refusal.js';
import { checkBylaws, foundingBylaws } from './founding-bylaws.js';

describe('the bylaws that a cooperative is founded with', () => {
  it('have one rule for every kind of decision, as the usual ones do', () => {
    expect(checkBylaws(foundingBylaws)).toBe(foundingBylaws);
  });

  it('are refused when a kind of decision has no rule, or two', () => {
    const refused = checkBylaws([...foundingBylaws.slice(1), foundingBylaws[1]!]);
    expect(isRefusal(refused) && refused.details).toEqual([
      'bylaws: only one rule is needed for decisions of the kind role-assignment.',
      'bylaws: a rule is needed for decisions of the kind resolution.',
    ]);
  });
});
