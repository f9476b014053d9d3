/**
 * An expected "no". A refusal is a value, not an exception: the rule says why in words a member can act on.
 * Anything *thrown* is a bug and is masked with an incident id.
 *
 * `reason` comes from a closed list owned by the domain that refuses (it becomes an enum in the API);
 * `details` name the marks, lines or fields at fault, one sentence each.
 */
export class Refusal<Reason extends string = string> {
  constructor(
    readonly reason: Reason,
    readonly message: string,
    readonly details: readonly string[] = [],
  ) {}
}

/** The one way to tell a refusal from an answer. */
export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

/** The answer of a permission rule: allowed, or the refusal that says what is missing. */
export type Verdict<Reason extends string = string> = true | Refusal<Reason>;

/** First refusal of a ladder of checks, or `true`. Later checks run only when the earlier ones pass. */
export function firstRefusal<Reason extends string>(
  ...checks: readonly (() => Verdict<Reason>)[]
): Verdict<Reason> {
  for (const check of checks) {
    const verdict = check();
    if (verdict !== true) return verdict;
  }
  return true;
}
