import { Ratio } from '../../shared/ratio.js';
import { storedPolicy, type DecisionPolicy } from './decision-policy.js';
import { foundingBylaws } from './founding-bylaws.js';
import { policyInWords } from './policy-in-words.js';

const founding = (key: string): DecisionPolicy =>
  storedPolicy(foundingBylaws.find((rule) => rule.key === `decision-policy/${key}`)!.value);

describe('a rule of decision in words', () => {
  it('says who decides, by what majority, with what quorum, when, and who sees what', () => {
    expect(policyInWords(founding('bylaw-change'))).toEqual([
      'The general assembly decides.',
      'It is adopted when at least 2/3 of the votes cast for and against are in favour.',
      'At least 1/5 of the members entitled to vote must take part; votes for, votes against and abstentions count as taking part.',
      'The vote opens 14 days after publication at the earliest and lasts from one day to 60 days. The vote is opened by the author, a steward or a secretary.',
      'How each member voted is confidential: administrators of the system can see it, members cannot.',
      'Results are hidden until the vote has closed.',
      'The vote cannot be extended.',
      'The decision takes force at once.',
    ]);
  });

  it('names the base and the comparison, which are what members get wrong', () => {
    const policy = founding('resolution');
    const threshold = (fraction: Ratio, comparison: '>' | '>=', base: 'cast' | 'valid' | 'eligible') =>
      policyInWords({ ...policy, threshold: { fraction, comparison, base } })[1];
    expect(threshold(Ratio.of(1n, 2n), '>', 'eligible')).toBe(
      'It is adopted when more than half of all votes of those entitled to vote are in favour.',
    );
    expect(threshold(Ratio.of(3n, 4n), '>=', 'valid')).toBe(
      'It is adopted when at least 3/4 of the votes cast, abstentions included, are in favour.',
    );
    expect(threshold(Ratio.one, '>=', 'cast')).toBe(
      'It is adopted when all of the votes cast for and against are in favour.',
    );
    expect(threshold(Ratio.zero, '>=', 'cast')).toBe('No majority is needed.');
  });

  it('says when no quorum, no notice and a fixed duration are asked for', () => {
    const words = policyInWords({
      ...founding('resolution'),
      quorum: { measure: 'people', fraction: Ratio.zero, counting: ['for'] },
      noticeDays: 0,
      minimumDurationHours: 5,
      maximumDurationHours: 5,
      mayOpen: ['secretary'],
      effectiveAfterDays: 1,
    });
    expect(words).toContain('No least participation is required.');
    expect(words).toContain(
      'The vote may open without notice and lasts 5 hours. The vote is opened by a secretary.',
    );
    expect(words).toContain('The decision takes force one day after the result.');
  });
});
