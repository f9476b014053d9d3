import { describedEnum } from '../../platform/graphql/described-enum.js';
import type { MemberRole } from '../../platform/request/viewer.js';
import type { CooperativeKind } from '../domain/cooperative-charter.js';
import type { MemberStanding } from '../domain/standing.js';
import type { BodyKind, PartyKind } from '../membership.rows.js';

export const StandingEnum = describedEnum<MemberStanding>('Standing', 'How a membership stands on a day.', {
  applied: 'Has asked to join; not yet a member.',
  invited: 'Has been invited; becomes a member on accepting.',
  probation: 'A member for a trial period, with the rights of a member.',
  active: 'A member with all rights.',
  suspended: 'A member whose rights rest for a time.',
  leaving: 'Has given notice; a member with all rights until the day it takes effect.',
  left: 'Was a member and left.',
  expelled: 'Was a member and was expelled by decision.',
  deceased: 'Was a member and has died.',
});

export const RoleEnum = describedEnum<MemberRole>('MemberRole', 'An office that carries rights of its own.', {
  steward: 'Keeps the register and runs the rounds of decision.',
  treasurer: 'Keeps the books.',
  secretary: 'Keeps the register and the minutes.',
  facilitator: 'Guides deliberation.',
  auditor: 'Reads everything, changes nothing.',
});

export const PartyKindEnum = describedEnum<PartyKind>('PartyKind', 'What holds a membership.', {
  person: 'One human being.',
  household: 'People who live together and hold one membership with one vote.',
  organisation: 'A body with its own legal person, another cooperative too.',
});

export const BodyKindEnum = describedEnum<BodyKind>('BodyKind', 'What decides in a cooperative.', {
  general_assembly: 'All members.',
  delegates_assembly: 'Delegates elected by the members.',
  board: 'The board.',
  committee: 'A committee with a task.',
  circle: 'A circle with a mandate.',
  officer: 'A single officer.',
});

export const CooperativeKindEnum = describedEnum<CooperativeKind>(
  'CooperativeKind',
  'Whom a cooperative serves.',
  {
    consumer: 'Those who buy from it.',
    worker: 'Those who work in it.',
    producer: 'Those who sell through it.',
    housing: 'Those who live in it.',
    energy: 'Those who generate or use its energy.',
    credit: 'Those who save with it and borrow from it.',
    multi_stakeholder: 'Several of these together.',
    mutual_aid: 'Neighbours who help one another.',
  },
);
