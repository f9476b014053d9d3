import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { RequestScope } from '../request/request-scope.js';
import { openedBy, openingStatement } from '../request/resolve-viewer.js';
import type { Viewer } from '../request/viewer.js';
import type { Database } from './pool.js';
import { answerOfKey, keepDone } from './idempotency.js';
import { PgTransaction, TransactionOver, type Tx } from './transaction.js';

/** How a command wants to be run. */
export interface CommandOptions {
  /** The act's name as in the API, for the idempotency key. */
  readonly act: string;
  /** Given by the caller for acts on money and ballots: the same key twice is the same answer, once. */
  readonly idempotencyKey?: string | undefined;
  /** What was asked, so that one key cannot stand for two requests. */
  readonly request?: unknown;
}

/**
 * Every change is one transaction: tenant and viewer are set locally to it, the command decides and writes, and
 * either all of it commits or none. A `Refusal` rolls back to a savepoint: what the command wrote is gone, and with it
 * the claim to its idempotency key.
 */
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    /** How long one statement of a request may run; the product's own work has the pool's limit. */
    private readonly requestStatementMs: number | null = null,
  ) {}

  /** Runs a command for the viewer of the request. */
  async command<T>(
    scope: RequestScope,
    options: CommandOptions,
    work: (tx: Tx, viewer: Viewer) => Promise<T | Refusal>,
  ): Promise<T | Refusal> {
    await this.endReading(scope);
    const answer = await this.inTransaction(
      scope.viewer,
      (tx) =>
        // Keys are kept for members only: a stranger is refused anyway and leaves nothing behind in a cooperative.
        options.idempotencyKey === undefined || scope.viewer.membershipId === null
          ? this.undoWhenRefused(tx, () => work(tx, scope.viewer))
          : this.oncePerKey(tx, scope.viewer, options, () => work(tx, scope.viewer)),
      this.requestStatementMs,
    );
    scope.forgetLoaded();
    return answer;
  }

  /** The reading transaction of the request: opened once, shared by its resolvers, given back by `endReading`. */
  async read(scope: RequestScope): Promise<Tx> {
    if (scope.isAnswered) throw new TransactionOver();
    scope.reading ??= this.openReading(scope.viewer);
    return scope.reading.tx;
  }

  /** When the answer leaves: what still runs for the request takes no connection that nobody would give back. */
  async endRequest(scope: RequestScope): Promise<void> {
    scope.isAnswered = true;
    await this.endReading(scope);
  }

  /**
   * Finds out who asks and opens their reading transaction in one round trip, for a request that will surely read;
   * apart they are two connections taken and three round trips.
   */
  async beginReading(
    token: string | null,
    cooperativeReference: string | null,
  ): Promise<{ viewer: Viewer; reading: NonNullable<RequestScope['reading']> }> {
    const patience =
      this.requestStatementMs === null
        ? ''
        : `SET LOCAL statement_timeout = ${Math.trunc(this.requestStatementMs)}; `;
    const { tx, client, answers } = await this.open(
      `BEGIN READ ONLY; ${patience}${openingStatement(token, cooperativeReference)}`,
    );
    return { viewer: openedBy(answers), reading: givenBack(Promise.resolve({ tx, client })) };
  }

  async endReading(scope: RequestScope): Promise<void> {
    const reading = scope.reading;
    scope.reading = null;
    await reading?.end();
  }

  /** A transaction for the product's own work: jobs, command line, start-up. */
  async inTransaction<T>(
    viewer: Viewer,
    work: (tx: PgTransaction) => Promise<T>,
    statementMs: number | null = null,
  ): Promise<T> {
    const client = await this.database.connect();
    const tx = new PgTransaction(client);
    try {
      await tx.control(`BEGIN; ${bindingOf(viewer, statementMs)}`);
      const result = await work(tx);
      await tx.end('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await giveBackAfterError(tx, client);
      throw error;
    }
  }

  /** Keeps what `work` wrote unless it refuses; then nothing of it remains. */
  private async undoWhenRefused<T>(
    tx: PgTransaction,
    work: () => Promise<T | Refusal>,
  ): Promise<T | Refusal> {
    await tx.control('SAVEPOINT command');
    const answer = await work();
    // Done needs no release: what follows, and the commit, take the savepoint along.
    if (isRefusal(answer)) await tx.control('ROLLBACK TO SAVEPOINT command');
    return answer;
  }

  private async oncePerKey<T>(
    tx: PgTransaction,
    viewer: Viewer,
    options: CommandOptions,
    work: () => Promise<T | Refusal>,
  ): Promise<T | Refusal> {
    const requestHash = sha256(canonicalJson(toJson(options.request ?? null)));
    const key = options.idempotencyKey ?? '';
    return this.undoWhenRefused(tx, async () => {
      const earlier = await answerOfKey<T>(tx, viewer, options.act, key, requestHash);
      if (earlier !== null) return earlier.answer;
      const answer = await work();
      if (!isRefusal(answer)) await keepDone(tx, viewer, key, answer);
      return answer;
    });
  }

  private openReading(viewer: Viewer): NonNullable<RequestScope['reading']> {
    return givenBack(this.open(`BEGIN READ ONLY; ${bindingOf(viewer, this.requestStatementMs)}`));
  }

  private async open(statements: string): Promise<OpenedReading & { answers: unknown }> {
    const client = await this.database.connect();
    const tx = new PgTransaction(client);
    try {
      return { tx, client, answers: await tx.control(statements) };
    } catch (error) {
      await giveBackAfterError(tx, client);
      throw error;
    }
  }
}

interface OpenedReading {
  readonly tx: PgTransaction;
  readonly client: { release(error?: Error): void };
}

function givenBack(opening: Promise<OpenedReading>): NonNullable<RequestScope['reading']> {
  return {
    tx: opening.then(({ tx }) => tx),
    end: async () => {
      const opened = await opening.catch(() => null);
      if (!opened) return;
      try {
        await opened.tx.end('COMMIT');
        opened.client.release();
      } catch (error) {
        opened.client.release(error as Error);
      }
    },
  };
}

async function giveBackAfterError(
  tx: PgTransaction,
  client: { release(error?: Error): void },
): Promise<void> {
  try {
    await tx.end('ROLLBACK');
    client.release();
  } catch (error) {
    client.release(error as Error);
  }
}

const uuid = /^[0-9a-f-]{36}$/i;
const literal = (id: string | null): string => {
  if (id !== null && !uuid.test(id)) throw new Error('not an identifier');
  return `'${id ?? ''}'`;
};

/** Tenant, viewer and patience, set locally to the transaction in the round trip that opens it. */
function bindingOf(viewer: Viewer, statementMs: number | null): string {
  const patience =
    statementMs === null ? '' : `, set_config('statement_timeout', '${Math.trunc(statementMs)}', true)`;
  return (
    `SELECT set_config('rochdale.cooperative_id', ${literal(viewer.cooperativeId)}, true), ` +
    `set_config('rochdale.person_id', ${literal(viewer.personId)}, true)${patience}`
  );
}

/** Requests are plain inputs: bigint and Date are spelled as text, absent fields are left out. */
function toJson(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_key, field: unknown) =>
      typeof field === 'bigint' || (typeof field === 'number' && !Number.isInteger(field))
        ? String(field)
        : field,
    ),
  ) as Json;
}
