import { createHash } from 'node:crypto';
import { Refusal, type Verdict } from '../../shared/refusal.js';
import type { Tx } from '../database/transaction.js';

/** How often something may happen in a window of time, for each subject (an account, a network). */
export interface RateLimit {
  /** What is counted, as `sign-in code by address`; counters of different names never meet. */
  readonly name: string;
  readonly times: number;
  /** An interval in PostgreSQL's words. Windows follow each other from a fixed instant; none is longer than a day. */
  readonly window: string;
}

export const rateLimitReasons = {
  TOO_MANY_ATTEMPTS: 'Too many attempts in a short time; the message says when to try again.',
} as const;

/**
 * Counts one more, or refuses and says when the next window begins. One statement counts and compares under the lock
 * of the counter's row, so that requests in parallel pass no more often than one after the other. The subject is
 * kept as a hash. Windows are fixed: across the border of two, twice the number may pass.
 *
 * The count is part of the caller's transaction: a command that must be counted though it refuses has to commit.
 */
export async function countAttempt(
  tx: Tx,
  limit: RateLimit,
  subject: string,
): Promise<Verdict<'TOO_MANY_ATTEMPTS'>> {
  const counted = await tx.sql(
    `INSERT INTO rate_limit (key_hash, window_starts_at, used)
     VALUES ($1, date_bin($2::interval, rochdale_now(), '2000-01-01T00:00:00Z'), 1)
     ON CONFLICT (key_hash, window_starts_at) DO UPDATE SET used = rate_limit.used + 1 WHERE rate_limit.used < $3
     RETURNING 1 AS counted`,
    [keyHash(limit.name, subject), limit.window, limit.times],
  );
  return counted.length === 1 ? true : tooMany(tx, limit);
}

async function tooMany(tx: Tx, limit: RateLimit): Promise<Refusal<'TOO_MANY_ATTEMPTS'>> {
  const next = await tx.one<{ at: Date; minutes: number }>(
    `SELECT at, greatest(1, ceil(extract(epoch FROM at - rochdale_now()) / 60))::int AS minutes
     FROM (SELECT date_bin($1::interval, rochdale_now(), '2000-01-01T00:00:00Z') + $1::interval AS at) AS next`,
    [limit.window],
  );
  const { at, minutes } = next!;
  return new Refusal(
    'TOO_MANY_ATTEMPTS',
    `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    [`The next attempt is possible from ${at.toISOString()}.`],
  );
}

const keyHash = (name: string, subject: string): Buffer =>
  createHash('sha256').update(`rochdale/rate-limit/v1\0${name}\0${subject}`).digest();

/** Counters that no window can ask for any more. */
export const forgetOldCounters = (tx: Tx): Promise<unknown> =>
  tx.sql(`DELETE FROM rate_limit WHERE window_starts_at < rochdale_now() - interval '1 day'`);
