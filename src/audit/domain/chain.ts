import { canonicalJson, sha256, type Json } from '../../shared/canonical-json.js';

/** One recorded act, as it stands in the record. */
export interface RecordedEvent {
  readonly id: string;
  readonly act: string;
  readonly actorPersonId: string | null;
  readonly actorMembershipId: string | null;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly data: Json;
  /** UTC, microseconds: `2026-05-20T18:00:00.000000Z`. */
  readonly recordedAt: string;
}
export interface Seal {
  readonly position: bigint;
  readonly eventId: string;
  readonly eventHash: string;
  readonly chainHash: string;
}

/** What the first seal of a chain hangs on. */
export const genesisOf = (cooperativeId: string): string => sha256(`rochdale/audit/v1\0${cooperativeId}`);

/** SHA-256 over the canonical JSON of the whole event: a change to any field changes it. */
export const eventHash = (event: RecordedEvent): string =>
  sha256(`rochdale/audit/event/v1\0${canonicalJson(event as unknown as Json)}`);

/** Each seal commits to everything before it: `SHA-256(previous ‖ event)`. */
export const chainHash = (previous: string, event: string): string =>
  sha256(`rochdale/audit/seal/v1\0${previous}${event}`);

export type ChainFault =
  | { readonly kind: 'event_missing'; readonly position: bigint; readonly eventId: string }
  | { readonly kind: 'event_changed'; readonly position: bigint; readonly eventId: string }
  | { readonly kind: 'seal_changed'; readonly position: bigint; readonly eventId: string }
  | { readonly kind: 'position_missing'; readonly position: bigint; readonly eventId: string };

/**
 * Recomputes one link of the chain. Returns the first fault of this seal, or the chain hash to go on with.
 * Anyone with the events and the seals can do the same.
 */
export function verifyLink(
  previous: { readonly position: bigint; readonly chainHash: string },
  seal: Seal,
  event: RecordedEvent | null,
): { readonly fault: ChainFault } | { readonly chainHash: string } {
  const at = { position: seal.position, eventId: seal.eventId };
  if (seal.position !== previous.position + 1n) return { fault: { kind: 'position_missing', ...at } };
  if (!event) return { fault: { kind: 'event_missing', ...at } };
  if (eventHash(event) !== seal.eventHash) return { fault: { kind: 'event_changed', ...at } };
  const expected = chainHash(previous.chainHash, seal.eventHash);
  return expected === seal.chainHash ? { chainHash: expected } : { fault: { kind: 'seal_changed', ...at } };
}

/** A fault in words that a member can act on. */
export function describeFault(fault: ChainFault): string {
  switch (fault.kind) {
    case 'event_missing':
      return `Seal ${fault.position} names event ${fault.eventId}, which is no longer in the record.`;
    case 'event_changed':
      return `Event ${fault.eventId} at position ${fault.position} was changed after it was sealed.`;
    case 'seal_changed':
      return `Seal ${fault.position} does not follow from the seals before it.`;
    case 'position_missing':
      return `A seal is missing before position ${fault.position}.`;
  }
}
