import { foundingBylaws } from '../../membership/domain/founding-bylaws.js';
import { policyKey, storedPolicy } from '../../membership/domain/decision-policy.js';
import { isRefusal } from '../../shared/refusal.js';
import { effectiveAtOf, outcomeOf, stageInForce } from './decision-stage.js';
import {
  mayBeDiscussed,
  mayChangeText,
  mayOpenVote,
  mayPublish,
  mayWithdraw,
  opens,
  proposalStates,
} from './proposal-lifecycle.js';

const policy = storedPolicy(foundingBylaws.find((rule) => rule.key === policyKey('bylaw-change'))?.value);
const published = new Date('2026-03-01T10:00:00Z');
const proposal = { state: 'deliberation', textPublishedAt: published } as const;
const at = (text: string): Date => new Date(text);
const reason = (verdict: unknown): string | true => (isRefusal(verdict) ? verdict.reason : true);

describe('the life of a proposal', () => {
  it('freezes the text when the vote opens', () => {
    const open = proposalStates.filter((state) => mayChangeText(state) === true);
    expect(open).toEqual(['draft', 'deliberation']);
    expect(proposalStates.filter((state) => mayWithdraw(state) === true)).toEqual(['draft', 'deliberation']);
  });

  it('is published once and discussed until the vote closes', () => {
    expect(proposalStates.filter((state) => mayPublish(state) === true)).toEqual(['draft']);
    expect(proposalStates.filter((state) => mayBeDiscussed(state) === true)).toEqual([
      'deliberation',
      'voting',
    ]);
  });

  it('gives the whole notice, counted from the text that is voted on', () => {
    expect(reason(mayOpenVote(proposal, policy, at('2026-03-15T09:59:59.999Z')))).toBe(
      'NOTICE_HAS_NOT_PASSED',
    );
    expect(mayOpenVote(proposal, policy, at('2026-03-15T10:00:00Z'))).toBe(true);
  });

  it('opens no vote on a draft or twice', () => {
    for (const state of ['draft', 'voting', 'decided', 'withdrawn'] as const) {
      const verdict = mayOpenVote({ state, textPublishedAt: published }, policy, at('2026-03-20T10:00:00Z'));
      expect(reason(verdict)).toBe('NOT_IN_DELIBERATION');
    }
  });

  it('lets only those open whom the rule names', () => {
    expect([opens(policy, ['author']), opens(policy, ['treasurer']), opens(policy, [])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the stages of a decision', () => {
  it('adopts what passed and what a choice decided; a reported tie picks nobody', () => {
    expect((['passed', 'decided', 'failed', 'tie', 'no_quorum'] as const).map(outcomeOf)).toEqual([
      'adopted',
      'adopted',
      'rejected',
      'tied',
      'no_quorum',
    ]);
  });
  it('takes force after the days that the rule gives', () => {
    expect(effectiveAtOf(at('2026-03-20T10:00:00Z'), 30).toISOString()).toBe('2026-04-19T10:00:00.000Z');
  });
  it('stays in force without an effect, and blocks without being undone', () => {
    expect([stageInForce(false, false), stageInForce(true, true), stageInForce(true, false)]).toEqual([
      'effective',
      'carried_out',
      'blocked',
    ]);
  });
});
