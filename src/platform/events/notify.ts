import type { Tx } from '../database/transaction.js';

/** That something changed: identifiers only. Who wants to know what, reads it with their own rights. */
export interface ChangeEvent {
  /** `poll`, `proposal` … */
  readonly kind: string;
  readonly cooperativeId: string;
  readonly id: string;
}

export const eventChannel = 'rochdale_event';

/**
 * Tells every process, when and only when the transaction commits. For acts that are rare: PostgreSQL lets
 * transactions with a notice commit one after the other, so an act done by thousands at once (a ballot) sends none.
 */
export async function notifyChange(tx: Tx, event: ChangeEvent): Promise<void> {
  await tx.sql(`SELECT pg_notify('${eventChannel}', $1)`, [JSON.stringify(event)]);
}

/** Null for what is not ours: the channel is open to whoever may connect. */
export function readChange(payload: string | undefined): ChangeEvent | null {
  try {
    const event = JSON.parse(payload ?? '') as Partial<ChangeEvent> | null;
    const { kind, cooperativeId, id } = event ?? {};
    return typeof kind === 'string' && typeof cooperativeId === 'string' && typeof id === 'string'
      ? { kind, cooperativeId, id }
      : null;
  } catch {
    return null;
  }
}
