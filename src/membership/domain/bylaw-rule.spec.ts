import { Refusal } from '../../shared/refusal.js';
import { checkRule, type RuleDraft } from './bylaw-rule.js';
import { foundingBylaws } from './founding-bylaws.js';

const draft: RuleDraft = { ...foundingBylaws[0]!, language: 'en' };

describe('a rule proposed for the bylaws', () => {
  it('is taken as it is when it is complete', () => {
    for (const rule of foundingBylaws) {
      expect(checkRule({ ...rule, language: 'en' })).toMatchObject({ key: rule.key, value: rule.value });
    }
  });

  it('is refused with every fault named at once', () => {
    const refusal = checkRule({ key: 'Bad Key', value: [], article: '', text: '\0', language: 'not a tag' });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ reason: 'RULE_INVALID' });
    expect((refusal as Refusal).details).toHaveLength(5);
  });

  it('is refused for a kind of decision that does not exist', () => {
    expect(checkRule({ ...draft, key: 'decision-policy/coup' })).toMatchObject({
      reason: 'RULE_INVALID',
      details: ['key: there is no kind of decision coup.'],
    });
  });

  it('is refused when its policy is none', () => {
    expect(checkRule({ ...draft, value: { ...(draft.value as object), noticeDays: -1 } })).toMatchObject({
      reason: 'POLICY_INVALID',
      details: ['noticeDays must be a whole number from 0 to 366.'],
    });
  });

  it('is refused with a value that the database cannot keep', () => {
    for (const value of [{ a: '\0' }, { a: '\uD800' }, { a: 'x'.repeat(20_000) }]) {
      expect(checkRule({ ...draft, key: 'house/rules', value })).toMatchObject({ reason: 'RULE_INVALID' });
    }
  });
});
