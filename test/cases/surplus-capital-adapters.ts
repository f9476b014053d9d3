import { Computed } from './surplus-compare.js';
import { firstOf, seed, type Adapter, type Fields } from './surplus-case.js';

/** Adapters of exits and redemption. They rename fields and never calculate. */
const exitSchedule: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      exit: {
        schedule: (given.schedule as Fields[]).map(({ month, pct }) => ({
          month: month as unknown,
          rate: pct as unknown,
        })),
      },
    },
    snapshot: {
      exits: [
        {
          key: 'member',
          reason: 'voluntary',
          balance: given.balance as unknown,
          obligations: given.obligations as unknown,
        },
      ],
    },
  },
  pick: ({ exits }) => (exits[0].instalments as Fields[]).map(({ principal }) => principal as unknown),
});

/** A principal in equal instalments with yearly interest on what is outstanding. */
const exitByInstalments: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      exit: {
        instalments: { count: firstOf(given, 'years', 'instalments', 'count') ?? 1, everyMonths: 12 },
        interest: {
          rate: firstOf(given, 'interest', 'interestRate', 'legalInterest', 'rate') ?? 0,
          on: 'outstanding',
        },
        deductions: { voluntary: { rate: firstOf(given, 'deductionPct', 'deduction') ?? 0 } },
      },
    },
    snapshot: {
      exits: [
        {
          key: 'member',
          reason: 'voluntary',
          balance: firstOf(given, 'principal', 'balance', 'capital', 'contribution', 'amount'),
          obligations: firstOf(given, 'obligations', 'debts'),
          lossesToBear: firstOf(given, 'losses', 'lossesToBear'),
        },
      ],
    },
  },
  pick: ({ exits }) => {
    const settled = exits[0] as Fields;
    const column = (name: string) => (settled.instalments as Fields[]).map((one) => one[name] as unknown);
    return {
      ...settled,
      principal: column('principal'),
      interest: column('interest'),
      outstanding: column('outstanding'),
    };
  },
});

/** Capital needed, use in the base period and capital invested, by member. */
const baseCapitalPlan: Adapter = ({ in: given = {} }) => {
  const use = firstOf(given, 'use', 'patronage', 'basePatronage', 'volume', 'deliveries') as
    Fields | undefined;
  const invested = firstOf(given, 'invested', 'capital', 'balances', 'current', 'equity') as
    Fields | undefined;
  const members = Object.keys(use ?? {});
  return {
    input: {
      policy: {
        id: 'case',
        redemption: {
          method: 'baseCapitalPlan',
          basis: 'use',
          targetCapital: firstOf(given, 'need', 'capitalNeed', 'targetCapital', 'target', 'requiredCapital'),
        },
      },
      snapshot: {
        seed,
        participants: members.map((key) => ({
          key,
          bases: { use: use?.[key] as unknown },
          balance: invested?.[key] as unknown,
        })),
      },
    },
    pick: ({ baseCapitalPlan: plan }) => planColumns(plan.lines as Fields[]),
  };
};

function planColumns(lines: readonly Fields[]): Fields {
  const column = (name: string) =>
    Object.fromEntries(lines.map((line) => [line.key, new Computed(line[name], line.lotDecided)]));
  const [required, over, under] = [column('required'), column('excess'), column('lack')];
  return {
    required,
    target: required,
    over,
    excess: over,
    redeem: column('redeemed'),
    under,
    lack: under,
    topUp: column('called'),
  };
}

const revolving: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      redemption: {
        method: 'revolving',
        targetCapital: given.capitalNeed as unknown,
        plan: {
          retainPerUnit: given.retainPerDozen as unknown,
          unitsPerYear: given.dozensPerYear as unknown,
          years: 6,
        },
      },
    },
    snapshot: {},
  },
  pick: ({ revolvingPlan: { retainedPerYear, years, revolvingYears } }) => ({
    retainedPerYear: retainedPerYear as unknown,
    revolvingYears: revolvingYears as unknown,
    ...Object.fromEntries(
      (years as Fields[]).flatMap(({ year, newRetain, redeemed, redeemedYears, capital }) => [
        [`afterYears${year}`, capital as unknown],
        [`year${year}`, { newRetain, redeemVintage: redeemedYears[0], redeemed, capital } as Fields],
      ]),
    ),
  }),
});

/** Lots by year, paid back oldest first within a budget or down to a target. */
const redemption: Adapter = ({ in: given = {} }) => {
  const lots = (firstOf(given, 'vintages', 'lots', 'years', 'allocated', 'retained') ?? {}) as Fields;
  return {
    input: {
      policy: {
        id: 'case',
        redemption: {
          method: 'revolving',
          budget: firstOf(given, 'budget', 'cash', 'available'),
          targetCapital: firstOf(given, 'capitalNeed', 'targetCapital', 'need', 'target'),
          cashRate: firstOf(given, 'cashPct', 'cashRate'),
        },
      },
      snapshot: {
        seed,
        lots: Object.entries(lots).map(([year, amount]) => ({
          key: 'member',
          year: Number(year),
          amount: amount as unknown,
        })),
      },
    },
    pick: ({ redemption: { byYear, paid, capitalAfter } }) => {
      const column = (name: string) =>
        Object.fromEntries((byYear as Fields[]).map((one) => [one.year, one[name] as unknown]));
      const redeemed = column('paid');
      return {
        ...{ redeemed, paidByYear: redeemed, remaining: column('left'), left: column('left') },
        ...{
          total: paid as unknown,
          paid: paid as unknown,
          capitalAfter: capitalAfter as unknown,
          capital: capitalAfter as unknown,
        },
      };
    },
  };
};

/** An estate paid early at the present value of what it would have been paid. */
const discounted: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      exit: {
        discount: {
          rate: firstOf(given, 'rate', 'discountRate', 'interest', 'discount'),
          years: firstOf(given, 'years', 'yearsSaved', 'yearsEarly'),
          reasons: ['death'],
        },
      },
    },
    snapshot: {
      exits: [
        {
          ...{ key: 'member', reason: 'death' },
          balance: firstOf(given, 'balance', 'amount', 'principal', 'capitalCredits', 'capital'),
        },
      ],
    },
  },
  pick: ({ exits }) => {
    const { payable, discount } = exits[0] as Fields;
    return { payable, paid: payable, presentValue: payable, discount, toReserve: discount };
  },
});

/** What a limited-equity home may be sold on for. */
const transferValue: Adapter = ({ in: given = {} }) => ({
  input: {
    policy: {
      id: 'case',
      transferValue: {
        indexation: firstOf(given, 'indexation', 'index', 'indexPct', 'rate'),
        cap: firstOf(given, 'cap', 'capPct', 'maxRate'),
        compound: firstOf(given, 'compound'),
      },
    },
    snapshot: {
      homes: [
        {
          key: 'home',
          pricePaid: firstOf(given, 'pricePaid', 'price', 'sharePrice'),
          improvements: firstOf(given, 'improvements', 'approvedImprovements'),
          years: firstOf(given, 'years') ?? 1,
        },
      ],
    },
  },
  pick: ({ transferValues }) => transferValues[0] as unknown,
});

export const capitalAdapters: readonly (readonly [RegExp, Adapter])[] = [
  [/estate|discount/i, discounted],
  [/^exit\.schedule$/, exitSchedule],
  [/^exit\./, exitByInstalments],
  [/baseCapital/i, baseCapitalPlan],
  [/^redemption\.revolvingFIFO$/, revolving],
  [/^redemption\./, redemption],
  [/housing|transferValue|limitedEquity|resale/i, transferValue],
];
