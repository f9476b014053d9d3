import { normaliseEmailAddress } from '../../shared/email-address.js';

/** A letter: one recipient, plain text. */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter on its way: who wrote it, under an identifier that stays the same when it is sent twice. */
export interface OutgoingMail extends MailMessage {
  readonly id: string;
  readonly from: string;
}

/** How letters leave: over SMTP, or into the mailbox that the demonstration shows. */
export interface MailTransport {
  /** Throws `MailNotDelivered`. */
  deliver(mail: OutgoingMail): Promise<void>;
}

/** The letter did not leave. Servers quote addresses in their answers, so only their code is kept. */
export class MailNotDelivered extends Error {
  constructor(
    readonly code: string,
    /** True when the same letter would be refused again. */
    readonly isFinal: boolean,
  ) {
    super(`mail was not delivered (${code})`);
  }
}

const maxSubject = 200;
const maxText = 100_000;

/**
 * The letter with nothing in it that a header could be broken with: the recipient is exactly one address, the
 * subject one bounded line. Names chosen by members end up in subjects, so those are mended; a recipient that is no
 * address is a mistake of the caller and throws.
 */
export function checkedMessage({ to, subject, text }: MailMessage): MailMessage {
  const address = normaliseEmailAddress(to);
  if (address === null) throw new Error('a letter needs exactly one address');
  return {
    to: address,
    subject: bounded(subject.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim(), maxSubject),
    text: bounded(text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, ''), maxText),
  };
}

/** The text within bounds; half a surrogate pair, sent or made by the cut, becomes the replacement character. */
function bounded(text: string, characters: number): string {
  const cut = text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
  return cut.replace(/\p{Cs}/gu, '\ufffd');
}
