import type { MemberRole, Standing } from '../platform/request/viewer.js';

export const partyKinds = ['person', 'household', 'organisation'] as const;
export type PartyKind = (typeof partyKinds)[number];

/** A cooperative as everybody who may name it sees it. */
export interface CooperativeRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly foundedAt: Date;
  /** The date it is now in its own time zone. */
  readonly today: string;
}

/** A membership as it stood on a day. */
export interface MembershipRow {
  readonly id: string;
  readonly partyId: string;
  readonly number: number;
  readonly kind: PartyKind;
  readonly hasAccount: boolean;
  readonly externalRef: string | null;
  readonly joinedOn: string;
  /** The chosen name on that day; the number where no name is kept. */
  readonly name: string;
  readonly standing: Standing | null;
  readonly classId: string | null;
  readonly roles: readonly MemberRole[];
  /** The day that this row describes. */
  readonly asOf: string;
}

export interface MemberClassRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly mayVote: boolean;
  readonly voteWeightMillionths: bigint;
}

export const bodyKinds = [
  'general_assembly',
  'delegates_assembly',
  'board',
  'committee',
  'circle',
  'officer',
] as const;
export type BodyKind = (typeof bodyKinds)[number];

export interface BodyRow {
  readonly id: string;
  readonly kind: BodyKind;
  readonly code: string;
  readonly name: string;
}

/** A party as its external reference names it. */
export interface ReferredParty {
  readonly ref: string;
  readonly partyId: string;
  readonly membershipId: string | null;
}
