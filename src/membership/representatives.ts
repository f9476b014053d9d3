import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { isCurrent } from './domain/standing.js';
import { MemberRegister } from './member-register.js';
import { mayKeepRegister } from './membership.policy.js';
import { lockMembership } from './roles.js';

export interface RepresentativeDraft {
  /** The household or organisation. */
  readonly membershipId: string;
  /** The member who acts for it. */
  readonly representativeMembershipId: string;
  readonly effectiveFrom?: string | null;
}
/** Who acts for a household or an organisation: one member at a time, from a day on. */
@Injectable()
export class Representatives {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  /** Appoints the one person who acts for a household or an organisation; who did before no longer does. */
  appoint(scope: RequestScope, draft: RepresentativeDraft): Promise<{ membershipId: string } | Refusal> {
    return this.work.command(scope, { act: 'appointRepresentative' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const represented = await this.register.findMembership(tx, draft.membershipId);
      const person = await this.register.findMembership(tx, draft.representativeMembershipId);
      if (!represented || !person) return new Refusal('NOT_FOUND', 'There is no such member.');
      if (represented.kind === 'person' || person.kind !== 'person') {
        return new Refusal(
          'NOT_REPRESENTABLE',
          'A person acts for a household or an organisation, not otherwise.',
        );
      }
      if (!isCurrent(person.standing)) {
        return new Refusal('MEMBER_NOT_CURRENT', `${person.name} is not a current member.`);
      }
      await lockMembership(tx, represented.id);
      const from = draft.effectiveFrom ?? represented.asOf;
      if (from < represented.joinedOn) {
        return new Refusal(
          'EFFECTIVE_DATE_INVALID',
          `The membership began on ${represented.joinedOn}, not before.`,
        );
      }
      await replaceRepresentative(tx, represented.partyId, person.partyId, from);
      await recordAct(tx, viewer, {
        act: 'appointRepresentative',
        subjectType: 'membership',
        subjectId: represented.id,
        data: { representativeMembershipId: person.id, effectiveFrom: from },
      });
      return { membershipId: represented.id };
    });
  }
}

async function replaceRepresentative(
  tx: Tx,
  partyId: string,
  representativeId: string,
  from: string,
): Promise<void> {
  await tx.sql(
    `UPDATE party_relation SET effective_until = greatest(effective_from, $2::date)
     WHERE party_id = $1 AND kind = 'representative' AND (effective_until IS NULL OR effective_until > $2::date)`,
    [partyId, from],
  );
  await tx.sql(
    `INSERT INTO party_relation (cooperative_id, id, party_id, related_party_id, kind, effective_from)
     VALUES (current_cooperative_id(), $1, $2, $3, 'representative', $4)`,
    [newId(), partyId, representativeId, from],
  );
}
