import type pg from 'pg';
import type { Database } from '../database/pool.js';
import type { Log } from '../log.js';
import { ChangeStream } from './change-stream.js';
import { eventChannel, readChange, type ChangeEvent } from './notify.js';

/**
 * Hears what any process of the product changed: one connection of its own, opened with the first subscriber and
 * opened again when it breaks. Whatever was said in between is lost to LISTEN; so after a break every subscriber is
 * told to look again.
 */
export class ChangeListener {
  private readonly streams = new Map<string, Set<ChangeStream>>();
  private connection: Promise<pg.Client> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly retryMs = 500,
  ) {}

  /** Changes of one thing from now on; resolves when the database has begun to listen. */
  async subscribe(topic: ChangeEvent): Promise<ChangeStream> {
    const key = keyOf(topic);
    const stream = new ChangeStream((ended) => {
      const others = this.streams.get(key);
      others?.delete(ended);
      if (others?.size === 0) this.streams.delete(key);
    });
    const same = this.streams.get(key) ?? new Set();
    this.streams.set(key, same.add(stream));
    try {
      await this.listening();
    } catch (error) {
      await stream.return();
      throw error;
    }
    return stream;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.retry) clearTimeout(this.retry);
    for (const streams of [...this.streams.values()])
      for (const stream of [...streams]) await stream.return();
    const client = await this.connection?.catch(() => null);
    await client?.end().catch(() => undefined);
  }

  private listening(): Promise<pg.Client> {
    this.connection ??= this.open().catch((error: unknown) => {
      this.connection = null;
      throw error;
    });
    return this.connection;
  }

  private async open(): Promise<pg.Client> {
    const client = this.database.dedicatedClient();
    client.on('notification', ({ payload }) => this.deliver(payload));
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`LISTEN ${eventChannel}`);
    client.once('end', () => this.broken());
    return client;
  }

  private deliver(payload: string | undefined): void {
    const event = readChange(payload);
    if (event) for (const stream of this.streams.get(keyOf(event)) ?? []) stream.changed();
  }

  private broken(): void {
    this.connection = null;
    if (this.isStopped || this.streams.size === 0) return;
    this.log.warn('the connection that listens for changes broke; opening it again');
    this.reopen();
  }

  private reopen(): void {
    this.retry = setTimeout(() => {
      this.listening().then(
        () => {
          for (const streams of this.streams.values()) for (const stream of streams) stream.changed();
        },
        () => this.reopen(),
      );
    }, this.retryMs);
  }
}

const keyOf = ({ kind, cooperativeId, id }: ChangeEvent): string => `${kind} ${cooperativeId} ${id}`;
