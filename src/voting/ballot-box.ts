import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newSecret } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { BallotRules } from './ballot-rules.js';
import { castStatement, standingStatement, type CastRow } from './casting.statement.js';
import { CastingSteps } from './casting-steps.js';
import {
  marksText,
  type BallotMarks,
  type BallotRefusal,
  type BallotRule,
} from './domain/ballots/ballot-marks.js';
import { readBallot } from './domain/ballots/read-ballot.js';
import { mayCastBallot, mayCastOnBehalf, mayTakePart } from './voting.policy.js';

export const ballotChannels = ['web', 'paper', 'telephone', 'in_person'] as const;
export type BallotChannel = (typeof ballotChannels)[number];

export interface BallotRequest {
  readonly pollId: string;
  /** In the form of the poll's method, as `{choice: 'for'}` or `{ranking: [[1], [0]]}`; read as hostile input. */
  readonly ballot: unknown;
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

type Asked = Omit<BallotRequest, 'idempotencyKey'>;

/** Takes ballots: the elector's own, or one that a steward enters for a member without an account. */
@Injectable()
export class BallotBox {
  private readonly rules = new BallotRules();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CastingSteps) private readonly steps: CastingSteps,
  ) {}

  /** The last ballot of an elector before the close counts; every earlier one is kept and counts nowhere. */
  castBallot(scope: RequestScope, request: BallotRequest): Promise<Receipt | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(scope, { act: 'castBallot', idempotencyKey, request: asked }, (tx, viewer) =>
      this.cast(tx, viewer, asked),
    );
  }

  /** Casts in the caller's command, for acts that bring a ballot with them. */
  async cast(tx: Tx, viewer: Viewer, asked: Asked): Promise<Receipt | Refusal> {
    const entering = mayTakePart(viewer);
    if (entering !== true) return entering;
    const isForAnother = (asked.onBehalfOf ?? null) !== null;
    const wellAsked = await mayAskSo(tx, viewer, asked, isForAnother);
    if (wellAsked !== true) return wellAsked;
    const rule = await this.rules.of(tx, viewer.cooperativeId, asked.pollId.toLowerCase());
    if (!rule) return new Refusal('NOT_FOUND', 'There is no such vote here.');
    const marks = readBallot(rule, asked.ballot, asked.channel === 'paper');
    const elector = (asked.onBehalfOf ?? viewer.membershipId!).toLowerCase();
    if (isRefusal(marks)) return refuseBallot(tx, viewer, { ...asked, elector, fault: marks });
    return this.take(tx, viewer, { asked, rule, marks, elector, isForAnother });
  }

  private async take(
    tx: Tx,
    viewer: Viewer,
    given: { asked: Asked; rule: BallotRule; marks: BallotMarks; elector: string; isForAnother: boolean },
  ): Promise<Receipt | Refusal> {
    const { asked, marks, elector } = given;
    const channel = asked.channel ?? 'web';
    const secret = newSecret();
    const row = await tx.one<CastRow>(castStatement, [
      ...[asked.pollId.toLowerCase(), elector, marksText(marks)],
      ...[channel, viewer.membershipId, secret],
    ]);
    if (!row) return new Refusal('NOT_FOUND', 'There is no such vote here.');
    const verdict = mayCastBallot(viewer, row);
    if (verdict !== true) return verdict;
    // Neither the marks nor the check code: the record is read by all members.
    await recordAct(tx, viewer, {
      act: 'castBallot',
      subjectType: 'poll',
      subjectId: asked.pollId,
      data: { revision: row.revision, ...(given.isForAnother && { onBehalfOf: elector, channel }) },
    });
    const further = await this.steps.of(given.rule.method)?.(tx, viewer, {
      ...{ pollId: asked.pollId, membershipId: elector, revision: row.revision!, castAt: row.castAt! },
      ...{ marks, given: asked.ballot },
    });
    return further === undefined || further === true ? receiptOf(asked.pollId, row, secret) : further;
  }
}

/** A ballot with a fault in it: whoever may not vote here is told that first, as if it had none. */
async function refuseBallot(
  tx: Tx,
  viewer: Viewer,
  { pollId, elector, fault }: { pollId: string; elector: string; fault: BallotRefusal },
): Promise<Refusal> {
  const row = await tx.one<CastRow>(standingStatement, [pollId.toLowerCase(), elector]);
  if (!row) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const verdict = mayCastBallot(viewer, row);
  return verdict === true ? fault : verdict;
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
