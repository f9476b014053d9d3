import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { ruleOfPoll } from './rule-of-poll.js';

const rule = (
  method: DecisionPolicy['method'],
  options: DecisionPolicy['options'] = {},
): DecisionPolicy['options'] => ruleOfPoll({ method, options }).options;

describe('the rule that is frozen with a poll', () => {
  it('says where votes are added up that nobody is chosen without any, unless the bylaws say otherwise', () => {
    expect(rule('approval', { max: 2 })).toEqual({ max: 2, without_votes: 'never' });
    expect(rule('quadratic', { credits: 9, without_votes: 'may_win' })).toMatchObject({
      without_votes: 'may_win',
    });
  });

  it('is else that of the bylaws', () => {
    expect(rule('irv', { overvote: 'skip' })).toEqual({ overvote: 'skip' });
    expect(rule('threshold')).toEqual({});
  });
});
