import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transaction.js';
import { Mailer } from '../platform/mail/mailer.js';
import { invitationDays } from './domain/invitation.js';

/** What carries invitations to their address; it queues in the command's own transaction. */
export abstract class InvitationMail {
  abstract send(tx: Tx, message: { to: string; subject: string; text: string }): Promise<void>;
}

/** Invitations by e-mail: a letter is dropped from the queue when its code could no longer be used. */
@Injectable()
export class MailedInvitations extends InvitationMail {
  constructor(@Inject(Mailer) private readonly mailer: Mailer) {
    super();
  }
  override send(tx: Tx, message: { to: string; subject: string; text: string }): Promise<void> {
    return this.mailer.send(tx, message, `${invitationDays} days`);
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
