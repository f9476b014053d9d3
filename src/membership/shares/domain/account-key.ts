/**
 * The part of an account's name that says whose it is: `m001` for member number 1, `x-…` for a party who takes part
 * without being a member. Numbers are never reused, so that a key means one member for ever.
 */
export interface KeyedParty {
  readonly partyId: string;
  /** The membership number, or null for a party who is not a member. */
  readonly number: number | null;
  readonly externalRef: string | null;
}

export const memberAccountKey = (number: number): string => `m${String(number).padStart(3, '0')}`;

/** A reference that the chart cannot spell gives way to the party's identifier; two references never share a key. */
export function accountKey(party: KeyedParty): string {
  if (party.number !== null) return memberAccountKey(party.number);
  const ref = party.externalRef ?? '';
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(ref) ? `x-${ref}` : `x-${party.partyId}`;
}
