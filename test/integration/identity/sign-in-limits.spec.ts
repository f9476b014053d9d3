import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { countAttempt, type RateLimit } from '../../../src/platform/request/rate-limit.js';
import { nobody } from '../../../src/platform/request/viewer.js';
import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { presentCode, requestDocument } from '../../support/sign-in.js';

describe('limits of signing in', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 6 });
  });
  afterAll(() => test.stop());
  // Windows follow each other from a fixed instant: begin each test at the beginning of one.
  beforeEach(() => test.database.setClock('2027-03-01T12:00:00Z'));
  afterEach(() =>
    withClient(test.database.ownerUrl, async (client) => {
      await client.query('DELETE FROM rate_limit');
    }),
  );

  const ask = (address: string, from = '192.0.2.1') =>
    test.ask(requestDocument, { input: { address, deliverAs: 'TOKEN' } }, { address: from });
  const outcome = (answer: Answer): string =>
    (answer.data.requestSignInCode.reason ?? answer.data.requestSignInCode.__typename) as string;
  const times = (wanted: string, outcomes: readonly string[]): number =>
    outcomes.filter((each) => each === wanted).length;
  const useUp = (name: string, subject: string, used: number, window: string) =>
    test.app.get(UnitOfWork).inTransaction(nobody, async (tx) => {
      const limit: RateLimit = { name, times: used, window };
      for (let time = 0; time < used; time += 1) expect(await countAttempt(tx, limit, subject)).toBe(true);
    });

  it('lets five letters a quarter of an hour leave for one address, from wherever they are asked for', async () => {
    for (let time = 1; time <= 5; time += 1) {
      expect(outcome(await ask(time % 2 ? 'a@example.org' : 'A@Example.org', `192.0.2.${time}`))).toBe(
        'SignInCodeRequested',
      );
    }
    await test.database.advanceClock('4 minutes 30 seconds');
    const refused = (await ask('a@example.org', '198.51.100.1')).data.requestSignInCode;
    expect(refused).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
      message: 'Too many attempts. Try again in 11 minutes.',
      details: ['The next attempt is possible from 1 March 2027, 12:15 (UTC).'],
    });
    expect(outcome(await ask('b@example.org'))).toBe('SignInCodeRequested');
    await test.database.setClock('2027-03-01T12:15:00Z');
    expect(outcome(await ask('a@example.org'))).toBe('SignInCodeRequested');
  });

  it('lets no more through when twenty ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('c@example.org')));
    const outcomes = answers.map(outcome);
    expect([times('SignInCodeRequested', outcomes), times('TOO_MANY_ATTEMPTS', outcomes)]).toEqual([5, 15]);
  });

  it('counts a network as one, however many addresses it asks for, and leaves others in peace', async () => {
    await useUp('sign-in code by network', '2001:db8:1:2::/64', 298, '15 minutes');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ask(`n${i}@example.org`, `2001:db8:1:2::${i + 1}`)),
    );
    const outcomes = answers.map(outcome);
    expect([times('SignInCodeRequested', outcomes), times('TOO_MANY_ATTEMPTS', outcomes)]).toEqual([2, 6]);
    expect(outcome(await ask('n0@example.org', '2001:db8:1:3::1'))).toBe('SignInCodeRequested');
  });

  it('counts tries of codes that nobody asked for', async () => {
    await useUp('sign-in try by network', '192.0.2.9', 599, '15 minutes');
    const attempt = { address: 'a@example.org', code: '12345678', binding: 'B'.repeat(43) };
    const answers = [];
    for (let time = 0; time < 2; time += 1) {
      answers.push((await presentCode(test, attempt, { address: '192.0.2.9' })).data.signIn.reason);
    }
    expect(answers).toEqual(['NOT_ASKED_FOR_HERE', 'TOO_MANY_ATTEMPTS']);
  });

  it('forgets counters and codes of the past', async () => {
    await ask('f@example.org');
    const left = () =>
      withClient(test.database.ownerUrl, async (client) => {
        const { rows } = await client.query(
          'SELECT (SELECT count(*)::int FROM rate_limit) + (SELECT count(*)::int FROM sign_in_code) AS n',
        );
        return rows[0].n as number;
      });
    await test.runDuties();
    expect(await left()).toBeGreaterThanOrEqual(3);
    await test.database.advanceClock('2 days');
    await test.runDuties();
    expect(await left()).toBe(0);
  });
});
