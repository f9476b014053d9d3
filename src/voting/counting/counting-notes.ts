import type { Tx } from '../../platform/database/transaction.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Log } from '../../platform/log.js';
import { systemIn } from '../../platform/request/viewer.js';
import type { CountingPhase } from './ballot-counting.js';

interface Noted {
  readonly phase: CountingPhase;
  readonly done: bigint;
  readonly total: bigint;
}

/**
 * Notes for others how far the count of a large poll is, in transactions of their own: one at a time, the latest after
 * it, and nobody waits for them. A note that cannot be written is logged and nothing more: it decides nothing.
 */
export class CountingNotes {
  private latest: Noted | null = null;
  private writing: Promise<void> | null = null;

  constructor(
    private readonly work: UnitOfWork,
    private readonly log: Log,
    private readonly cooperativeId: string,
    private readonly pollId: string,
  ) {}

  note(phase: CountingPhase, done: bigint, total: bigint): void {
    this.latest = { phase, done, total };
    this.writing ??= this.writeLatest();
  }

  /** Says that it is done, in the transaction of which it tells; nothing is noted afterwards. */
  async end(tx: Tx): Promise<void> {
    this.latest = null;
    await this.writing;
    await tx.sql(
      `UPDATE counting_progress SET phase = 'done', changed_at = rochdale_now() WHERE poll_id = $1`,
      [this.pollId],
    );
  }

  private async writeLatest(): Promise<void> {
    for (let noted = this.latest; noted !== null; noted = this.latest) {
      this.latest = null;
      await this.write(noted);
    }
    this.writing = null;
  }

  private async write({ phase, done, total }: Noted): Promise<void> {
    try {
      await this.work.inTransaction(systemIn(this.cooperativeId), (tx) =>
        tx.sql(
          `INSERT INTO counting_progress AS g (cooperative_id, poll_id, phase, done, total)
           VALUES (current_cooperative_id(), $1, $2, $3, $4)
           ON CONFLICT (cooperative_id, poll_id) DO UPDATE
           SET phase = excluded.phase, done = excluded.done, total = excluded.total, changed_at = rochdale_now()`,
          [this.pollId, phase, done, total],
        ),
      );
    } catch (error) {
      this.log.warn('the progress of a count could not be noted', { pollId: this.pollId, error });
    }
  }
}
