import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Log } from '../../platform/log.js';
import { systemIn } from '../../platform/request/viewer.js';
import type { RecordedCount } from '../domain/recorded-count.js';
import { PollCounting } from '../poll-counting.js';
import type { PollRow } from '../poll.rows.js';
import { CountingNotes } from './counting-notes.js';

/** A count of an open poll, and as of when. */
export interface StandingCount {
  readonly counted: RecordedCount;
  readonly at: Date;
}
interface Kept {
  readonly count: StandingCount;
  /** By the clock of this process, which decides about nothing but when to count again. */
  readonly madeAtMs: number;
}

/** So old may a count be that is shown; then the next who asks has it made again. */
const freshForMs = 30_000;
const mostKept = 50;

/**
 * Counts of large polls whose rule shows results before the close, made beside the requests that ask: in transactions of
 * their own, in the thread that counts closings too, one at a time in this process. A request waits for none: it is
 * given the last one there is, with its instant, or null while the first is made (`Poll.countingProgress` says how far).
 */
@Injectable()
export class StandingCounts implements OnModuleDestroy {
  private readonly kept = new Map<string, Kept>();
  private readonly making = new Map<string, Promise<void>>();
  private tail: Promise<void> = Promise.resolve();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PollCounting) private readonly counting: PollCounting,
    @Inject(Log) private readonly log: Log,
  ) {}

  /** Of a poll that is due no count is begun: its closing is about to make the last one. */
  latest(cooperativeId: string, { id, state }: Pick<PollRow, 'id' | 'state'>): StandingCount | null {
    const kept = this.kept.get(id) ?? null;
    const isFresh = kept !== null && Date.now() - kept.madeAtMs <= freshForMs;
    if (!isFresh && state === 'open') this.makeOnce(cooperativeId, id);
    return kept?.count ?? null;
  }

  /** When nothing is being counted any more. */
  async settled(): Promise<void> {
    await this.tail;
  }

  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  private makeOnce(cooperativeId: string, pollId: string): void {
    if (this.making.has(pollId)) return;
    const making = this.tail.then(() => this.make(cooperativeId, pollId));
    this.tail = making;
    this.making.set(pollId, making);
  }

  private async make(cooperativeId: string, pollId: string): Promise<void> {
    const notes = new CountingNotes(this.work, this.log, cooperativeId, pollId);
    try {
      const count = await this.work.inTransaction(systemIn(cooperativeId), async (tx) => {
        await tx.control(`SET LOCAL statement_timeout = '10min'`);
        const clock = await tx.one<{ now: Date }>(`SELECT rochdale_now() AS now`);
        const counted = await this.counting.countAgain(tx, pollId, (...told) => notes.note(...told));
        await notes.end(tx);
        return { counted, at: clock!.now };
      });
      this.kept.delete(pollId);
      this.kept.set(pollId, { count, madeAtMs: Date.now() });
      if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
    } catch (error) {
      this.log.error('an open poll could not be counted', { cooperativeId, pollId, error });
    } finally {
      this.making.delete(pollId);
    }
  }
}
