import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { memberRoles, type MemberRole, type Viewer } from '../platform/request/viewer.js';
import { isCalendarDate } from '../shared/calendar-date.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { isCurrent } from './domain/standing.js';
import { MemberRegister } from './member-register.js';

/** Why a role cannot be assigned or ended. */
export const roleReasons = {
  ROLE_UNKNOWN: 'There is no such role.',
  MEMBER_UNKNOWN: 'There is no such membership in this cooperative.',
  MEMBER_NOT_CURRENT: 'The membership does not stand on that day: only current members hold roles.',
  ROLE_ALREADY_HELD: 'The member already holds this role on that day, or is to hold it later.',
  ROLE_TERM_UNKNOWN: 'There is no such term.',
  ROLE_TERM_ENDED: 'The term has already been ended.',
  DATE_INVALID: 'The date does not exist, or lies before the beginning of the term.',
} as const;
export type RoleReason = keyof typeof roleReasons;

export interface RoleTerm {
  readonly id: string;
  readonly membershipId: string;
  readonly role: MemberRole;
  readonly effectiveFrom: string;
  /** The first day on which it is no longer held. */
  readonly effectiveUntil: string | null;
  readonly decisionId: string | null;
}

const termColumns = `r.id, r.membership_id AS "membershipId", r.role, r.effective_from AS "effectiveFrom",
  e.effective_until AS "effectiveUntil", r.decision_id AS "decisionId"`;
const terms = `role_term r LEFT JOIN role_term_end e
  ON e.cooperative_id = r.cooperative_id AND e.role_term_id = r.id`;

/** Officers' roles: dated terms that come by decision and end on a day. */
@Injectable()
export class Roles {
  constructor(@Inject(MemberRegister) private readonly register: MemberRegister) {}

  /** What would stand against this assignment now; null when nothing does. Writes nothing. */
  async check(
    tx: Tx,
    wanted: { membershipId: string; role: string; effectiveFrom: string },
  ): Promise<Refusal<RoleReason> | null> {
    const { membershipId, role, effectiveFrom } = wanted;
    if (!memberRoles.includes(role as MemberRole)) {
      return new Refusal('ROLE_UNKNOWN', `Roles are ${memberRoles.join(', ')}.`);
    }
    if (!isCalendarDate(effectiveFrom)) return new Refusal('DATE_INVALID', 'This date does not exist.');
    const member = await this.register.findMembership(tx, membershipId);
    if (!member) return new Refusal('MEMBER_UNKNOWN', 'There is no such member in this cooperative.');
    const then = await tx.one<{ standing: string | null }>(
      `SELECT standing_on(current_cooperative_id(), $1, $2::date) AS standing`,
      [membershipId, effectiveFrom],
    );
    if (!isCurrent(then?.standing) && then?.standing !== 'invited') {
      return new Refusal(
        'MEMBER_NOT_CURRENT',
        `${member.name} is not a current member on ${effectiveFrom}: only current members hold roles.`,
      );
    }
    const held = await tx.sql(
      `SELECT 1 FROM ${terms} WHERE r.membership_id = $1 AND r.role = $2
         AND (e.effective_until IS NULL OR (e.effective_until > $3::date AND e.effective_until > r.effective_from))`,
      [membershipId, role, effectiveFrom],
    );
    if (held.length > 0) {
      return new Refusal('ROLE_ALREADY_HELD', `${member.name} already holds the role of ${role}.`);
    }
    return null;
  }

  /**
   * Begins a term on a day. Called by the founding and by the effect of an adopted decision, which answer for the
   * right to do it. Refusals: `roleReasons`.
   */
  async assignRole(
    tx: Tx,
    viewer: Viewer,
    wanted: { membershipId: string; role: MemberRole; effectiveFrom: string; decisionId: string | null },
  ): Promise<{ roleTermId: string } | Refusal<RoleReason>> {
    await lockMembership(tx, wanted.membershipId);
    const refusal = await this.check(tx, wanted);
    if (refusal) return refusal;
    const roleTermId = newId();
    await tx.sql(
      `INSERT INTO role_term (cooperative_id, id, membership_id, role, effective_from, decision_id)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
      [roleTermId, wanted.membershipId, wanted.role, wanted.effectiveFrom, wanted.decisionId],
    );
    await recordAct(tx, viewer, {
      act: 'assignRole',
      subjectType: 'role_term',
      subjectId: roleTermId,
      data: { ...wanted },
    });
    return { roleTermId };
  }

  /** Ends a term: from `effectiveUntil` on the role is no longer held. A term ends once. Refusals: `roleReasons`. */
  async endRole(
    tx: Tx,
    viewer: Viewer,
    ending: { roleTermId: string; effectiveUntil: string; decisionId: string | null },
  ): Promise<{ roleTermId: string } | Refusal<RoleReason>> {
    const term = await this.findTerm(tx, ending.roleTermId);
    if (!term) return new Refusal('ROLE_TERM_UNKNOWN', 'There is no such term of a role.');
    if (!isCalendarDate(ending.effectiveUntil) || ending.effectiveUntil < term.effectiveFrom) {
      return new Refusal('DATE_INVALID', `This term began on ${term.effectiveFrom}; it cannot end before.`);
    }
    const ended = await tx.sql(
      `INSERT INTO role_term_end (cooperative_id, role_term_id, effective_until)
       VALUES (current_cooperative_id(), $1, $2) ON CONFLICT DO NOTHING RETURNING 1 AS ended`,
      [term.id, ending.effectiveUntil],
    );
    if (ended.length === 0) return new Refusal('ROLE_TERM_ENDED', 'This term has already been ended.');
    await recordAct(tx, viewer, {
      act: 'endRole',
      subjectType: 'role_term',
      subjectId: term.id,
      data: { ...ending, membershipId: term.membershipId, role: term.role },
    });
    return { roleTermId: term.id };
  }

  async findTerm(tx: Tx, roleTermId: string): Promise<RoleTerm | null> {
    if (!isId(roleTermId)) return null;
    return tx.one<RoleTerm>(`SELECT ${termColumns} FROM ${terms} WHERE r.id = $1`, [roleTermId]);
  }

  /** Every term of these memberships, oldest first. */
  termsOf(tx: Tx, membershipIds: readonly string[]): Promise<RoleTerm[]> {
    return tx.sql<RoleTerm>(
      `SELECT ${termColumns} FROM ${terms} WHERE r.membership_id = ANY($1::uuid[])
       ORDER BY r.effective_from, r.recorded_at, r.id`,
      [membershipIds],
    );
  }
}

/** One change of a membership at a time; the other waits for the first to commit. */
export async function lockMembership(tx: Tx, membershipId: string): Promise<void> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('membership ' || $1, 0))`, [membershipId]);
}
