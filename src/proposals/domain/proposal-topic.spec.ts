import { isRefusal } from '../../shared/refusal.js';
import { checkTopic } from './proposal-topic.js';

describe('the topic of a proposal', () => {
  it('is a short code, or none', () => {
    expect([undefined, null, '', 'energy', 'food-2'].map(checkTopic)).toEqual([
      null,
      null,
      null,
      'energy',
      'food-2',
    ]);
    for (const wrong of ['Energy', 'a b', '-a', 'a-', 'a--b', 'x'.repeat(61)]) {
      expect(isRefusal(checkTopic(wrong))).toBe(true);
    }
  });
});
