import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import type { Refusal } from '../../../shared/refusal.js';
import { finishProgress, writeProgress } from '../run-progress.store.js';
import { mostAtOnce } from '../large-run.js';
import type { ToldOfRows } from '../run-hashing.js';

/** From so many rows on, whoever asks is told how far the posting of their run has come. */
const toldFrom = mostAtOnce;

/**
 * Tells how far a posting has come, in transactions of its own, so that it is seen while the work goes on. The posting is
 * not given up for want of it.
 */
export class PostingTold {
  private isTold = false;

  constructor(
    private readonly work: UnitOfWork,
    private readonly viewer: Viewer,
    private readonly runId: string,
  ) {}

  during(phase: 'checking' | 'posting'): ToldOfRows {
    return async (done, total) => {
      if (total < toldFrom) return;
      this.isTold = true;
      await this.tell((tx) => writeProgress(tx, this.runId, { phase, done, total }));
    };
  }

  /** It ended without an entry: whoever was told that it goes on is told that it does not. */
  async ended(refusal: Refusal): Promise<void> {
    if (this.isTold) await this.tell((tx) => finishProgress(tx, this.runId, refusal));
  }

  private tell(what: (tx: Tx) => Promise<void>): Promise<void> {
    return this.work.inTransaction(this.viewer, what).catch(() => undefined);
  }
}
