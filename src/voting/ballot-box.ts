import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { BallotChoice } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newSecret } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import type { PollState } from './domain/poll-lifecycle.js';
import { mayCastBallot, mayCastOnBehalf, mayTakePart } from './voting.policy.js';

export const ballotChannels = ['web', 'paper', 'telephone', 'in_person'] as const;
export type BallotChannel = (typeof ballotChannels)[number];

export interface BallotRequest {
  readonly pollId: string;
  readonly choice: BallotChoice;
  readonly idempotencyKey: string;
  /** The membership whose ballot a steward enters; absent for one's own. */
  readonly onBehalfOf?: string | null | undefined;
  readonly channel?: BallotChannel | null | undefined;
}

/** Plain JSON, so that the same key gets the same receipt. */
export interface Receipt {
  readonly pollId: string;
  readonly revision: number;
  readonly castAt: string;
  readonly checkCode: string;
  readonly secret: string;
}

interface CastRow {
  readonly state: PollState;
  readonly hasOpened: boolean;
  readonly isElector: boolean;
  readonly revision: number | null;
  readonly castAt: Date | null;
  readonly checkCode: string | null;
}

/**
 * One round trip: the poll's row is locked FOR SHARE, then the clock is read, then the ballot, the pointer to it and,
 * for a first ballot, the turnout are written. `gate` is a CTE of its own because a clock in its own target list would
 * be read below the lock, before the wait for it. Closing updates the row, so a ballot is before the close or refused.
 */
export const castStatement = `
  WITH gate AS MATERIALIZED (
    SELECT cooperative_id, id, state, opens_at, closes_at FROM poll WHERE id = $1 FOR SHARE
  ), asked AS MATERIALIZED (
    SELECT gate.*, rochdale_now() AS at FROM gate
  ), facts AS MATERIALIZED (
    SELECT asked.*, at >= opens_at AS has_opened,
      CASE WHEN state = 'open' AND at >= closes_at THEN 'closing' ELSE state END AS state_now,
      EXISTS (SELECT FROM elector e
        WHERE e.cooperative_id = asked.cooperative_id AND e.poll_id = asked.id AND e.membership_id = $2) AS is_elector
    FROM asked
  ), current AS (
    INSERT INTO ballot_current (cooperative_id, poll_id, membership_id, revision)
    SELECT cooperative_id, id, $2, 1 FROM facts WHERE is_elector AND has_opened AND state_now = 'open'
    ON CONFLICT (cooperative_id, poll_id, membership_id) DO UPDATE SET revision = ballot_current.revision + 1
    RETURNING revision
  ), taken AS (
    INSERT INTO ballot (cooperative_id, poll_id, membership_id, revision, marks, channel, entered_by, check_code, cast_at)
    SELECT cooperative_id, id, $2, revision, jsonb_build_object('choice', $3::text), $4, $5,
      encode(sha256(convert_to(concat_ws(E'\\n', 'rochdale/ballot/v1', $1::uuid::text, $2::uuid::text, revision, $3::text, $6::text), 'UTF8')), 'hex'), at
    FROM facts, current
    RETURNING revision, cast_at, check_code
  ), counted AS (
    INSERT INTO poll_turnout (cooperative_id, poll_id, shard, people)
    SELECT cooperative_id, id, hashtext($2::uuid::text) & 15, 1 FROM facts, current WHERE revision = 1
    ON CONFLICT (cooperative_id, poll_id, shard) DO UPDATE SET people = poll_turnout.people + 1
  )
  SELECT state_now AS state, has_opened AS "hasOpened", is_elector AS "isElector",
    taken.revision, cast_at AS "castAt", check_code AS "checkCode"
  FROM facts LEFT JOIN taken ON true`;

/** Takes ballots: the elector's own, or one that a steward enters for a member without an account. */
@Injectable()
export class BallotBox {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** The last ballot of an elector before the close counts; every earlier one is kept and counts nowhere. */
  castBallot(scope: RequestScope, request: BallotRequest): Promise<Receipt | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(scope, { act: 'castBallot', idempotencyKey, request: asked }, (tx, viewer) =>
      cast(tx, viewer, asked),
    );
  }
}

async function cast(
  tx: Tx,
  viewer: Viewer,
  asked: Omit<BallotRequest, 'idempotencyKey'>,
): Promise<Receipt | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const channel = asked.channel ?? 'web';
  const isForAnother = (asked.onBehalfOf ?? null) !== null;
  const wellAsked = await mayAskSo(tx, viewer, asked, isForAnother);
  if (wellAsked !== true) return wellAsked;
  const elector = asked.onBehalfOf ?? viewer.membershipId!;
  const secret = newSecret();
  const row = await tx.one<CastRow>(castStatement, [
    ...[asked.pollId.toLowerCase(), elector, asked.choice],
    ...[channel, viewer.membershipId, secret],
  ]);
  if (!row) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const verdict = mayCastBallot(viewer, row);
  if (verdict !== true) return verdict;
  // Neither the choice nor the check code: the record is read by all members.
  await recordAct(tx, viewer, {
    act: 'castBallot',
    subjectType: 'poll',
    subjectId: asked.pollId,
    data: { revision: row.revision, ...(isForAnother && { onBehalfOf: elector, channel }) },
  });
  return receiptOf(asked.pollId, row, secret);
}

const receiptOf = (pollId: string, row: CastRow, secret: string): Receipt => ({
  pollId,
  revision: row.revision!,
  castAt: row.castAt!.toISOString(),
  checkCode: row.checkCode!,
  secret,
});

/** Checks what was asked before the database is: channel, identifiers, and the steward's right to enter for another. */
async function mayAskSo(
  tx: Tx,
  viewer: Viewer,
  asked: Omit<BallotRequest, 'idempotencyKey'>,
  isForAnother: boolean,
): Promise<true | Refusal> {
  if (isForAnother === ((asked.channel ?? 'web') === 'web'))
    return new Refusal(
      'INVALID_INPUT',
      'A channel is named for a ballot entered for somebody else, and only then.',
    );
  if (!isId(asked.pollId) || (isForAnother && !isId(asked.onBehalfOf!)))
    return new Refusal('NOT_FOUND', 'There is no such vote here.');
  return isForAnother ? mayEnterFor(tx, viewer, asked.pollId, asked.onBehalfOf!) : true;
}

async function mayEnterFor(
  tx: Tx,
  viewer: Viewer,
  pollId: string,
  membershipId: string,
): Promise<true | Refusal> {
  const facts = await tx.one<{ visibility: 'open' | 'confidential'; memberHasAccount: boolean }>(
    `SELECT p.visibility, a.person_id IS NOT NULL AS "memberHasAccount"
     FROM poll p JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.id = $2
     JOIN party a ON a.cooperative_id = m.cooperative_id AND a.id = m.party_id WHERE p.id = $1`,
    [pollId, membershipId],
  );
  return facts
    ? mayCastOnBehalf(viewer, facts)
    : new Refusal('NOT_FOUND', 'There is no such vote or no such member here.');
}
