import { createHash } from 'node:crypto';
import { canonicalJson, sha256, type Json } from '../../../shared/canonical-json.js';
import type { RunLine } from './run-lines.js';

/**
 * How a run is hashed. 1 left out whose each line is, what it is a part of, and the run that is corrected; runs that were
 * hashed so keep it, and still verify. Everything computed since is hashed by 2.
 */
export type RunHashVersion = 1 | 2;
export const runHashNow: RunHashVersion = 2;

/** What a vote binds: one hash over period, policy, snapshot, every step and every line. The database repeats it. */
export interface BoundByVote {
  readonly version: RunHashVersion;
  readonly periodId: string;
  /** The run in the books that this one corrects. */
  readonly corrects: string | null;
  readonly policyHash: string;
  readonly snapshotHash: string;
  readonly partiesHash: string;
  readonly outcome: Json;
  readonly linesHash: string;
}

export const runHash = (bound: BoundByVote): string => {
  const second = bound.version === 2;
  return sha256(
    [
      ...(second ? ['version 2'] : []),
      `period ${bound.periodId}`,
      ...(second ? [`corrects ${bound.corrects ?? ''}`] : []),
      `policy ${bound.policyHash}`,
      `snapshot ${bound.snapshotHash}`,
      ...(second ? [`parties ${bound.partiesHash}`] : []),
      `outcome ${sha256(canonicalJson(bound.outcome))}`,
      `lines ${bound.linesHash}`,
    ].join('\n'),
  );
};

/** Whose each account key is; participants come by key, in the order of code points. */
export class PartiesHash {
  private readonly hash = createHash('sha256');

  add({ key, partyId }: { readonly key: string; readonly partyId: string }): void {
    this.hash.update(`${key}\t${partyId}\n`);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

/** Lines by pool and key in the order of code points, each with its forms in the order of the policy. */
export function linesHash(lines: readonly RunLine[], version: RunHashVersion): string {
  const hash = createHash('sha256');
  const ordered = [...lines].sort((a, b) => compare(a.pool, b.pool) || compare(a.key, b.key));
  for (const line of ordered) hash.update(`${lineText(line, version)}\n`);
  return hash.digest('hex');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One line as it is hashed. */
export const lineText = (
  { pool, part, key, amountMinor, leastMinor, forms }: RunLine,
  version: RunHashVersion,
): string =>
  [
    pool,
    ...(version === 1 ? [] : [part]),
    key,
    amountMinor,
    leastMinor,
    forms
      .map((one) => [one.form, one.kind ?? '', one.year ?? '', one.amountMinor, one.leastMinor].join(':'))
      .join(';'),
  ].join('\t');

/**
 * The hash of a snapshot whose participants come one after the other, by key, and before them, where the snapshot has
 * any, everybody's capital: the same as of the whole.
 */
export class StreamedSnapshotHash {
  private readonly hash = createHash('sha256');
  private isFirst = true;
  private readonly between: string;
  private readonly rest: string;

  constructor(
    header: { readonly [field: string]: Json },
    private readonly hasCapital: boolean,
  ) {
    const fields = Object.keys(header).sort();
    const written = (from: string, to: string): string[] =>
      fields
        .filter((field) => field > from && field < to)
        .map((field) => `${canonicalJson(field)}:${canonicalJson(header[field]!)}`);
    const [capital, participants] = ['"capital":[', '"participants":['];
    const before = written('', 'capital');
    const middle = written('capital', 'participants');
    this.hash.update(
      `{${hasCapital ? [...before, capital].join(',') : [...before, ...middle, participants].join(',')}`,
    );
    this.between = [']', ...middle, participants].join(',');
    this.rest = `${[']', ...written('participants', '\uffff')].join(',')}}`;
  }

  addCapital(capital: Json): void {
    this.addTo(capital);
  }

  /** After the last capital, before the first participant. */
  participantsFollow(): void {
    if (this.hasCapital) this.hash.update(this.between);
    this.isFirst = true;
  }

  add(facts: Json): void {
    this.addTo(facts);
  }

  private addTo(value: Json): void {
    this.hash.update(`${this.isFirst ? '' : ','}${canonicalJson(value)}`);
    this.isFirst = false;
  }

  digest(): string {
    return this.hash.update(this.rest).digest('hex');
  }
}
