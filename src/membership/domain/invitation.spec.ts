import { mayBeAccepted, type InvitationFacts } from './invitation.js';

const open: InvitationFacts = {
  isAccepted: false,
  isRevoked: false,
  isExpired: false,
  hasAccount: false,
  standing: 'invited',
  accepterIsMember: false,
};

describe('an invitation', () => {
  it('is accepted while it is open', () => {
    expect(mayBeAccepted(open)).toBe(true);
    expect(mayBeAccepted({ ...open, standing: 'active' })).toBe(true);
  });

  it('is refused with the first thing that stands against it', () => {
    const cases: [Partial<InvitationFacts>, string][] = [
      [{ isAccepted: true, isRevoked: true, isExpired: true }, 'INVITATION_USED'],
      [{ isRevoked: true, isExpired: true }, 'INVITATION_REVOKED'],
      [{ isExpired: true }, 'INVITATION_EXPIRED'],
      [{ standing: 'left' }, 'MEMBERSHIP_OVER'],
      [{ hasAccount: true }, 'HAS_AN_ACCOUNT'],
      [{ accepterIsMember: true }, 'ALREADY_A_MEMBER'],
    ];
    for (const [change, reason] of cases) {
      expect(mayBeAccepted({ ...open, ...change })).toMatchObject({ reason });
    }
  });
});
