import { Computed } from './surplus-compare.js';
import { firstOf, onlyTable, participantsOf, seed, type Adapter, type Fields } from './surplus-case.js';

/** Adapters of rounding, losses and single tests. They rename fields and never calculate. */
const apportionment = (id: string, total: unknown, weights: unknown) => ({ id, total, weights });
const sharesOf = ({ shares, lotDecided }: Fields) =>
  (shares as unknown[]).map((units, index) => new Computed(units, lotDecided[index]));
const bareApportionment = (apportionments: unknown) => ({
  policy: { id: 'case', apportion: { method: 'largestRemainder' } },
  snapshot: { seed, apportionments },
});

const roundingMethods: Adapter = ({ cases = [] }) => ({
  input: bareApportionment(
    cases.map(({ amount, ratios }, index) => apportionment(String(index), amount, ratios)),
  ),
  expected: cases.map(({ amount: _amount, ratios: _ratios, ...printed }) => printed),
  pick: (result) =>
    (result.apportionments as Fields[]).map((one) => ({
      all: sharesOf(one),
      largestRemainder: sharesOf(one),
    })),
});

const paradox: Adapter = ({ in: given = {}, out }) => ({
  input: bareApportionment(
    Object.keys(out as Fields).map((total) => apportionment(total, total, given.votes)),
  ),
  pick: (result) =>
    Object.fromEntries((result.apportionments as Fields[]).map((one) => [one.id, sharesOf(one)])),
});

/** Weights and one total, or several totals that the outputs are listed by. */
const rounding: Adapter = (one) => {
  const { in: given = {}, out } = one;
  const weights = firstOf(given, 'ratios', 'weights', 'votes', 'claims');
  const table =
    weights !== null && typeof weights === 'object' && !Array.isArray(weights) ? (weights as Fields) : null;
  const total = firstOf(given, 'amount', 'pool', 'total', 'surplus', 'seats');
  if (total === undefined) return paradox({ ...one, in: { ...given, votes: weights } });
  return {
    input: bareApportionment([apportionment('only', total, table ? Object.values(table) : weights)]),
    pick: (result) => {
      const shares = sharesOf(result.apportionments[0] as Fields);
      const named = table
        ? Object.fromEntries(Object.keys(table).map((key, index) => [key, shares[index]]))
        : shares;
      if (Array.isArray(out)) return named;
      return {
        largestRemainder: named,
        allocation: named,
        allocations: named,
        shares: named,
        all: named,
        ...named,
      };
    },
  };
};

const memberLoss = (line: Fields) => new Computed(line.amount, line.lotDecided);

const lossByPatronage: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: { id: 'case', loss: [{ to: 'members', weighting: { bases: { share: 1 } } }] },
    snapshot: {
      seed,
      loss: given.netLoss as unknown,
      participants: [{ key: 'member', bases: { share: given.pct as unknown } }],
      basisTotals: { share: 1 },
    },
  },
  pick: ({ loss }) => ({
    memberLoss: memberLoss((loss.steps[0].lines as Fields[]).find(({ key }) => key === 'member')!),
  }),
});

const lossPresets: Readonly<Record<string, string>> = { ES: 'ES-general', SCOP: 'FR-SCOP' };
/** By preset, what its members bear a loss by. */
const lossBases: Readonly<Record<string, string>> = { Mondragon: 'advance-pay', BR: 'operations' };

/** `loss.ES`, `loss.ES-Basque`, `loss.FR-SCOP` and others that a preset's order covers. */
const lossByPreset: Adapter = ({ kind, in: given = {} }) => {
  const name = kind.replace(/^loss\./, '');
  const preset = lossPresets[name] ?? name;
  const table = onlyTable(given);
  const average: unknown = Object.entries(given).find(([field]) => field.startsWith('avg'))?.[1];
  const capital: unknown = firstOf(given, 'shareCapital', 'capital');
  const balances = Object.entries(given).filter(
    ([field, value]) => typeof value === 'number' && field !== 'loss' && field !== 'netLoss',
  );
  return {
    input: {
      policy: { id: 'case', preset },
      snapshot: {
        seed,
        loss: firstOf(given, 'loss', 'netLoss'),
        balances: {
          ...Object.fromEntries(balances),
          voluntaryReserve: firstOf(given, 'voluntaryReserve', 'voluntary'),
          statutoryReserves: firstOf(given, 'statutoryReserves', 'statutoryReserve', 'reserves'),
          ...(capital === undefined ? {} : { shareCapital: capital }),
        },
        rates: average === undefined ? {} : { averageToFRO: average },
        participants: table ? participantsOf(table[1], lossBases[preset] ?? 'activity') : [],
      },
    },
    pick: ({ loss }) => {
      const steps = loss.steps as Fields[];
      const members = steps.find(({ to }) => to === 'members');
      const lines = (members?.lines ?? []) as Fields[];
      const own = Object.fromEntries(steps.map(({ id, amount }) => [id, amount as unknown]));
      return {
        ...own,
        reserves: own.statutoryReserves as unknown,
        memberLoss: Object.fromEntries(lines.map((line) => [line.key, memberLoss(line)])),
      };
    },
  };
};

const guard: Adapter = ({ in: given = [] }) => ({
  input: {
    policy: { id: 'case', payments: { guard: 'nonNegative' } },
    snapshot: {
      payments: (given as unknown as Fields[]).map(({ member, ...payment }) => ({
        key: member as unknown,
        ...payment,
      })),
    },
  },
  pick: ({ payments }) => payments as unknown,
});

const cash: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      liquidity: {
        allocations: given.allocations as unknown,
        retention: given.retention as unknown,
        minimumReserve: given.minimumReserve as unknown,
      },
    },
    snapshot: { balances: { cash: given.cash as unknown } },
  },
  pick: ({ liquidity }) => liquidity as unknown,
});

const disclosure: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      disclosure: {
        unallocated: given.unallocatedPct as unknown,
        forms: { cash: given.cashPctOfAllocated as unknown, stock: given.stockPctOfAllocated as unknown },
      },
    },
    snapshot: {},
  },
  pick: (result) => ({ ofTotalProfit: result.disclosure.ofTotal as unknown }),
});

const bidding: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      produceShares: {
        shares: given.shares as unknown,
        months: given.months as unknown,
        guideValue: given.monthlyGuideValue as unknown,
        budget: given.budget as unknown,
      },
    },
    snapshot: { bids: given.bids as unknown },
  },
  pick: ({ produceShares: { budget, guideValue, rounds } }) => ({
    impliedBudget: budget as unknown,
    monthlyGuideValue: guideValue as unknown,
    'covered.firstRound': rounds[0].covered as unknown,
  }),
});

const notices: Adapter = ({ in: given = {}, out }) => {
  const otherCash = Object.keys(out as Fields).filter((key) => /^cash\d+$/.test(key));
  const notice = (key: string, cashPaid: unknown) => ({
    key,
    allocation: given.allocation as unknown,
    cash: cashPaid,
  });
  return {
    input: {
      policy: { id: 'case', preset: 'US-Subchapter-T', notices: { minimumCash: '20%' } },
      snapshot: {
        notices: [
          notice('given', given.cash),
          ...otherCash.map((key) => notice(key, key.replace('cash', ''))),
        ],
      },
    },
    pick: (result) => {
      const [first, ...others] = result.notices as Fields[];
      return { ...first, ...Object.fromEntries(others.map((one) => [one.key, one])) };
    },
  };
};

export const ruleAdapters: readonly (readonly [RegExp, Adapter])[] = [
  [/^rounding\.methods$/, roundingMethods],
  [/^rounding\.alabamaParadox$/, paradox],
  [/^(rounding|apportion\w*|zero\w*|edge)\./, rounding],
  [/^loss\.byPatronage$/, lossByPatronage],
  [/^loss\./, lossByPreset],
  [/^guard\.nonNegative$/, guard],
  [/^cash\.sufficiency$/, cash],
  [/^disclosure\.percentages$/, disclosure],
  [/^csa\.biddingRound$/, bidding],
  [/^US\.qualifiedVsNonqualified$/, notices],
];
