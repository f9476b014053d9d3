import { Worker } from 'node:worker_threads';
import type { WrittenGroup } from '../domain/batch-count.js';
import type { RecordedCount } from '../domain/recorded-count.js';
import type { AnswerOfThread, AskedOfThread, FactsOfThread } from './counting-worker.js';

/**
 * A thread that counts one poll, so that this one goes on serving. Whatever ends it early (an error, a lack of memory, a
 * count that outlasts the patience) is thrown at whoever asks it next or waits for it.
 */
export class CountingThread {
  private readonly worker: Worker;
  private readonly failure: Promise<never>;
  private readonly patience: NodeJS.Timeout;
  private fail: (error: Error) => void = () => undefined;

  constructor(program: URL, facts: FactsOfThread, patienceMs: number) {
    this.failure = new Promise((_, reject) => {
      this.fail = reject;
    });
    // It may fail while nobody waits; whoever asks next is told.
    this.failure.catch(() => undefined);
    this.worker = new Worker(program, { workerData: facts });
    this.worker.once('error', (error: Error) => this.fail(error));
    this.worker.once('messageerror', (error: Error) => this.fail(error));
    this.worker.once('exit', (code) => this.fail(new Error(`the thread that counts ended with ${code}`)));
    this.patience = setTimeout(
      () => this.fail(new Error(`the thread that counts took more than ${patienceMs} ms`)),
      patienceMs,
    );
  }

  /** Done when the thread has taken them in, so that no more of them wait in memory. */
  async give(groups: readonly WrittenGroup[]): Promise<void> {
    await this.ask(groups);
  }

  async count(): Promise<RecordedCount> {
    const counted = await this.ask(null);
    if (counted === null) throw new Error('the thread that counts answered without a count');
    return counted;
  }

  async stop(): Promise<void> {
    clearTimeout(this.patience);
    await this.worker.terminate();
  }

  private ask(asked: AskedOfThread): Promise<AnswerOfThread> {
    const answer = new Promise<AnswerOfThread>((resolve) => this.worker.once('message', resolve));
    this.worker.postMessage(asked);
    return Promise.race([answer, this.failure]);
  }
}
