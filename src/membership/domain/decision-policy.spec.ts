import fc from 'fast-check';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal } from '../../shared/refusal.js';
import { parseDecisionPolicy, policyToJson, storedPolicy, type DecisionPolicy } from './decision-policy.js';
import { choosingMethods, methodNames, questionMethods, type MethodName } from './decision-rule.js';

/** As the bylaws were written when there was nothing but votes for and against. */
const writtenEarlier = {
  body: 'general-assembly',
  method: 'threshold',
  threshold: { fraction: '2/3', comparison: '>=', base: 'cast' },
  quorum: { measure: 'people', fraction: '1/5', counting: ['for', 'against', 'abstain'] },
  noticeDays: 14,
  minimumDurationHours: 24,
  maximumDurationHours: 1440,
  mayOpen: ['author', 'steward'],
  visibility: 'confidential',
  resultsBeforeClose: false,
  mayExtend: false,
  effectiveAfterDays: 0,
};
const { threshold, ...withoutMajority } = writtenEarlier;
const byMethod = (method: MethodName, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...withoutMajority,
  method,
  quorum: { measure: 'people', fraction: '0', counting: [method === 'threshold' ? 'for' : 'ballots'] },
  ...(method === 'threshold' ? { threshold } : {}),
  ...(method === 'consent' ? { objections: { mayOverrule: null, answerDays: 7 } } : {}),
  ...more,
});
const faultsOf = (value: unknown): readonly string[] => {
  const policy = parseDecisionPolicy(value);
  return isRefusal(policy) ? policy.details : [];
};

describe('a rule of decision', () => {
  it('means what it meant, when it was written before there were other methods', () => {
    expect(storedPolicy(writtenEarlier)).toMatchObject({
      method: 'threshold',
      methodVersion: 1,
      classMajorities: [],
      classCaps: [],
      block: 'forbidden',
      earlyDecision: 'never',
      seats: 1,
      maximumOptions: 0,
      delegation: { allowed: false },
      objections: null,
      dissentDays: 0,
    });
  });

  it('is read for every method, and is the same again from its stored form', () => {
    for (const method of methodNames) {
      const policy = parseDecisionPolicy(byMethod(method)) as DecisionPolicy;
      expect(policy).toMatchObject({ method });
      expect(storedPolicy(policyToJson(policy))).toEqual(policy);
    }
  });

  it('has at least two options to choose among, unless one question is answered', () => {
    expect(storedPolicy(byMethod('irv'))).toMatchObject({ minimumOptions: 2, maximumOptions: 100 });
    expect(faultsOf(byMethod('irv', { minimumOptions: 1 }))).toEqual([
      'minimumOptions must be a whole number from 2 to 100.',
    ]);
    for (const method of questionMethods) {
      expect(faultsOf(byMethod(method, { minimumOptions: 2, seats: 3 }))).toEqual([
        `seats: ${method} fills no seats; it must be 1.`,
        `minimumOptions: ${method} has no options; it must be 0.`,
      ]);
    }
  });

  it('refuses by name what belongs to another method, rather than ignoring it', () => {
    for (const method of choosingMethods) {
      const foreign = { threshold, block: 'veto', earlyDecision: 'certain', objections: { answerDays: 1 } };
      expect(faultsOf(byMethod(method, foreign))).toEqual([
        'threshold belongs to threshold alone.',
        'block belongs to threshold alone.',
        'earlyDecision: certain belongs to threshold alone.',
        'objections belongs to consent alone.',
      ]);
    }
    expect(faultsOf({ ...byMethod('irv'), quorum: writtenEarlier.quorum })).toEqual([
      'quorum.counting must be a list of ballots, each at most once, at least one.',
    ]);
    expect(faultsOf({ ...writtenEarlier, options: { tie_break: { mode: 'report_tie' } } })).toEqual([
      'options has no field "tie_break".',
    ]);
  });

  it('asks of classes what it says, each class once', () => {
    const workers = { class: 'worker', fraction: '2/3', comparison: '>=', base: 'cast' };
    const caps = [{ class: 'investor', fraction: '1/10' }];
    expect(storedPolicy({ ...writtenEarlier, classMajorities: [workers], classCaps: caps })).toMatchObject({
      classMajorities: [{ class: 'worker', fraction: Ratio.of(2n, 3n) }],
      classCaps: [{ class: 'investor', fraction: Ratio.of(1n, 10n) }],
    });
    expect(faultsOf({ ...writtenEarlier, classMajorities: [workers, workers] })).toEqual([
      'classMajorities names a class twice.',
    ]);
    expect(faultsOf({ ...writtenEarlier, classCaps: caps, earlyDecision: 'certain' })).toEqual([
      'earlyDecision: with caps on classes nothing is certain before the close; it must be never.',
    ]);
  });

  it('counts those present in assemblies alone', () => {
    expect(faultsOf({ ...writtenEarlier, threshold: { ...threshold, base: 'present' } })).toEqual([
      'threshold.base: those present can be counted in assemblies alone.',
    ]);
  });

  it('leaves the order of lots to each poll, however deep a rule hides one', () => {
    const tie = (tieBreak: unknown) => faultsOf(byMethod('irv', { options: { tie_break: tieBreak } }));
    expect(tie({ mode: 'previous_rounds', then: { mode: 'fixed_order' } })).toEqual([]);
    for (const named of [{ order: [1, 0] }, { seed: 'mine' }]) {
      expect(tie({ mode: 'previous_rounds', then: { mode: 'fixed_order', ...named } })).toEqual([
        'options.tie_break names no order and no seed: lots are drawn for each poll when it opens.',
      ]);
    }
  });

  it('says what becomes of an objection, where consent is asked for', () => {
    expect(faultsOf(byMethod('consent', { objections: undefined }))).toEqual([
      'objections is missing or not an object.',
      'objections.answerDays must be a whole number from 1 to 366.',
    ]);
    expect(faultsOf(byMethod('consent', { objections: { mayOverrule: null, answerDays: 0 } }))).toHaveLength(
      1,
    );
    const overruled = { mayOverrule: { ...threshold, base: 'valid' }, answerDays: 3 };
    expect(storedPolicy(byMethod('consent', { objections: overruled })).objections).toEqual({
      mayOverrule: { fraction: Ratio.of(2n, 3n), comparison: '>=', base: 'valid' },
      answerDays: 3,
    });
  });

  it('allows delegation only where it says so, and then within bounds', () => {
    const delegation = (value: unknown) => storedPolicy({ ...writtenEarlier, delegation: value }).delegation;
    expect(delegation({ allowed: false })).toEqual({ allowed: false });
    expect(delegation({ allowed: true })).toEqual({ allowed: true, holderCap: null, reconfirmDays: null });
    expect(faultsOf({ ...writtenEarlier, delegation: { allowed: false, holderCap: 3 } })).toEqual([
      'delegation has no field "holderCap".',
    ]);
    expect(faultsOf({ ...writtenEarlier, delegation: { allowed: true, holderCap: 0 } })).toEqual([
      'delegation.holderCap must be a whole number from 1 to 1000000.',
    ]);
  });

  it('answers anything with a rule or with every fault named, and never throws', () => {
    const field = fc.constantFrom(...Object.keys(byMethod('consent')), 'threshold', 'options', 'delegation');
    fc.assert(
      fc.property(fc.constantFrom(...methodNames), field, fc.jsonValue(), (method, name, value) => {
        const policy = parseDecisionPolicy(byMethod(method, { [name]: value }));
        if (isRefusal(policy)) expect(policy.details.length).toBeGreaterThan(0);
        else expect(storedPolicy(policyToJson(policy))).toEqual(policy);
      }),
    );
  });
});
