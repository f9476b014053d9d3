import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { isCurrent } from '../../membership/domain/standing.js';
import { MemberRegister } from '../../membership/member-register.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import type { PollState } from '../domain/poll-lifecycle.js';
import {
  mayConfirmDelegation,
  mayDeclineDelegation,
  mayDelegate,
  mayDelegateInPoll,
  mayRevokeDelegation,
  type DelegationFacts,
} from './delegation.policy.js';
import { delegationColumns, delegationTables, factsOf, type DelegationRow } from './delegation.rows.js';
import { readHolder, readScope, type AskedHolder, type AskedScope } from './domain/delegation-request.js';
import type { DelegationEnd, ScopeTarget } from './domain/delegation-scope.js';

export interface DelegateRequest {
  readonly scope: AskedScope;
  readonly to: AskedHolder;
  readonly expiresOn?: string | null | undefined;
  readonly idempotencyKey: string;
}
type Done = { delegationId: string } | Refusal;

/** Giving one's vote into other hands, keeping it there, taking it back, and refusing to hold it. */
@Injectable()
export class Delegations {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MemberRegister) private readonly register: MemberRegister,
  ) {}

  /** Names who votes in a scope, or that nobody does; what was said for the same scope before ends. */
  delegate(scope: RequestScope, { idempotencyKey, ...request }: DelegateRequest): Promise<Done> {
    return this.work.command(scope, { act: 'delegate', idempotencyKey, request }, async (tx, viewer) => {
      const verdict = mayDelegate(viewer);
      if (verdict !== true) return verdict;
      const target = readScope(request.scope);
      if (isRefusal(target)) return target;
      const to = readHolder(request.to);
      if (isRefusal(to)) return to;
      const at = await standStill(tx, viewer);
      if (request.expiresOn && request.expiresOn < at.today)
        return new Refusal('EXPIRES_IN_THE_PAST', `Today is ${at.today}; the last day comes no earlier.`);
      const possible = await this.check(tx, viewer, target, to.holder);
      if (possible !== true) return possible;
      const delegationId = await write(tx, viewer, {
        target,
        holder: to.holder,
        at: at.now,
        expiresOn: request.expiresOn ?? null,
      });
      // To whom is not recorded: the record is read by all members, a delegation by the two it is between.
      const data = { scope: target.scope, toNobody: to.holder === null };
      await recordAct(tx, viewer, {
        act: 'delegate',
        subjectType: 'delegation',
        subjectId: delegationId,
        data,
      });
      return { delegationId };
    });
  }

  /** Keeps a delegation from lapsing, or makes a lapsed one count again. */
  confirm(scope: RequestScope, delegationId: string): Promise<Done> {
    return this.change(scope, 'confirmDelegation', delegationId, mayConfirmDelegation, (tx, at) =>
      tx.sql(
        `INSERT INTO delegation_confirmation (cooperative_id, id, delegation_id, confirmed_at)
         VALUES (current_cooperative_id(), $1, $2, $3::timestamptz)`,
        [newId(), delegationId, at],
      ),
    );
  }

  /** Takes a delegation back. */
  revoke(scope: RequestScope, delegationId: string): Promise<Done> {
    return this.change(scope, 'revokeDelegation', delegationId, mayRevokeDelegation, (tx, at) =>
      end(tx, delegationId, 'revoked', at),
    );
  }

  /** Refuses a delegation that the viewer was given. */
  decline(scope: RequestScope, delegationId: string): Promise<Done> {
    return this.change(scope, 'declineDelegation', delegationId, mayDeclineDelegation, (tx, at) =>
      end(tx, delegationId, 'declined', at),
    );
  }

  private change(
    scope: RequestScope,
    act: string,
    id: string,
    may: (viewer: Viewer, facts: DelegationFacts) => Verdict,
    write: (tx: Tx, at: string) => Promise<unknown>,
  ): Promise<Done> {
    return this.work.command(scope, { act }, async (tx, viewer) => {
      if (viewer.membershipId === null) return may(viewer, nobodys) as Refusal;
      const at = await standStill(tx, viewer);
      const row = isId(id)
        ? await tx.one<DelegationRow>(
            `SELECT ${delegationColumns} FROM ${delegationTables} WHERE d.id = $1 FOR NO KEY UPDATE OF d`,
            [id],
          )
        : null;
      const verdict = may(viewer, row ? factsOf(row) : nobodys);
      if (verdict !== true) return verdict;
      await write(tx, at.now);
      await recordAct(tx, viewer, { act, subjectType: 'delegation', subjectId: id });
      return { delegationId: id };
    });
  }

  /** Whether this member may hold the vote there, and whether it can still be given. */
  private async check(
    tx: Tx,
    viewer: Viewer,
    target: ScopeTarget,
    holder: string | null,
  ): Promise<true | Refusal> {
    if (holder === viewer.membershipId)
      return new Refusal('SELF_DELEGATION', 'Nobody delegates to themself: cast your own ballot.');
    if (target.scope === 'poll') {
      const verdict = await checkPoll(tx, viewer, target.pollId, holder);
      if (verdict !== true) return verdict;
    }
    if (target.scope === 'circle' && !(await this.register.bodies(tx)).some(({ id }) => id === target.bodyId))
      return new Refusal('NOT_FOUND', 'There is no such circle here.');
    if (holder === null) return true;
    const member = await this.register.findMembership(tx, holder);
    if (!member) return new Refusal('NOT_FOUND', 'There is no such member here.');
    return isCurrent(member.standing)
      ? true
      : new Refusal('HOLDER_NOT_CURRENT', `${member.name} is not a current member and votes for nobody.`);
  }
}

/** To a delegation that does not exist everybody is a stranger. */
const nobodys: DelegationFacts = {
  principal: '',
  holder: '',
  isEnded: false,
  isExpired: false,
  pollState: null,
};

/**
 * What a delegation needs before the clock is read. One member's acts come one after the other; and the open polls in
 * which it may count are held FOR SHARE, so that a closing either waits and sees what is written here, or came first,
 * and then the instant read here lies after the close and counts there no more. Polls that are due are let alone.
 */
async function standStill(tx: Tx, viewer: Viewer): Promise<{ now: string; today: string }> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('delegations of ' || $1, 0))`, [
    viewer.membershipId ?? '',
  ]);
  await tx.sql(
    `SELECT id FROM poll WHERE state = 'open' AND closes_at > rochdale_now() AND rule #>> '{delegation,allowed}' = 'true'
     ORDER BY id FOR SHARE`,
  );
  const clock = await tx.one<{ now: string; today: string }>(
    `SELECT rochdale_now()::text AS now, today_in(current_cooperative_id()) AS today`,
  );
  if (!clock) throw new Error('the database told no time');
  return clock;
}

async function checkPoll(
  tx: Tx,
  viewer: Viewer,
  pollId: string,
  holder: string | null,
): Promise<true | Refusal> {
  const poll = await tx.one<{ state: PollState; allowed: boolean; isElector: boolean; holds: boolean }>(
    `SELECT CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS state,
       coalesce(p.rule #>> '{delegation,allowed}' = 'true', false) AS allowed,
       EXISTS (SELECT FROM elector e WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = $2) AS "isElector",
       EXISTS (SELECT FROM elector e WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = $3) AS holds
     FROM poll p WHERE p.id = $1`,
    [pollId, viewer.membershipId, holder],
  );
  if (!poll) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const verdict = mayDelegateInPoll(viewer, poll);
  if (verdict !== true || holder === null || poll.holds) return verdict;
  return new Refusal(
    'HOLDER_NOT_ELECTOR',
    'This member is not in the electorate of the vote and cannot cast yours.',
  );
}

async function write(
  tx: Tx,
  viewer: Viewer,
  given: { target: ScopeTarget; holder: string | null; at: string; expiresOn: string | null },
): Promise<string> {
  const { target } = given;
  const pollId = target.scope === 'poll' ? target.pollId : null;
  const topic = target.scope === 'topic' ? target.topic : null;
  const bodyId = target.scope === 'circle' ? target.bodyId : null;
  await tx.sql(
    `UPDATE delegation SET ended_at = $1::timestamptz, ended_because = 'replaced'
     WHERE principal_membership_id = $2 AND scope = $3 AND ended_at IS NULL AND poll_id IS NOT DISTINCT FROM $4::uuid
       AND topic IS NOT DISTINCT FROM $5::text AND body_id IS NOT DISTINCT FROM $6::uuid`,
    [given.at, viewer.membershipId, target.scope, pollId, topic, bodyId],
  );
  const id = newId();
  await tx.sql(
    `INSERT INTO delegation (cooperative_id, id, principal_membership_id, scope, poll_id, topic, body_id,
       holder_membership_id, expires_on, granted_at)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz)`,
    [id, viewer.membershipId, target.scope, pollId, topic, bodyId, given.holder, given.expiresOn, given.at],
  );
  return id;
}

const end = (tx: Tx, id: string, because: DelegationEnd, at: string): Promise<unknown> =>
  tx.sql(`UPDATE delegation SET ended_at = $2::timestamptz, ended_because = $3 WHERE id = $1`, [
    id,
    at,
    because,
  ]);
