import { atLeastOne, atMostOne, combined, needed, onlyWhen, onlyWith } from './combined-fields.js';
import {
  amount,
  compoundYears,
  count,
  date,
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
import {
  appropriationSchema,
  capitalInterestSchema,
  eligibilitySchema,
  formSchema,
  oldLossesSchema,
  originSchema,
  poolSchema,
  weightingSchema,
} from './rule-schema.js';

/** A test of the computed result. `kind` names what is compared; see `checks.ts`. */
export const checkSchema = combined(
  object({
    id: text,
    kind: oneOf(
      'amountsAtLeast',
      'amountsAtMost',
      'interestRateAtMost',
      'uniformRate',
      'cashAtLeast',
      'refundRateAtMost',
      'perMemberAtMost',
      'seniorityAtMost',
      'basisExcluded',
      'oldLossesCovered',
      'balanceAtLeast',
      'claimsPaidOnce',
      'basisOnRecord',
      'classOnRecord',
      'nettingNoticed',
      'unverified',
    ),
    severity: oneOf('warn', 'block'),
    article: text,
    message: text,
    names: optional(list(text, 20)),
    rate: optional(ratio),
    of: optional(list(text, 20)),
    named: optional(text),
    /** A yes-or-no fact of the snapshot: the check is made only where it holds. */
    onlyIf: optional(text),
    /** Amounts by name: where all of them are zero there is nothing to check. */
    onlyWhenPaid: optional(list(text, 20)),
    /** A balance must be above its part of the other, not just reach it. */
    above: optional(flag),
    /** The fund whose stop rule, once reached, ends what the check asks for. */
    lapsesWith: optional(text),
    /** The fund whose lower rate, while its condition holds, is enough. */
    loweredWith: optional(text),
  }),
  // A check that compares with nothing would pass whatever happens.
  needed('kind', {
    amountsAtLeast: ['names', 'of'],
    amountsAtMost: ['names', 'of'],
    cashAtLeast: ['rate'],
    perMemberAtMost: ['of'],
    seniorityAtMost: ['rate'],
    basisExcluded: ['names'],
    basisOnRecord: ['names'],
    classOnRecord: ['names'],
    balanceAtLeast: ['names', 'of'],
  }),
  (check) => (check.kind === 'interestRateAtMost' ? atLeastOne('rate', 'named')(check) : null),
);
export type Check = Read<typeof checkSchema>;

export const waterfallSchema = object({
  origin: optional(originSchema),
  oldLosses: optional(oldLossesSchema),
  mandatoryBase: optional(oneOf('beforeTax', 'afterTax')),
  appropriations: optional(list(appropriationSchema, 50)),
  capitalInterest: optional(capitalInterestSchema),
  pools: optional(list(poolSchema, 100)),
});
export type WaterfallPolicy = Read<typeof waterfallSchema>;

export const lossStepSchema = combined(
  object({
    to: oneOf('reserve', 'carryForward', 'members', 'capitalShare'),
    fund: optional(text),
    /** Highest part of the loss that this step bears; `named` reads it from the snapshot's rates. */
    rate: optional(proportion),
    named: optional(text),
    /** The same worked out from `history` where the snapshot does not give it: the average part of so many years before. */
    average: optional(object({ years: count, ofGains: optional(flag) })),
    of: optional(oneOf('loss', 'remaining')),
    /** The part of the reserve above this proportion of another balance may be used besides. */
    plusAbove: optional(object({ proportion: ratio, of: text })),
    amount: optional(amount),
    years: optional(count),
    weighting: optional(weightingSchema),
    /** What happens when a member's part is above the balance it is booked against. */
    belowZero: optional(oneOf('receivable', 'reallocate')),
    /** Who takes part in the members' step; whoever is no member bears nothing unless this names their kind. */
    eligibility: optional(eligibilitySchema),
    settlement: optional(text),
    /**
     * How a member may settle their part as they choose: from their contributions as far as these go (so it is without a
     * choice), by payment, or against returns of the `years` to come.
     */
    choices: optional(list(oneOf('contributions', 'payment', 'returns'), 3)),
    name: optional(text),
    source: optional(text),
    decidedBy: optional(text),
  }),
  atMostOne('rate', 'named', 'amount'),
  onlyWith('of', 'rate', 'named'),
  onlyWith('average', 'named'),
  needed('to', { reserve: ['fund'] }),
  onlyWhen('to', ['reserve', 'capitalShare'], 'fund'),
  onlyWhen('to', ['reserve'], 'plusAbove', 'average'),
  onlyWhen('to', ['reserve', 'carryForward', 'members'], 'rate', 'named', 'amount'),
  onlyWhen('to', ['carryForward', 'members'], 'years'),
  onlyWhen('to', ['members'], 'weighting', 'belowZero', 'eligibility', 'choices'),
  ({ to, years, choices }) =>
    to === 'members' &&
    years !== undefined &&
    !(choices as readonly string[] | undefined)?.includes('returns')
      ? 'years: not read of members who cannot choose returns'
      : null,
  ({ belowZero, choices }) =>
    belowZero === 'reallocate' && choices !== undefined
      ? 'choices: nobody chooses where the others bear what a balance does not'
      : null,
);
export type LossStep = Read<typeof lossStepSchema>;

export const exitSchema = combined(
  object({
    schedule: optional(list(object({ month: count, rate: optional(proportion) }), 600)),
    instalments: optional(object({ count, everyMonths: count, firstAfterMonths: optional(count) })),
    rounding: optional(oneOf('earliestFirst', 'eachUp')),
    interest: optional(
      combined(
        object({ rate: optional(ratio), named: optional(text), on: oneOf('outstanding', 'instalment') }),
        atMostOne('rate', 'named'),
        atLeastOne('rate', 'named'),
      ),
    ),
    deductions: optional(
      table(
        object({ rate: proportion, breach: optional(proportion), on: optional(oneOf('all', 'mandatory')) }),
      ),
    ),
    setOff: optional(flag),
    /** Payment by an estate: everything within this many months. */
    deathMonths: optional(count),
    /** Losses of the member's own years that come to light within so many years after leaving are theirs too (SCOP). */
    clawBack: optional(object({ years: count })),
    /** Early payment at its present value: yearly rate and years saved. */
    discount: optional(object({ rate: ratio, years: compoundYears, reasons: list(text, 10) })),
    source: optional(text),
  }),
  atMostOne('schedule', 'instalments'),
);
export type ExitPolicy = Read<typeof exitSchema>;

export const redemptionSchema = combined(
  object({
    method: oneOf('revolving', 'baseCapitalPlan', 'byRequest'),
    budget: optional(amount),
    /** Capital the cooperative needs: what is above it is paid back, oldest year first. */
    targetCapital: optional(amount),
    /** Part of every lot of the years chosen that is paid in cash. */
    cashRate: optional(proportion),
    plan: optional(object({ retainPerUnit: ratio, unitsPerYear: amount, years: count })),
    /** Base capital plan: basis of the base period, part of a shortfall called each year. */
    basis: optional(text),
    callRate: optional(proportion),
    source: optional(text),
  }),
  onlyWhen('method', ['revolving', 'byRequest'], 'cashRate'),
  onlyWhen('method', ['revolving'], 'plan'),
  onlyWhen('method', ['baseCapitalPlan'], 'basis', 'callRate'),
);
export type RedemptionPolicy = Read<typeof redemptionSchema>;

export const policySchema = object({
  id: text,
  version: optional(text),
  preset: optional(text),
  /** Recorded by the cooperative when somebody competent has checked the preset for it. */
  presetChecked: optional(object({ checkedBy: text, checkedOn: date, lawVersionDate: date })),
  decidedBy: optional(text),
  /** Bases that are kept in the currency itself, not in its minor units: pay and purchases in euros. */
  moneyBases: optional(list(text, 50)),
  waterfall: optional(waterfallSchema),
  /** Pools shared on their own, outside a waterfall: of a stated amount, or by a declared rate. */
  pools: optional(list(poolSchema, 100)),
  checks: optional(list(checkSchema, 100)),
  loss: optional(list(lossStepSchema, 20)),
  forms: optional(list(formSchema, 20)),
  capitalAccounts: optional(object({ negative: oneOf('refuse') })),
  exit: optional(exitSchema),
  redemption: optional(redemptionSchema),
  /** A payment beyond the balance is blocked; one below the minimum waits on the account. */
  payments: optional(object({ guard: oneOf('nonNegative'), minimum: optional(amount) })),
  /** Resale of a limited-equity home: yearly indexation of the price paid, and its highest yearly rate. */
  transferValue: optional(
    object({ indexation: ratio, cap: optional(ratio), compound: optional(flag), source: optional(text) }),
  ),
  liquidity: optional(
    object({
      allocations: amount,
      retention: proportion,
      minimumReserve: amount,
      ifShort: optional(oneOf('scale', 'defer')),
    }),
  ),
  notices: optional(object({ minimumCash: proportion, consent: optional(oneOf('required', 'assumed')) })),
  unclaimed: optional(
    object({
      afterDays: count,
      then: oneOf('shares', 'reserve', 'donatedCapital'),
      fund: optional(text),
      source: optional(text),
    }),
  ),
  disclosure: optional(object({ unallocated: proportion, forms: table(proportion) })),
  produceShares: optional(
    object({ shares: count, months: count, guideValue: optional(amount), budget: optional(amount) }),
  ),
  rates: optional(
    list(
      object({
        id: text,
        of: amount,
        per: amount,
        places: count,
        rounding: oneOf('down', 'up', 'halfUp', 'halfEven'),
        applyTo: optional(amount),
      }),
      1000,
    ),
  ),
  apportion: optional(object({ method: oneOf('largestRemainder') })),
});
export type Policy = Read<typeof policySchema>;
export type Rate = NonNullable<Policy['rates']>[number];
