import { Computed } from './surplus-compare.js';
import {
  amountOf,
  contributionsOf,
  firstOf,
  onlyTable,
  participantsOf,
  seed,
  type Adapter,
  type Fields,
} from './surplus-case.js';

/** Adapters of the kinds in which one amount is shared. They rename fields and never calculate. */
const linesOf = (result: Fields): Fields[] => result.pools[0].result.lines;
const unitsOf = (line: Fields | undefined) => line && new Computed(line.units, line.lotDecided);
const byMember = (result: Fields, of: (line: Fields) => unknown): Fields =>
  Object.fromEntries(linesOf(result).map((line) => [line.key, of(line)]));

const policyOf = (pool: Fields, more: Fields = {}) => ({
  id: 'case',
  pools: [{ id: 'pool', ...pool }],
  ...more,
});

/** Members listed in a table share an amount, or one member's line of a known total is asked for. */
const patronage: Adapter = ({ in: given = {} }) => {
  const amount = amountOf(given);
  const table = onlyTable(given);
  if (given.declaredPct !== undefined) return declaredRate(given);
  if (table) {
    const [basis, quantities] = table;
    return {
      input: {
        policy: policyOf({ size: { amount }, weighting: { bases: { [basis]: 1 } } }),
        snapshot: { seed, participants: participantsOf(quantities, basis) },
      },
      pick: (result) => byMember(result, unitsOf),
    };
  }
  return {
    input: {
      policy: policyOf({ size: { amount }, weighting: { bases: { purchases: 1 } } }),
      snapshot: {
        seed,
        participants: [{ key: 'member', bases: { purchases: given.memberPurchases as unknown } }],
        basisTotals: { purchases: given.memberSales as unknown },
      },
    },
    pick: (result) => {
      const line = linesOf(result).find(({ key }) => key === 'member');
      return { memberShare: line?.share as unknown, refund: unitsOf(line) };
    },
  };
};

const declaredRate = (given: Fields) => {
  const [basis, quantity] = Object.entries(given).find(([name]) => name !== 'declaredPct')!;
  return {
    input: {
      policy: policyOf({
        size: { declaredRate: given.declaredPct as unknown },
        weighting: { bases: { [basis]: 1 } },
      }),
      snapshot: { seed, participants: participantsOf({ member: quantity }, basis) },
    },
    pick: (result: Fields) => ({ patronage: unitsOf(linesOf(result)[0]) }),
  };
};

const weighted =
  (method: 'raw' | 'normalised'): Adapter =>
  ({ in: given = {} }) => ({
    input: {
      policy: policyOf({
        size: { amount: amountOf(given) ?? 0 },
        weighting: { bases: given.weights as unknown, method },
        fallbackFund: 'reserve',
      }),
      snapshot: {
        seed,
        participants: Object.entries(contributionsOf(given, Object.keys(given.weights as Fields))).map(
          ([key, bases]) => ({ key, bases: bases as unknown }),
        ),
      },
    },
    pick: (result) => {
      const allocation = byMember(result, unitsOf);
      const share = byMember(result, (line) => line.share as unknown);
      return {
        weighted: byMember(result, (line) => line.value as unknown),
        total: result.pools[0].result.totalValue as unknown,
        share,
        shares: share,
        allocation,
        allocations: allocation,
        largestRemainder: allocation,
        ...allocation,
      };
    },
  });

const capitalAccount: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: policyOf(
      { size: { amount: given.netIncome as unknown }, weighting: { bases: { share: 1 } } },
      { capitalAccounts: { negative: 'refuse' } },
    ),
    snapshot: {
      seed,
      participants: [{ key: 'member', bases: { share: given.pct as unknown } }],
      basisTotals: { share: 1 },
      accounts: [
        {
          key: 'member',
          opening: given.opening as unknown,
          paidIn: given.cashContribution as unknown,
          paidOut: given.distributions as unknown,
        },
      ],
    },
  },
  pick: (result) => {
    const { allocated, closing } = result.capitalAccounts[0] as Fields;
    return { allocation: allocated as unknown, closing: closing as unknown };
  },
});

/** A cap or a floor on each line, as a part of the pool or an amount; of members in a list or by name. */
const limits: Adapter = ({ in: given = {} }) => {
  const limit = (part: string, ...amounts: readonly string[]) =>
    given[part] === undefined
      ? firstOf(given, ...amounts) === undefined
        ? undefined
        : { amount: firstOf(given, ...amounts) }
      : { rate: given[part] };
  // A cap of a part of each one's pay, where pay is given beside the weights.
  const pay = given.pay as Fields | undefined;
  const ofPay = pay && { basis: 'pay', rate: firstOf(given, 'capPct', 'capOfPay') };
  const weights = firstOf(given, 'weights', 'hours', 'quality', 'use') as Fields;
  return {
    input: {
      policy: policyOf({
        size: { amount: amountOf(given) },
        weighting: { bases: { weight: 1 } },
        cap: ofPay ?? limit('capPct', 'cap', 'capAmount'),
        floor: limit('floorPct', 'floor', 'floorAmount'),
        ifAllCapped: 'fund',
        fallbackFund: 'reserve',
      }),
      snapshot: {
        seed,
        participants: participantsOf(weights, 'weight').map(({ key, bases }) => ({
          key,
          bases: pay ? { ...bases, pay: pay[key] as unknown } : bases,
        })),
      },
    },
    pick: (result) => ({
      allocation: Array.isArray(weights) ? linesOf(result).map(unitsOf) : byMember(result, unitsOf),
      toReserve: result.pools[0].result.toFund as unknown,
    }),
  };
};

/** Exact over all of them, or rounded up for each one, as the rule of the United States has it. */
const formSplit: Adapter = ({ kind, in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      forms: [
        {
          form: 'cash',
          rate: firstOf(given, 'cashPct', 'minCashPct', 'cashRate'),
          rounding: /ceil|perMember|eachUp|^US\./i.test(kind) ? 'eachUp' : undefined,
        },
        { form: 'retained' },
      ],
    },
    snapshot: {
      seed,
      allocations: Object.entries(given.allocations as Fields).map(([key, amount]) => ({
        key,
        amount: amount as unknown,
      })),
    },
  },
  pick: ({ forms }) => {
    const byForm = (form: string) =>
      Object.fromEntries(
        (forms.lines as Fields[]).map(({ key, forms: parts }) => [
          key,
          new Computed(
            (parts as Fields[]).find((part) => part.form === form)?.amount,
            forms.lotDecided.includes('cash'),
          ),
        ]),
      );
    const { cash, retained } = forms.totals as Fields;
    return {
      cash: byForm('cash'),
      retained: byForm('retained'),
      cashTotal: cash as unknown,
      retainedTotal: retained as unknown,
    };
  },
});

export const poolAdapters: readonly (readonly [RegExp, Adapter])[] = [
  [/^patronage\./, patronage],
  [/^weighted\.raw$/, weighted('raw')],
  [/^weighted\./, weighted('normalised')],
  [/^capitalAccount\.rollforward$/, capitalAccount],
  [/^(cap|floor)\./, limits],
  [/^formSplit\./, formSplit],
  [/^US\.(cash|minimum|twenty)/i, formSplit],
];
