import { foundingBylaws } from '../membership/domain/founding-bylaws.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import { nobody, type Viewer } from '../platform/request/viewer.js';
import { mayCastBallot, mayCastOnBehalf, mayExtendPoll, maySeePolls } from './voting.policy.js';

const member: Viewer = {
  ...nobody,
  personId: 'person',
  cooperativeId: 'cooperative',
  membershipId: 'membership',
  standing: 'active',
};
const reasonOf = (verdict: unknown): unknown =>
  verdict === true ? true : (verdict as { reason: string }).reason;
const open = { state: 'open' as const, hasOpened: true, isElector: true, isWithdrawn: false };

describe('who may cast a ballot', () => {
  it.each([
    ['an elector while it is open', member, open, true],
    ['an elector who has left since', { ...member, standing: 'left' as const }, open, true],
    ['nobody who is not signed in', nobody, open, 'NOT_SIGNED_IN'],
    ['nobody without a membership', { ...member, membershipId: null }, open, 'NOT_A_MEMBER'],
    ['no member outside the electorate', member, { ...open, isElector: false }, 'NOT_ELECTOR'],
    [
      'nobody who may not even see it',
      { ...member, standing: 'left' as const },
      { ...open, isElector: false },
      'NOT_FOUND',
    ],
    ['no elector with a conflict of interest', member, { ...open, isWithdrawn: true }, 'WITHDRAWN_FROM_POLL'],
    ['nobody from the closing instant on', member, { ...open, state: 'closing' as const }, 'POLL_CLOSED'],
    ['nobody after the close', member, { ...open, state: 'closed' as const }, 'POLL_CLOSED'],
    ['nobody before the opening', member, { ...open, hasOpened: false }, 'POLL_NOT_OPEN'],
    ['nobody in a cancelled poll', member, { ...open, state: 'cancelled' as const }, 'POLL_NOT_OPEN'],
  ])('%s', (_who, viewer, facts, expected) => {
    expect(reasonOf(mayCastBallot(viewer, facts))).toBe(expected);
  });
});

describe('who may enter a ballot for somebody else', () => {
  const steward: Viewer = { ...member, roles: ['steward'] };
  const facts = { visibility: 'open' as const, memberHasAccount: false };
  it.each([
    ['a steward, for a member without an account, in an open poll', steward, facts, true],
    ['no other member', member, facts, 'NOT_ALLOWED'],
    [
      'no steward whose membership has ended',
      { ...steward, standing: 'left' as const },
      facts,
      'NOT_ALLOWED',
    ],
    [
      'nobody in a confidential poll',
      steward,
      { ...facts, visibility: 'confidential' as const },
      'ON_BEHALF_NOT_ALLOWED',
    ],
    [
      'nobody for a member who can sign in',
      steward,
      { ...facts, memberHasAccount: true },
      'MEMBER_HAS_ACCOUNT',
    ],
    ['nobody who is not signed in', nobody, facts, 'NOT_SIGNED_IN'],
  ])('%s', (_who, viewer, given, expected) => {
    expect(reasonOf(mayCastOnBehalf(viewer, given))).toBe(expected);
  });
});

describe('who may give a poll more time', () => {
  const policy = storedPolicy(
    foundingBylaws.find((rule) => rule.key === 'decision-policy/resolution')!.value,
  );
  const poll = { openedBy: 'membership', policy };
  it.each([
    ['the author', member, poll, true],
    [
      'a holder of a role the rule names',
      { ...member, roles: ['steward' as const] },
      { ...poll, openedBy: null },
      true,
    ],
    [
      'no holder of another role',
      { ...member, roles: ['auditor' as const] },
      { ...poll, openedBy: null },
      'NOT_ALLOWED',
    ],
    ['no other member', { ...member, membershipId: 'another' }, poll, 'NOT_ALLOWED'],
    ['nobody whose membership has ended', { ...member, standing: 'left' as const }, poll, 'NOT_A_MEMBER'],
    [
      'nobody where the rule forbids it',
      member,
      { ...poll, policy: { ...policy, mayExtend: false } },
      'EXTENSION_NOT_ALLOWED',
    ],
    ['nobody who is not signed in', nobody, poll, 'NOT_SIGNED_IN'],
  ])('%s', (_who, viewer, given, expected) => {
    expect(reasonOf(mayExtendPoll(viewer, given))).toBe(expected);
  });
});

describe('who sees polls', () => {
  it('is every current member, and a suspended one, who is owed the reason', () => {
    expect(maySeePolls(member)).toBe(true);
    expect(maySeePolls({ ...member, standing: 'suspended' })).toBe(true);
    expect(maySeePolls({ ...member, standing: 'expelled' })).toBe(false);
    expect(maySeePolls(nobody)).toBe(false);
  });
});
