import type { Tx } from '../platform/database/transaction.js';
import type { PollOutcome } from './domain/count-poll.js';

export interface ClosedPoll {
  readonly pollId: string;
  readonly subjectId: string;
  readonly outcome: PollOutcome;
  /** The options chosen, by position; empty for a question. */
  readonly winners: readonly number[];
  readonly closedAt: Date;
  readonly bodyId: string;
  /** The rule that the poll was called under, as it was recorded, and where the bylaws have it. */
  readonly rule: unknown;
  readonly ruleKey: string;
  readonly ruleVersion: number;
}

/**
 * Takes up a result for what was voted on, in the transaction given. It records what follows from the outcome and
 * nothing else; what can lawfully be refused (an effect) is done later in a transaction of its own. One that throws is
 * undone alone, logged and asked again: the result stands.
 */
export type PollClosedHandler = (tx: Tx, closed: ClosedPoll) => Promise<void>;

/** One handler per kind of subject, registered by the module that owns the subject. */
export class PollClosedHandlers {
  private readonly handlers = new Map<string, PollClosedHandler>();

  register(subjectType: string, handler: PollClosedHandler): void {
    if (this.handlers.has(subjectType)) throw new Error(`two modules take up polls on "${subjectType}"`);
    this.handlers.set(subjectType, handler);
  }

  of(subjectType: string): PollClosedHandler | null {
    return this.handlers.get(subjectType) ?? null;
  }
}
