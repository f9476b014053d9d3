import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { RequestScope } from '../platform/request/request-scope.js';
import { tokenHash } from '../platform/request/resolve-viewer.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId, newSecret } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import {
  invitationDays,
  mayBeAccepted,
  maxInvitationsADay,
  type InvitationFacts,
} from './domain/invitation.js';
import { isOver } from './domain/standing.js';
import { checkNewcomer } from './domain/newcomer.js';
import { enrol, numberWithAddress } from './enrolment.js';
import { InvitationMail, invitationLetter } from './invitation-mail.js';
import { MemberRegister } from './member-register.js';
import { mayActAsPerson, mayKeepRegister } from './membership.policy.js';
import type { PartyKind } from './membership.rows.js';
import { lockMembership } from './roles.js';

export interface InvitationDraft {
  readonly name: string;
  readonly email: string;
  readonly classCode: string;
  readonly kind: PartyKind;
}
export interface Issued {
  readonly invitationId: string;
  readonly membershipId: string;
  readonly expiresAt: Date;
  /** The secret of the letter; only the founding from the command line ever shows it to anybody else. */
  readonly code: string;
}
export interface Accepted {
  readonly cooperativeId: string;
  readonly cooperativeSlug: string;
  readonly membershipId: string;
  readonly number: number;
}

interface InvitationRow extends InvitationFacts {
  readonly id: string;
  readonly membershipId: string;
  readonly partyId: string;
  readonly number: number;
}

/** Invitations: sent to an address, accepted by a person who is signed in and brings the code. */
@Injectable()
export class Invitations {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(InvitationMail) private readonly mail: InvitationMail,
  ) {}

  /** Enters somebody as invited and sends the invitation. */
  invite(scope: RequestScope, draft: InvitationDraft): Promise<Issued | Refusal> {
    return this.work.command(scope, { act: 'inviteMember' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      return verdict === true ? this.enter(tx, viewer, draft) : verdict;
    });
  }

  /** The same within a command that has asked for the right: founding, and appointing the second officer. */
  async enter(tx: Tx, viewer: Viewer, draft: InvitationDraft): Promise<Issued | Refusal> {
    const newcomer = checkNewcomer(draft);
    if (isRefusal(newcomer)) return newcomer;
    if (newcomer.email === null)
      return new Refusal('INVALID_INPUT', 'An invitation needs an e-mail address.');
    const memberClass = await this.register.classByCode(tx, draft.classCode);
    if (!memberClass) return new Refusal('CLASS_UNKNOWN', 'There is no class of members with this code.');
    const number = await numberWithAddress(tx, newcomer.email);
    if (number !== null) {
      return new Refusal('ADDRESS_IN_USE', `Member number ${number} already has this e-mail address.`);
    }
    const joinedOn = await this.register.today(tx);
    const { kind } = draft;
    const unlinked = { kind, personId: null, externalRef: null, classId: memberClass.id, joinedOn };
    const [entered] = await enrol(tx, [{ ...newcomer, ...unlinked, standing: 'invited' }]);
    return this.issue(tx, viewer, {
      membershipId: entered!.membershipId,
      ...newcomer,
      email: newcomer.email,
    });
  }

  /** Replaces open invitations of a membership without an account by a new one, to its address on record. */
  resend(scope: RequestScope, membershipId: string): Promise<Issued | Refusal> {
    return this.work.command(scope, { act: 'resendInvitation' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const member = await this.register.findMembership(tx, membershipId);
      if (!member) return new Refusal('NOT_FOUND', 'There is no such member.');
      await lockMembership(tx, member.id);
      if (member.hasAccount) return new Refusal('HAS_AN_ACCOUNT', `${member.name} already has an account.`);
      if (isOver(member.standing))
        return new Refusal('MEMBERSHIP_OVER', `${member.name} is no longer a member.`);
      const [address] = await tx.sql<{ value: string }>(
        `SELECT value FROM party_contact WHERE party_id = $1 AND channel = 'email' ORDER BY recorded_at DESC LIMIT 1`,
        [member.partyId],
      );
      if (!address) return new Refusal('NO_ADDRESS', `No e-mail address of ${member.name} is on record.`);
      const recent = await tx.sql(
        `SELECT 1 FROM invitation WHERE membership_id = $1 AND created_at > rochdale_now() - interval '1 day'`,
        [member.id],
      );
      if (recent.length >= maxInvitationsADay) {
        return new Refusal('TOO_MANY_INVITATIONS', `${member.name} has had enough invitations for a day.`);
      }
      await this.close(tx, member.id);
      return this.issue(tx, viewer, { membershipId: member.id, name: member.name, email: address.value });
    });
  }

  /** Withdraws the open invitations of a membership. */
  revoke(scope: RequestScope, membershipId: string): Promise<{ membershipId: string } | Refusal> {
    return this.work.command(scope, { act: 'revokeInvitation' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      if (!isId(membershipId) || (await this.close(tx, membershipId)) === 0) {
        return new Refusal('NOT_FOUND', 'This member has no open invitation.');
      }
      await recordAct(tx, viewer, {
        act: 'revokeInvitation',
        subjectType: 'membership',
        subjectId: membershipId,
      });
      return { membershipId };
    });
  }

  /** Makes the person signed in the holder of the membership that the code belongs to. */
  async accept(scope: RequestScope, code: string): Promise<Accepted | Refusal> {
    const verdict = mayActAsPerson(scope.viewer);
    if (verdict !== true) return verdict;
    const unknown = new Refusal('INVITATION_UNKNOWN', 'No invitation has this code.');
    if (!/^[A-Za-z0-9_-]{20,200}$/.test(code.trim())) return unknown;
    const reading = await this.work.read(scope);
    const found = await reading.one<{ cooperativeId: string; invitationId: string }>(
      `SELECT cooperative_id AS "cooperativeId", invitation_id AS "invitationId" FROM invitation_with_token($1)`,
      [tokenHash(code.trim())],
    );
    await this.work.endReading(scope);
    if (!found) return unknown;
    const viewer: Viewer = { ...scope.viewer, cooperativeId: found.cooperativeId, membershipId: null };
    const bound = new RequestScope(scope.requestId, viewer, scope.address);
    return this.work.command(bound, { act: 'acceptInvitation' }, (tx) =>
      this.link(tx, viewer, found.invitationId),
    );
  }

  private async link(tx: Tx, viewer: Viewer, invitationId: string): Promise<Accepted | Refusal> {
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('person ' || $1, 0))`, [viewer.personId]);
    // The standing read below decides, so nobody may change it meanwhile.
    const of = await tx.one<{ membershipId: string }>(
      `SELECT membership_id AS "membershipId" FROM invitation WHERE id = $1`,
      [invitationId],
    );
    await lockMembership(tx, of?.membershipId ?? '');
    const invitation = await tx.one<InvitationRow>(
      `SELECT i.id, i.membership_id AS "membershipId", m.party_id AS "partyId", m.number,
              i.accepted_at IS NOT NULL AS "isAccepted", i.revoked_at IS NOT NULL AS "isRevoked",
              i.expires_at <= rochdale_now() AS "isExpired", p.person_id IS NOT NULL AS "hasAccount",
              standing_on(m.cooperative_id, m.id, today_in(m.cooperative_id)) AS standing,
              EXISTS (SELECT FROM party o WHERE o.person_id = $2) AS "accepterIsMember"
       FROM invitation i JOIN membership m ON m.cooperative_id = i.cooperative_id AND m.id = i.membership_id
       JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id
       WHERE i.id = $1 FOR UPDATE OF i, p`,
      [invitationId, viewer.personId],
    );
    if (!invitation) throw new Error('an invitation vanished');
    const verdict = mayBeAccepted(invitation);
    if (verdict !== true) return verdict;
    await tx.sql(`UPDATE invitation SET accepted_at = rochdale_now() WHERE id = $1`, [invitation.id]);
    await tx.sql(`UPDATE party SET person_id = $2 WHERE id = $1`, [invitation.partyId, viewer.personId]);
    if (invitation.standing === 'invited') {
      await tx.sql(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         VALUES (current_cooperative_id(), $1, $2, 'active', today_in(current_cooperative_id()))`,
        [newId(), invitation.membershipId],
      );
    }
    const { membershipId, number } = invitation;
    await recordAct(
      tx,
      { ...viewer, membershipId },
      {
        act: 'acceptInvitation',
        subjectType: 'membership',
        subjectId: membershipId,
        data: { invitationId: invitation.id },
      },
    );
    const cooperative = await this.register.cooperative(tx);
    return { cooperativeId: cooperative!.id, cooperativeSlug: cooperative!.slug, membershipId, number };
  }

  private async issue(
    tx: Tx,
    viewer: Viewer,
    to: { membershipId: string; name: string; email: string },
  ): Promise<Issued> {
    const [invitationId, code] = [newId(), newSecret()];
    const made = await tx.one<{ expiresAt: Date; cooperative: string }>(
      `INSERT INTO invitation (cooperative_id, id, membership_id, token_hash, address_hash, expires_at)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, rochdale_now() + make_interval(days => $5))
       RETURNING expires_at AS "expiresAt", (SELECT name FROM cooperative c WHERE c.id = cooperative_id) AS cooperative`,
      [invitationId, to.membershipId, tokenHash(code), tokenHash(to.email), invitationDays],
    );
    const { expiresAt, cooperative } = made!;
    const letter = invitationLetter({ name: to.name, cooperative, code, days: invitationDays });
    await this.mail.send(tx, { to: to.email, ...letter });
    await recordAct(tx, viewer, {
      act: 'inviteMember',
      subjectType: 'membership',
      subjectId: to.membershipId,
      data: { invitationId, expiresAt: expiresAt.toISOString() },
    });
    return { invitationId, membershipId: to.membershipId, expiresAt, code };
  }

  private async close(tx: Tx, membershipId: string): Promise<number> {
    const closed = await tx.sql(
      `UPDATE invitation SET revoked_at = rochdale_now()
       WHERE membership_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING 1 AS closed`,
      [membershipId],
    );
    return closed.length;
  }
}
