import { storedPolicy, type DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { choosingMethods, methodNames } from '../../membership/domain/decision-rule.js';
import { foundingBylaws } from '../../membership/domain/founding-bylaws.js';
import { policyInWords } from '../../membership/domain/policy-in-words.js';
import { policyFaults } from './policy-faults.js';
import { TALLY_METHODS } from './tally/method-registry.js';

const choice = foundingBylaws.find(({ key }) => key === 'decision-policy/choice')!.value;
const lots = { mode: 'fixed_order' };
const tie = { tie_break: lots };

/** A rule that each method can be counted by, as bylaws would write it. */
const good: Readonly<Record<string, object>> = {
  choice: tie,
  approval: { min: 1, max: 2, ...tie },
  score: { aggregate: 'median', score_range: [0, 10], blank: 'zero', even_median: 'lower', ...tie },
  star: { scoring_tie: ['fewest_losses', 'lot_order'], runoff_tie: ['higher_total', 'lot_order'], ...tie },
  'majority-judgment': { grades: 6, ...tie },
  borda: { points: 'n_to_1', unranked: 'zero', ...tie },
  irv: { overvote: 'skip', max_skipped_ranks: 1, tie_break: { mode: 'previous_rounds', then: lots } },
  stv: { variant: 'scottish', ...tie },
  schulze: { strength: 'winning', unranked: 'tied_last', ...tie },
  'ranked-pairs': { strength: 'margin', unranked: 'tied_last', equal_pairs: 'fixed_order', ...tie },
  minimax: { strength: 'opposition', unranked: 'no_preference', ...tie },
  copeland: { score: 'wins_minus_losses', unranked: 'tied_last', ...tie },
  dots: { points: 10, per_option: 5, spend: 'all', ...tie },
  'weighted-split': tie,
  quadratic: { credits: 100, against: 'allowed', ...tie },
};
const ruleOf = (method: string, options: object, more: object = {}): DecisionPolicy =>
  storedPolicy({ ...choice, method, options, ...more });

describe('whether a rule can be counted', () => {
  it('is known for the very methods that are counted, but for those of funds and of passing votes on', () => {
    const counted = TALLY_METHODS.map(({ name }) => name).filter(
      (name) => !name.startsWith('pb-') && name !== 'delegation',
    );
    expect([...methodNames].sort()).toEqual(counted.sort());
  });

  it('holds of the founding bylaws, and of a rule for every method, which has its words in both languages', () => {
    for (const { value } of foundingBylaws) expect(policyFaults(storedPolicy(value))).toEqual([]);
    for (const method of choosingMethods) {
      const policy = ruleOf(method, good[method]!);
      expect([method, policyFaults(policy)]).toEqual([method, []]);
      for (const language of ['en', 'es'] as const) {
        const words = policyInWords(policy, language).join(' ');
        expect(words).not.toMatch(/undefined|null|NaN/);
        expect(words).toContain(method);
      }
    }
    const scale = { steps: 6, can_live_with: 4, fraction: '2/3', comparison: '>=' };
    const gradients = ruleOf('gradients', scale, { minimumOptions: 0, maximumOptions: 0 });
    expect(policyFaults(gradients)).toEqual([]);
    expect(policyInWords(gradients)).toContain(
      'Members place it on a scale of 6 steps of agreement; it is adopted when at least 2/3 of the marks are on the first 4.',
    );
  });

  it('is denied with the choice at fault by name', () => {
    const faults = (method: string, options: object, more: object = {}): string =>
      policyFaults(ruleOf(method, options, more)).join(' ');
    expect(faults('irv', {})).toContain('tie_break');
    expect(faults('irv', { ...tie, overvote: 'shrug' })).toContain('"overvote" of "irv" cannot be "shrug"');
    expect(faults('irv', { ...tie, strength: 'winning' })).toContain('has no option "strength"');
    expect(faults('stv', { ...tie, variant: 'northern-ireland' })).toContain('northern-ireland');
    expect(faults('star', good['star']!, { seats: 2 })).not.toBe('');
    expect(faults('irv', tie, { methodVersion: 9 })).toContain('no version 9');
    const plain = foundingBylaws.find(({ key }) => key === 'decision-policy/bylaw-change')!.value;
    expect(policyFaults(storedPolicy({ ...plain, methodVersion: 9 })).join(' ')).toContain('no version 9');
  });

  it('is denied of a rule that names options of one vote by their place', () => {
    expect(policyFaults(ruleOf('irv', { ...tie, excluded: [0], undeclared_write_in: 1 }))).toEqual([
      'options.undeclared_write_in is true or false; which option it is each vote settles.',
      'options.excluded is true or false; which option it is each vote settles.',
    ]);
  });

  it('holds of a rule that adds an option to each vote, where the method knows it', () => {
    const none = { ...tie, none_of_these: true };
    const writeIn = { ...tie, undeclared_write_in: true };
    expect(policyFaults(ruleOf('choice', none))).toEqual([]);
    expect(policyFaults(ruleOf('irv', writeIn))).toEqual([]);
    expect(policyFaults(ruleOf('stv', { ...writeIn, variant: 'gregory-fractional' }))).toEqual([]);
    expect(policyFaults(ruleOf('stv', { ...writeIn, variant: 'scottish' })).join(' ')).toContain(
      'has no option "undeclared_write_in"',
    );
    expect(policyFaults(ruleOf('irv', none)).join(' ')).toContain('has no option "none_of_these"');
    expect(policyFaults(ruleOf('irv', { ...tie, undeclared_write_in: false }))).toEqual([]);
    expect(policyInWords(ruleOf('choice', none)).join(' ')).toContain('stands “none of these”');
    expect(policyInWords(ruleOf('irv', writeIn), 'es').join(' ')).toContain('no puede ganar');
  });

  it('is denied where a confidential vote would show its count after every ballot', () => {
    const shown = { resultsBeforeClose: true };
    const asked = (more: object): readonly string[] =>
      policyFaults(ruleOf('irv', tie, { ...shown, ...more }));
    expect(asked({ visibility: 'open' })).toEqual([]);
    expect(asked({ visibility: 'confidential' })).toEqual([
      expect.stringContaining('resultsBeforeClose: in a confidential vote'),
    ]);
    const plain = foundingBylaws.find(({ key }) => key === 'decision-policy/resolution')!.value;
    expect(policyFaults(storedPolicy({ ...plain, ...shown, visibility: 'confidential' }))).toHaveLength(1);
  });

  it('is denied where whoever may take an option out would see who leads', () => {
    const removable = { ...tie, excluded: true };
    expect(policyFaults(ruleOf('irv', removable, { visibility: 'open' }))).toEqual([]);
    expect(policyFaults(ruleOf('irv', removable, { visibility: 'open', resultsBeforeClose: true }))).toEqual([
      expect.stringContaining('options.excluded'),
    ]);
  });

  it('is asked again with the options that there are', () => {
    const policy = ruleOf('approval', { max: 5, min: 4, ...tie });
    expect(policyFaults(policy, 5)).toEqual([]);
    expect(policyFaults(policy, 3)).not.toEqual([]);
  });
});
