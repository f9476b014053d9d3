import { newId } from '../../shared/ids.js';
import type { Tx } from '../database/transaction.js';
import { enqueue } from '../jobs/enqueue.js';
import type { JobContext, JobRunner } from '../jobs/job-runner.js';
import type { Log } from '../log.js';
import {
  checkedMessage,
  MailNotDelivered,
  type MailMessage,
  type MailTransport,
  type OutgoingMail,
} from './mail-message.js';

const deliverMail = 'deliver-mail';

interface QueuedMail extends MailMessage {
  readonly id: string;
  readonly usefulUntil: string;
}

/**
 * Sends letters as part of what a command does: the letter is queued in the command's transaction, so that nobody is
 * written to about something that did not happen, and no act waits for a mail server. A letter that can no longer be
 * of use is dropped from the queue instead of being tried for days.
 */
export class Mailer {
  constructor(
    private readonly transport: MailTransport,
    private readonly from: string,
    private readonly log: Log,
    jobs: JobRunner,
  ) {
    jobs.register(deliverMail, (payload, context) => this.deliver(payload as QueuedMail, context));
  }

  /** Queues a letter; `usefulFor` is an interval in PostgreSQL's words. Throws when `to` is not one address. */
  async send(tx: Tx, message: MailMessage, usefulFor = '2 days'): Promise<void> {
    const checked = checkedMessage(message);
    const until = await tx.one<{ instant: Date }>(`SELECT rochdale_now() + $1::interval AS instant`, [
      usefulFor,
    ]);
    const id = newId();
    await enqueue(tx, deliverMail, { ...checked, id, usefulUntil: until!.instant.toISOString() }, id);
  }

  private async deliver(
    { usefulUntil, ...queued }: QueuedMail,
    { now, jobId, attempt }: JobContext,
  ): Promise<void> {
    if (new Date(usefulUntil) <= now) {
      this.log.warn('mail dropped', { jobId, attempt, why: 'no longer useful' });
      return;
    }
    try {
      await this.transport.deliver({ ...queued, from: this.from } satisfies OutgoingMail);
    } catch (error) {
      if (!(error instanceof MailNotDelivered && error.isFinal)) throw error;
      this.log.warn('mail dropped', { jobId, attempt, why: error.code });
    }
  }
}
