import { Mailbox } from './mailbox.js';
import { SmtpTransport } from './smtp-transport.js';
import type { MailTransport } from './mail-message.js';

/** How letters leave, and whose they are. `from` is a bare address. */
export type MailOptions =
  | { readonly kind: 'smtp'; readonly url: string; readonly from: string }
  | { readonly kind: 'mailbox'; readonly from: string };

/** The transport of the setting. The mailbox exists in any case and is empty when letters leave over SMTP. */
export function mailTransportOf(options: MailOptions, mailbox: Mailbox): MailTransport {
  return options.kind === 'smtp' ? new SmtpTransport(options.url) : mailbox;
}
