import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { isCurrent } from './domain/standing.js';
import { MemberRegister } from './member-register.js';
import { mayKeepRegister } from './membership.policy.js';
import { lockMembership } from './roles.js';

export interface SeatDraft {
  readonly bodyCode: string;
  readonly membershipId: string;
  readonly title?: string | null;
  readonly effectiveFrom?: string | null;
}
type Done = { membershipId: string } | Refusal;

/** Seats on bodies: dated, entered by who keeps the register. */
@Injectable()
export class Seats {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  /** Seats a current member on a body. The general assembly has no seats: all members are in it. */
  appoint(scope: RequestScope, draft: SeatDraft): Promise<Done> {
    return this.work.command(scope, { act: 'appointToSeat' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const title = draft.title ? cleanLine(draft.title, 100) : '';
      if (title === null)
        return new Refusal('INVALID_INPUT', 'A title is one line of at most 100 characters.');
      const body = await this.register.bodyByCode(tx, cleanLine(draft.bodyCode, 60) ?? '');
      if (!body) return new Refusal('BODY_UNKNOWN', 'There is no body with this code.');
      if (body.kind === 'general_assembly') {
        return new Refusal(
          'BODY_HAS_NO_SEATS',
          'All members are the general assembly; nobody is appointed to it.',
        );
      }
      const member = await this.register.findMembership(tx, draft.membershipId);
      if (!member) return new Refusal('NOT_FOUND', 'There is no such member.');
      await lockMembership(tx, member.id);
      const from = draft.effectiveFrom ?? member.asOf;
      if (!isCurrent(member.standing) || from < member.joinedOn) {
        return new Refusal('MEMBER_NOT_CURRENT', `${member.name} is not a current member on that day.`);
      }
      if (await holdsSeat(tx, body.id, member.id, from)) {
        return new Refusal('SEAT_ALREADY_HELD', `${member.name} already sits on this body.`);
      }
      const seatId = newId();
      await tx.sql(
        `INSERT INTO seat (cooperative_id, id, body_id, membership_id, title, effective_from)
         VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
        [seatId, body.id, member.id, title, from],
      );
      await recordAct(tx, viewer, {
        act: 'appointToSeat',
        subjectType: 'seat',
        subjectId: seatId,
        data: { body: body.code, membershipId: member.id, effectiveFrom: from },
      });
      return { membershipId: member.id };
    });
  }

  /** Ends a seat: from the day named on it is no longer held. A seat ends once. */
  end(scope: RequestScope, ending: { seatId: string; effectiveUntil?: string | null }): Promise<Done> {
    return this.work.command(scope, { act: 'endSeat' }, async (tx, viewer) => {
      const verdict = mayKeepRegister(viewer);
      if (verdict !== true) return verdict;
      const seat = isId(ending.seatId)
        ? await tx.one<{ membershipId: string; effectiveFrom: string }>(
            `SELECT membership_id AS "membershipId", effective_from AS "effectiveFrom" FROM seat WHERE id = $1`,
            [ending.seatId],
          )
        : null;
      if (!seat) return new Refusal('NOT_FOUND', 'There is no such seat.');
      const until = ending.effectiveUntil ?? (await this.register.today(tx));
      if (until < seat.effectiveFrom) {
        return new Refusal(
          'EFFECTIVE_DATE_INVALID',
          `This seat began on ${seat.effectiveFrom}; it cannot end before.`,
        );
      }
      const ended = await tx.sql(
        `INSERT INTO seat_end (cooperative_id, seat_id, effective_until)
         VALUES (current_cooperative_id(), $1, $2) ON CONFLICT DO NOTHING RETURNING 1 AS ended`,
        [ending.seatId, until],
      );
      if (ended.length === 0) return new Refusal('SEAT_ENDED', 'This seat has already been ended.');
      await recordAct(tx, viewer, {
        act: 'endSeat',
        subjectType: 'seat',
        subjectId: ending.seatId,
        data: { effectiveUntil: until },
      });
      return { membershipId: seat.membershipId };
    });
  }
}

async function holdsSeat(tx: Tx, bodyId: string, membershipId: string, from: string): Promise<boolean> {
  const held = await tx.sql(
    `SELECT 1 FROM seat s LEFT JOIN seat_end e ON e.cooperative_id = s.cooperative_id AND e.seat_id = s.id
     WHERE s.body_id = $1 AND s.membership_id = $2
       AND (e.effective_until IS NULL OR (e.effective_until > $3::date AND e.effective_until > s.effective_from))`,
    [bodyId, membershipId, from],
  );
  return held.length > 0;
}
