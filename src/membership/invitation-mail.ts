import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transaction.js';
import { Log } from '../platform/log.js';
import { Inject } from '@nestjs/common';

/** What carries invitations to their address; it queues in the command's own transaction. */
export abstract class InvitationMail {
  abstract send(tx: Tx, message: { to: string; subject: string; text: string }): Promise<void>;
}

/** Stands where no mail is set up: invitations exist and can be sent again once it is. */
@Injectable()
export class NoInvitationMail extends InvitationMail {
  constructor(@Inject(Log) private readonly log: Log) {
    super();
  }
  override async send(): Promise<void> {
    this.log.warn('invitation not sent: no mail is set up');
  }
}

/** The letter of an invitation. The code is the secret; it stands in the letter and nowhere else in clear. */
export function invitationLetter(invitation: {
  readonly name: string;
  readonly cooperative: string;
  readonly code: string;
  readonly days: number;
}): { subject: string; text: string } {
  const { name, cooperative, code, days } = invitation;
  return {
    subject: `${cooperative} invites you`,
    text: [
      `Dear ${name},`,
      '',
      `${cooperative} invites you to be a member and take part in its decisions.`,
      `Sign in with an e-mail address of yours and enter this code within ${days} days:`,
      '',
      code,
      '',
      'Whoever has the code can accept in your name, so do not pass it on.',
      'If you do not know this cooperative, do nothing: without you nothing happens.',
    ].join('\n'),
  };
}
