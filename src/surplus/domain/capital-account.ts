import type { Refusal } from '../../shared/refusal.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { firstDuplicate, refuse, type SurplusReason } from './reasons.js';

/**
 * The roll-forward of a member's capital: opening + paid in + allocated − paid out − losses + transfers in −
 * transfers out = closing. `allocated` comes from the computation of the same run when the snapshot leaves it
 * out. A closing balance below zero is refused by name: what is owed is a receivable, never negative capital.
 */
export interface RolledForward {
  readonly key: string;
  readonly opening: bigint;
  readonly paidIn: bigint;
  readonly allocated: bigint;
  readonly paidOut: bigint;
  readonly losses: bigint;
  readonly transfers: bigint;
  readonly closing: bigint;
}

export function rollForward(
  snapshot: Snapshot,
  allocatedInRun: ReadonlyMap<string, bigint>,
  lossesInRun: ReadonlyMap<string, bigint>,
): readonly RolledForward[] | Refusal<SurplusReason> {
  const accounts = snapshot.accounts ?? [];
  const twice = firstDuplicate(accounts.map(({ key }) => key));
  if (twice) return refuse('DUPLICATE_ENTRY', `The account of ${twice} is listed twice.`);
  const lines = accounts.map((account): RolledForward => {
    const { key, opening, paidIn = 0n, paidOut = 0n } = account;
    const allocated = account.allocated ?? allocatedInRun.get(key) ?? 0n;
    const losses = account.losses ?? lossesInRun.get(key) ?? 0n;
    const transfers = (account.transfersIn ?? 0n) - (account.transfersOut ?? 0n);
    const closing = opening + paidIn + allocated - paidOut - losses + transfers;
    return { key, opening, paidIn, allocated, paidOut, losses, transfers, closing };
  });
  const below = lines.filter(({ closing }) => closing < 0n);
  if (below.length === 0) return lines;
  return refuse(
    'NEGATIVE_FIGURE',
    'A capital account would close below zero.',
    below.map(({ key, closing }) => `${key}: ${closing}`),
  );
}

/**
 * A proposed payment is made only when the balance holds it; otherwise the most that can be paid is named.
 * One below the minimum is not worth making: it stays on the account until a later one brings it above.
 */
export type GuardedPayment =
  | { readonly member: string; readonly paid: bigint; readonly closing: bigint }
  | { readonly member: string; readonly paid: 0n; readonly accumulated: bigint; readonly closing: bigint }
  | { readonly member: string; readonly blocked: true; readonly maxPayable: bigint };

export function guardPayments(
  snapshot: Snapshot,
  minimum = 0n,
): readonly GuardedPayment[] | Refusal<SurplusReason> {
  const payments = snapshot.payments ?? [];
  const twice = firstDuplicate(payments.map(({ key }) => key));
  if (twice) return refuse('DUPLICATE_ENTRY', `The payment to ${twice} is listed twice.`);
  return payments.map(({ key, balance, proposed }): GuardedPayment => {
    if (proposed > balance) return { member: key, blocked: true, maxPayable: balance };
    if (proposed < minimum) return { member: key, paid: 0n, accumulated: proposed, closing: balance };
    return { member: key, paid: proposed, closing: balance - proposed };
  });
}
