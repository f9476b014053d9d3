import { createHash } from 'node:crypto';
import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import type { RunLine } from './run-lines.js';

/** What a vote binds: one hash over period, policy, snapshot, every step and every line. The database repeats it. */
export interface BoundByVote {
  readonly periodId: string;
  readonly policyHash: string;
  readonly snapshotHash: string;
  readonly outcome: Json;
  readonly linesHash: string;
}

export const runHash = (bound: BoundByVote): string =>
  sha256(
    [
      `period ${bound.periodId}`,
      `policy ${bound.policyHash}`,
      `snapshot ${bound.snapshotHash}`,
      `outcome ${sha256(canonicalJson(bound.outcome))}`,
      `lines ${bound.linesHash}`,
    ].join('\n'),
  );

/** Lines by pool and key in the order of code points, each with its forms in the order of the policy. */
export function linesHash(lines: readonly RunLine[]): string {
  const hash = createHash('sha256');
  const ordered = [...lines].sort((a, b) => compare(a.pool, b.pool) || compare(a.key, b.key));
  for (const line of ordered) hash.update(`${lineText(line)}\n`);
  return hash.digest('hex');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One line as it is hashed. */
export const lineText = ({ pool, key, amountMinor, leastMinor, forms }: RunLine): string =>
  [
    pool,
    key,
    amountMinor,
    leastMinor,
    forms
      .map((one) => [one.form, one.kind ?? '', one.year ?? '', one.amountMinor, one.leastMinor].join(':'))
      .join(';'),
  ].join('\t');
