import { type Fields } from './builders/surplus.js';
import { type Chance } from './generated-elections.js';

/** A policy and a snapshot as the command reads them: small numbers, so that ties, zeros and limits are frequent. */
export interface GeneratedSurplus {
  readonly policy: Fields;
  readonly snapshot: Fields;
}

const KINDS = ['member', 'member', 'member', 'employee', 'nonMember', 'organisation'];
const day = (chance: Chance, year: number): string =>
  `${year}-0${1 + chance.below(9)}-${10 + chance.below(18)}`;
const perhaps = (chance: Chance, oneIn: number, fields: () => Fields): Fields =>
  chance.oneIn(oneIn) ? fields() : {};

function participant(chance: Chance, index: number): Fields {
  const hours = chance.oneIn(4) ? `${chance.below(200)}.${chance.below(10)}` : chance.below(60) * 10;
  return {
    key: `m${String(index + 1).padStart(3, '0')}`,
    kind: chance.pick(KINDS),
    class: chance.pick(['A', 'A', 'B']),
    bases: { ...(chance.oneIn(8) ? {} : { hours }), purchases: chance.below(chance.oneIn(3) ? 9 : 90_000) },
    seniorityYears: chance.below(12),
    ...perhaps(chance, 3, () => ({ debts: chance.below(700) })),
    ...perhaps(chance, 3, () => ({ unpaidShares: chance.below(700) })),
    ...perhaps(chance, 4, () => ({ lossOwed: chance.below(700) })),
    ...membership(chance),
    ...perhaps(chance, 12, () => ({ diedOn: day(chance, 2025) })),
    ...perhaps(chance, 12, () => ({ suspended: true })),
  };
}

/** When they joined and left; now and then in an order that cannot be. */
function membership(chance: Chance): Fields {
  const dates = {
    ...perhaps(chance, 5, () => ({ joinedOn: day(chance, chance.pick([2020, 2025])) })),
    ...perhaps(chance, 9, () => ({ leftOn: day(chance, chance.pick([2024, 2025])) })),
  };
  const { joinedOn, leftOn } = dates as { joinedOn?: string; leftOn?: string };
  const isTurned = joinedOn !== undefined && leftOn !== undefined && leftOn < joinedOn;
  return isTurned && !chance.oneIn(20) ? { joinedOn } : dates;
}

const weighting = (chance: Chance): Fields => ({
  bases: chance.pick<Fields>([
    { hours: 1 },
    { purchases: 1 },
    { equal: 1 },
    { hours: '2/3', purchases: '1/3' },
    { hours: '40%', purchases: '50%', equal: '10%' },
  ]),
  ...perhaps(chance, 2, () => ({ method: chance.pick(['raw', 'normalised']) })),
  ...perhaps(chance, 4, () => ({ seniority: [{ fromYears: 5, coefficient: '1.5' }] })),
  ...perhaps(chance, 4, () => ({ seniorityPerYear: { addition: '5%', highest: '1.3' } })),
  ...perhaps(chance, 3, () => ({ timeInMembership: 'days' })),
  ...perhaps(chance, 4, () => ({ kindCoefficients: { employee: '1/4' } })),
});

const eligibility = (chance: Chance): Fields => ({
  ...perhaps(chance, 3, () => ({ kinds: ['member', 'employee', 'organisation'] })),
  ...perhaps(chance, 4, () => ({ classes: ['A'] })),
  ...perhaps(chance, 4, () => ({ leftInPeriod: 'nothing' })),
  ...perhaps(chance, 4, () => ({ joinedInPeriod: 'nothing' })),
  ...perhaps(chance, 6, () => ({ minimumMonths: 3 })),
  ...perhaps(chance, 6, () => ({ minimumOfBasis: [{ basis: 'hours', atLeast: 20 }] })),
});

const limit = (chance: Chance, low: boolean): Fields =>
  chance.pick<Fields>([
    { amount: low ? chance.below(300) : 200 + chance.below(20_000) },
    { rate: low ? '1%' : chance.pick(['20%', '40%', '1/3']) },
    { rate: low ? '0.1' : '2.5', basis: 'hours' },
  ]);

const ROUNDINGS = ['pool', 'eachUp', 'eachDown', 'eachHalfUp'];
const forms = (chance: Chance): Fields[] => [
  ...(chance.oneIn(2) ? [{ form: 'setOff' }] : []),
  ...(chance.oneIn(3) ? [{ form: 'unpaidShares' }] : []),
  ...(chance.oneIn(4) ? [{ form: 'ownLosses' }] : []),
  ...(chance.oneIn(4) ? [{ form: 'withholding', rate: '19%', rounding: chance.pick(ROUNDINGS) }] : []),
  ...(chance.oneIn(3) ? [{ form: 'donated', rate: '5%', of: chance.pick(['allocation', 'remaining']) }] : []),
  ...(chance.oneIn(4)
    ? []
    : [
        {
          form: 'cash',
          rate: chance.pick(['40%', '1/3']),
          ...perhaps(chance, 2, () => ({ rounding: chance.pick(ROUNDINGS) })),
        },
      ]),
  { form: 'retained', year: 2025 },
];

/** Any pool: limits, small amounts, forms; `plain` leaves out what makes a larger pool give somebody less. */
export function generatedPool(chance: Chance, id: string, size: Fields, plain = false): Fields {
  const isDeclared = 'declaredRate' in size;
  const mixed = weighting(chance);
  const below = ['accumulate', 'redistribute', 'redistribute', 'toFund', 'donate', 'voucher'];
  return {
    id,
    size,
    weighting: isDeclared ? { ...mixed, method: 'raw' } : mixed,
    fallbackFund: 'legal',
    ...perhaps(chance, 2, () => ({ eligibility: eligibility(chance) })),
    ...perhaps(chance, 2, () => ({ forms: forms(chance) })),
    ...perhaps(chance, 3, () => ({
      choices: ['keep', 'give'].map((choice) => ({ id: choice, forms: forms(chance) })),
    })),
    ...(plain
      ? {}
      : {
          ...(isDeclared
            ? {}
            : {
                ...perhaps(chance, 3, () => ({ cap: limit(chance, false), ifAllCapped: 'fund' })),
                ...perhaps(chance, 4, () => ({ floor: limit(chance, true) })),
              }),
          ...perhaps(chance, 3, () => ({
            minimum: { amount: chance.below(900), below: chance.pick(below) },
          })),
        }),
  };
}

/** Whoever is offered a choice may make one; now and then one that is not on offer. */
function choose(chance: Chance, people: readonly Fields[], pools: readonly Fields[]): Fields[] {
  const open = pools.filter(({ choices }) => choices !== undefined);
  return people.map((one) => {
    const made = open.filter(() => chance.oneIn(2));
    const choices = Object.fromEntries(
      made.map(({ id }) => [id, chance.oneIn(300) ? 'neither' : chance.pick(['keep', 'give'])]),
    );
    return made.length > 0 ? { ...one, choices } : one;
  });
}

function waterfallPools(chance: Chance): Fields[] {
  const sizes: Fields[] = [
    ...(chance.oneIn(3) ? [{ rate: '15%', of: chance.pick(['available', 'base']) }] : []),
    ...(chance.oneIn(4) ? [{ declaredRate: '0.001' }] : []),
    ...(chance.oneIn(4) ? [{ amount: chance.below(3_000) }] : []),
    ...(chance.oneIn(3) ? [{ rate: '1/2', of: 'remaining' }] : []),
    {},
  ];
  return sizes.map((size, index) => generatedPool(chance, `pool ${index + 1}`, size));
}

/** A whole year: a result with its appropriations and pools, and the people who take part. */
export function generatedSurplus(chance: Chance, mostPeople = 9): GeneratedSurplus {
  const people = Array.from({ length: 1 + chance.below(mostPeople) }, (_, index) =>
    participant(chance, index),
  );
  const extra = chance.oneIn(5);
  const pools = waterfallPools(chance);
  return {
    policy: {
      id: 'generated',
      waterfall: {
        appropriations: [
          { id: 'legal', kind: 'reserve', mandatory: true, rate: chance.pick(['20%', '1/3', '5%']) },
          { id: 'education', kind: 'purposeFund', rate: '3%' },
        ],
        pools,
      },
      checks: [
        { kind: 'cashAtLeast', rate: '20%' },
        { kind: 'perMemberAtMost', rate: '3', of: ['hours'] },
        { kind: 'seniorityAtMost', rate: '1.4' },
        { kind: 'uniformRate' },
      ].map((check) => ({
        id: check.kind,
        severity: 'warn',
        article: 'bylaw',
        message: 'A limit.',
        ...check,
      })),
    },
    snapshot: {
      currency: 'EUR',
      seed: `seed ${chance.below(1_000)}`,
      period: { from: '2025-01-01', to: '2025-12-31' },
      result: { member: chance.below(chance.oneIn(3) ? 60 : 200_000), nonMember: chance.below(3_000) },
      tax: chance.below(9),
      participants: choose(chance, people, pools),
      ...(extra ? { basisTotals: { purchases: 1_000_000, hours: 9_000 } } : {}),
    },
  };
}
