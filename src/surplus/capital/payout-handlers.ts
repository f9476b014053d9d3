import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';

/** What follows when money of some periods was paid or came back; in the transaction that records it. */
export type PayoutHandler = (tx: Tx, viewer: Viewer, periodIds: ReadonlySet<string>) => Promise<unknown>;

/** Those who share surplus say here what a payout changes for them: payouts know nobody above them. */
@Injectable()
export class PayoutHandlers {
  private readonly handlers: PayoutHandler[] = [];

  register(handler: PayoutHandler): void {
    this.handlers.push(handler);
  }

  async changed(tx: Tx, viewer: Viewer, periodIds: ReadonlySet<string>): Promise<void> {
    if (periodIds.size === 0) return;
    for (const handler of this.handlers) await handler(tx, viewer, periodIds);
  }
}
