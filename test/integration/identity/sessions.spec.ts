import { identityInvariants } from '../../../src/identity/identity.invariants.js';
import { People } from '../../../src/identity/people.js';
import { Sessions } from '../../../src/identity/sessions.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { nobody } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { askForCode, signInAs } from '../../support/sign-in.js';

const sessionsOfMine = `query ($first: Int, $after: String) { me { sessions(first: $first, after: $after) {
  totalCount nodes { id device isCurrent } pageInfo { hasNextPage endCursor } } } }`;
const revoke = `mutation ($sessionId: ID!) { revokeSession(input: { sessionId: $sessionId }) {
  __typename ... on SessionRevoked { sessionId } ... on RevokeSessionRefused { reason } } }`;
const revokeOthers = `mutation { revokeOtherSessions {
  __typename ... on OtherSessionsRevoked { count } ... on RevokeOtherSessionsRefused { reason } } }`;
const signOut = `mutation { signOut {
  __typename ... on SignedOut { sessionId } ... on SignOutRefused { reason } } }`;

describe('sessions', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  const isSignedIn = async (session: string): Promise<boolean> =>
    (await test.ask('{ me { id } }', {}, { session })).data.me !== null;

  it('are listed for their person, newest first, a page at a time', async () => {
    const phone = await signInAs(test, 'ana@example.org', 'Phone of Peñuelas');
    const desk = await signInAs(test, 'ana@example.org', 'Desk');
    await signInAs(test, 'eve@example.org', 'Not mine');
    const page = (variables: object) => test.ask(sessionsOfMine, variables, { session: phone.token });
    const first = (await page({ first: 1 })).data.me.sessions;
    expect(first).toMatchObject({
      totalCount: 2,
      nodes: [{ id: desk.sessionId, device: 'Desk', isCurrent: false }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await page({ after: first.pageInfo.endCursor })).data.me.sessions;
    expect(second.nodes).toEqual([{ id: phone.sessionId, device: 'Phone of Peñuelas', isCurrent: true }]);
  });

  it('end one by one, and are gone with the next request', async () => {
    const [lost, here] = [await signInAs(test, 'bea@example.org'), await signInAs(test, 'bea@example.org')];
    const caller = { session: here.token };
    const answer = await test.ask(revoke, { sessionId: lost.sessionId.toUpperCase() }, caller);
    expect(answer.data.revokeSession).toEqual({ __typename: 'SessionRevoked', sessionId: lost.sessionId });
    expect([await isSignedIn(lost.token), await isSignedIn(here.token)]).toEqual([false, true]);
    expect(
      (await test.ask(revoke, { sessionId: lost.sessionId }, caller)).data.revokeSession.__typename,
    ).toBe('SessionRevoked');
  });

  it('of others are not found, like those that do not exist', async () => {
    const [mine, theirs] = [await signInAs(test, 'c1@example.org'), await signInAs(test, 'c2@example.org')];
    for (const sessionId of [theirs.sessionId, newId(), 'not an id', 'a\0b', '']) {
      const answer = await test.ask(revoke, { sessionId }, { session: mine.token });
      expect(answer).toMatchObject({ status: 200, data: { revokeSession: { reason: 'NOT_FOUND' } } });
    }
    expect(await isSignedIn(theirs.token)).toBe(true);
  });

  it('end all but this one', async () => {
    const tokens = [];
    for (let time = 0; time < 4; time += 1) tokens.push((await signInAs(test, 'dora@example.org')).token);
    const other = await signInAs(test, 'else@example.org');
    const answer = await test.ask(revokeOthers, {}, { session: tokens[2]! });
    expect(answer.data.revokeOtherSessions).toEqual({ __typename: 'OtherSessionsRevoked', count: 3 });
    expect(await Promise.all([...tokens, other.token].map(isSignedIn))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('end by signing out, which takes the cookie away even when the session ended before', async () => {
    const { token, sessionId } = await signInAs(test, 'fay@example.org');
    const caller = { cookie: `__Host-rochdale=${token}` };
    const answer = await test.ask(signOut, {}, caller);
    expect(answer.data.signOut).toEqual({ __typename: 'SignedOut', sessionId });
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-rochdale=;.*Max-Age=0/);
    const again = await test.ask(signOut, {}, caller);
    expect(again.data.signOut).toEqual({ __typename: 'SignOutRefused', reason: 'NOT_SIGNED_IN' });
    expect(String(again.headers['set-cookie'])).toMatch(/Max-Age=0/);
  });

  it('are needed by every act on sessions', async () => {
    const reasons = [
      (await test.ask(signOut)).data.signOut.reason,
      (await test.ask(revoke, { sessionId: newId() })).data.revokeSession.reason,
      (await test.ask(revokeOthers)).data.revokeOtherSessions.reason,
    ];
    expect(reasons).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'NOT_SIGNED_IN']);
    expect((await test.ask('{ me { id addresses sessions { nodes { id } } } }')).data).toEqual({ me: null });
  });

  it('made for another person leave the transaction bound as it was', async () => {
    const { token, after } = await test.app.get(UnitOfWork).inTransaction(nobody, async (tx) => {
      const personId = await test.app.get(People).findOrCreateByAddress(tx, 'demo@example.org');
      const { token } = await test.app.get(Sessions).create(tx, personId, 'Demonstration');
      const [after] = await tx.sql<{ id: string | null }>('SELECT current_person_id() AS id');
      return { token, after };
    });
    expect(after).toEqual({ id: null });
    expect(await isSignedIn(token)).toBe(true);
  });

  it('show where their person has a membership, and nothing of other cooperatives', async () => {
    const house = await buildCooperative(test.database, { slug: 'alpha-house', members: 2 });
    await buildCooperative(test.database, { slug: 'beta-house', members: 1 });
    const member = house.members[0]!;
    const answer = await test.ask(
      '{ me { id cooperatives { totalCount nodes { cooperativeId membershipId slug name } } } }',
      {},
      { session: member.caller.session },
    );
    expect(answer.data.me).toEqual({
      id: member.personId,
      cooperatives: {
        totalCount: 1,
        nodes: [
          {
            cooperativeId: house.id,
            membershipId: member.membershipId,
            slug: 'alpha-house',
            name: 'Cooperative alpha-house',
          },
        ],
      },
    });
  });

  it('rest on codes whose rules are checked on living data', async () => {
    await askForCode(test, 'checked@example.org');
    const broken = () =>
      test.app.get(UnitOfWork).inTransaction(nobody, (tx) => findBroken(tx, identityInvariants));
    expect(await broken()).toEqual([]);
    await withClient(test.database.ownerUrl, async (client) => {
      await expect(client.query('UPDATE sign_in_code SET attempts = 6')).rejects.toThrow(/five_times/);
      await client.query(
        `ALTER TABLE sign_in_code DROP CONSTRAINT sign_in_code_is_tried_wrongly_at_most_five_times,
           DROP CONSTRAINT sign_in_code_lives_at_most_ten_minutes`,
      );
      await client.query(
        `UPDATE sign_in_code SET attempts = 6, expires_at = '2099-01-01' WHERE id = (SELECT max(id::text)::uuid FROM sign_in_code)`,
      );
    });
    expect((await broken()).map(({ name, exceptions }) => [name, exceptions.length])).toEqual([
      ['identity.codes_die_at_the_fifth_wrong_try', 1],
      ['identity.codes_live_ten_minutes', 1],
    ]);
  });
});
