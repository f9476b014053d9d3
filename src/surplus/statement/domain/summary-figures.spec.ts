import type { Policy } from '../../domain/input/policy-schema.js';
import { appropriationsOf, lossesOf } from './appropriations.js';
import { shownCount, shownSpread } from './shown-figures.js';
import type { StoredOutcome } from './stored-outcome.js';

const entry = (id: string, kind: string, amount: string, ofSurplus: string) => ({
  id,
  kind,
  amount,
  ofSurplus,
});
const node = (step: string, id: string, decidedBy: string) => ({
  ...{ step, id, rule: `rule of ${id}`, source: 's 1', decidedBy, children: [] },
});
const outcome = (over: Partial<StoredOutcome>): StoredOutcome => ({
  ...{ entries: [], pools: [], loss: null, explain: [] },
  ...over,
});

describe('the steps on the cooperative’s page', () => {
  it('stand as amount and part of the whole surplus, with rule, who decided, and the year before', () => {
    const now = outcome({
      entries: [
        entry('tax', 'tax', '0', '0'),
        entry('legal', 'reserve', '200', '1/5'),
        entry('members', 'pool', '800', '4/5'),
        entry('undecided', 'undecided', '0', '0'),
      ],
      explain: [
        {
          ...node('waterfall', 'waterfall', 'x'),
          children: [node('mandatoryReserve', 'legal', 'law'), node('pool', 'members', 'assembly')],
        },
      ],
    });
    const last = outcome({
      entries: [entry('legal', 'reserve', '100', '1/10'), entry('solidarity', 'purposeFund', '50', '1/20')],
    });
    const policy = {
      id: 'p',
      waterfall: { appropriations: [{ id: 'legal', mandatory: true }] },
    } as unknown as Policy;
    expect(
      appropriationsOf(now, last, policy).map((one) => [
        ...[one.id, one.amountMinor, one.ofSurplus, one.lastAmountMinor, one.lastOfSurplus],
        ...[one.decidedBy, one.compulsory],
      ]),
    ).toEqual([
      ['legal', 200n, '1/5', 100n, '1/10', 'law', true],
      ['members', 800n, '4/5', 0n, '0', 'assembly', false],
      ['solidarity', 0n, '0', 50n, '1/20', null, false],
    ]);
    expect(appropriationsOf(now, null, policy)[0]).toMatchObject({
      lastAmountMinor: null,
      lastOfSurplus: null,
    });
  });

  it('of a loss are parts of the loss', () => {
    const steps = [
      { to: 'reserve', id: 'legal', amountMinor: '400' },
      { to: 'members', id: 'members', amountMinor: '600' },
    ];
    expect(
      lossesOf(outcome({ loss: { lossMinor: '1000', steps } })).map(({ id, ofLoss }) => [id, ofLoss]),
    ).toEqual([
      ['legal', '2/5'],
      ['members', '3/5'],
    ]);
    expect(lossesOf(outcome({}))).toEqual([]);
  });
});

describe('figures of many people', () => {
  const spread = { min: 1n, atMin: 1, median: 5n, upToMedian: 5, fromMedian: 5, max: 9n, atMax: 4 };

  it('hide a smallest or largest amount that fewer than five have', () => {
    expect(shownSpread(spread, 5, false)).toEqual({ minMinor: null, medianMinor: 5n, maxMinor: null });
    expect(shownSpread({ ...spread, atMin: 5 }, 5, false).minMinor).toBe(1n);
  });
  it('hide a middle with fewer than five on a side', () => {
    expect(shownSpread({ ...spread, upToMedian: 4 }, 5, false).medianMinor).toBeNull();
  });
  it('hide nothing from who may read everybody’s lines', () => {
    expect(shownSpread(spread, 5, true)).toEqual({ minMinor: 1n, medianMinor: 5n, maxMinor: 9n });
  });
  it('tell a number of people when it is nobody or enough', () => {
    expect([0, 1, 4, 5].map((count) => shownCount(count, 5, false))).toEqual([0, null, null, 5]);
    expect(shownCount(1, 5, true)).toBe(1);
  });
});
