import { computePrinted, refusalReason, type Fields } from '../../../test/support/builders/surplus.js';

const retained = [{ form: 'retained', year: 2025 }];
const members = (over: Fields = {}): Fields => ({
  id: 'members',
  size: {},
  weighting: { bases: { hours: 1 } },
  forms: [{ form: 'cash', rate: '1/3' }, { form: 'retained' }],
  choices: [
    { id: 'all retained', forms: retained },
    { id: 'half donated', forms: [{ form: 'donated', rate: '1/2' }, { form: 'cash' }] },
  ],
  ...over,
});
const member = (key: string, hours: number, choice?: string): Fields => ({
  ...{ key, bases: { hours } },
  ...(choice ? { choices: { members: choice } } : {}),
});
const pool = (participants: readonly Fields[], rule: Fields = members()): Fields =>
  computePrinted({ waterfall: { pools: [rule] } }, { seed: '2025', result: { member: 100 }, participants })
    .result.waterfall.pools[0].result;
const linesOf = ({ lines }: Fields) =>
  (lines as Fields[]).map(({ key, units, chose, forms }) => [
    ...[key, units, chose],
    (forms as Fields[]).map(({ form, amount }) => `${form} ${amount}`).join(', '),
  ]);

describe('what a member may choose of an allocation', () => {
  it('is the form of their own line, and takes no cent from anybody', () => {
    const shared = pool([
      member('a', 30),
      member('b', 40, 'all retained'),
      member('c', 20),
      member('d', 10, 'half donated'),
    ]);
    expect(linesOf(shared)).toEqual([
      // A third of what those get together who chose nothing: 16.67, to the unit 17.
      ['a', '30', undefined, 'cash 10, retained 20'],
      ['b', '40', 'all retained', 'retained 40'],
      ['c', '20', undefined, 'cash 7, retained 13'],
      ['d', '10', 'half donated', 'donated 5, cash 5'],
    ]);
    expect(shared.totals).toEqual({ cash: '22', retained: '73', donated: '5' });
  });

  it('is refused where it is not on offer, by name, so that nobody believes it was heard', () => {
    const refusal = (choices: Fields, rule: Fields = members()) =>
      refusalReason(
        { waterfall: { pools: [rule] } },
        { result: { member: 1 }, participants: [{ key: 'a', bases: { hours: 1 }, choices }] },
      );
    expect(refusal({ members: 'half donated' })).toBe('computed');
    expect(refusal({ members: 'gold' })).toBe('MALFORMED_INPUT');
    expect(refusal({ employees: 'all retained' })).toBe('MALFORMED_INPUT');
    expect(refusal({ members: 'half donated' }, members({ choices: undefined }))).toBe('MALFORMED_INPUT');
  });

  it('covers the whole allocation, as the forms without a choice do', () => {
    const open = { choices: [{ id: 'half', forms: [{ form: 'cash', rate: '1/2' }] }] };
    const twice = { choices: [members().choices[0], members().choices[0]] };
    const refused = (over: Fields) =>
      refusalReason(
        { waterfall: { pools: [members(over)] } },
        { result: { member: 1 }, participants: [member('a', 1)] },
      );
    expect([refused(open), refused(twice)]).toEqual(['NOT_WHOLLY_COVERED', 'DUPLICATE_ENTRY']);
  });
});
