import type { OutgoingMail } from '../../platform/mail/mail-message.js';
import { html } from './html.js';
import { page } from './layout.js';

/** Every letter of the demonstration that this process has sent, newest first. */
export const mailboxPage = (letters: readonly OutgoingMail[]): string =>
  page(
    'Mailbox',
    html`<h1>What was mailed</h1>
      <p class="quiet">The demonstration sends no letters; they arrive here. The newest come first.</p>
      ${
        letters.length === 0
          ? html`<p>No letter since the server was started.</p>`
          : html`<ul class="plain">
              ${letters.map(
                ({ to, subject, text }) =>
                  html`<li>
                    <strong>${subject}</strong><br /><span class="quiet">to ${to}</span>
                    <pre class="letter">${text}</pre>
                  </li>`,
              )}
            </ul>`
      }`,
  );
