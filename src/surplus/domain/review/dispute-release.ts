import type { Json } from '../../../shared/canonical-json.js';
import type { RunOutcome } from '../run/run-outcome.js';
import type { RunLine, RunLineForm } from '../run/run-lines.js';
import { contestedAccount } from '../run/run-postings.js';
import type { JsonObject } from '../run/run-snapshot.js';

/** A part of somebody's line that is released, in its form. */
export interface ReleasedForm {
  readonly pool: string;
  readonly key: string;
  readonly form: string;
  readonly kind: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
/** A line of the entry that belongs to nobody; debits are positive. */
export interface ReleasedPosting {
  readonly account: string;
  readonly divisible: boolean;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
/** What the end of a dispute gives free. */
export interface Release {
  readonly lines: readonly { readonly pool: string; readonly key: string; readonly amountMinor: bigint }[];
  readonly forms: readonly ReleasedForm[];
  readonly postings: readonly ReleasedPosting[];
  /** What the surplus account gives besides; a rate declared on a basis may come to more or less than was held. */
  readonly fromSurplusMinor: bigint;
  readonly releasedMinor: bigint;
  readonly heldAfterMinor: bigint;
}

/**
 * A run is posted at the least everybody gets under any ending of the open disputes. When one ends, fewer endings are
 * left, so that nobody's least falls; the release is the difference of the two least postings, account by account, and
 * sums to what leaves the held sum. When the last one ends, the least is the final amount and nothing is held.
 * Losses that members bear are not disputed: they stay as posted.
 */
export function releaseBetween(before: RunOutcome, after: RunOutcome): Release {
  const earlier = new Map(before.lines.map((line) => [placeOf(line), line]));
  const shared = after.lines.filter(({ part }) => part !== 'loss');
  const pairs = shared.map((line) => ({ line, was: earlier.get(placeOf(line)) }));
  const lines = pairs
    .map(({ line, was }) => ({
      pool: line.pool,
      key: line.key,
      amountMinor: line.leastMinor - (was?.leastMinor ?? 0n),
    }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
  const [heldBefore, heldAfter] = [heldOf(before.outcome), heldOf(after.outcome)];
  return {
    lines,
    forms: pairs.flatMap(({ line, was }) => formsBetween(line, was?.forms ?? [])),
    postings: postingsBetween(before.outcome, after.outcome),
    fromSurplusMinor: minor(after.outcome.fromSurplusMinor) - minor(before.outcome.fromSurplusMinor),
    releasedMinor: heldBefore - heldAfter,
    heldAfterMinor: heldAfter,
  };
}

const placeOf = ({ pool, key }: RunLine): string => `${pool}\t${key}`;
const formOf = ({ form, kind, year }: RunLineForm): string => `${form}\t${kind ?? ''}\t${year ?? ''}`;

function formsBetween(line: RunLine, before: readonly RunLineForm[]): ReleasedForm[] {
  const was = new Map(before.map((one) => [formOf(one), one.leastMinor]));
  const now = new Map(line.forms.map((one) => [formOf(one), one]));
  const gone = before.filter((one) => !now.has(formOf(one))).map((one) => ({ ...one, leastMinor: 0n }));
  return [...line.forms, ...gone]
    .map((one) => ({
      ...{ pool: line.pool, key: line.key, form: one.form, kind: one.kind, year: one.year },
      amountMinor: one.leastMinor - (was.get(formOf(one)) ?? 0n),
    }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
}

const minor = (value: Json | undefined): bigint => BigInt((value ?? 0) as string | number);

function postingsIn(outcome: JsonObject): readonly ReleasedPosting[] {
  return (outcome.postings as readonly JsonObject[]).map((one) => ({
    account: one.account as string,
    divisible: one.divisible as boolean,
    year: one.year as number | null,
    amountMinor: minor(one.amountMinor),
  }));
}

/** What disputes hold is a credit. */
export const heldOf = (outcome: JsonObject): bigint =>
  postingsIn(outcome)
    .filter(({ account }) => account === contestedAccount)
    .reduce((sum, { amountMinor }) => sum - amountMinor, 0n);

/** What one outcome books for all together beyond another, account by account. */
export function postingsBetween(before: JsonObject, after: JsonObject): ReleasedPosting[] {
  const differences = new Map(
    postingsIn(before).map((one) => [one.account, { ...one, amountMinor: -one.amountMinor }]),
  );
  for (const one of postingsIn(after)) {
    const was = differences.get(one.account);
    differences.set(one.account, { ...one, amountMinor: one.amountMinor + (was?.amountMinor ?? 0n) });
  }
  return [...differences.values()].filter(({ amountMinor }) => amountMinor !== 0n);
}
