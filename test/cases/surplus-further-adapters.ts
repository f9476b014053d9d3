import { Computed } from './surplus-compare.js';
import {
  amountOf,
  firstOf,
  onlyTable,
  participantsOf,
  seed,
  type Adapter,
  type Fields,
} from './surplus-case.js';

/** Adapters of kinds that no case shows so far, by the names that cases of their neighbours use. They never calculate. */
const isTable = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const tableOf = (given: Fields, ...names: readonly string[]): Fields | undefined => {
  const found = firstOf(given, ...names);
  return isTable(found) ? found : undefined;
};
const unitsOf = (line: Fields) => new Computed(line.units, line.lotDecided);
const byKey = (lines: readonly Fields[], of: (line: Fields) => unknown): Fields =>
  Object.fromEntries(lines.map((line) => [line.key, of(line)]));

/** What everybody has received and the pool are brought to one level; the plain formula beside the clamped amounts. */
const levelling: Adapter = ({ in: given = {} }) => {
  const received = tableOf(given, 'received', 'advances', 'already', 'alreadyReceived', 'paid') ?? {};
  const weights = tableOf(given, 'weights', 'weight', 'hours', 'shares', 'use', 'activity', 'labor');
  const keys = Object.keys(weights ?? received);
  return {
    input: {
      policy: {
        id: 'case',
        pools: [
          {
            id: 'pool',
            size: { amount: amountOf(given) },
            method: 'levelling',
            weighting: { bases: weights ? { weight: 1 } : { equal: 1 } },
          },
        ],
      },
      snapshot: {
        seed,
        participants: keys.map((key) => ({
          key,
          bases: { weight: weights?.[key] as unknown, received: received[key] as unknown },
        })),
      },
    },
    pick: ({ pools }) => {
      const lines = pools[0].result.lines as Fields[];
      const allocation = byKey(lines, unitsOf);
      const plain = byKey(lines, (line) => line.levelling?.plain as unknown);
      return {
        ...allocation,
        ...{ plain, raw: plain, unclamped: plain },
        ...{ clamped: allocation, allocation, allocations: allocation, payout: allocation },
      };
    },
  };
};

const treatments: Readonly<Record<string, string>> = {
  forfeitToReserve: 'toFund',
  reserve: 'toFund',
  forfeit: 'toFund',
  donated: 'donate',
};
const minimumOf = (given: Fields) =>
  firstOf(
    given,
    'minPay',
    'minPayout',
    'minimum',
    'minPayment',
    'minimumPayment',
    'minAllocation',
    'threshold',
  );

/** Allocations decided before, or a pool, with the least amount that is worth paying. */
const minimum: Adapter = ({ in: given = {} }) => {
  const written = firstOf(given, 'belowMin', 'below', 'treatment', 'then', 'rule') as string | undefined;
  const below = treatments[written ?? ''] ?? written ?? 'accumulate';
  const weights = tableOf(given, 'weights', 'purchases', 'hours', 'use', 'activity');
  const table =
    weights ??
    tableOf(given, 'allocations', 'amounts', 'refunds', 'dividends') ??
    onlyTable(given)?.[1] ??
    {};
  if (!weights && below === 'accumulate') return minimumOfPayments(given, table);
  return {
    input: {
      policy: {
        id: 'case',
        pools: [
          {
            id: 'pool',
            size: weights ? { amount: amountOf(given) } : { declaredRate: 1 },
            weighting: { bases: { weight: 1 } },
            fallbackFund: 'reserve',
            minimum: { amount: minimumOf(given), below },
          },
        ],
      },
      snapshot: { seed, participants: participantsOf(table, 'weight') },
    },
    pick: ({ pools }) => {
      const { lines, toFund, totals } = pools[0].result as Fields;
      const paid = byKey(
        lines as Fields[],
        (line) =>
          new Computed((line.forms as Fields[]).find(({ form }) => form === 'cash')?.amount, line.lotDecided),
      );
      const accumulated = byKey(
        (lines as Fields[]).filter(({ belowMinimum }) => belowMinimum),
        (line) => (line.forms as Fields[]).find(({ form }) => form === 'accumulated')?.amount as unknown,
      );
      return {
        ...paid,
        ...{ paid, allocation: paid, allocations: paid, accumulated, toReserve: toFund, reserve: toFund },
        ...{ paidTotal: totals.cash, accumulatedTotal: totals.accumulated },
      };
    },
  };
};

const minimumOfPayments = (given: Fields, table: Fields) => ({
  input: {
    policy: { id: 'case', payments: { guard: 'nonNegative', minimum: minimumOf(given) } },
    snapshot: {
      payments: Object.entries(table).map(([key, amount]) => ({
        key,
        balance: amount as unknown,
        proposed: amount as unknown,
      })),
    },
  },
  pick: ({ payments }: Fields) => {
    const column = (name: string) =>
      Object.fromEntries((payments as Fields[]).map((one) => [one.member, one[name] as unknown]));
    const paid = column('paid');
    return { ...paid, paid, accumulated: column('accumulated'), accumulate: column('accumulated') };
  },
});

const roundings: Readonly<Record<string, string>> = {
  floor: 'down',
  ceil: 'up',
  'half-up': 'halfUp',
  'half-even': 'halfEven',
};

/** A rate as it is quoted by places and rounding, beside its exact fraction, and what each gives on an amount. */
const quotedRate: Adapter = ({ in: given = {} }) => {
  const mode = (firstOf(given, 'rounding', 'mode', 'roundingMode') ?? 'halfUp') as string;
  return {
    input: {
      policy: {
        id: 'case',
        rates: [
          {
            id: 'rate',
            of: firstOf(given, 'of', 'pool', 'refundPool', 'surplus', 'numerator', 'amount'),
            per: firstOf(
              given,
              'per',
              'total',
              'totalPurchases',
              'totalSales',
              'memberSales',
              'denominator',
              'base',
            ),
            places: firstOf(given, 'places', 'decimals', 'scale', 'ratePlaces') ?? 4,
            rounding: roundings[mode] ?? mode,
            applyTo: firstOf(given, 'applyTo', 'memberPurchases', 'purchases', 'memberAmount'),
          },
        ],
      },
      snapshot: {},
    },
    pick: ({ rates }) => {
      const { exact, quoted, appliedExact, appliedQuoted } = rates[0] as Fields;
      return {
        ...{ exact, rateExact: exact, quoted, rate: quoted, rateRounded: quoted },
        ...{
          appliedExact,
          refundExact: appliedExact,
          appliedQuoted,
          refund: appliedQuoted,
          refundRounded: appliedQuoted,
        },
      };
    },
  };
};

/** Interest on paid-up capital, of one member or of each of a table, held at a cap. */
const interest: Adapter = ({ in: given = {} }) => {
  const table = tableOf(given, 'capital', 'balances', 'shares', 'paidUp') ?? {
    member: firstOf(given, 'capital', 'balance', 'shareCapital', 'paidUp', 'amount'),
  };
  const cap = firstOf(given, 'cap', 'maxRate', 'capRate');
  return {
    input: {
      policy: {
        id: 'case',
        waterfall: {
          capitalInterest: {
            ...{ stage: 'appropriation', base: 'opening' },
            rate: firstOf(given, 'rate', 'interest', 'interestRate'),
            ...(cap === undefined ? {} : { cap: { rate: cap } }),
          },
        },
      },
      snapshot: {
        seed,
        result: {
          member: firstOf(given, 'surplus', 'available', 'netSurplus', 'limit') ?? '900000000000000',
        },
        capital: Object.entries(table).map(([key, opening]) => ({ key, opening: opening as unknown })),
      },
    },
    pick: ({ waterfall }) => {
      const { amount, rate, lines } = waterfall.capitalInterest as Fields;
      const own = byKey(lines as Fields[], (line) => line.amount as unknown);
      return {
        ...own,
        interest: 'member' in table ? (amount as unknown) : own,
        total: amount as unknown,
        amount: amount as unknown,
        rate: rate as unknown,
      };
    },
  };
};

export const furtherAdapters: readonly (readonly [RegExp, Adapter])[] = [
  [/level/i, levelling],
  [/^(min|small|threshold|payment|payout)/i, minimum],
  [/^(rate|rounding\.rate|declaredRate)/i, quotedRate],
  [/^(interest|capitalInterest)\b/i, interest],
];
