import type { MemberRegister } from '../../membership/member-register.queries.js';
import type { Roles } from '../../membership/roles.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { memberRoles, type MemberRole } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { EffectPayload, ProposalEffect } from '../proposal-effects.js';

/** Adoption gives a member a role from the day the decision takes force. Members are named by identifier, so that an erased name leaves the decision readable. */
export const assignRole = 'assign-role';

export function assignRoleEffect(register: MemberRegister, roles: Roles): ProposalEffect {
  return {
    kind: assignRole,
    decisionKind: 'role-assignment',
    describe: (payload) => `Member ${String(payload.memberNumber)} becomes ${String(payload.role)}.`,
    check: (tx, payload) => checkAssignment(register, tx, payload),
    carryOut: async (tx, viewer, { decisionId, payload }) => {
      const possible = await checkAssignment(register, tx, payload);
      if (possible !== true) return possible;
      const assigned = await roles.assignRole(tx, viewer, {
        membershipId: String(payload.membershipId),
        role: payload.role as MemberRole,
        effectiveFrom: await todayOf(tx),
        decisionId,
      });
      return isRefusal(assigned) ? assigned : true;
    },
  };
}

async function checkAssignment(
  register: MemberRegister,
  tx: Tx,
  payload: EffectPayload,
): Promise<true | Refusal> {
  if (!memberRoles.includes(payload.role as MemberRole))
    return new Refusal('UNKNOWN_ROLE', 'There is no such role.');
  const membershipId = String(payload.membershipId);
  const member = isId(membershipId) ? await register.findMembership(tx, membershipId) : null;
  if (!member) return new Refusal('UNKNOWN_MEMBER', 'There is no such member in this cooperative.');
  if (!['active', 'probation'].includes(member.standing ?? '')) {
    return new Refusal('MEMBER_NOT_ACTIVE', 'A role is given to a member who is active or on probation.');
  }
  return true;
}

async function todayOf(tx: Tx): Promise<string> {
  const row = await tx.one<{ today: string }>(`SELECT today_in(current_cooperative_id()) AS today`);
  if (!row) throw new Error('no cooperative is bound');
  return row.today;
}
