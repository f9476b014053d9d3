import { recordAct } from '../audit/audit-record.js';
import type { PgTransaction } from '../platform/database/transaction.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Log } from '../platform/log.js';
import { systemIn } from '../platform/request/viewer.js';
import type { Json } from '../shared/canonical-json.js';
import { firstDifferenceOfCounts } from './domain/recount/first-difference.js';
import type { PollCounting } from './poll-counting.js';
import { notifyPollChanged } from './voting.events.js';

const nextTryAfterMs = 10 * 60_000;

interface Ordered {
  readonly cooperativeId: string;
  readonly pollId: string;
}

/**
 * Carries out recounts that are asked for: the stored ballots are counted again by the rule that was frozen with the
 * poll, large polls in a thread of their own, and what is found is recorded beside the result, never instead of it.
 * Each once, however many processes ask.
 */
export class CountingAgain {
  /** When to try again, on the process's own clock: recounts that failed. */
  private readonly nextTries = new Map<string, number>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly counting: PollCounting,
    private readonly log: Log,
  ) {}

  async recountWhatIsAskedFor(): Promise<number> {
    const nowhere = systemIn('00000000-0000-0000-0000-000000000000');
    const due = await this.work.inTransaction(nowhere, (tx) =>
      tx.sql<Ordered>(`SELECT cooperative_id AS "cooperativeId", poll_id AS "pollId" FROM recounts_due()`),
    );
    let recounted = 0;
    for (const order of due) {
      if (performance.now() < (this.nextTries.get(order.pollId) ?? 0)) continue;
      this.nextTries.delete(order.pollId);
      try {
        if (await this.recount(order)) recounted += 1;
      } catch (error) {
        // One that fails must not keep the others waiting; it is tried again, and not at once, since it may be a large one.
        this.nextTries.set(order.pollId, performance.now() + nextTryAfterMs);
        this.log.error('counting a poll again failed', { ...order, error });
      }
    }
    return recounted;
  }

  private recount(order: Ordered): Promise<boolean> {
    return this.work.inTransaction(systemIn(order.cooperativeId), async (tx) => {
      await tx.control(`SET LOCAL statement_timeout = '10min'`);
      // Not the poll's row: a count takes minutes, and who records dissent or asks something else must not wait for it.
      const turn = await tx.one<{ isOurs: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended('recount poll ' || $1, 0)) AS "isOurs"`,
        [order.pollId],
      );
      if (turn?.isOurs !== true) return false;
      const held = await tx.one<{ number: number }>(
        `SELECT o.number FROM poll_recount_order o WHERE o.poll_id = $1 AND NOT EXISTS (SELECT FROM poll_recount r
           WHERE r.cooperative_id = o.cooperative_id AND r.poll_id = o.poll_id AND r.number = o.number)
         ORDER BY o.number LIMIT 1`,
        [order.pollId],
      );
      return held === null ? false : this.compare(tx, order, held.number);
    });
  }

  private async compare(
    tx: PgTransaction,
    { cooperativeId, pollId }: Ordered,
    number: number,
  ): Promise<boolean> {
    const recorded = await tx.one<{
      outcome: string;
      winners: number[];
      counting: Json;
      electorate: Json;
      hash: string;
    }>(
      `SELECT outcome, winners, counting, electorate, ballots_hash AS hash FROM poll_result WHERE poll_id = $1`,
      [pollId],
    );
    if (!recorded) throw new Error('a recount is ordered of a poll without a result');
    const again = await this.counting.countAgain(tx, pollId);
    const difference = firstDifferenceOfCounts(
      { ...recorded },
      {
        ...{ outcome: again.outcome, winners: again.winners, hash: again.ballotsHash },
        counting: JSON.parse(again.counting) as Json,
        electorate: JSON.parse(again.electorate) as Json,
      },
    );
    const verdict = difference === null ? 'identical' : 'differs';
    // Another process may have been first after all: then this one records nothing.
    const inserted = await tx.sql(
      `INSERT INTO poll_recount (cooperative_id, poll_id, number, verdict, difference, ballots_hash)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING number`,
      [pollId, number, verdict, difference?.path ?? null, again.ballotsHash],
    );
    if (inserted.length === 0) return false;
    await recordAct(tx, systemIn(cooperativeId), {
      ...{ act: 'recountPoll', subjectType: 'poll', subjectId: pollId },
      data: { number, verdict, ballotsHash: again.ballotsHash },
    });
    await notifyPollChanged(tx, cooperativeId, pollId);
    return true;
  }
}
