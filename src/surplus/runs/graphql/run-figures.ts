import type { Json } from '../../../shared/canonical-json.js';
import type { PolicySource } from '../distribution-runs.service.js';
import type { JsonObject, RunFigures } from '../../domain/run/run-snapshot.js';
import type { RunParticipantInput, RunFiguresInput, RunPolicyInput, RunResultInput } from './run.inputs.js';

/** Exactly one of the two; anything else is read as a text that is no policy, and refused as one. */
export const policySourceOf = ({ bylaw, text }: RunPolicyInput): PolicySource =>
  typeof bylaw === 'string' && (text ?? null) === null
    ? { bylaw }
    : { text: (bylaw ?? null) === null ? (text ?? '') : '' };

/** The typed figures as the engine's snapshot spells them; amounts are text, since JSON has no exact large numbers. */
export function figuresOf(input: RunFiguresInput | null | undefined): RunFigures {
  const { participants, ...given } = input ?? {};
  const named = (list: readonly { name: string }[], value: (one: never) => Json): JsonObject =>
    Object.fromEntries(list.map((one) => [one.name, value(one as never)]));
  const figures = present({
    result: given.result ? resultOf(given.result) : null,
    tax: minor(given.taxMinor),
    oldLosses:
      given.oldLosses?.map(({ year, amountMinor, expiresOn }) =>
        present({ year, amount: minor(amountMinor), expiresOn }),
      ) ?? null,
    restore: given.restore?.map(({ name, amountMinor }) => ({ fund: name, amount: amountMinor.toString() })),
    balances: given.balances
      ? named(given.balances, ({ amountMinor }: { amountMinor: bigint }) => amountMinor.toString())
      : null,
    facts: given.facts ? named(given.facts, ({ holds }: { holds: boolean }) => holds) : null,
    rates: given.rates ? named(given.rates, ({ rate }: { rate: string }) => rate) : null,
    history:
      given.history?.map(({ year, surplusMinor, given: funds }) => ({
        year,
        surplus: surplusMinor.toString(),
        given: named(funds, ({ amountMinor }: { amountMinor: bigint }) => amountMinor.toString()),
      })) ?? null,
  });
  const facts = Object.fromEntries((participants ?? []).map((one) => [one.key, participantOf(one)]));
  return { figures, participants: facts };
}

const resultOf = (result: RunResultInput): JsonObject =>
  present({
    member: minor(result.memberMinor),
    nonMember: minor(result.nonMemberMinor),
    extraordinary: minor(result.extraordinaryMinor),
    interCooperative: minor(result.interCooperativeMinor),
    total: minor(result.totalMinor),
    memberUnits: result.memberUnits,
    totalUnits: result.totalUnits,
    units: result.units?.map(({ id, amountMinor }) => ({ id, amount: amountMinor.toString() })),
  });

const participantOf = (one: RunParticipantInput): JsonObject =>
  present({
    kind: one.kind,
    class: one.class,
    seniorityYears: one.seniorityYears,
    debts: minor(one.debtsMinor),
    unpaidShares: minor(one.unpaidSharesMinor),
    minimumActivity: one.minimumActivity,
    balance: minor(one.balanceMinor),
    capitalOpening: minor(one.capitalOpeningMinor),
    suspended: one.suspended,
    choices: one.choices ? Object.fromEntries(one.choices.map(({ of, choice }) => [of, choice])) : null,
  });

const minor = (amount: bigint | null | undefined): string | null => amount?.toString() ?? null;

/** Only what was said. */
const present = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, Json] => field[1] !== null && field[1] !== undefined,
    ),
  );
