import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cleanText } from '../../shared/text.js';
import { BallotBox, type Receipt } from '../ballot-box.js';
import type { ConsentPosition } from '../domain/ballots/ballot-marks.js';
import { mayAcceptAnswer, mayWithdrawObjection } from './consent.policy.js';
import { doneTo, heldFor, type ObjectionDone } from './objections.js';
import { recordEvent, type ObjectionInHand } from './objections.store.js';

export interface EndingRequest {
  readonly objectionId: string;
  /** Where the objector stands now. */
  readonly position: Exclude<ConsentPosition, 'object'>;
  /** The version of the text that the objector has read, as of any ballot. */
  readonly textVersion: number;
  readonly idempotencyKey: string;
}

/** The objection that has ended, and the receipt of the ballot that ended it. */
export type ObjectionEnded = ObjectionDone & Omit<Receipt, 'pollId'>;

/** The two ways in which an objector lets an objection go, each with another ballot of theirs. */
@Injectable()
export class EndingObjections {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(BallotBox) private readonly ballots: BallotBox,
  ) {}

  /** Accepts an answer: the objection is answered, and the objector consents or stands aside. */
  acceptAnswer(scope: RequestScope, request: EndingRequest): Promise<ObjectionEnded | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(
      scope,
      { act: 'acceptAnswer', idempotencyKey, request: asked },
      async (tx, viewer) => {
        const held = await heldFor(tx, viewer, asked.objectionId, mayAcceptAnswer);
        if (isRefusal(held)) return held;
        await recordEvent(tx, [held.id], { kind: 'answer_accepted', by: viewer.membershipId });
        return this.castInstead(tx, viewer, held, asked);
      },
    );
  }

  /** Withdraws an objection, with a reason if the objector wants to give one. */
  withdraw(
    scope: RequestScope,
    request: EndingRequest & { readonly text?: string | null | undefined },
  ): Promise<ObjectionEnded | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(
      scope,
      { act: 'withdrawObjection', idempotencyKey, request: asked },
      async (tx, viewer) => {
        const held = await heldFor(tx, viewer, asked.objectionId, mayWithdrawObjection);
        if (isRefusal(held)) return held;
        const said = asked.text ?? null;
        const text = said === null ? null : cleanText(said, 10_000);
        if (said !== null && text === null)
          return new Refusal('INVALID_INPUT', 'Say why in at most 10,000 characters, or leave it out.', [
            'text',
          ]);
        await recordEvent(tx, [held.id], { kind: 'withdrawn', by: viewer.membershipId, text });
        return this.castInstead(tx, viewer, held, asked);
      },
    );
  }

  private async castInstead(
    tx: Tx,
    viewer: Viewer,
    held: ObjectionInHand,
    { position, textVersion }: Omit<EndingRequest, 'idempotencyKey'>,
  ): Promise<ObjectionEnded | Refusal> {
    // The record says that a ballot was cast, and no more: who objected is told by nobody else.
    const ballot = { consent: { position, textVersion } };
    const receipt = await this.ballots.cast(tx, viewer, { pollId: held.pollId, ballot });
    return isRefusal(receipt) ? receipt : { ...receipt, ...doneTo(held) };
  }
}
