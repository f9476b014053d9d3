import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal, type Verdict } from '../shared/refusal.js';
import { changeStanding, type StandingEntry, type StandingReason } from './domain/standing.js';
import { MemberRegister } from './member-register.js';
import { mayRecordLeaving, maySeeRegister, maySuspend, type MemberFacts } from './membership.policy.js';
import type { MembershipRow } from './membership.rows.js';
import { lockMembership } from './roles.js';

export interface DatedChange {
  readonly membershipId: string;
  /** The first day of the new standing; today when absent. */
  readonly effectiveOn?: string | null;
}
type Changed = { membershipId: string } | Refusal;

/** Suspension, reinstatement and leaving, each with its day; what was recorded before stays on record. */
@Injectable()
export class StandingChanges {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  /** The member's rights rest from a day on. */
  suspend(scope: RequestScope, change: DatedChange): Promise<Changed> {
    return this.command(scope, 'suspendMember', change, maySuspend, (tx, viewer, member) =>
      this.write(tx, viewer, member, 'suspendMember', [
        { standing: 'suspended', effectiveOn: change.effectiveOn ?? member.asOf },
      ]),
    );
  }

  /**
   * Ends a suspension, takes back a notice, or takes back somebody who had left. A departure already recorded for
   * later is undone with it. Expulsion and death are not ended here.
   */
  reinstate(scope: RequestScope, change: DatedChange): Promise<Changed> {
    return this.command(scope, 'reinstateMember', change, maySuspend, async (tx, viewer, member) => {
      if (!['suspended', 'leaving', 'left'].includes(member.standing ?? '')) {
        return new Refusal(
          'STANDING_UNREACHABLE',
          `${member.name} is ${member.standing ?? 'unknown'}; only who is suspended, leaving or has left is reinstated here.`,
        );
      }
      const from = change.effectiveOn ?? member.asOf;
      const departures = (await recordedStandings(tx, member.id)).filter(
        (entry) => entry.standing === 'left' && entry.effectiveOn > from,
      );
      const days = [from, ...new Set(departures.map((entry) => entry.effectiveOn))];
      return this.write(
        tx,
        viewer,
        member,
        'reinstateMember',
        days.map((effectiveOn) => ({ standing: 'active', effectiveOn })),
      );
    });
  }

  /** A member leaves: on a day to come they are *leaving* until then, with all rights. Offices and seats end too. */
  leave(scope: RequestScope, change: DatedChange): Promise<Changed> {
    return this.command(scope, 'leaveCooperative', change, mayRecordLeaving, async (tx, viewer, member) => {
      const day = change.effectiveOn ?? member.asOf;
      if (viewer.membershipId === member.id && day < member.asOf) {
        return new Refusal<StandingReason>('EFFECTIVE_DATE_INVALID', 'Nobody leaves on a day that is past.');
      }
      const notice: StandingEntry[] =
        day > member.asOf && member.standing !== 'leaving'
          ? [{ standing: 'leaving', effectiveOn: member.asOf }]
          : [];
      const left = await this.write(tx, viewer, member, 'leaveCooperative', [
        ...notice,
        { standing: 'left', effectiveOn: day },
      ]);
      if (!isRefusal(left)) await endOffices(tx, member.id, day);
      return left;
    });
  }

  private command(
    scope: RequestScope,
    act: string,
    change: DatedChange,
    rule: (viewer: Viewer, member: MemberFacts) => Verdict,
    work: (tx: Tx, viewer: Viewer, member: MembershipRow) => Promise<Changed>,
  ): Promise<Changed> {
    return this.work.command(scope, { act }, async (tx, viewer) => {
      const isOwn = viewer.membershipId !== null && viewer.membershipId === change.membershipId;
      const reader = isOwn || maySeeRegister(viewer);
      if (reader !== true) return reader;
      const found = await this.register.findMembership(tx, change.membershipId);
      if (!found) return new Refusal('NOT_FOUND', 'There is no such member.');
      await lockMembership(tx, found.id);
      const member = (await this.register.findMembership(tx, found.id)) ?? found;
      const verdict = rule(viewer, {
        membershipId: member.id,
        standing: member.standing,
        roles: member.roles,
      });
      return verdict === true ? work(tx, viewer, member) : verdict;
    });
  }

  private async write(
    tx: Tx,
    viewer: Viewer,
    member: MembershipRow,
    act: string,
    changes: readonly StandingEntry[],
  ): Promise<Changed> {
    const recorded = [...(await recordedStandings(tx, member.id))];
    for (const change of changes) {
      const checked = changeStanding(recorded, change, member.asOf);
      if (isRefusal(checked)) return checked;
      await tx.sql(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
        [newId(), member.id, checked.standing, checked.effectiveOn],
      );
      recorded.push(checked);
    }
    await recordAct(tx, viewer, {
      act,
      subjectType: 'membership',
      subjectId: member.id,
      data: { changes: changes.map(({ standing, effectiveOn }) => ({ standing, effectiveOn })) },
    });
    return { membershipId: member.id };
  }
}

/** Everything recorded about a standing, in order of record. */
async function recordedStandings(tx: Tx, membershipId: string): Promise<readonly StandingEntry[]> {
  return tx.sql<StandingEntry>(
    `SELECT standing, effective_on AS "effectiveOn" FROM membership_standing
     WHERE membership_id = $1 ORDER BY recorded_at, id`,
    [membershipId],
  );
}

/** Open terms and seats end with the membership; one that was to begin later never begins. */
async function endOffices(tx: Tx, membershipId: string, day: string): Promise<void> {
  await tx.sql(
    `INSERT INTO role_term_end (cooperative_id, role_term_id, effective_until)
     SELECT cooperative_id, id, greatest(effective_from, $2::date) FROM role_term WHERE membership_id = $1
     ON CONFLICT DO NOTHING`,
    [membershipId, day],
  );
  await tx.sql(
    `INSERT INTO seat_end (cooperative_id, seat_id, effective_until)
     SELECT cooperative_id, id, greatest(effective_from, $2::date) FROM seat WHERE membership_id = $1
     ON CONFLICT DO NOTHING`,
    [membershipId, day],
  );
}
