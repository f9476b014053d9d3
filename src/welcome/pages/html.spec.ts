import { Html, html } from './html.js';

describe('html', () => {
  it('escapes every value, in lists too, and leaves pieces of html as they are', () => {
    const name = `<b title="x">&'</b>`;
    const written = html`<p>${name}${[name, html`<i>${1}</i>`]}</p>`.text;
    const harmless = '&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;';
    expect(written).toBe(`<p>${harmless}${harmless}<i>1</i></p>`);
  });

  it('writes nothing for what is absent, and does not take text for html', () => {
    expect(html`a${null}${undefined}${false}b`.text).toBe('ab');
    expect(html`${String(new Html('<u>').text)}`.text).toBe('&lt;u&gt;');
  });
});
