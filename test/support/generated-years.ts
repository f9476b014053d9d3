import { type Fields } from './builders/surplus.js';
import { type Chance } from './generated-elections.js';

/** A generated surplus to which more is added. */
interface Year {
  readonly policy: Record<string, any>;
  readonly snapshot: Record<string, any>;
}

/** Interest on the capital that some of the participants have. */
export function withInterest(chance: Chance, { policy, snapshot }: Year): void {
  const people = snapshot.participants as Fields[];
  snapshot.period ??= { from: '2024-01-01', to: '2024-12-31' };
  const year = chance.oneIn(30) ? '1999' : (snapshot.period.from as string).slice(0, 4);
  const day = (): string => `${year}-${String(1 + chance.below(12)).padStart(2, '0')}-15`;
  snapshot.capital = people
    .filter(() => chance.oneIn(2))
    .map(({ key }) => ({
      ...{ key, opening: chance.below(100_000) },
      movements: Array.from({ length: chance.below(3) }, () => ({
        on: day(),
        amount: chance.below(9_000) - 3_000,
      })),
    }));
  policy.waterfall.capitalInterest = {
    ...{ stage: chance.pick(['expense', 'appropriation']), rate: chance.pick(['1%', '3/70', '40%']) },
    ...{ base: chance.pick(['opening', 'timeWeighted']), shortfall: chance.pick(['reduce', 'refuse']) },
  };
}

const quantity = (chance: Chance): string => chance.pick(['0', '7', '12.5', '300', '40000', '0.333333']);

/** Disputes about what some of them have, and now and then about somebody who takes no part. */
export function withDisputes(chance: Chance, { snapshot }: Year): void {
  const keys = (snapshot.participants as Fields[]).map(({ key }) => key as string);
  const record = (): Fields => ({
    key: chance.oneIn(40) ? 'stranger' : chance.pick(keys),
    basis: chance.pick(['hours', 'hours', 'purchases', 'purchases', 'received', 'equal', 'sales']),
    quantity: quantity(chance),
  });
  snapshot.disputes = Array.from({ length: 1 + chance.below(3) }, (_, at) => ({
    id: `d${at}`,
    outcomes: Array.from({ length: 1 + chance.below(2) }, (_, outcome) => ({
      id: `o${outcome}`,
      records: [record(), ...(chance.oneIn(2) ? [{ ...record(), basis: 'kilos' }] : [])],
    })),
  }));
  // More than can be compared, as far as a pool goes by hours.
  if (chance.oneIn(40))
    snapshot.disputes = Array.from({ length: 25 }, (_, at) => ({
      id: `d${at}`,
      outcomes: [{ id: 'o', records: [{ ...record(), basis: 'hours' }] }],
    }));
}

/** Some pools are levelled with what everybody has received. */
export function withLevelling(chance: Chance, { policy, snapshot }: Year): void {
  for (const pool of policy.waterfall.pools as Year['policy'][])
    if (chance.oneIn(2) && !('declaredRate' in pool.size)) pool.method = 'levelling';
  for (const one of snapshot.participants as Year['snapshot'][])
    if (chance.oneIn(2)) one.bases.received = chance.pick([quantity(chance), chance.below(30_000)]);
}

/** A loss that members bear, alone or after a reserve. */
export function withLoss(chance: Chance, { policy, snapshot }: Year): void {
  for (const one of snapshot.participants as Year['snapshot'][]) {
    if (chance.oneIn(2)) one.balance = chance.below(chance.oneIn(2) ? 900 : 90_000);
    if (chance.oneIn(2)) one.minimumActivity = chance.below(300);
  }
  const borne = chance.pick<Fields>([
    { member: -chance.below(9_000) },
    { extraordinary: -chance.below(40_000) },
  ]);
  snapshot.result = { ...snapshot.result, ...borne };
  snapshot.balances = { legal: chance.below(2_000) };
  const members = (name: string): Fields => ({
    to: 'members',
    name,
    ...(chance.oneIn(2)
      ? { belowZero: 'reallocate' }
      : { choices: ['contributions', 'payment', 'returns'], ...(chance.oneIn(2) ? { years: 7 } : {}) }),
    ...(chance.oneIn(5)
      ? {}
      : {
          weighting: {
            bases: chance.pick<Fields>([
              { hours: 1 },
              { purchases: 1 },
              { hours: 1, activity: 2 },
              ...(chance.oneIn(9) ? [{ hours: 1, purchases: 2 }] : []),
            ]),
            ...(chance.oneIn(3) ? { timeInMembership: 'days' } : {}),
          },
        }),
  });
  policy.loss = [
    ...(chance.oneIn(2) ? [{ to: 'reserve', fund: 'legal', rate: '1/2' }] : []),
    ...(chance.oneIn(3) ? [{ ...members('some'), rate: '1/3' }] : []),
    ...(chance.oneIn(4) ? [{ to: 'carryForward', rate: '1/4', years: 7 }] : []),
    members('all'),
  ];
  const offering = (policy.loss as Fields[]).filter(({ choices }) => choices !== undefined);
  for (const one of snapshot.participants as Year['snapshot'][])
    for (const { name } of offering)
      if (chance.oneIn(3))
        one.choices = {
          ...one.choices,
          [`loss:${name}`]: chance.pick(['contributions', 'payment', 'returns']),
        };
}
