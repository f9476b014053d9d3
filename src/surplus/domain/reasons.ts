import { Refusal } from '../../shared/refusal.js';

/** Every reason for which the sharing of a surplus is refused. Closed: the API makes an enum of it. */
export const surplusReasons = [
  'MALFORMED_INPUT',
  'UNKNOWN_PRESET',
  'UNKNOWN_FUND',
  'UNKNOWN_BALANCE',
  'UNKNOWN_PARTICIPANT',
  'DUPLICATE_ENTRY',
  'MIXED_CURRENCIES',
  'MISSING_FIGURE',
  'NEGATIVE_FIGURE',
  'NOBODY_TO_SHARE_WITH',
  'INFEASIBLE_LIMITS',
  'MORE_THAN_THERE_IS',
  'PARTS_EXCEED_WHOLE',
  'NOT_WHOLLY_COVERED',
  'TOO_MANY_OUTCOMES',
  'NOTHING_TO_COMPUTE',
] as const;
export type SurplusReason = (typeof surplusReasons)[number];
export type SurplusRefusal = Refusal<SurplusReason>;

export const refuse = (
  reason: SurplusReason,
  message: string,
  details: readonly string[] = [],
): SurplusRefusal => new Refusal(reason, message, details);

/** The first key that occurs twice, or null. */
export function firstDuplicate(keys: Iterable<string>): string | null {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}
