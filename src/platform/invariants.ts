import type { Tx } from './database/transaction.js';

/**
 * What must always be true of one cooperative's data, as a query that finds the exceptions. `rochdale check` runs all
 * of them on live data; each has a test that corrupts a row and sees its sentence.
 */
export interface Invariant {
  /** `module.name`, as in `ledger.entries_balance`. */
  readonly name: string;
  /** What is true when nothing is found. */
  readonly sentence: string;
  /** Rows that break it, each with a `what` that names the row in words. Runs bound to one cooperative. */
  readonly exceptions: string;
}

export interface BrokenInvariant {
  readonly name: string;
  readonly sentence: string;
  readonly exceptions: readonly string[];
}

/** Runs the invariants in the bound cooperative; at most ten exceptions of each are named. */
export async function findBroken(tx: Tx, invariants: readonly Invariant[]): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const { name, sentence, exceptions } of invariants) {
    const rows = await tx.sql<{ what: string }>(
      `SELECT what::text FROM (${exceptions}) AS exception LIMIT 10`,
    );
    if (rows.length > 0) broken.push({ name, sentence, exceptions: rows.map((row) => row.what) });
  }
  return broken;
}
