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

/**
 * The hash of a snapshot whose participants come one after the other, by key: the same as of the whole. Only for a
 * snapshot without capital, which stands in a list of its own.
 */
export class StreamedSnapshotHash {
  private readonly hash = createHash('sha256');
  private isFirst = true;
  private readonly rest: string;

  constructor(header: { readonly [field: string]: Json }) {
    const fields = Object.keys(header).sort();
    const written = (some: readonly string[]): string[] =>
      some.map((field) => `${canonicalJson(field)}:${canonicalJson(header[field]!)}`);
    const before = written(fields.filter((field) => field < 'participants'));
    const after = written(fields.filter((field) => field > 'participants'));
    this.hash.update(`{${[...before, '"participants":['].join(',')}`);
    this.rest = `${[']', ...after].join(',')}}`;
  }

  add(facts: Json): void {
    this.hash.update(`${this.isFirst ? '' : ','}${canonicalJson(facts)}`);
    this.isFirst = false;
  }

  digest(): string {
    return this.hash.update(this.rest).digest('hex');
  }
}
