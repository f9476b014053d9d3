import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * One database transaction, bound to one cooperative and one viewer. Row-level security sees nothing else.
 *
 * Parallel resolvers may share it: statements queue on its one connection. Every statement is prepared under a
 * name derived from its text, so `text` must be constant and every value a parameter.
 *
 * Values come back exact: `bigint` and `count(*)` as bigint, `numeric` as text, `date` as `YYYY-MM-DD`,
 * `timestamptz` as Date, `jsonb` parsed.
 */
export interface Tx {
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The single row, or null. Throws when there are several: the statement is then not what it says. */
  one<Row>(text: string, values?: readonly unknown[]): Promise<Row | null>;
}

const typeOf = { int8: 20, date: 1082, int8Array: 1016 } as const;
const exactTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    if (oid === typeOf.int8) return BigInt;
    if (oid === typeOf.date) return String;
    if (oid === typeOf.int8Array) return (text) => text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  },
};

const statementNames = new Map<string, string>();
function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    statementNames.set(text, name);
  }
  return name;
}

/** Thrown by a statement that comes after its transaction has ended: whoever asked has been answered or given up on. */
export class TransactionOver extends Error {
  constructor() {
    super('the transaction has ended');
  }
}

export class PgTransaction implements Tx {
  private tail: Promise<unknown> = Promise.resolve();
  private isOver = false;

  constructor(private readonly client: pg.ClientBase) {}

  sql<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const run = async (): Promise<Row[]> => {
      if (this.isOver) throw new TransactionOver();
      const query = { name: statementName(text), text, values: values as unknown[], types: exactTypes };
      const result = await this.client.query<Row & pg.QueryResultRow>(query);
      return result.rows;
    };
    const answer = this.tail.then(run, run);
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  async one<Row>(text: string, values: readonly unknown[] = []): Promise<Row | null> {
    const rows = await this.sql<Row>(text, values);
    if (rows.length > 1) throw new Error('a statement that promises one row returned several');
    return rows[0] ?? null;
  }

  /** A command of the transaction itself (BEGIN, SAVEPOINT …), queued behind what is already running. */
  control(text: string): Promise<unknown> {
    const run = async (): Promise<unknown> => {
      if (this.isOver) throw new TransactionOver();
      return this.client.query(text);
    };
    const answer = this.tail.then(run, run);
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  /**
   * The last statement. Afterwards the connection belongs to somebody else, perhaps of another cooperative, so a
   * resolver that still holds this transaction finds it over. PostgreSQL answers COMMIT with ROLLBACK, and without an
   * error, when a statement failed before: nothing was kept then, and nobody may be told otherwise.
   */
  async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const run = async (): Promise<void> => {
      if (this.isOver) throw new TransactionOver();
      this.isOver = true;
      const { command } = await this.client.query(how);
      if (command !== how) throw new Error('the transaction had failed; nothing of it was kept');
    };
    const answer = this.tail.then(run, run);
    this.tail = answer.catch(() => undefined);
    return answer;
  }
}
