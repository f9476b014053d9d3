import { startTestApplication, type TestApplication } from '../../support/application.js';
import { requestDocument, signInAs, signInDocument } from '../../support/sign-in.js';

const megabyte = 'a'.repeat(1_000_000);
const hostileTexts = [
  '',
  ' ',
  '\0',
  'a\0@example.org',
  '\ud800',
  megabyte,
  `${megabyte}@example.org`,
  '💥',
  '\u202e',
];

describe('hostile input to signing in', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  it('is refused in words where it is text', async () => {
    const binding = 'A'.repeat(43);
    for (const text of [
      ...hostileTexts,
      'ana@example.org, eve@example.org',
      'ana@example.org\r\nBcc: e@x.org',
    ]) {
      const asked = await test.ask(requestDocument, { input: { address: text, deliverAs: 'TOKEN' } });
      expect(asked).toMatchObject({ status: 200, data: { requestSignInCode: { reason: 'INVALID_INPUT' } } });
      const right = { address: 'ana@example.org', code: '12345678', binding, deliverAs: 'TOKEN' };
      for (const wrong of [{ address: text }, { code: text }, { binding: text }]) {
        const answer = await test.ask(signInDocument, { input: { ...right, ...wrong } });
        expect(answer.status).toBe(200);
        expect(answer.data.signIn.reason).toMatch(/^(INVALID_INPUT|NOT_ASKED_FOR_HERE)$/);
      }
    }
    const device = await test.ask(signInDocument, {
      input: { address: 'a@example.org', code: '12345678', binding, deliverAs: 'TOKEN', device: 'a\0b' },
    });
    expect(device.data.signIn.reason).toBe('INVALID_INPUT');
  });

  it('is a mistake of the query where it is no text or an unknown value', async () => {
    for (const input of [
      { address: 'ana@example.org', deliverAs: 'PIGEON' },
      { address: 7, deliverAs: 'TOKEN' },
      { address: ['ana@example.org'], deliverAs: 'TOKEN' },
      { address: null, deliverAs: 'TOKEN' },
      { deliverAs: 'TOKEN' },
      { address: 'ana@example.org', deliverAs: 'TOKEN', admin: true },
    ]) {
      const answer = await test.ask(requestDocument, { input });
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.errors)).not.toMatch(/node_modules|\.ts:/);
    }
  });

  it('finds nothing where it is a cursor, a cookie or a token', async () => {
    const { token } = await signInAs(test, 'ana@example.org');
    const document = `query ($after: String) { me { sessions(after: $after) { nodes { id } } cooperatives(after: $after) { nodes { slug } } } }`;
    const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const after of [...hostileTexts, forged(['x']), forged([7]), forged(['a\0']), forged(["'; --"])]) {
      const answer = await test.ask(document, { after }, { session: token });
      expect(answer).toMatchObject({ status: 200, errors: undefined, data: { me: { sessions: null } } });
    }
    for (const cookie of [
      '__Host-rochdale=%00',
      '__Host-rochdale',
      '=;=;=',
      `__Host-rochdale=${'x'.repeat(5_000)}`,
    ]) {
      const answer = await test.ask('{ me { id } }', {}, { cookie });
      expect(answer).toMatchObject({ status: 200, data: { me: null } });
    }
  });
});
