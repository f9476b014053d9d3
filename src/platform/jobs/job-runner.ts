import {
  run,
  runOnce,
  type JobHelpers,
  type Runner,
  type RunnerOptions,
  type TaskList,
} from 'graphile-worker';
import pg from 'pg';
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
  private pool: pg.Pool | null = null;

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
    this.pool = connectionsOf(this.workerUrl);
    this.runner = run(this.options(this.pool));
    await this.runner;
  }

  /** Takes no new job, waits for those under way, and closes the connections. */
  async stop(): Promise<void> {
    const { runner, pool } = this;
    this.runner = this.pool = null;
    await (await runner?.catch(() => null))?.stop();
    await pool?.end();
  }

  /** Carries out everything that waits now, and returns. */
  async runJobsOnce(): Promise<void> {
    if (this.workerUrl === null) throw new Error('jobs cannot run: no URL of the worker role is set');
    const pool = connectionsOf(this.workerUrl);
    try {
      await runOnce(this.options(pool));
    } finally {
      await pool.end();
    }
  }

  private options(pgPool: pg.Pool): RunnerOptions {
    return {
      pgPool,
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

/**
 * A few connections of our own: the queue's library stops listening for errors before the last of its own connections
 * is closed, and a server that ends just then would end this process.
 */
function connectionsOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 3, application_name: 'rochdale jobs' });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
