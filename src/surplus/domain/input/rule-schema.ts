import type { Ratio } from '../../../shared/ratio.js';
import { atLeastOne, atMostOne, combined, onlyWhen, onlyWith } from './combined-fields.js';
import {
  amount,
  count,
  flag,
  list,
  object,
  oneOf,
  optional,
  proportion,
  ratio,
  table,
  text,
  type Read,
} from './reader.js';

const fields = { name: optional(text), source: optional(text), decidedBy: optional(text) };

/** A balance compared with a part of another: `balance(legal reserve) < 1/2 × shareCapital`. */
export const conditionSchema = object({
  /** A fact of the snapshot that answers by itself when it is given. */
  fact: optional(text),
  balance: optional(text),
  below: optional(ratio),
  of: optional(text),
});
export type Condition = Read<typeof conditionSchema>;

export const originSchema = object({
  method: oneOf('direct', 'unitRatio', 'none'),
  /** Whether losses of one allocation unit are netted against gains of others (needs notice under US rules). */
  netUnits: optional(flag),
  ...fields,
});

export const oldLossesSchema = object({
  /** Origins in the order in which they bear old losses; the law rarely fixes it. */
  against: optional(list(oneOf('member', 'nonMember', 'extraordinary', 'interCooperative'), 4)),
  ...fields,
});

/** A reserve or fund fed from the surplus. */
export const appropriationSchema = combined(
  object({
    id: text,
    /** The fund fed, when several entries feed one; the entry's id otherwise. */
    fund: optional(text),
    kind: oneOf('reserve', 'purposeFund', 'externalTransfer', 'participants'),
    /** How it is booked: own means, a debt to a purpose, money that leaves. */
    ledger: optional(oneOf('equity', 'liability', 'external')),
    divisible: optional(flag),
    mandatory: optional(flag),
    /** Origins that feed it. */
    from: optional(list(oneOf('member', 'nonMember', 'extraordinary', 'interCooperative'), 4)),
    rate: optional(proportion),
    amount: optional(amount),
    /** What the rate is taken of: the base struck for all mandatory funds, or what is left at that moment. */
    of: optional(oneOf('base', 'remaining')),
    rounding: optional(oneOf('up', 'down', 'halfUp')),
    stop: optional(
      object({ balance: text, target: ratio, of: text, whole: optional(flag), thenTo: optional(text) }),
    ),
    /** A lower rate that the rule allows while a condition holds; taken only when the policy says so. */
    alternative: optional(object({ rate: proportion, when: conditionSchema, taken: optional(flag) })),
    spendWithinYears: optional(count),
    ifUnspent: optional(text),
    ...fields,
  }),
  atMostOne('rate', 'amount'),
  atLeastOne('rate', 'amount'),
  onlyWith('of', 'rate'),
  onlyWith('rounding', 'rate'),
  onlyWith('alternative', 'rate'),
  // What is not compulsory comes of what is left when tax and compulsory funds are off: its origin is no longer told.
  onlyWhen('mandatory', [true], 'from'),
);
export type Appropriation = Read<typeof appropriationSchema>;

export const capitalInterestSchema = combined(
  object({
    stage: oneOf('expense', 'appropriation'),
    rate: ratio,
    /** Highest lawful rate: a fraction, or a named rate of the snapshot plus points. */
    cap: optional(
      combined(
        object({ rate: optional(ratio), named: optional(text), plus: optional(ratio) }),
        atMostOne('rate', 'named'),
        atLeastOne('rate', 'named'),
      ),
    ),
    base: oneOf('opening', 'timeWeighted'),
    /** Interest in total is at most the sum of these funds or pools. */
    notAbove: optional(list(object({ funds: list(text, 20) }), 10)),
    shortfall: optional(oneOf('reduce', 'refuse')),
    ...fields,
  }),
  // An expense comes before any fund or pool has an amount that it could be held at.
  onlyWhen('stage', ['appropriation'], 'notAbove'),
);
export type CapitalInterestRule = Read<typeof capitalInterestSchema>;

export const formSchema = combined(
  object({
    form: oneOf(
      ...([
        'setOff',
        'unpaidShares',
        'ownLosses',
        'withholding',
        'cash',
        'shares',
        'retained',
        'donated',
      ] as const),
    ),
    /** Part of the allocation; absent means all that is left. */
    rate: optional(proportion),
    /** `pool`: the total is exact and the cents go by largest remainder; `eachUp`: each member's part is rounded up. */
    rounding: optional(oneOf('pool', 'eachUp', 'eachDown', 'eachHalfUp')),
    of: optional(oneOf('allocation', 'remaining')),
    kind: optional(text),
    year: optional(count),
  }),
  // What is owed is owed whole: the other three take all of it, as far as the allocation goes.
  onlyWhen('form', ['withholding', 'cash', 'shares', 'retained', 'donated'], 'rate'),
  onlyWith('rounding', 'rate'),
  onlyWith('of', 'rate'),
);
export type FormRule = Read<typeof formSchema>;

export const weightingSchema = object({
  /** Weight of each basis in the mix; a basis named `equal` counts one for everybody. */
  bases: table(ratio, 50),
  method: optional(oneOf('normalised', 'raw')),
  /** Coefficient by completed years: the entry with the highest `fromYears` reached counts. */
  seniority: optional(list(object({ fromYears: count, coefficient: ratio }), 100)),
  /** Yearly addition to a coefficient of one, up to a highest one: 5% a year, at most 2. */
  seniorityPerYear: optional(object({ addition: ratio, highest: ratio })),
  timeInMembership: optional(oneOf('none', 'days')),
  /** Coefficient by kind of participant: hired staff at a quarter of a member's return. */
  kindCoefficients: optional(table(ratio)),
});
export type Weighting = Read<typeof weightingSchema>;

/** An amount, a part of the pool, or of a basis; a basis without a rate is the whole of it. */
const limitSchema = combined(
  object({ amount: optional(amount), rate: optional(ratio), basis: optional(text) }),
  atMostOne('amount', 'rate'),
  atMostOne('amount', 'basis'),
  atLeastOne('amount', 'rate', 'basis'),
);
export type LimitRule = Read<typeof limitSchema>;

export const eligibilitySchema = object({
  kinds: optional(list(text, 10)),
  classes: optional(list(text, 100)),
  leftInPeriod: optional(oneOf('full', 'nothing')),
  joinedInPeriod: optional(oneOf('full', 'nothing')),
  died: optional(oneOf('full', 'nothing')),
  suspended: optional(oneOf('full', 'nothing')),
  minimumMonths: optional(count),
  minimumSeniorityYears: optional(count),
  minimumOfBasis: optional(list(object({ basis: text, atLeast: ratio }), 20)),
});
export type Eligibility = Read<typeof eligibilitySchema>;

const declaredAlone = (pool: Readonly<Record<string, unknown>>): string | null => {
  const { size, weighting } = pool as { size: { declaredRate?: unknown }; weighting: { method?: string } };
  if (size.declaredRate === undefined) return null;
  const idle = ['cap', 'floor'].filter((name) => pool[name] !== undefined);
  if (pool.method === 'levelling') idle.push('method');
  if (weighting.method === 'normalised') idle.push('weighting.method');
  return idle.length > 0 ? `${idle.join(', ')}: a declared rate gives each line its amount by itself` : null;
};

export const poolSchema = combined(
  object({
    id: text,
    /** A part of the base or of what is available, an amount, all the rest, or a rate declared on a basis. */
    size: combined(
      object({
        rate: optional(proportion),
        of: optional(oneOf('base', 'distributable', 'memberBase', 'available', 'remaining')),
        amount: optional(amount),
        declaredRate: optional(ratio),
        /** A least part, as of all employees, is rounded up; otherwise a part is rounded down. */
        rounding: optional(oneOf('up', 'down')),
      }),
      atMostOne('rate', 'amount', 'declaredRate'),
      onlyWith('of', 'rate'),
      onlyWith('rounding', 'rate'),
    ),
    method: optional(oneOf('weights', 'levelling')),
    weighting: weightingSchema,
    eligibility: optional(eligibilitySchema),
    cap: optional(limitSchema),
    floor: optional(limitSchema),
    ifAllCapped: optional(oneOf('refuse', 'fund')),
    /** The fund that receives what nobody may get; without it such a pool is refused. */
    fallbackFund: optional(text),
    minimum: optional(
      object({ amount, below: oneOf('accumulate', 'redistribute', 'toFund', 'donate', 'voucher') }),
    ),
    forms: optional(list(formSchema, 20)),
    /** Forms that a member may choose instead of these; who chooses nothing gets these. */
    choices: optional(list(object({ id: text, forms: list(formSchema, 20) }), 10)),
    ...fields,
  }),
  declaredAlone,
);
/** How a written notice is tested, from the policy's `notices`: a pool is given it when the policy is applied. */
export interface NoticeRule {
  readonly minimumCash: Ratio;
  readonly consent?: 'required' | 'assumed' | undefined;
}
export type Pool = Read<typeof poolSchema> & { readonly notice?: NoticeRule | undefined };
