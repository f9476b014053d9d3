import { DemoAccess } from '../../../src/welcome/demo/demo-access.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

const ana = { name: 'Ana', address: 'ana@example.org', part: 'a member', cooperative: 'rio' };

describe('the links of the demonstration', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication({ demonstration: true });
  });
  afterAll(() => test.stop());

  const get = (url: string, over: { remoteAddress?: string; headers?: Record<string, string> } = {}) =>
    test.app.inject({ method: 'GET', url, ...over });

  it('sign a person in and lead to the front page of the cooperative', async () => {
    const path = test.app.get(DemoAccess).offer(ana);
    const answer = await get(path);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/?cooperative=rio']);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-rochdale=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; /);
    const me = await test.ask('{ me { addresses } }', {}, { cookie: cookie.split(';')[0]! });
    expect(me.data.me).toEqual({ addresses: ['ana@example.org'] });
  });

  it('say nothing about links that do not exist', async () => {
    const wrong = await get(`/demo/sign-in/${'x'.repeat(43)}`);
    const unknown = await get('/nowhere');
    expect([wrong.statusCode, wrong.json()]).toEqual([404, unknown.json()]);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('exist for this machine alone: other addresses, other names and proxies find nothing', async () => {
    const path = test.app.get(DemoAccess).offer(ana);
    const elsewhere: Parameters<typeof get>[1][] = [
      { remoteAddress: '203.0.113.5' },
      { remoteAddress: '192.168.1.20' },
      { remoteAddress: '2001:db8::1' },
      { headers: { host: 'rebound.example:4000' } },
      { headers: { host: 'localhost.evil.example' } },
      { headers: { 'x-forwarded-for': '203.0.113.5' } },
      { headers: { forwarded: 'for=203.0.113.5' } },
    ];
    for (const over of elsewhere) {
      for (const url of [path, '/demo/mailbox']) {
        const answer = await get(url, over);
        expect([over, url, answer.statusCode, answer.headers['set-cookie']]).toEqual([
          over,
          url,
          404,
          undefined,
        ]);
      }
    }
    for (const over of [{ remoteAddress: '::1' }, { headers: { host: '127.0.0.1:4000' } }]) {
      expect((await get(path, over)).statusCode).toBe(303);
    }
  });

  it('show what was mailed, made harmless', async () => {
    const mailbox = test.app.get(Mailbox);
    const letter = { id: '1', from: 'r@example.org', to: 'ana@example.org' };
    await mailbox.deliver({ ...letter, subject: '<b>Vote</b>', text: '<script>alert(1)</script>' });
    const page = (await get('/demo/mailbox')).body;
    expect(page).toContain('&lt;b&gt;Vote&lt;/b&gt;');
    expect(page).not.toContain('<script>alert');
  });
});

describe('a server that is no demonstration', () => {
  it('has neither links nor mailbox', async () => {
    const test = await startTestApplication();
    try {
      for (const url of ['/demo/mailbox', `/demo/sign-in/${'x'.repeat(43)}`]) {
        expect((await test.app.inject({ method: 'GET', url })).statusCode).toBe(404);
      }
      expect(() => test.app.get(DemoAccess)).toThrow();
    } finally {
      await test.stop();
    }
  });
});
