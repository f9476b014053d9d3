import { isRefusal } from '../../../shared/refusal.js';
import type { Fields } from '../../../../test/support/builders/surplus.js';
import { computeSurplus } from '../compute-surplus.js';

const refusalOf = (policy: Fields): string => {
  const answer = computeSurplus({ policy: { id: 'p', ...policy }, snapshot: {} });
  return isRefusal(answer) ? answer.details.join('; ') : 'computed';
};
const fund = (more: Fields) => ({ waterfall: { appropriations: [{ id: 'f', kind: 'reserve', ...more }] } });
const pool = (more: Fields) => ({
  waterfall: { pools: [{ id: 'p', size: {}, weighting: { bases: { hours: 1 } }, ...more }] },
});
const check = (more: Fields) => ({
  checks: [{ id: 'c', severity: 'block', article: '1', message: 'm', ...more }],
});
const interest = (more: Fields) => ({
  waterfall: { capitalInterest: { stage: 'appropriation', rate: '3%', base: 'opening', ...more } },
});
const exit = (more: Fields) => ({ exit: more });
const once = [{ month: 0, rate: 1 }];

describe('a policy of which a sentence would be dropped in silence', () => {
  it.each<[string, Fields, string]>([
    [
      'a fund of a rate and an amount',
      fund({ rate: '5%', amount: 10 }),
      'appropriations[0]: rate and amount',
    ],
    ['a fund of neither', fund({}), 'one of rate, amount is needed'],
    ['an origin of a fund that is not compulsory', fund({ rate: '5%', from: ['member'] }), 'from: not read'],
    ['a pool of two sizes', pool({ size: { amount: 1, rate: '5%' } }), 'size: rate and amount'],
    ['a base of no rate', pool({ size: { of: 'base' } }), 'of counts for nothing without rate'],
    [
      'a cap on a declared rate',
      pool({ size: { declaredRate: '5%' }, cap: { amount: 5 } }),
      'cap: a declared rate gives each line its amount',
    ],
    ['a limit of nothing', pool({ floor: {} }), 'one of amount, rate, basis'],
    [
      'a part of a debt',
      pool({ forms: [{ form: 'setOff', rate: '50%' }] }),
      'rate: not read when form is setOff',
    ],
    ['rounding of all the rest', pool({ forms: [{ form: 'cash', rounding: 'eachUp' }] }), 'rounding counts'],
    ['a cap of no rate', interest({ cap: { plus: '1%' } }), 'one of rate, named is needed'],
    [
      'an expense held at a fund that comes later',
      interest({ stage: 'expense', notAbove: [{ funds: ['legal'] }] }),
      'notAbove: not read when stage is expense',
    ],
    ['a check against nothing', check({ kind: 'amountsAtLeast', names: ['f'], rate: '5%' }), 'needs of'],
    ['a check of a rate without one', check({ kind: 'cashAtLeast' }), 'needs rate'],
    ['two parts of a loss', { loss: [{ to: 'carryForward', rate: '5%', amount: 3 }] }, 'rate and amount'],
    ['a loss of a reserve without a name', { loss: [{ to: 'reserve' }] }, 'reserve needs fund'],
    ['years of a reserve', { loss: [{ to: 'reserve', fund: 'f', years: 5 }] }, 'years: not read'],
    [
      'two schedules',
      exit({ schedule: once, instalments: { count: 1, everyMonths: 1 } }),
      'schedule and instalments',
    ],
    ['interest of no rate', exit({ schedule: once, interest: { on: 'outstanding' } }), 'one of rate, named'],
    [
      'a call of a revolving fund',
      { redemption: { method: 'revolving', callRate: '5%' } },
      'callRate: not read',
    ],
  ])('is refused with its path: %s', (_, policy, words) => {
    expect(refusalOf(policy)).toContain(words);
  });
});
