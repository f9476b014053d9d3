import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import { computePrinted, refusalReason, withBasis } from '../../../test/support/builders/surplus.js';
import { computeSurplus } from './compute-surplus.js';
import { printSurplus, printSurplusInParts } from './print-surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const policy = {
  id: 'bylaws 2025',
  waterfall: {
    appropriations: [{ id: 'legal', kind: 'reserve', mandatory: true, rate: '20%', source: 'bylaw 12' }],
    pools: [{ id: 'members', size: {}, weighting: { bases: { hours: 1 } } }],
  },
};
const snapshot = {
  seed: 's',
  currency: 'EUR',
  result: { member: 1_000 },
  participants: withBasis('hours', { a: 1, b: 2 }),
};

function problemsOf(input: unknown): readonly string[] {
  const refused = computeSurplus(input);
  if (!isRefusal(refused)) throw new Error('it was computed');
  return [refused.reason, ...refused.details];
}

describe('computing a surplus from a file', () => {
  it('explains every step: rule, source, parameter, input, output and who decided', () => {
    const [tree] = computePrinted(policy, snapshot).explain;
    expect(tree.children.map((node: { step: string }) => node.step)).toEqual([
      'origin',
      'oldLosses',
      'tax',
      'mandatoryReserve',
      'pool',
    ]);
    expect(tree.children[3]).toMatchObject({
      source: 'bylaw 12',
      decidedBy: 'law',
      parameter: { rate: '1/5' },
      input: { base: '1000' },
      output: { amount: '200' },
    });
  });

  it('prints the same bytes part by part', () => {
    const participants = Array.from({ length: 3_000 }, (_, index) => ({
      key: `m${index}`,
      bases: { hours: index },
    }));
    const computed = computeSurplus({ policy, snapshot: { ...snapshot, participants } });
    if (isRefusal(computed)) throw new Error(computed.message);
    const parts = [...printSurplusInParts(computed)];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('')).toBe(printSurplus(computed));
  });

  it('takes one spelling of a name, and no half characters', () => {
    const named = (...keys: readonly string[]) =>
      problemsOf({
        policy,
        snapshot: { ...snapshot, participants: keys.map((key) => ({ key, bases: { hours: 1 } })) },
      })[0];
    expect(named('Zo\u00eb', 'Zoe\u0308')).toBe('DUPLICATE_ENTRY');
    expect(named('\ud800')).toBe('MALFORMED_INPUT');
  });

  it('gives the same bytes for the same input, and hashes policy and snapshot', () => {
    const print = (input: unknown) => {
      const result = computeSurplus(input);
      return isRefusal(result) ? result.message : printSurplus(result);
    };
    const once = print({ policy, snapshot });
    expect(print(JSON.parse(JSON.stringify({ snapshot, policy })))).toBe(once);
    expect(once).toMatch(/"hash":"[0-9a-f]{64}"/);
    expect(print({ policy, snapshot: { ...snapshot, seed: 't' } })).not.toBe(once);
  });

  it('lists every mistake of a file by its path', () => {
    expect(
      problemsOf({
        policy: {
          id: 'x',
          waterfall: { mandatoryBase: 'never', pools: [{ id: 'p', size: { amount: 1.5 }, weighting: {} }] },
        },
        snapshot: {
          result: { member: '12,5' },
          colour: 'red',
          participants: [{ key: 'a', bases: { hours: 0.5 } }],
        },
      }),
    ).toEqual([
      'MALFORMED_INPUT',
      'policy.waterfall.mandatoryBase: expected one of beforeTax, afterTax; found "never"',
      'policy.waterfall.pools[0].size.amount: expected whole minor units, as 1250 for 12.50 (at most 18 digits), found 1.5',
      'policy.waterfall.pools[0].weighting.bases: expected an object, found nothing',
      expect.stringMatching(/^snapshot\.colour: is not a field here/),
      'snapshot.result.member: expected whole minor units, as 1250 for 12.50 (at most 18 digits), found "12,5"',
      'snapshot.participants[0].bases.hours: 0.5 is not exact: write it as text, "0.5"',
    ]);
  });

  it('refuses negative figures, members twice and a second currency', () => {
    const with_ = (participants: unknown) => ({ policy, snapshot: { ...snapshot, participants } });
    expect(problemsOf(with_([{ key: 'a', bases: { hours: -1 } }]))[1]).toMatch(/must not be negative/);
    expect(problemsOf(with_([{ key: 'a' }, { key: 'a' }]))[0]).toBe('DUPLICATE_ENTRY');
    expect(problemsOf(with_([{ key: 'a', currency: 'USD', bases: { hours: 1 } }]))[0]).toBe(
      'MIXED_CURRENCIES',
    );
    expect(refusalReason({ ...policy, preset: 'Atlantis' }, snapshot)).toBe('UNKNOWN_PRESET');
    expect(refusalReason({}, {})).toBe('NOTHING_TO_COMPUTE');
  });

  it('blocks by a rule of the bylaws whatever the preset says', () => {
    const check = {
      id: 'half to members',
      kind: 'amountsAtLeast',
      names: ['members'],
      rate: '81%',
      of: ['surplus'],
      severity: 'block',
      article: 'bylaw 14',
      message: 'Members receive at least 81%.',
    };
    const printed = computePrinted({ ...policy, checks: [check] }, snapshot);
    expect(printed).toMatchObject({
      verdict: 'block',
      checks: [{ outcome: 'block', detail: '8.00 EUR against 8.10 EUR' }],
    });
  });

  it('tells when several pools keep back more than somebody owes', () => {
    const pool = (id: string, size: object) => ({
      ...{ id, size, weighting: { bases: { hours: 1 } } },
      forms: [{ form: 'setOff' }, { form: 'cash' }],
    });
    const pools = [pool('work', { rate: '50%', of: 'base' }), pool('rest', {})];
    const year = (debts: number) =>
      computePrinted(
        { waterfall: { pools } },
        { ...snapshot, participants: [{ key: 'a', debts, bases: { hours: 1 } }] },
      );
    expect(year(600)).toMatchObject({ verdict: 'warn', checks: [{ id: 'claims', outcome: 'warn' }] });
    expect(year(1_000)).toMatchObject({ verdict: 'pass', checks: [{ id: 'claims', outcome: 'pass' }] });
  });

  it('takes keys such as __proto__ for keys', () => {
    const text = '{"key":"__proto__","bases":{"__proto__":1,"hours":2}}';
    const printed = computePrinted(policy, { ...snapshot, participants: [JSON.parse(text)] });
    expect(printed.result.waterfall.pools[0].result.lines[0]).toMatchObject({
      key: '__proto__',
      units: '800',
    });
  });

  it('answers any JSON whatever with a result or a refusal in words', () => {
    const pieces = fc.oneof(fc.jsonValue(), fc.constant(policy), fc.constant(snapshot));
    fc.assert(
      fc.property(pieces, pieces, fc.jsonValue(), (one, two, three) => {
        for (const input of [
          three,
          { policy: one, snapshot: two },
          { policy, snapshot: { ...snapshot, result: three } },
        ]) {
          const answer = computeSurplus(input);
          if (isRefusal(answer)) expect(answer.message.length).toBeGreaterThan(10);
          else expect(printSurplus(answer).startsWith('{')).toBe(true);
        }
      }),
      cases(300),
    );
  });
});
