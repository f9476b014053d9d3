import { normaliseEmailAddress } from '../../shared/email-address.js';
import type { MailTransport, OutgoingMail } from './mail-message.js';

const kept = 200;

/** Keeps in memory what was sent, the last 200 letters: the demonstration shows them on a page, tests read them. */
export class Mailbox implements MailTransport {
  private letters: OutgoingMail[] = [];
  private watcher: ((mail: OutgoingMail) => void) | null = null;

  async deliver(mail: OutgoingMail): Promise<void> {
    // The same letter may be delivered again; it is one letter.
    this.letters = [...this.letters.filter(({ id }) => id !== mail.id), mail].slice(-kept);
    this.watcher?.(mail);
  }

  /** Tells one watcher of every letter from now on: the terminal of a server from which no mail leaves. */
  watch(watcher: (mail: OutgoingMail) => void): void {
    this.watcher = watcher;
  }

  /** Newest first. */
  all(): readonly OutgoingMail[] {
    return [...this.letters].reverse();
  }

  /** The letters to one address, however it is written, newest first. */
  to(address: string): readonly OutgoingMail[] {
    const normalised = normaliseEmailAddress(address);
    return this.all().filter((letter) => letter.to === normalised);
  }
}
