import { defineAct, type DescribedReasons } from '../../platform/graphql/act.js';
import { invitationReasons } from '../domain/invitation.js';
import { standingReasons } from '../domain/standing.js';
import {
  mayActAsPerson,
  mayAppointSecondOfficer,
  mayEndRole,
  mayKeepRegister,
  mayRecordLeaving,
  maySuspend,
} from '../membership.policy.js';
import { importReasons } from '../member-import.js';
import { roleReasons } from '../roles.js';
import {
  CooperativeFoundedType,
  InvitationAcceptedType,
  InvitationRevokedType,
  InvitationSentType,
  MemberChangedType,
  MembersImportedType,
} from './membership.done.js';

const keepers = 'A steward or the secretary, while a current member.';
const reason = {
  CLASS_UNKNOWN: 'There is no class of members with this code.',
  CLASS_UNCHANGED: 'The member is in this class on that day already.',
  ADDRESS_IN_USE: 'Another member has this e-mail address.',
  REFERENCE_IN_USE: 'Another member has this reference.',
  NO_ADDRESS: 'No e-mail address of the member is on record.',
  TOO_MANY_INVITATIONS: 'The member has had as many invitations as a day allows.',
  EFFECTIVE_DATE_INVALID: standingReasons.EFFECTIVE_DATE_INVALID,
  SLUG_TAKEN: 'Another cooperative has this short name.',
  TOO_MANY_COOPERATIVES: 'The person is in as many cooperatives as one person can found.',
  BODY_UNKNOWN: 'There is no body with this code.',
  BODY_HAS_NO_SEATS: 'The body is all members; nobody is appointed to it.',
  SEAT_ALREADY_HELD: 'The member already sits on this body.',
  SEAT_ENDED: 'The seat has already been ended.',
  NOT_REPRESENTABLE: 'Only a person acts for a household or an organisation.',
} as const satisfies DescribedReasons;

function pick(...names: (keyof typeof reason)[]): DescribedReasons {
  return Object.fromEntries(names.map((name) => [name, reason[name]]));
}

export const foundCooperative = defineAct({
  name: 'foundCooperative',
  description: 'Founds a cooperative: the viewer becomes member 1 and steward; a second officer is invited.',
  done: CooperativeFoundedType,
  reasons: {
    ...pick('SLUG_TAKEN', 'TOO_MANY_COOPERATIVES', 'ADDRESS_IN_USE', 'CLASS_UNKNOWN'),
    ...roleReasons,
  },
  who: mayActAsPerson,
  whoInWords: 'Anybody signed in.',
});

export const appointSecondOfficer = defineAct({
  name: 'appointSecondOfficer',
  description: 'Appoints and invites another second officer while there are fewer than two.',
  done: InvitationSentType,
  reasons: { ...pick('ADDRESS_IN_USE', 'CLASS_UNKNOWN'), ...roleReasons },
  who: mayAppointSecondOfficer,
  whoInWords: 'A steward, while fewer than two officers are members or have an open invitation.',
});

export const inviteMember = defineAct({
  name: 'inviteMember',
  description: 'Enters somebody as invited and sends them an invitation.',
  done: InvitationSentType,
  reasons: pick('ADDRESS_IN_USE', 'CLASS_UNKNOWN'),
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const resendInvitation = defineAct({
  name: 'resendInvitation',
  description: 'Sends a new invitation to a member without an account; the former one no longer works.',
  done: InvitationSentType,
  reasons: {
    ...pick('NO_ADDRESS', 'TOO_MANY_INVITATIONS'),
    HAS_AN_ACCOUNT: invitationReasons.HAS_AN_ACCOUNT,
    MEMBERSHIP_OVER: invitationReasons.MEMBERSHIP_OVER,
  },
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const revokeInvitation = defineAct({
  name: 'revokeInvitation',
  description: 'Withdraws the open invitations of a member.',
  done: InvitationRevokedType,
  reasons: {},
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const acceptInvitation = defineAct({
  name: 'acceptInvitation',
  description: 'Accepts an invitation by the code in its letter; needs no `Rochdale-Cooperative` header.',
  done: InvitationAcceptedType,
  reasons: invitationReasons,
  who: mayActAsPerson,
  whoInWords: 'Anybody signed in who has the code.',
});

export const addMember = defineAct({
  name: 'addMember',
  description: 'Enters a member who has no account.',
  done: MemberChangedType,
  reasons: pick('CLASS_UNKNOWN', 'ADDRESS_IN_USE', 'REFERENCE_IN_USE', 'EFFECTIVE_DATE_INVALID'),
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const changeMemberClass = defineAct({
  name: 'changeMemberClass',
  description: 'Moves a member to another class from a day on.',
  done: MemberChangedType,
  reasons: pick('CLASS_UNKNOWN', 'CLASS_UNCHANGED', 'EFFECTIVE_DATE_INVALID'),
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const suspendMember = defineAct({
  name: 'suspendMember',
  description: 'Lets a member’s rights rest from a day on.',
  done: MemberChangedType,
  reasons: standingReasons,
  who: maySuspend,
  whoInWords: `${keepers} Never themself, and never somebody who holds an office.`,
});

export const reinstateMember = defineAct({
  name: 'reinstateMember',
  description: 'Ends a suspension, takes back a notice, or takes back somebody who had left.',
  done: MemberChangedType,
  reasons: standingReasons,
  who: maySuspend,
  whoInWords: `${keepers} Never themself, and never somebody who holds an office.`,
});

export const leaveCooperative = defineAct({
  name: 'leaveCooperative',
  description:
    'Records that a member leaves, on a day; until then they keep all rights. Offices end with it.',
  done: MemberChangedType,
  reasons: standingReasons,
  who: mayRecordLeaving,
  whoInWords:
    'The member; a steward or the secretary for a member without office who gave notice another way.',
});

export const endRole = defineAct({
  name: 'endRole',
  description: 'Ends the role of somebody whose membership is over; other roles end by decision.',
  done: MemberChangedType,
  reasons: roleReasons,
  who: mayEndRole,
  whoInWords: 'A steward, once the holder has left, was expelled or has died.',
});

export const appointToSeat = defineAct({
  name: 'appointToSeat',
  description: 'Seats a member on a body.',
  done: MemberChangedType,
  reasons: {
    ...pick('BODY_UNKNOWN', 'BODY_HAS_NO_SEATS', 'SEAT_ALREADY_HELD'),
    MEMBER_NOT_CURRENT: roleReasons.MEMBER_NOT_CURRENT,
  },
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const endSeat = defineAct({
  name: 'endSeat',
  description: 'Ends a seat on a body.',
  done: MemberChangedType,
  reasons: pick('SEAT_ENDED', 'EFFECTIVE_DATE_INVALID'),
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const appointRepresentative = defineAct({
  name: 'appointRepresentative',
  description: 'Appoints the member who acts for a household or an organisation.',
  done: MemberChangedType,
  reasons: {
    ...pick('NOT_REPRESENTABLE', 'EFFECTIVE_DATE_INVALID'),
    MEMBER_NOT_CURRENT: roleReasons.MEMBER_NOT_CURRENT,
  },
  who: mayKeepRegister,
  whoInWords: keepers,
});

export const importMembers = defineAct({
  name: 'importMembers',
  description: 'Enters every line of a file of members, or none; the same file again is the same answer.',
  done: MembersImportedType,
  reasons: importReasons,
  who: mayKeepRegister,
  whoInWords: keepers,
});
