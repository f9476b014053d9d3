import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { rateNamed } from './balances.js';
import { explain, type ExplainNode } from './explain.js';
import type { ExitPolicy } from './input/policy-schema.js';
import type { Exit, Snapshot } from './input/snapshot-schema.js';
import { addMonths, instalmentsOf, shareAmongHeirs, type Instalment } from './instalments.js';
import { positive, smaller } from './origin.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * What somebody who leaves is paid, and when. In order: losses to bear, the deduction for the reason of
 * leaving (for breaking the minimum stay a further part; mandatory contributions only, where the rule says so),
 * early payment at present value, debts set off, then instalments with interest. A deduction is rounded down.
 * What the losses and debts exceed the balance by is owed by the one who leaves, and shown; nothing is hidden.
 */
export interface ExitSettlement {
  readonly key: string;
  readonly balance: bigint;
  readonly losses: bigint;
  readonly deduction: bigint;
  readonly discount: bigint;
  readonly setOff: bigint;
  readonly payable: bigint;
  readonly owed: bigint;
  readonly instalments: readonly Instalment[];
  readonly heirs: readonly { readonly key: string; readonly amount: bigint }[];
  /** What came to light later, and what of the payments made goes back for it; absent unless the rule claws back. */
  readonly clawedBack?: { readonly losses: bigint; readonly toReturn: bigint };
  readonly node: ExplainNode;
}

export function settleExit(
  exit: Exit,
  policy: ExitPolicy,
  snapshot: Snapshot,
): ExitSettlement | Refusal<SurplusReason> {
  const lots = exit.lots ?? [];
  if (exit.balance === undefined && exit.lots === undefined)
    return refuse('MISSING_FIGURE', `The exit of ${exit.key} gives neither a balance nor lots.`);
  const balance = exit.balance ?? lots.reduce((sum, { amount }) => sum + amount, 0n);
  const late = lateLosses(exit, policy);
  if (isRefusal(late)) return late;
  const losses = smaller((exit.lossesToBear ?? 0n) + (late ?? 0n), balance);
  const deduction = deductionFor(exit, policy, balance - losses);
  if (isRefusal(deduction)) return deduction;
  const afterDeduction = balance - losses - deduction;
  const discount = discountFor(exit, policy, afterDeduction);
  const obligations = exit.obligations ?? 0n;
  const setOff = policy.setOff === false ? 0n : smaller(obligations, afterDeduction - discount);
  const payable = afterDeduction - discount - setOff;
  const owed = positive((exit.lossesToBear ?? 0n) - balance) + (obligations - setOff);
  const rate = interestRate(policy, snapshot);
  if (isRefusal(rate)) return rate;
  const instalments = instalmentsOf(payable, exit, policy, rate);
  if (isRefusal(instalments)) return instalments;
  const heirs = shareAmongHeirs(payable, exit, snapshot.seed ?? '');
  if (isRefusal(heirs)) return heirs;
  const result = {
    key: exit.key,
    balance,
    losses,
    deduction,
    discount,
    setOff,
    payable,
    owed,
    instalments,
    heirs,
    ...(late === null
      ? {}
      : { clawedBack: { losses: late, toReturn: positive((exit.paid ?? 0n) - payable) } }),
  };
  return { ...result, node: nodeOf(exit, policy, result, rate) };
}

/**
 * Their part of losses that came to light in time; null where the rule claws nothing back. Nobody gives back more than
 * they were paid: it is capital that was never theirs to take, not a debt.
 */
function lateLosses(
  { key, leftOn, laterLosses, paid }: Exit,
  { clawBack }: ExitPolicy,
): bigint | null | Refusal<SurplusReason> {
  if (!clawBack && (laterLosses ?? paid) === undefined) return null;
  if (!clawBack || !leftOn)
    return refuse(
      'MISSING_FIGURE',
      clawBack
        ? `The day on which ${key} left is needed: losses count for ${clawBack.years} years after it.`
        : `The policy claws nothing back: what came to light after ${key} left is not theirs.`,
    );
  const until = addMonths(leftOn, clawBack.years * 12);
  return (laterLosses ?? [])
    .filter(({ on }) => until === null || on <= until)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

function deductionFor(exit: Exit, { deductions }: ExitPolicy, left: bigint): bigint | Refusal<SurplusReason> {
  const rule = deductions?.get(exit.reason);
  const breach = exit.minimumStayBroken ? (rule?.breach ?? Ratio.zero) : Ratio.zero;
  if (!rule) return 0n;
  if (rule.on === 'mandatory' && !exit.lots)
    return refuse(
      'MISSING_FIGURE',
      `The deduction is of mandatory contributions: the exit of ${exit.key} must give its lots.`,
    );
  const mandatory = (exit.lots ?? [])
    .filter(({ mandatory }) => mandatory)
    .reduce((sum, { amount }) => sum + amount, 0n);
  const base = rule.on === 'mandatory' ? smaller(mandatory, left) : left;
  return smaller(rule.rate.plus(breach).times(Ratio.of(base)).floor(), left);
}

/** Present value of money paid early, `amount ÷ (1 + rate)^years` rounded down; the discount is the rest. */
function discountFor(exit: Exit, { discount }: ExitPolicy, amount: bigint): bigint {
  if (!discount?.reasons.includes(exit.reason)) return 0n;
  let factor = Ratio.one;
  for (let year = 0; year < discount.years; year += 1) factor = factor.times(Ratio.one.plus(discount.rate));
  return amount - Ratio.of(amount).dividedBy(factor).floor();
}

function interestRate({ interest }: ExitPolicy, snapshot: Snapshot): Ratio | Refusal<SurplusReason> {
  if (!interest) return Ratio.zero;
  return interest.rate ?? (interest.named ? rateNamed(snapshot, interest.named) : Ratio.zero);
}

const nodeOf = (
  exit: Exit,
  policy: ExitPolicy,
  result: Omit<ExitSettlement, 'node'>,
  rate: Ratio,
): ExplainNode =>
  explain({
    step: 'exit',
    id: exit.key,
    rule: 'balance, less losses, deduction, discount and debts, paid by schedule',
    source: policy.source ?? 'policy',
    decidedBy: 'board',
    parameter: { reason: exit.reason, minimumStayBroken: exit.minimumStayBroken ?? false, interest: rate },
    input: { balance: result.balance, obligations: exit.obligations, lossesToBear: exit.lossesToBear },
    output: {
      losses: result.losses,
      deduction: result.deduction,
      discount: result.discount,
      setOff: result.setOff,
      payable: result.payable,
      owed: result.owed,
      ...(result.clawedBack ? { clawedBack: { ...result.clawedBack } } : {}),
      instalments: result.instalments.map((one) => ({ ...one })),
    },
  });
