import {
  amount,
  compoundYears,
  count,
  currency,
  date,
  flag,
  list,
  object,
  oneOf,
  optional,
  proportion,
  quantity,
  ratio,
  signedAmount,
  table,
  text,
  type Read,
} from './reader.js';

/** A measured period, both days included. */
export const periodSchema = object({ from: date, to: date });

/** Somebody who takes part in the period: a member, an employee, a patron who is no member, an estate. */
export const participantSchema = object({
  key: text,
  kind: optional(oneOf('member', 'employee', 'nonMember', 'estate', 'organisation')),
  class: optional(text),
  currency: optional(text),
  joinedOn: optional(date),
  leftOn: optional(date),
  diedOn: optional(date),
  suspended: optional(flag),
  /** What was measured, by basis: `{"hours": "803.5", "purchases": 260000}`. */
  bases: optional(table(quantity)),
  /** The activity a member is bound to; a loss is shared by it when they did less. */
  minimumActivity: optional(quantity),
  seniorityYears: optional(count),
  /** Debts due to the cooperative, and the unpaid part of subscribed shares. */
  debts: optional(amount),
  unpaidShares: optional(amount),
  /** What they still owe of losses of earlier years, which `ownLosses` covers out of an allocation. */
  lossOwed: optional(amount),
  /** Paid-up capital and earlier retained allocations against which a loss may be booked. */
  balance: optional(amount),
  /** Whether consent to be taxed on a qualified notice is on file. */
  consent: optional(flag),
  /** What they chose, by pool, or by `loss:` and the step of a loss, among what the policy offers. */
  choices: optional(table(text, 100)),
  /** Which of these an officer entered over what records, register and books say; nothing is computed of it. */
  entered: optional(list(text, 50)),
});
export type Participant = Read<typeof participantSchema>;

/** A lot of capital: whose, of which year, how much. */
export const lotSchema = object({
  key: text,
  year: count,
  amount,
  kind: optional(text),
  /** Whether the contribution was mandatory (deductions for leaving touch these alone). */
  mandatory: optional(flag),
  requestedOn: optional(date),
});
export type Lot = Read<typeof lotSchema>;

const resultSchema = object({
  total: optional(signedAmount),
  member: optional(signedAmount),
  nonMember: optional(signedAmount),
  extraordinary: optional(signedAmount),
  interCooperative: optional(signedAmount),
  /** Turnover, purchases or hours of members, and of everybody, for a split by ratio. */
  memberUnits: optional(quantity),
  totalUnits: optional(quantity),
  /** Results of allocation units, when they are kept apart. */
  units: optional(list(object({ id: text, amount: signedAmount }), 1000)),
});
export type ResultOfPeriod = Read<typeof resultSchema>;

const capitalSchema = object({
  key: text,
  opening: amount,
  movements: optional(list(object({ on: date, amount: signedAmount }), 1000)),
});
export type CapitalBalance = Read<typeof capitalSchema>;

const exitSchema = object({
  key: text,
  reason: oneOf('voluntary', 'unjustified', 'expulsion', 'death'),
  leftOn: optional(date),
  noticedOn: optional(date),
  balance: optional(amount),
  lots: optional(list(lotSchema, 1000)),
  obligations: optional(amount),
  lossesToBear: optional(amount),
  /** Their part of losses of their own years that came to light later, with the day; and what they have been paid. */
  laterLosses: optional(list(object({ on: date, amount }), 100)),
  paid: optional(amount),
  minimumStayBroken: optional(flag),
  heirs: optional(list(object({ key: text, part: proportion }), 100)),
});
export type Exit = Read<typeof exitSchema>;

const disputeSchema = object({
  id: text,
  /** The records as they would stand under each way the dispute may end, besides as recorded. */
  outcomes: list(object({ id: text, records: list(object({ key: text, basis: text, quantity }), 100) }), 20),
});
export type Dispute = Read<typeof disputeSchema>;

export const snapshotSchema = object({
  id: optional(text),
  currency: optional(currency),
  seed: optional(text),
  period: optional(periodSchema),
  /** The day on which questions "as of" are answered, for what has no date of its own. */
  asOf: optional(date),
  result: optional(resultSchema),
  /** A loss to be borne, when no result by origin is given. */
  loss: optional(amount),
  oldLosses: optional(list(object({ year: count, amount, expiresOn: optional(date) }), 100)),
  restore: optional(list(object({ fund: text, amount }), 20)),
  tax: optional(amount),
  /** Balances and measures by name: reserves, `shareCapital`, `highestCapital`, `equity`, `debts`, `cash`. */
  balances: optional(table(signedAmount)),
  /** Who entered figures by hand, and when; nothing is computed of it. */
  entered: optional(object({ by: text, at: text, figures: optional(list(text, 50)) })),
  /** Yes-or-no facts a rule may ask for instead of computing them from balances. */
  facts: optional(table(flag)),
  /** Rates by name: `legalInterest`, average percentages of past years. */
  rates: optional(table(ratio)),
  /** Years before: the surplus of each, and what of it each fund was given; a loss may be borne by their average. */
  history: optional(list(object({ year: count, surplus: signedAmount, given: table(amount, 50) }), 100)),
  participants: optional(list(participantSchema)),
  /** Totals of a basis when not every participant is listed; the rest is one line for everybody else. */
  basisTotals: optional(table(quantity)),
  capital: optional(list(capitalSchema)),
  accounts: optional(
    list(
      object({
        key: text,
        opening: amount,
        paidIn: optional(amount),
        allocated: optional(amount),
        paidOut: optional(amount),
        losses: optional(amount),
        transfersIn: optional(amount),
        transfersOut: optional(amount),
      }),
    ),
  ),
  lots: optional(list(lotSchema)),
  exits: optional(list(exitSchema)),
  payments: optional(list(object({ key: text, balance: amount, proposed: amount }))),
  homes: optional(
    list(object({ key: text, pricePaid: amount, improvements: optional(amount), years: compoundYears })),
  ),
  allocations: optional(list(object({ key: text, amount }))),
  notices: optional(list(object({ key: text, allocation: amount, cash: amount, consent: optional(flag) }))),
  unclaimed: optional(list(object({ key: text, amount, availableOn: date }))),
  apportionments: optional(list(object({ id: text, total: signedAmount, weights: list(quantity) }), 10_000)),
  bids: optional(list(list(amount, 100_000), 100)),
  disputes: optional(list(disputeSchema, 1000)),
});
export type Snapshot = Read<typeof snapshotSchema>;
