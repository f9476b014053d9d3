import { isRefusal } from '../../shared/refusal.js';
import { checkBylaws, foundingBylaws } from './founding-bylaws.js';

describe('the bylaws that a cooperative is founded with', () => {
  it('have one rule for every kind of decision, as the usual ones do', () => {
    expect(checkBylaws(foundingBylaws)).toBe(foundingBylaws);
  });

  it('are refused when a kind of decision has no rule, or two', () => {
    const refused = checkBylaws([...foundingBylaws.slice(1), foundingBylaws[1]!]);
    expect(isRefusal(refused) && refused.details).toEqual([
      'bylaws: a rule is needed for decisions of the kind resolution.',
      `bylaws: the rule ${foundingBylaws[1]!.key} is there twice.`,
    ]);
  });

  it('may leave out the kinds that a cooperative can do without', () => {
    const few = foundingBylaws.filter(({ key }) => !/choice|consent/.test(key));
    expect(checkBylaws(few)).toBe(few);
  });
});
