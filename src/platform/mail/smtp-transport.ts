import { createTransport, type Transporter } from 'nodemailer';
import { MailNotDelivered, type MailTransport, type OutgoingMail } from './mail-message.js';

/** Letters over SMTP, one connection each: `smtp://user:password@host:587`, `smtps://…` for TLS from the start. */
export class SmtpTransport implements MailTransport {
  private readonly transporter: Transporter;

  constructor(url: string) {
    this.transporter = createTransport({
      url,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async deliver({ id, from, to, subject, text }: OutgoingMail): Promise<void> {
    try {
      await this.transporter.sendMail({
        // Addresses as objects and an explicit envelope: nothing here is parsed as a list.
        from: { name: 'Rochdale', address: from },
        to: { name: '', address: to },
        envelope: { from, to: [to] },
        messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw notDelivered(error);
    }
  }
}

/** 5xx is the server's last word (RFC 5321 section 4.2.1); but a rejected login or a lost line is ours to mend. */
function notDelivered(error: unknown): MailNotDelivered {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const name = typeof code === 'string' ? code : 'EUNKNOWN';
  const answer = typeof responseCode === 'number' ? responseCode : null;
  const isFinal = answer !== null && answer >= 500 && (name === 'EENVELOPE' || name === 'EMESSAGE');
  return new MailNotDelivered(answer === null ? name : `${name} ${answer}`, isFinal);
}
