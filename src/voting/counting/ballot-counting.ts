import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { PgTransaction } from '../../platform/database/transaction.js';
import { ballotsCast, groupBatches, type GroupBatch } from '../counted-ballots.queries.js';
import { readGroup } from '../domain/batch-count.js';
import { countPoll } from '../domain/count-poll.js';
import { recordedCount, type RecordedCount } from '../domain/recorded-count.js';
import { countingProgram } from './counting-program.js';
import { CountingThread } from './counting-thread.js';
import type { FactsOfThread } from './counting-worker.js';

/** How far a large count is: ballots taken in, of all; `counting` when none is left to read. */
export type CountingPhase = 'reading' | 'counting';
export type ProgressListener = (phase: CountingPhase, done: bigint, total: bigint) => void;

export interface CountingOptions {
  /** From how many groups of equal ballots on a poll is counted in a thread; so many are read at once. */
  readonly largeFrom?: number;
  /** How long the thread may take. */
  readonly patienceMs?: number;
  /** Null counts every poll in this thread. */
  readonly program?: URL | null;
  /** Told when the file of the thread is not there, and of each large poll that is counted without it. */
  readonly warn?: (message: string) => void;
}

/**
 * Reads the ballots of a closed poll and counts them: few different ones here, very many in a thread of their own, batch
 * by batch, so that neither their number nor a long count keeps the server from answering. Both give the same bytes.
 */
export class BallotCounting {
  private readonly largeFrom: number;
  private readonly patienceMs: number;
  private readonly program: URL | null;
  private readonly warn: (message: string) => void;

  constructor({ largeFrom, patienceMs, program, warn }: CountingOptions = {}) {
    this.largeFrom = largeFrom ?? 1_000;
    this.patienceMs = patienceMs ?? 600_000;
    this.program = program === undefined ? countingProgram() : program;
    this.warn = warn ?? ((): void => undefined);
    if (program === undefined && this.program === null)
      this.warn(
        'the file of the thread that counts large polls is missing: the server will count them itself',
      );
  }

  async count(
    tx: PgTransaction,
    pollId: string,
    facts: FactsOfThread,
    told: ProgressListener = () => undefined,
  ): Promise<RecordedCount & { readonly ballotsHash: string }> {
    const cast = await ballotsCast(tx, pollId);
    // Most of the time goes by before the first batch, which comes when all ballots are grouped and hashed.
    if (cast >= this.largeFrom) told('reading', 0n, cast);
    const batches = groupBatches(tx, pollId, this.largeFrom);
    const first = await nextOf(batches);
    if (!first) throw new Error('counting ballots answered nothing');
    const isLarge = first.groups.length === this.largeFrom;
    if (isLarge && !this.program)
      this.warn(`the server itself counts the large poll ${pollId}, and answers nobody meanwhile`);
    const counted =
      isLarge && this.program
        ? await this.countInThread(tx, this.program, facts, inOrder(first, batches), told)
        : await countHere(facts, inOrder(first, batches));
    return { ...counted, ballotsHash: first.ballotsHash };
  }

  private async countInThread(
    tx: PgTransaction,
    program: URL,
    facts: FactsOfThread,
    batches: AsyncGenerator<GroupBatch, void>,
    told: ProgressListener,
  ): Promise<RecordedCount> {
    // The transaction says nothing while the thread counts; the database must not take it for forgotten.
    await tx.control(`SET LOCAL idle_in_transaction_session_timeout = ${this.patienceMs + 60_000}`);
    const thread = new CountingThread(program, facts, this.patienceMs);
    try {
      let [done, total] = [0n, 0n];
      for await (const { groups, ballots } of batches) {
        total = ballots;
        told('reading', done, total);
        await thread.give(groups);
        for (const { people } of groups) done += people;
      }
      told('counting', done, total);
      return await thread.count();
    } finally {
      await thread.stop();
    }
  }
}

async function countHere(
  { rule, options, electorate, drawnOrder, objections, ...ending }: FactsOfThread,
  batches: AsyncGenerator<GroupBatch, void>,
): Promise<RecordedCount> {
  const groups = [];
  for await (const batch of batches) groups.push(...batch.groups.map(readGroup));
  const policy = storedPolicy(rule);
  const counted = countPoll(policy, options, electorate, groups, drawnOrder, objections, ending);
  return recordedCount(counted, electorate);
}

async function nextOf(batches: AsyncGenerator<GroupBatch, void>): Promise<GroupBatch | null> {
  const next = await batches.next();
  return next.done ? null : next.value;
}

async function* inOrder(
  first: GroupBatch,
  rest: AsyncGenerator<GroupBatch, void>,
): AsyncGenerator<GroupBatch, void> {
  yield first;
  yield* rest;
}
