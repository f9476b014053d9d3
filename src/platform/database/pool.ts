import pg from 'pg';

export interface PoolOptions {
  readonly connectionString: string;
  readonly size: number;
  /** How long a request may wait for a connection before it is told to come back. */
  readonly acquireTimeoutMs?: number;
  /** How long one statement may run before the database stops it. */
  readonly statementTimeoutMs?: number;
}

/** Thrown when every connection is busy: the answer is 503 with `Retry-After`, and nothing has been done. */
export class DatabaseBusy extends Error {
  constructor() {
    super('every connection to the database is busy');
  }
}

/** Connections of the `app` role. Exhaustion is an expected event, with its own error. */
export class Database {
  private readonly pool: pg.Pool;

  constructor(private readonly options: PoolOptions) {
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      max: options.size,
      connectionTimeoutMillis: options.acquireTimeoutMs ?? 5_000,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 60_000,
      application_name: 'rochdale',
    });
    // An idle connection that the server closes is replaced by the pool; it must not end the process.
    this.pool.on('error', () => undefined);
    // Nor must one that is closed in the middle of a request: whoever holds it learns it from their next statement.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      if (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message))
        throw new DatabaseBusy();
      throw error;
    }
  }

  /** A connection outside the pool, not yet connected, for who listens as long as the process lives. */
  dedicatedClient(): pg.Client {
    const { connectionString } = this.options;
    return new pg.Client({ connectionString, application_name: 'rochdale events', keepAlive: true });
  }

  /** Whether a connection can be had and answers. */
  async isReady(): Promise<boolean> {
    try {
      await this.pool.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }

  /** Waits for the connections in use, then closes them all. */
  close(): Promise<void> {
    return this.pool.end();
  }
}
