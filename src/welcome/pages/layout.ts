import { html, type Html } from './html.js';

/** The frame of every plain page: works without scripts, on a phone, by keyboard and with a screen reader. */
export function page(title: string, content: Html, language = 'en'): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Rochdale</title>
        <link rel="stylesheet" href="/welcome/welcome.css" />
        <link rel="icon" href="data:," />
        <script src="/welcome/welcome.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header>
          <a class="brand" href="/">Rochdale</a>
          <span>decide together, share fairly</span>
        </header>
        <main id="content">${content}</main>
      </body>
    </html>`.text;
}
