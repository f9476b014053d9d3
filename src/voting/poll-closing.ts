import { recordAct } from '../audit/audit-record.js';
import type { PgTransaction, Tx } from '../platform/database/transaction.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Log } from '../platform/log.js';
import { systemIn } from '../platform/request/viewer.js';
import type { ProgressListener } from './counting/ballot-counting.js';
import { CountingNotes } from './counting/counting-notes.js';
import type { ClosedPoll, PollClosedHandlers } from './poll-closed-handlers.js';
import { PollCounting } from './poll-counting.js';
import { notifyPollChanged } from './voting.events.js';
import { withholdTellingCount } from './withheld-counts.js';

interface PollReference {
  readonly cooperativeId: string;
  readonly pollId: string;
}
type UntoldRow = Omit<ClosedPoll, 'pollId'> & { readonly subjectType: string };

/** From so many electors on a poll is closed, and counted before its close, beside the others. */
export const largeElectorate = 1_000n;

/** No cooperative: only the functions that answer with identifiers are asked here. */
const everywhere = systemIn('00000000-0000-0000-0000-000000000000');

/**
 * Closes what is due, exactly once each, however many processes ask and however often. The effect is the conditional
 * update; whoever comes second finds nothing to do.
 */
export class PollClosing {
  /** When to look again, on the process's own clock: polls whose last look took long. */
  private readonly nextLooks = new Map<string, number>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly handlers: PollClosedHandlers,
    private readonly log: Log,
    private readonly counting: PollCounting = new PollCounting(),
  ) {}

  /** Closes every poll that is due in any cooperative, then tells subjects that could not be told before. */
  async closeDue(): Promise<number> {
    const closed = await this.closeDueOf(() => true);
    await this.tellUntold();
    return closed;
  }

  /** The same but for large polls, which `closeLargeDue` closes beside it: their counts keep no other poll waiting. */
  async closeSmallDue(): Promise<number> {
    const closed = await this.closeDueOf((isLarge) => !isLarge);
    await this.tellUntold();
    return closed;
  }

  closeLargeDue(): Promise<number> {
    return this.closeDueOf((isLarge) => isLarge);
  }

  private async closeDueOf(which: (isLarge: boolean) => boolean): Promise<number> {
    let closed = 0;
    for (const poll of await this.references('polls_due')) {
      const close = async (): Promise<boolean> => which(await this.isLarge(poll)) && this.close(poll);
      if (await this.attempt('closing a poll failed', poll, close)) closed += 1;
    }
    return closed;
  }

  private async isLarge({ cooperativeId, pollId }: PollReference): Promise<boolean> {
    const row = await this.work.inTransaction(systemIn(cooperativeId), (tx) =>
      tx.one<{ people: bigint }>(`SELECT eligible_people AS people FROM poll WHERE id = $1`, [pollId]),
    );
    return row !== null && row.people >= largeElectorate;
  }

  private async tellUntold(): Promise<void> {
    for (const poll of await this.references('polls_untold')) {
      await this.attempt('a closed poll could not be taken up', poll, () =>
        this.work.inTransaction(systemIn(poll.cooperativeId), (tx) => this.tellSubject(tx, poll)),
      );
    }
  }

  /**
   * Ends every poll that is certain, where its rule says so and it has lasted as long as that asks. A look takes a count
   * of the ballots; of a poll where that takes long the next one waits, so that looking never takes more than a
   * twentieth of the time.
   */
  async endCertain(): Promise<number> {
    let ended = 0;
    for (const poll of await this.references('polls_that_may_end_early')) {
      const started = performance.now();
      if (started < (this.nextLooks.get(poll.pollId) ?? 0)) continue;
      const isEnded = await this.attempt('ending a poll that is certain failed', poll, () =>
        this.close(poll, 'certain'),
      );
      const took = performance.now() - started;
      if (isEnded) ended += 1;
      if (isEnded || took < shortLookMs) this.nextLooks.delete(poll.pollId);
      else this.nextLooks.set(poll.pollId, started + took * 20);
    }
    return ended;
  }

  /** Closes one poll if it is due, or if it may end early and is certain; false when it is not, or when somebody else has closed it. */
  close(poll: PollReference, when: 'due' | 'certain' = 'due'): Promise<boolean> {
    return this.work.inTransaction(systemIn(poll.cooperativeId), async (tx) => {
      await tx.control(`SET LOCAL statement_timeout = '10min'`);
      const notes = new CountingNotes(this.work, this.log, poll.cooperativeId, poll.pollId);
      const turned = when === 'due' ? await turnDue(tx, poll) : await turnCertain(tx, this.counting, poll);
      if (!turned) return false;
      await countAndRecord(tx, this.counting, notes, poll);
      await tx.control('SAVEPOINT subject');
      try {
        await this.tellSubject(tx, poll);
      } catch (error) {
        await tx.control('ROLLBACK TO SAVEPOINT subject');
        this.log.error('a closed poll could not be taken up', { ...poll, error });
      }
      return true;
    });
  }

  /** Once: the mark and what the handler writes commit together. */
  private async tellSubject(tx: Tx, { pollId }: PollReference): Promise<boolean> {
    const untold = await tx.one<UntoldRow>(
      `UPDATE poll p SET subject_told_at = rochdale_now() FROM poll_result r
       WHERE p.id = $1 AND p.state = 'closed' AND p.subject_told_at IS NULL
         AND r.cooperative_id = p.cooperative_id AND r.poll_id = p.id
       RETURNING p.subject_type AS "subjectType", p.subject_id AS "subjectId", r.outcome, r.winners, p.closed_at AS "closedAt",
         p.body_id AS "bodyId", p.rule, p.rule_key AS "ruleKey", p.rule_version AS "ruleVersion"`,
      [pollId],
    );
    if (!untold) return false;
    const { subjectType, ...closed } = untold;
    await this.handlers.of(subjectType)?.(tx, { pollId, ...closed });
    return true;
  }

  private references(
    source: 'polls_due' | 'polls_untold' | 'polls_that_may_end_early',
  ): Promise<PollReference[]> {
    return this.work.inTransaction(everywhere, (tx) =>
      tx.sql<PollReference>(`SELECT cooperative_id AS "cooperativeId", poll_id AS "pollId" FROM ${source}()`),
    );
  }

  /** One poll that fails must not keep the others open. */
  private async attempt(message: string, poll: PollReference, act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.log.error(message, { ...poll, error });
      return false;
    }
  }
}

const shortLookMs = 50;

/**
 * The update waits for every ballot that holds the row and keeps out every later one; the count is a statement of its
 * own after it, so that it sees all of them. False when the poll was not ours to close.
 */
async function turnDue(tx: PgTransaction, { pollId }: PollReference): Promise<boolean> {
  const closed = await tx.one(
    `UPDATE poll SET state = 'closed', closed_at = rochdale_now()
     WHERE id = $1 AND state = 'open' AND closes_at <= rochdale_now() RETURNING id`,
    [pollId],
  );
  return closed !== null;
}

/**
 * Looks first without holding anything: most looks find that the poll is still open to change. Then the row is locked,
 * which waits for ballots under way, and the ballots are looked at again, since one may have been changed; the clock is
 * read after the lock, so that every ballot was cast before the close.
 */
async function turnCertain(
  tx: PgTransaction,
  counting: PollCounting,
  { pollId }: PollReference,
): Promise<boolean> {
  if (!(await counting.isCertain(tx, pollId))) return false;
  const held = await tx.one(`SELECT id FROM poll WHERE id = $1 AND state = 'open' FOR NO KEY UPDATE`, [
    pollId,
  ]);
  if (!held || !(await counting.isCertain(tx, pollId))) return false;
  const ended = await tx.one(
    `UPDATE poll SET state = 'closed', ended_early_from = closes_at, closes_at = clock.at, closed_at = clock.at
     FROM (SELECT rochdale_now() AS at) clock WHERE id = $1 AND closes_at > clock.at RETURNING id`,
    [pollId],
  );
  return ended !== null;
}

async function countAndRecord(
  tx: PgTransaction,
  counting: PollCounting,
  notes: CountingNotes,
  { cooperativeId, pollId }: PollReference,
): Promise<void> {
  const told: ProgressListener = (...progress) => notes.note(...progress);
  const { outcome, winners, tied, ballotsHash, ...counted } = await counting.countClosed(tx, pollId, told);
  await notes.end(tx);
  await tx.sql(
    `INSERT INTO poll_result (cooperative_id, poll_id, outcome, arithmetic, counting, winners, tied, electorate, ballots_hash)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[pollId, outcome, counted.arithmetic, counted.counting, winners, tied],
      ...[counted.electorate, ballotsHash],
    ],
  );
  const withheld = await withholdTellingCount(tx, pollId);
  await recordAct(tx, systemIn(cooperativeId), {
    act: 'closePoll',
    subjectType: 'poll',
    subjectId: pollId,
    data: {
      ...{ outcome, ballotsHash },
      ...(winners.length > 0 && { winners: [...winners] }),
      ...(withheld !== null && { withheld }),
    },
  });
  await notifyPollChanged(tx, cooperativeId, pollId);
}
