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

  it('may be about a kind of decision that the bylaws did not know before, named in one word', () => {
    expect(checkRule({ ...draft, key: 'decision-policy/board-election' })).toMatchObject({
      key: 'decision-policy/board-election',
    });
    expect(checkRule({ ...draft, key: 'decision-policy/board/election' })).toMatchObject({
      reason: 'RULE_INVALID',
      details: ['key: a kind of decision is one word after "decision-policy/", of at most 60 characters.'],
    });
  });

  it('puts what is to be done as one question, never as a choice among options', () => {
    const ranked = foundingBylaws.find(({ key }) => key === 'decision-policy/choice')!;
    expect(checkRule({ ...ranked, language: 'en' })).toMatchObject({ key: ranked.key });
    expect(checkRule({ ...ranked, key: 'decision-policy/bylaw-change', language: 'en' })).toMatchObject({
      reason: 'POLICY_INVALID',
      details: [
        'method: a bylaw-change does what its text says, so it is decided by threshold, consent, gradients.',
      ],
    });
  });

  it('may be longer where whoever reads such rules takes more', () => {
    const long = { ...draft, key: 'surplus-policy/usual', value: { a: 'x'.repeat(50_000) } };
    expect(checkRule(long)).toMatchObject({
      details: ['value must be an object of at most 20,000 characters.'],
    });
    expect(checkRule(long, 100_000)).toMatchObject({ key: long.key });
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
