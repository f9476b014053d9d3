import type { MemberRegister } from '../../membership/member-register.js';
import type { Roles } from '../../membership/roles.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { MemberRole } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { textIn, type EffectPayload, type ProposalEffect } from '../proposal-effects.js';

/**
 * Adoption gives a member a role from the day the decision takes force. Members are named by identifier and number,
 * so that a name erased later leaves the decision readable.
 */
export const assignRole = 'assign-role';

export function assignRoleEffect(register: MemberRegister, roles: Roles): ProposalEffect {
  const assignment = async (tx: Tx, payload: EffectPayload) => ({
    membershipId: textIn(payload, 'membershipId'),
    role: payload.role as MemberRole,
    effectiveFrom: await register.today(tx),
  });
  return {
    kind: assignRole,
    decisionKind: 'role-assignment',
    describe: (payload) => `Member ${textIn(payload, 'memberNumber')} becomes ${textIn(payload, 'role')}.`,
    check: async (tx, payload): Promise<true | Refusal> =>
      (await roles.check(tx, await assignment(tx, payload))) ?? true,
    carryOut: async (tx, viewer, { decisionId, payload }) => {
      const assigned = await roles.assignRole(tx, viewer, { ...(await assignment(tx, payload)), decisionId });
      return isRefusal(assigned) ? assigned : true;
    },
  };
}
