import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { addDays } from '../shared/calendar-date.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { checkNewcomer, type NewcomerDraft } from './domain/newcomer.js';
import { maxDaysAhead } from './domain/standing.js';
import { enrol, lockRegister, numberWithAddress } from './enrolment.js';
import { MemberRegister } from './member-register.js';
import { mayEndRole, mayKeepRegister, maySeeRegister } from './membership.policy.js';
import type { PartyKind } from './membership.rows.js';
import { lockMembership, Roles } from './roles.js';

export interface MemberDraft extends NewcomerDraft {
  readonly kind: PartyKind;
  readonly classCode: string;
  readonly reference?: string | null;
  readonly joinedOn?: string | null;
  readonly onProbation?: boolean | null;
}

/** What who keeps the register does to it by hand: enter, change class, end the role of somebody who is gone. */
@Injectable()
export class MemberKeeping {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(Roles) private readonly roles: Roles,
  ) {}

  /** Enters a member who has no account; an invitation may give them one later. */
  addMember(scope: RequestScope, draft: MemberDraft): Promise<{ membershipId: string } | Refusal> {
    return this.work.command(scope, { act: 'addMember' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const newcomer = checkNewcomer(draft);
      if (isRefusal(newcomer)) return newcomer;
      const memberClass = await this.register.classByCode(tx, draft.classCode);
      if (!memberClass) return new Refusal('CLASS_UNKNOWN', 'There is no class of members with this code.');
      const taken = await this.clashes(tx, newcomer.email, draft.reference ?? null);
      if (taken) return taken;
      const today = await this.register.today(tx);
      const joinedOn = draft.joinedOn ?? today;
      if (joinedOn > today)
        return new Refusal('EFFECTIVE_DATE_INVALID', 'Nobody can have joined in the future.');
      const [entered] = await enrol(tx, [
        {
          ...newcomer,
          kind: draft.kind,
          personId: null,
          externalRef: draft.reference ?? null,
          classId: memberClass.id,
          joinedOn,
          standing: draft.onProbation ? 'probation' : 'active',
        },
      ]);
      const { membershipId, number } = entered!;
      await this.record(tx, viewer, 'addMember', membershipId, {
        number,
        joinedOn,
        classCode: draft.classCode,
      });
      return { membershipId };
    });
  }

  /** Moves a member to another class from a day on; both times are kept. */
  changeClass(
    scope: RequestScope,
    change: { membershipId: string; classCode: string; effectiveOn?: string | null },
  ): Promise<{ membershipId: string } | Refusal> {
    return this.work.command(scope, { act: 'changeMemberClass' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const member = await this.register.findMembership(tx, change.membershipId);
      if (!member) return new Refusal('NOT_FOUND', 'There is no such member.');
      await lockMembership(tx, member.id);
      const memberClass = await this.register.classByCode(tx, change.classCode);
      if (!memberClass) return new Refusal('CLASS_UNKNOWN', 'There is no class of members with this code.');
      const effectiveOn = change.effectiveOn ?? member.asOf;
      if (effectiveOn < member.joinedOn || effectiveOn > addDays(member.asOf, maxDaysAhead)) {
        return new Refusal(
          'EFFECTIVE_DATE_INVALID',
          `A class can change from ${member.joinedOn}, when the membership began, until three years ahead.`,
        );
      }
      const written = await tx.sql(
        `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
         SELECT current_cooperative_id(), $1, $2, $3, $4::date
         WHERE class_on(current_cooperative_id(), $2, $4::date) IS DISTINCT FROM $3::uuid RETURNING 1 AS written`,
        [newId(), member.id, memberClass.id, effectiveOn],
      );
      if (written.length === 0) {
        return new Refusal('CLASS_UNCHANGED', `${member.name} is in this class on ${effectiveOn} already.`);
      }
      await this.record(tx, viewer, 'changeMemberClass', member.id, {
        classCode: memberClass.code,
        effectiveOn,
      });
      return { membershipId: member.id };
    });
  }

  /** Ends the role of somebody whose membership is over; all other roles end by decision. */
  endRole(
    scope: RequestScope,
    ending: { roleTermId: string; effectiveUntil?: string | null },
  ): Promise<{ membershipId: string } | Refusal> {
    return this.work.command(scope, { act: 'endRole' }, async (tx, viewer) => {
      const member = maySeeRegister(viewer);
      if (member !== true) return member;
      const term = await this.roles.findTerm(tx, ending.roleTermId);
      const holder = term ? await this.register.findMembership(tx, term.membershipId) : null;
      const verdict = mayEndRole(viewer, { standing: holder?.standing ?? 'left' });
      if (verdict !== true) return verdict;
      if (!term || !holder) return new Refusal('NOT_FOUND', 'There is no such term of a role.');
      const ended = await this.roles.endRole(tx, viewer, {
        roleTermId: term.id,
        effectiveUntil: ending.effectiveUntil ?? holder.asOf,
        decisionId: null,
      });
      return isRefusal(ended) ? ended : { membershipId: holder.id };
    });
  }

  private async clashes(tx: Tx, email: string | null, reference: string | null): Promise<Refusal | null> {
    if (reference !== null && !/^[\p{L}\p{N}._/-]{1,60}$/u.test(reference)) {
      return new Refusal(
        'INVALID_INPUT',
        'A reference is 1 to 60 letters, digits, dots, slashes and hyphens.',
      );
    }
    await lockRegister(tx);
    if (reference !== null && (await this.register.partiesByRef(tx, [reference])).length > 0) {
      return new Refusal('REFERENCE_IN_USE', `The reference ${reference} belongs to another member.`);
    }
    const number = email === null ? null : await numberWithAddress(tx, email);
    return number === null
      ? null
      : new Refusal('ADDRESS_IN_USE', `Member number ${number} already has this e-mail address.`);
  }

  private record(
    tx: Tx,
    viewer: Viewer,
    act: string,
    membershipId: string,
    data: Record<string, string | number>,
  ): Promise<void> {
    return recordAct(tx, viewer, { act, subjectType: 'membership', subjectId: membershipId, data });
  }
}
