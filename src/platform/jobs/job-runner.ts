import {
  run,
  runOnce,
  type JobHelpers,
  type Runner,
  type RunnerOptions,
  type TaskList,
} from 'graphile-worker';
import { silentLogger } from '../database/queue-logger.js';
import type { Log } from '../log.js';

/** What a handler may know of the job it carries out. */
export interface JobContext {
  readonly jobId: string;
  /** 1 at the first attempt. */
  readonly attempt: number;
  /** The time by the clock that every rule asks. */
  readonly now: Date;
}
/**
 * Carries out one job. It may be called again for a job already done (the process died before it could say so), and
 * by several processes: it must be idempotent. What it throws is logged and the job is tried again later, so an error
 * must not quote personal data.
 */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<void>;

/**
 * Carries out queued work with few connections of the worker's role, which sees the queue and nothing else. Handlers
 * are registered by the modules before `start`; a job that no handler of this process knows stays for another.
 */
export class JobRunner {
  private readonly handlers = new Map<string, JobHandler>();
  private runner: Promise<Runner> | null = null;

  constructor(
    private readonly workerUrl: string | null,
    private readonly log: Log,
  ) {}

  register(task: string, handler: JobHandler): void {
    if (this.handlers.has(task)) throw new Error(`the task ${task} has a handler already`);
    this.handlers.set(task, handler);
  }

  /** Begins to carry out jobs, and goes on until `stop`. Without the worker's URL this process runs none. */
  async start(): Promise<void> {
    if (this.workerUrl === null || this.runner !== null) return;
    this.runner = run(this.options(this.workerUrl));
    await this.runner;
  }

  /** Takes no new job, waits for those under way, and closes the connections. */
  async stop(): Promise<void> {
    const runner = this.runner;
    this.runner = null;
    await (await runner?.catch(() => null))?.stop();
  }

  /** Carries out everything that waits now, and returns. */
  async runJobsOnce(): Promise<void> {
    if (this.workerUrl === null) throw new Error('jobs cannot run: no URL of the worker role is set');
    await runOnce(this.options(this.workerUrl));
  }

  private options(connectionString: string): RunnerOptions {
    return {
      connectionString,
      maxPoolSize: 3,
      concurrency: 2,
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: silentLogger,
      taskList: this.taskList(),
      parsedCronItems: [],
    };
  }

  private taskList(): TaskList {
    return Object.fromEntries(
      [...this.handlers].map(([task, handler]) => [
        task,
        (payload: unknown, helpers: JobHelpers) => this.carryOut(task, handler, payload, helpers),
      ]),
    );
  }

  private async carryOut(
    task: string,
    handler: JobHandler,
    payload: unknown,
    helpers: JobHelpers,
  ): Promise<void> {
    const context = { jobId: helpers.job.id, attempt: helpers.job.attempts };
    try {
      const clock = await helpers.query<{ now: Date }>('SELECT public.rochdale_now() AS now');
      await handler(payload, { ...context, now: clock.rows[0]!.now });
    } catch (error) {
      this.log.error('job failed', { task, ...context, error });
      throw error;
    }
  }
}
