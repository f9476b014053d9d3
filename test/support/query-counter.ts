import { PgTransaction } from '../../src/platform/database/transaction.js';

/** Statements that ran inside transactions while `act` ran, their texts in order. */
export async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
  const run = Object.getOwnPropertyDescriptor(PgTransaction.prototype, 'sql')!;
  const original = run.value as PgTransaction['sql'];
  const statements: string[] = [];
  PgTransaction.prototype.sql = function (text, values) {
    statements.push(text);
    return original.call(this, text, values) as never;
  };
  try {
    await act();
  } finally {
    Object.defineProperty(PgTransaction.prototype, 'sql', run);
  }
  return statements;
}
