import { html, type Html } from './html.js';
import { page } from './layout.js';

/** For somebody who is not signed in: two forms, of which the second appears when a code is on its way. */
export const signInPage = (): string =>
  page(
    'Sign in',
    html`<h1>Sign in</h1>
      <p>We send a code to your e-mail address. There is no password.</p>
      <form id="ask-code">
        <label for="address">E-mail address</label>
        <input id="address" name="address" type="email" autocomplete="email" maxlength="254" required />
        <button type="submit">Send me a code</button>
      </form>
      <form id="enter-code" hidden>
        <input name="address" type="hidden" />
        <label for="code">Code from the letter</label>
        <input
          id="code"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="20"
          required
        />
        <button type="submit">Sign in</button>
      </form>
      <p role="status"></p>
      <noscript
        ><p>
          Signing in needs JavaScript; the API works without: see <a href="/graphiql">/graphiql</a>.
        </p></noscript
      >
      <h2>You have been invited?</h2>
      <p>Sign in first, with an e-mail address of yours; then enter the code of the invitation here.</p>`,
  );

/** The form for the code of an invitation; for somebody who is signed in. */
export const invitationForm = (): Html =>
  html`<form id="accept-invitation">
    <label for="invitation">Code of the invitation</label>
    <input id="invitation" name="code" autocomplete="off" spellcheck="false" maxlength="200" required />
    <button type="submit">Accept the invitation</button>
  </form>`;
