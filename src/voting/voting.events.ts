import { notifyChange } from '../platform/events/notify.js';
import type { Tx } from '../platform/database/transaction.js';

/** A poll opened, got more time, or closed. Not sent for ballots: see the README, *Why*. */
export const pollTopic = (cooperativeId: string, id: string) =>
  ({ kind: 'poll', cooperativeId, id }) as const;

export async function notifyPollChanged(tx: Tx, cooperativeId: string | null, pollId: string): Promise<void> {
  if (cooperativeId !== null) await notifyChange(tx, pollTopic(cooperativeId, pollId));
}
