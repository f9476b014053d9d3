import DataLoader from 'dataloader';
import type { Tx } from '../database/transaction.js';
import { nobody, type Viewer } from './viewer.js';

/**
 * Everything that belongs to one request: who asks, the reading transaction, and the loaders that batch
 * cross-row fields. A request holds at most one connection at a time: a command first gives back the reading one.
 */
export class RequestScope {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown>>();
  /** Set by the unit of work; opened at the first read, given back at the end of the request. */
  reading: { tx: Promise<Tx>; end(): Promise<void> } | null = null;

  /** Set when the answer leaves, also when it was given up: from then on nothing is read for it. */
  isAnswered = false;

  constructor(
    readonly requestId: string,
    public viewer: Viewer = nobody,
    /** Network address of the caller, for rate limits only; never logged, never stored in clear. */
    readonly address: string | null = null,
  ) {}

  /**
   * The loader of one field, made once per request. `batch` gets all keys of one tick and must answer in their
   * order. Identify it by the function that makes it.
   */
  loader<Key, Value>(
    identity: unknown,
    batch: (keys: readonly Key[]) => Promise<readonly Value[]>,
  ): DataLoader<Key, Value> {
    let loader = this.loaders.get(identity) as DataLoader<Key, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value>(batch, { maxBatchSize: 1000 });
      this.loaders.set(identity, loader);
    }
    return loader;
  }

  /** After a change nothing read before it may be answered again. */
  forgetLoaded(): void {
    this.loaders.clear();
  }
}
