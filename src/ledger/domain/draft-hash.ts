import { createHash } from 'node:crypto';
import type { EntryDraft } from './book.js';

/**
 * What was asked to be booked, in one hash: two drafts with the same hash are the same entry. Lines are hashed one by
 * one, so that an entry of a million lines needs no copy of itself in memory.
 */
export function draftHash(draft: EntryDraft, homeCurrency: string): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([draft.kind, draft.narration, draft.effectiveOn, draft.sourceType, draft.sourceId]),
  );
  for (const line of draft.lines) {
    const { account } = line;
    hash.update(
      JSON.stringify([
        account.path,
        account.partyId ?? null,
        account.year ?? null,
        account.divisible ?? true,
        line.currency ?? homeCurrency,
        line.amountMinor.toString(),
        line.partyId ?? null,
        line.periodId ?? null,
        line.fund ?? null,
        line.restriction ?? null,
        line.site ?? null,
        line.project ?? null,
      ]),
    );
  }
  return hash.digest('hex');
}
