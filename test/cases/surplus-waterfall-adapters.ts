import { firstOf, seed, type Adapter, type Fields } from './surplus-case.js';

/** Adapters of the waterfalls of a preset. They rename fields and never calculate. */
const resultFields: Readonly<Record<string, readonly string[]>> = {
  member: [
    'coopSurplusBeforeTax',
    'coopSurplus',
    'netSurplus',
    'surplus',
    'netProfit',
    'result',
    'netResult',
    'excess',
  ],
  extraordinary: ['extraCoopProfit', 'extraordinary', 'capitalGains', 'sideBusinessProfit'],
  nonMember: ['nonMemberProfit', 'nonMemberSurplus'],
};
/** A case that does not state the balances of a stop rule means that the rule is not reached. */
const notReached = {
  legalReserve: 0,
  highestCapital: '900000000000000',
  shareCapital: '900000000000000',
  equity: 0,
  debts: '900000000000000',
};
const presetIds: Readonly<Record<string, string>> = {
  ES: 'ES-general',
  SCOP: 'FR-SCOP',
  SCIC: 'FR-SCIC',
  QC: 'CA-QC',
  DE: 'DE-eG',
  UK: 'UK-society',
  US: 'US-Subchapter-T',
};
const known = ['oldLosses', 'tax', ...Object.values(resultFields).flat()];

const waterfall: Adapter = ({ kind, in: given = {} }) => {
  const name = kind.replace(/^waterfall\./, '');
  const numbers = Object.entries(given).filter(
    ([field, value]) => typeof value === 'number' && !known.includes(field),
  );
  const facts = Object.entries(given).filter(([, value]) => typeof value === 'boolean');
  const present = Object.entries(resultFields)
    .map(([origin, names]) => [origin, firstOf(given, ...names)] as const)
    .filter(([, value]) => value !== undefined);
  const oldLosses: unknown = given.oldLosses;
  return {
    input: {
      policy: {
        id: 'case',
        preset: presetIds[name] ?? name,
        waterfall: { origin: { method: 'direct' } },
      },
      snapshot: {
        seed,
        result: Object.fromEntries(present),
        ...(oldLosses === undefined ? {} : { oldLosses: [{ year: 0, amount: oldLosses }] }),
        ...(given.tax === undefined ? {} : { tax: given.tax as unknown }),
        facts: Object.fromEntries(facts),
        balances: { ...notReached, ...Object.fromEntries(numbers) },
      },
    },
    pick: ({ waterfall: flow }) => namedAmounts(flow as Fields),
  };
};

/** What cases call a fund in general; the first of these that a preset has. */
const generalNames: Readonly<Record<string, readonly string[]>> = {
  reserve: [
    'reserve',
    'legalReserve',
    'reserveFund',
    'generalReserve',
    'contributionReserve',
    'collectiveReserve',
  ],
  education: ['educationFund', 'FEP', 'COFIP', 'FATES'],
  social: ['socialFund'],
  solidarity: ['solidarityFund'],
  mutualFunds: ['mutualFund'],
};

/** The amounts of a waterfall under the names that cases use for them. */
function namedAmounts(flow: Fields): Fields {
  const appropriations = flow.appropriations as Fields[];
  const funds = flow.funds as Fields;
  const general = Object.entries(generalNames).map(([name, of]) => [name, firstOf(funds, ...of)]);
  return {
    ...Object.fromEntries(general),
    ...funds,
    ...Object.fromEntries(appropriations.map(({ id, amount }) => [id, amount as unknown])),
    ...Object.fromEntries(appropriations.map(({ id, least }) => [`${id}.min`, least as unknown])),
    ...Object.fromEntries((flow.pools as Fields[]).map(({ result }) => [result.id, result.size as unknown])),
    coopBase: flow.bases.member as unknown,
    base: flow.base as unknown,
    available: flow.base as unknown,
    availableAfterTax: flow.available as unknown,
    assembly: flow.available as unknown,
    distributable: flow.available as unknown,
    rest: flow.undecided as unknown,
    undecided: flow.undecided as unknown,
    capitalInterest: flow.capitalInterest?.amount as unknown,
  };
}

const refundCeiling: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      preset: 'DE-eG',
      waterfall: {
        pools: [
          { id: 'refund', size: { rate: '100%', of: 'memberBase' }, weighting: { bases: { turnover: 1 } } },
        ],
      },
    },
    snapshot: {
      seed,
      result: {
        total: given.incomeBeforeRefundAndLossDeduction as unknown,
        extraordinary: given.sideBusinessProfit as unknown,
        memberUnits: given.memberTurnover as unknown,
        totalUnits: given.totalTurnover as unknown,
      },
      basisTotals: { turnover: given.memberTurnover as unknown },
    },
  },
  pick: ({ waterfall: flow }) => ({
    surplus: flow.distributable as unknown,
    refundCeiling: flow.bases.member as unknown,
    uniformPctOfMemberTurnover: flow.pools[0].result.rate as unknown,
  }),
});

export const waterfallAdapters: readonly (readonly [RegExp, Adapter])[] = [
  [/^waterfall\./, waterfall],
  [/^ceiling\.DE-KStG22$/, refundCeiling],
];
