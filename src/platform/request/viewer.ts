/** Officers' functions that carry rights of their own. A title on a board seat alone carries none. */
export const memberRoles = ['steward', 'treasurer', 'secretary', 'facilitator', 'auditor'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** The standing of a membership on a date: see membership/domain/standing.ts for what each may do. */
export const standings = [
  'applied',
  'invited',
  'probation',
  'active',
  'suspended',
  'leaving',
  'left',
  'expelled',
  'deceased',
] as const;
export type Standing = (typeof standings)[number];

/**
 * Who is asking, in which cooperative, with what rights *now*. Read afresh at every request, so that a right
 * that was taken away is gone with the next one.
 */
export interface Viewer {
  /** Null when nobody is signed in. */
  readonly personId: string | null;
  readonly sessionId: string | null;
  /** Null outside any cooperative (sign-in, founding, `me`). */
  readonly cooperativeId: string | null;
  /** Null for somebody who is not a member of the cooperative. */
  readonly membershipId: string | null;
  readonly partyId: string | null;
  readonly standing: Standing | null;
  readonly roles: readonly MemberRole[];
  /** Of the cooperative, to tell its members when something is; `UTC` for everybody else. */
  readonly timeZone: string;
  /** True for the product's own jobs (closing polls, sealing): they act by rule and not by right. */
  readonly isSystem: boolean;
}

export const nobody: Viewer = {
  personId: null,
  sessionId: null,
  cooperativeId: null,
  membershipId: null,
  partyId: null,
  standing: null,
  roles: [],
  timeZone: 'UTC',
  isSystem: false,
};

/** The product itself, acting in one cooperative. */
export const systemIn = (cooperativeId: string): Viewer => ({ ...nobody, cooperativeId, isSystem: true });

export const holds = (viewer: Viewer, ...roles: readonly MemberRole[]): boolean =>
  viewer.roles.some((role) => roles.includes(role));

/** A member whose membership stands: on probation, active, or giving notice. */
export const isCurrentMember = (viewer: Viewer): boolean =>
  viewer.membershipId !== null && ['probation', 'active', 'leaving'].includes(viewer.standing ?? '');
