import type { Json } from '../../../shared/canonical-json.js';
import { formatQuantity } from '../quantity.js';
import type { FrozenSnapshot, JsonObject } from '../run/run-snapshot.js';

/** A record as a member claims it should be, by the key of their accounts. */
export interface ClaimedRecord {
  readonly disputeId: string;
  readonly key: string;
  readonly basis: string;
  readonly quantityMillionths: bigint;
}

/** A dispute as the engine compares its endings: as recorded, or as claimed. */
export const disputeForEngine = (claim: ClaimedRecord): JsonObject => ({
  id: claim.disputeId,
  outcomes: [
    {
      id: 'upheld',
      records: [{ key: claim.key, basis: claim.basis, quantity: formatQuantity(claim.quantityMillionths) }],
    },
  ],
});

/** A basis of a participant, set to what was claimed; nothing at all is left out, as records of nothing are. */
export function withQuantity(facts: JsonObject, { basis, quantityMillionths }: ClaimedRecord): JsonObject {
  const bases: Record<string, Json> = { ...(facts.bases as JsonObject | undefined) };
  if (quantityMillionths === 0n) delete bases[basis];
  else bases[basis] = formatQuantity(quantityMillionths);
  return { ...facts, bases };
}

/** A dispute that has ended: what it put in the place of the record, or nothing. */
export interface EndedDispute {
  readonly disputeId: string;
  readonly upheld: ClaimedRecord | null;
}

/**
 * The snapshot of a run as it would have been had these disputes ended before it was frozen: the upheld change their
 * record, the others leave it, and neither is open any more. Everything else stays what the vote bound.
 */
export const snapshotAfter = (snapshot: FrozenSnapshot, ended: readonly EndedDispute[]): FrozenSnapshot => ({
  header: headerAfter(snapshot.header, ended),
  participants: snapshot.participants.map(participantAfter(ended)),
});

/** The same of a snapshot without its participants. */
export function headerAfter(frozen: JsonObject, ended: readonly EndedDispute[]): JsonObject {
  const over = new Set(ended.map(({ disputeId }) => disputeId));
  const { disputes, ...header } = frozen;
  const open = ((disputes ?? []) as readonly JsonObject[]).filter(({ id }) => !over.has(id as string));
  return open.length === 0 ? header : { ...header, disputes: open };
}

/** The same of one participant after the other. */
export function participantAfter(
  ended: readonly EndedDispute[],
): <One extends { readonly key: string; readonly facts: Json }>(one: One) => One {
  const upheld = ended.flatMap((dispute) => dispute.upheld ?? []);
  const keys = new Set(upheld.map(({ key }) => key));
  return (one) =>
    keys.has(one.key)
      ? {
          ...one,
          facts: upheld.filter(({ key }) => key === one.key).reduce(withQuantity, one.facts as JsonObject),
        }
      : one;
}
