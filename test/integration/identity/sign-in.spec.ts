import { withClient } from '../../../src/platform/database/database-roles.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import {
  askForCode,
  codeInLetter,
  presentCode,
  requestDocument,
  signInAs,
  signInDocument,
} from '../../support/sign-in.js';

describe('signing in', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  const reasonOf = (answer: Answer): string =>
    (answer.data.signIn.reason ?? answer.data.signIn.__typename) as string;
  const otherThan = (code: string): string => (code === '00000000' ? '00000001' : '00000000');
  /** Callers of different networks: those of one wait for each other at its counter. */
  const elsewhere = (callers: number) =>
    Array.from({ length: callers }, (_, place) => ({ address: `192.0.2.${place + 1}` }));
  const count = (table: string, where = 'true') =>
    withClient(test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE ${where}`,
      );
      return rows[0]!.n;
    });

  it('takes a browser from its address to a session in a cookie that scripts cannot read', async () => {
    const address = 'browser@example.org';
    const asked = await test.ask(requestDocument, { input: { address, deliverAs: 'COOKIE' } });
    expect(asked.data.requestSignInCode).toMatchObject({ __typename: 'SignInCodeRequested', binding: null });
    const binding = cookieSetIn(asked, '__Host-rochdale-sign-in');
    await test.runJobs();

    const input = {
      address: ' Browser@Example.ORG ',
      code: codeInLetter(test, address),
      deliverAs: 'COOKIE',
    };
    const signedIn = await test.ask(signInDocument, { input }, { cookie: `x=1; ${binding}` });
    expect(signedIn.data.signIn).toMatchObject({ __typename: 'SignedIn', token: null });
    const session = cookieSetIn(signedIn, '__Host-rochdale');
    expect(cookieSetIn(signedIn, '__Host-rochdale-sign-in')).toBe('__Host-rochdale-sign-in=');

    const me = await test.ask('{ me { id addresses } }', {}, { cookie: `a=b; ${session}` });
    expect(me.data.me).toEqual({ id: signedIn.data.signIn.personId, addresses: [address] });
  });

  it('gives a program a token, the same person each time, and thirty days', async () => {
    const first = await signInAs(test, 'program@example.org');
    const second = await signInAs(test, 'Program@example.org');
    expect(second.personId).toBe(first.personId);
    expect(second.token).not.toBe(first.token);
    const me = '{ me { id } }';
    expect((await test.ask(me, {}, { session: first.token })).data.me).toEqual({ id: first.personId });
    await test.database.advanceClock('29 days');
    expect((await test.ask(me, {}, { session: first.token })).data.me).toEqual({ id: first.personId });
    await test.database.advanceClock('25 hours');
    expect((await test.ask(me, {}, { session: first.token })).data.me).toBeNull();
  });

  it('refuses a code after ten minutes', async () => {
    const asked = await askForCode(test, 'late@example.org');
    await test.database.advanceClock('10 minutes');
    expect(reasonOf(await presentCode(test, asked))).toBe('CODE_EXPIRED');
  });

  it('refuses a code that was used', async () => {
    const asked = await askForCode(test, 'twice@example.org');
    expect(reasonOf(await presentCode(test, asked))).toBe('SignedIn');
    expect(reasonOf(await presentCode(test, asked))).toBe('CODE_USED');
  });

  it('refuses even the right code after five wrong tries, though they come at once', async () => {
    const asked = await askForCode(test, 'guessed@example.org');
    const wrong = { ...asked, code: otherThan(asked.code) };
    const tries = await Promise.all(elsewhere(12).map((caller) => presentCode(test, wrong, caller)));
    const reasons = tries.map(reasonOf);
    expect(reasons.filter((reason) => reason === 'CODE_WRONG')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'CODE_EXHAUSTED')).toHaveLength(7);
    expect(reasonOf(await presentCode(test, asked))).toBe('CODE_EXHAUSTED');
  });

  it('refuses the code of another browser, another address, and of nobody', async () => {
    const mine = await askForCode(test, 'mine@example.org');
    const theirs = await askForCode(test, 'theirs@example.org');
    expect(reasonOf(await presentCode(test, { ...mine, binding: 'A'.repeat(43) }))).toBe(
      'NOT_ASKED_FOR_HERE',
    );
    expect(reasonOf(await presentCode(test, { address: mine.address, code: mine.code }))).toBe(
      'NOT_ASKED_FOR_HERE',
    );
    expect(reasonOf(await presentCode(test, { ...mine, binding: theirs.binding }))).toBe('CODE_WRONG');
    expect(reasonOf(await presentCode(test, { ...mine, address: theirs.address }))).toBe('CODE_WRONG');
    expect(reasonOf(await presentCode(test, mine))).toBe('SignedIn');
  });

  it('makes one session of one code, however many present it at once', async () => {
    const asked = await askForCode(test, 'parallel@example.org');
    const answers = await Promise.all(elsewhere(10).map((caller) => presentCode(test, asked, caller)));
    expect(answers.map(reasonOf).sort()).toEqual([...Array(9).fill('CODE_USED'), 'SignedIn']);
    const { personId } = answers.find((answer) => reasonOf(answer) === 'SignedIn')!.data.signIn;
    expect(await count('session', `person_id = '${personId}'`)).toBe(1);
  });

  it('makes one person of one address that signs in twice at once for the first time', async () => {
    const asked = [await askForCode(test, 'new@example.org'), await askForCode(test, 'new@example.org')];
    const callers = elsewhere(2);
    const answers = await Promise.all(asked.map((each, place) => presentCode(test, each, callers[place])));
    expect(answers.map(reasonOf)).toEqual(['SignedIn', 'SignedIn']);
    expect(new Set(answers.map((answer) => answer.data.signIn.personId)).size).toBe(1);
  });

  it('answers for a known address as for an unknown one, and asks the database the same', async () => {
    await signInAs(test, 'known@example.org');
    const answers = [];
    for (const address of ['known@example.org', 'unknown@example.org']) {
      const { status, data } = await test.ask(requestDocument, { input: { address, deliverAs: 'TOKEN' } });
      const { expiresAt, binding, ...rest } = data.requestSignInCode;
      answers.push({ status, rest, shapes: [typeof expiresAt, (binding as string).length] });
    }
    expect(answers[1]).toEqual(answers[0]);
    await test.runJobs();
    const letters = ['known@example.org', 'unknown@example.org'].map((address) => {
      const { subject, text } = test.app.get(Mailbox).to(address)[0]!;
      return { subject, text: text.replace(/\d/g, '#') };
    });
    expect(letters[1]).toEqual(letters[0]);
    expect(await count('person_email', `address = 'unknown@example.org'`)).toBe(0);
  });

  it('ends the session that the caller had before', async () => {
    const before = await signInAs(test, 'again@example.org');
    const asked = await askForCode(test, 'again@example.org');
    await presentCode(test, asked, { session: before.token });
    expect((await test.ask('{ me { id } }', {}, { session: before.token })).data.me).toBeNull();
  });

  it('keeps only hashes, and logs neither address, code nor secret', async () => {
    const asked = await askForCode(test, 'private@example.org');
    await presentCode(test, { ...asked, code: otherThan(asked.code) });
    const { token } = (await presentCode(test, asked)).data.signIn;
    const log = test.logLines.join('\n');
    expect(log).toContain('/graphql');
    for (const secret of ['private@', asked.code, asked.binding, token as string]) {
      expect(log).not.toContain(secret);
      for (const table of ['sign_in_code', 'session', 'rate_limit', 'audit_event', 'idempotency_key']) {
        expect(await count(`${table} AS row`, `row::text LIKE '%${secret}%'`)).toBe(0);
      }
    }
  });

  it('is recorded outside every cooperative, whichever one the request names', async () => {
    const { slug, id } = await buildCooperative(test.database, { members: 1 });
    const asked = await askForCode(test, 'recorded@example.org');
    await presentCode(test, { ...asked, code: otherThan(asked.code) }, { cooperative: slug });
    const { sessionId } = (await presentCode(test, asked, { cooperative: slug })).data.signIn;
    expect(await count('audit_event', `cooperative_id = '${id}'`)).toBe(0);
    expect(await count('audit_event', `act = 'signIn' AND subject_id = '${sessionId}'`)).toBe(1);
    expect(await count('audit_event', `data->>'refused' = 'CODE_WRONG'`)).toBeGreaterThan(0);
  });
});

/** `name=value` of a cookie that the answer sets; its attributes must be those of a host-bound secret. */
function cookieSetIn(answer: Answer, name: string): string {
  const headers = [answer.headers['set-cookie']].flat() as string[];
  const header = headers.find((each) => each?.startsWith(`${name}=`));
  expect(header).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax; /);
  return header!.split(';', 1)[0]!;
}
