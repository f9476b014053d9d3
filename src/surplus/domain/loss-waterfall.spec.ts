import fc from 'fast-check';
import {
  computePrinted,
  refusalReason,
  withBasis,
  type Fields,
} from '../../../test/support/builders/surplus.js';
import { cases } from '../../../test/support/generated-cases.js';

const loss = (rules: readonly Fields[], snapshot: Fields): Fields =>
  computePrinted({ loss: rules }, { seed: '2025', ...snapshot }).result.loss;
const borne = (result: Fields) => (result.steps as Fields[]).map(({ id, amount }) => `${id} ${amount}`);

describe('the loss of a period', () => {
  it('follows Ley 27/1999 art 59: voluntary reserve, a quarter of the loss from the mandatory one, members', () => {
    const result = computePrinted(
      { preset: 'ES-general' },
      {
        seed: '2025',
        loss: 6_000_000,
        balances: { voluntaryReserve: 1_000_000, FRO: 9_000_000 },
        rates: { averageToFRO: '0.25' },
        participants: withBasis('activity', { a: 405_000, b: 300_000, c: 220_000 }),
      },
    ).result.loss;
    expect(borne(result)).toEqual(['voluntary 1000000', 'FRO 1500000', 'members 3500000']);
    const amounts = (result.steps[2].lines as Fields[]).map(({ amount }) => amount as string).join(' ');
    // a and c have equal remainders; the lot of the period decides the last unit.
    expect(['1532433 1135135 832432', '1532432 1135135 832433']).toContain(amounts);
  });

  it('uses what a Basque reserve has above half the capital besides its average', () => {
    const result = computePrinted(
      { preset: 'ES-Basque' },
      {
        loss: 1_000_000,
        balances: { voluntaryReserve: 0, FRO: 600_000, shareCapital: 800_000 },
        rates: { averageToFRO: '0.20' },
        participants: withBasis('activity', { a: 1 }),
      },
    ).result.loss;
    // 20% of the loss is 200,000; 600,000 − 400,000 comes on top.
    expect(borne(result)).toEqual(['voluntary 0', 'FRO 400000', 'members 600000']);
  });

  it('shares a loss of 2,000.00 at 43.78% (Habitat, member statements)', () => {
    const result = loss([{ to: 'members', weighting: { bases: { share: 1 } } }], {
      loss: 200_000,
      participants: withBasis('share', { alice: '0.4378' }),
      basisTotals: { share: 1 },
    });
    expect(result.steps[0].lines[0]).toMatchObject({ key: 'alice', amount: '87560' });
  });

  it('lets whoever did less than they are bound to bear by that minimum', () => {
    const result = loss([{ to: 'members' }], {
      loss: 90,
      participants: [
        { key: 'a', bases: { activity: 1 }, minimumActivity: 3 },
        { key: 'b', bases: { activity: 6 }, minimumActivity: 3 },
      ],
    });
    expect(result.steps[0].lines.map((line: Fields) => line.amount)).toEqual(['30', '60']);
  });

  it('is borne by members, and by nobody who only works or buys there', () => {
    const participants = [
      { key: 'a', bases: { hours: 1 } },
      { key: 'of the movement', kind: 'organisation', bases: { hours: 2 } },
      { key: 'hired', kind: 'employee', bases: { hours: 7 } },
      { key: 'customer', kind: 'nonMember', bases: { hours: 7 } },
      { key: 'suspended', suspended: true, bases: { hours: 1 } },
    ];
    const lines = (rule: Fields) =>
      loss([{ to: 'members', weighting: { bases: { hours: 1 } }, ...rule }], {
        loss: 80,
        participants,
      }).steps[0].lines.map(({ key, amount }: Fields) => `${key} ${amount}`) as string[];
    expect(lines({})).toEqual(['a 20', 'of the movement 40', 'suspended 20']);
    expect(lines({ eligibility: { kinds: ['employee'] } })).toEqual(['hired 80']);
  });

  it('counts days of membership where the rule does, and refuses a minimum of it knows not what', () => {
    const weighting = { bases: { hours: 1 }, timeInMembership: 'days' };
    const snapshot = {
      loss: 120,
      period: { from: '2025-01-01', to: '2025-12-31' },
      participants: [
        { key: 'a', bases: { hours: 1 } },
        { key: 'joined', joinedOn: '2025-10-20', bases: { hours: 1 } },
      ],
    };
    const [{ lines }] = loss([{ to: 'members', weighting }], snapshot).steps;
    // 73 of 365 days: a fifth.
    expect(lines.map(({ amount }: Fields) => amount as string)).toEqual(['100', '20']);
    const bound = [{ key: 'a', bases: { hours: 1, sales: 1 }, minimumActivity: 2 }];
    const mix = [{ to: 'members', weighting: { bases: { hours: 1, sales: 1 } } }];
    expect(refusalReason({ loss: mix }, { loss: 1, participants: bound })).toBe('MISSING_FIGURE');
  });

  it('is not another one than the result gives', () => {
    const policy = { waterfall: {}, loss: [{ to: 'carryForward' }] };
    expect(refusalReason(policy, { loss: 5, result: { member: -10 } })).toBe('PARTS_EXCEED_WHOLE');
    expect(refusalReason(policy, { loss: 10, result: { member: -10 } })).toBe('computed');
  });

  it('shows what a member owes above the balance, or has the others bear it', () => {
    const participants = [
      { key: 'a', bases: { activity: 1 }, balance: 10 },
      { key: 'b', bases: { activity: 1 }, balance: 90 },
    ];
    const lines = (belowZero: string) =>
      loss([{ to: 'members', belowZero }], { loss: 100, participants }).steps[0].lines as Fields[];
    expect(lines('receivable')[0]).toMatchObject({ amount: '50', fromBalance: '10', owed: '40' });
    expect(lines('reallocate').map(({ amount }) => amount as string)).toEqual(['10', '90']);
    const short = { loss: 101, participants };
    expect(refusalReason({ loss: [{ to: 'members', belowZero: 'reallocate' }] }, short)).toBe(
      'NOT_WHOLLY_COVERED',
    );
  });

  it('splits between capital and a statutory reserve, and carries forward for years', () => {
    const result = loss(
      [
        { to: 'capitalShare', fund: 'statutory', name: 'capital' },
        { to: 'carryForward', years: 7 },
      ],
      {
        loss: 1_000,
        balances: { shareCapital: 300, statutory: 100 },
        period: { from: '2025-01-01', to: '2025-12-31' },
      },
    );
    expect(borne(result)).toEqual(['capital 750', 'carryForward 250']);
    expect(result.steps[1].untilYear).toBe(2032);
  });

  it('leaves to a SCOP’s statutory reserve its own part: what capital bears does not use the reserve up', () => {
    const snapshot = { loss: 1_000, balances: { shareCapital: 400, statutoryReserves: 600 } };
    const result = computePrinted({ preset: 'FR-SCOP' }, snapshot).result.loss;
    expect(borne(result)).toEqual(['capital 400', 'statutoryReserves 600', 'carryForward 0']);
  });

  it('is settled as each member chooses where the law leaves it to them (Ley 27/1999 art 59.3)', () => {
    const member = (key: string, choice?: string) => ({
      ...{ key, bases: { activity: 1 }, balance: 60 },
      ...(choice ? { choices: { 'loss:members': choice } } : {}),
    });
    const choices = ['contributions', 'payment', 'returns'];
    const snapshot = {
      loss: 400,
      period: { from: '2025-01-01', to: '2025-12-31' },
      participants: [
        member('a'),
        member('b', 'contributions'),
        member('c', 'payment'),
        member('d', 'returns'),
      ],
    };
    const [step] = loss([{ to: 'members', choices, years: 7 }], snapshot).steps;
    expect(
      step.lines.map(({ key, amount, fromBalance, owed, settledBy }: Fields) => [
        ...[key, amount, fromBalance, owed, settledBy],
      ]),
    ).toEqual([
      ['a', '100', '60', '40', undefined],
      ['b', '100', '60', '40', undefined],
      ['c', '100', '0', '100', 'payment'],
      ['d', '100', '0', '100', 'returns'],
    ]);
    expect(step.untilYear).toBe(2032);
  });

  it('offers returns only where the assembly agreed to it, and no choice where others bear what a balance does not', () => {
    const chose = (choice: string) => [
      { key: 'a', bases: { activity: 1 }, choices: { 'loss:members': choice } },
    ];
    const year = (choice: string) => ({
      ...{ loss: 1, balances: { voluntaryReserve: 0, FRO: 0 }, rates: { averageToFRO: 0 } },
      participants: chose(choice),
    });
    expect(refusalReason({ preset: 'ES-general' }, year('payment'))).toBe('computed');
    expect(refusalReason({ preset: 'ES-general' }, year('returns'))).toBe('MALFORMED_INPUT');
    const torn = [{ to: 'members', belowZero: 'reallocate', choices: ['payment'] }];
    expect(refusalReason({ loss: torn }, { loss: 1 })).toBe('MALFORMED_INPUT');
  });

  it('refuses a policy that leaves part of the loss to nobody', () => {
    const rules = [{ to: 'reserve', fund: 'legal' }];
    expect(refusalReason({ loss: rules }, { loss: 10, balances: { legal: 9 } })).toBe('NOT_WHOLLY_COVERED');
    expect(refusalReason({ loss: rules }, { loss: 10 })).toBe('UNKNOWN_BALANCE');
  });

  it('is borne to the last unit, and no reserve gives more than it has', () => {
    const setting = fc.record({
      amount: fc.integer({ min: 1, max: 10_000_000 }),
      voluntary: fc.nat(1_000_000),
      legal: fc.nat(9_000_000),
      rate: fc.integer({ min: 0, max: 100 }),
      activity: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(setting, ({ amount, voluntary, legal, rate, activity }) => {
        const { steps } = loss(
          [
            { to: 'reserve', fund: 'voluntary' },
            { to: 'reserve', fund: 'legal', rate: `${rate}%` },
            { to: 'members' },
          ],
          {
            loss: amount,
            balances: { voluntary, legal },
            participants: activity.map((value, index) => ({ key: `m${index}`, bases: { activity: value } })),
          },
        );
        const [first, second, third] = (steps as Fields[]).map((step) => BigInt(step.amount as string));
        expect(first! + second! + third!).toBe(BigInt(amount));
        expect(first! <= BigInt(voluntary) && second! <= BigInt(legal)).toBe(true);
        const lines = (steps[2].lines as Fields[]).reduce(
          (sum, line) => sum + BigInt(line.amount as string),
          0n,
        );
        expect(lines).toBe(third);
      }),
      cases(400),
    );
  });
});
