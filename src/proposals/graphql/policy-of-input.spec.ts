import { parseDecisionPolicy, type DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import type { DecisionPolicyInput } from './decision-policy.inputs.js';
import { policyOfInput } from './policy-of-input.js';

const times = {
  ...{ body: 'general-assembly', noticeDays: 3, minimumDurationHours: 24, maximumDurationHours: 48 },
  ...{
    mayOpen: ['author'],
    visibility: 'open',
    resultsBeforeClose: false,
    mayExtend: true,
    effectiveAfterDays: 0,
  },
  ...{ quorum: '1/10', quorumMeasure: 'people' },
} as const;
const read = (input: object) =>
  parseDecisionPolicy(
    policyOfInput({ ...times, ...input } as unknown as DecisionPolicyInput),
  ) as DecisionPolicy;

describe('a rule of decision as it is typed in', () => {
  it('is for and against when it says nothing of a method', () => {
    const majority = { threshold: '2/3', comparison: 'at_least', base: 'cast', quorumCounting: ['for'] };
    expect(read({ ...majority, earlyDecision: true, block: 'veto' })).toMatchObject({
      method: 'threshold',
      threshold: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'cast' },
      ...{ earlyDecision: 'certain', block: 'veto', delegation: { allowed: false }, dissentDays: 0 },
    });
    const worker = { class: 'worker', fraction: '1/2', comparison: 'more_than', base: 'valid' };
    const caps = [{ class: 'investor', fraction: '1/10' }];
    expect(read({ ...majority, classMajorities: [worker], classCaps: caps })).toMatchObject({
      classMajorities: [{ class: 'worker', comparison: '>', base: 'valid' }],
      classCaps: [{ class: 'investor', fraction: Ratio.of(1n, 10n) }],
    });
  });

  it('names the choices of a method as the tally does, and counts every ballot as taking part', () => {
    const tieBreak = { mode: 'previous_rounds', then: 'fixed_order' };
    expect(read({ method: 'irv', options: { maxSkippedRanks: 1, tieBreak } })).toMatchObject({
      method: 'irv',
      quorum: { counting: ['ballots'] },
      options: {
        max_skipped_ranks: 1,
        tie_break: { mode: 'previous_rounds', then: { mode: 'fixed_order' } },
      },
    });
    const borda = { pointScale: 'n_to_1', unranked: 'zero', tieBreak: { mode: 'report_tie' } };
    expect(read({ method: 'borda', options: borda }).options).toEqual({
      ...{ points: 'n_to_1', unranked: 'zero', tie_break: { mode: 'report_tie' } },
    });
    const scale = { steps: 6, canLiveWith: 4, fraction: '2/3', comparison: 'at_least' };
    expect(read({ method: 'gradients', options: scale }).options).toEqual({
      ...{ steps: 6, can_live_with: 4, fraction: '2/3', comparison: '>=' },
    });
  });

  it('says what becomes of objections and of votes passed on', () => {
    const mayOverrule = { fraction: '3/4', comparison: 'at_least', base: 'eligible' };
    expect(
      read({ method: 'consent', objections: { mayOverrule, answerDays: 5 }, delegation: { holderCap: 3 } }),
    ).toMatchObject({
      objections: { mayOverrule: { base: 'eligible' }, answerDays: 5 },
      delegation: { allowed: true, holderCap: 3, reconfirmDays: null },
    });
  });
});
