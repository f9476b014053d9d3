import { withClient } from '../../../src/platform/database/database-roles.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import {
  buildPerson,
  keepInvitations,
  reasonOf,
  type SentInvitation,
} from '../../support/builders/membership.js';
import { untilWaiting } from '../../support/lock-waiters.js';

const invite = `mutation ($email: String!, $classCode: String!) {
  inviteMember(input: { name: "Eva Ünal", email: $email, classCode: $classCode }) {
    ... on InvitationSent { membershipId expiresAt member { number standing contacts { channel value } } }
    ... on InviteMemberRefused { reason message } } }`;
const accept = `mutation ($code: String!) { acceptInvitation(code: $code) {
  ... on InvitationAccepted { membershipId number cooperativeSlug } ... on AcceptInvitationRefused { reason } } }`;
const resend = `mutation ($id: ID!) { resendInvitation(membershipId: $id) {
  ... on InvitationSent { membershipId } ... on ResendInvitationRefused { reason } } }`;
const revoke = `mutation ($id: ID!) { revokeInvitation(membershipId: $id) {
  ... on InvitationRevoked { membershipId } ... on RevokeInvitationRefused { reason } } }`;

describe('invitations', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let sent: SentInvitation[];
  beforeAll(async () => {
    test = await startTestApplication();
    sent = keepInvitations(test);
    coop = await buildCooperative(test.database, {
      members: 3,
      roles: { 0: ['secretary'], 1: ['treasurer'] },
    });
  });
  afterAll(() => test.stop());

  const secretary = () => coop.members[0]!.caller;
  async function invited(email: string): Promise<{ membershipId: string; code: string }> {
    const answer = await test.ask(invite, { email, classCode: 'members' }, secretary());
    return { membershipId: answer.data.inviteMember.membershipId, code: sent.at(-1)!.code };
  }
  const accepted = async (code: string, session?: string) =>
    reasonOf(await test.ask(accept, { code }, session === undefined ? {} : { session }));

  it('enters somebody as invited and makes them a member when they accept', async () => {
    const answer = await test.ask(invite, { email: 'Eva@Example.org', classCode: 'members' }, secretary());
    expect(answer.data.inviteMember.member).toEqual({
      number: 4,
      standing: 'INVITED',
      contacts: [{ channel: 'email', value: 'eva@example.org' }],
    });
    const { session } = await buildPerson(test);
    expect(await accepted(sent.at(-1)!.code, session)).toBe('done');
    const own = await test.ask(
      '{ myMembership { standing contacts { value } } members { totalCount } }',
      {},
      {
        session,
        cooperative: coop.slug,
      },
    );
    expect(own.data).toEqual({
      myMembership: { standing: 'ACTIVE', contacts: [{ value: 'eva@example.org' }] },
      members: { totalCount: 4 },
    });
  });

  it('reaches the mailbox as a letter in the name of the cooperative', async () => {
    const other = await startTestApplication();
    try {
      const { members } = await buildCooperative(other.database, { members: 1, roles: { 0: ['steward'] } });
      await other.ask(invite, { email: 'letter@example.org', classCode: 'members' }, members[0]!.caller);
      await other.runJobs();
      const [letter] = other.app.get(Mailbox).to('letter@example.org');
      expect(letter?.subject).toMatch(/ invites you$/);
      expect(letter?.text).toMatch(/^[A-Za-z0-9_-]{43}$/m);
    } finally {
      await other.stop();
    }
  });

  it('is accepted once, by a person who is signed in, and never by a second membership of theirs', async () => {
    const { code } = await invited('once@example.org');
    const [one, other] = [await buildPerson(test), await buildPerson(test)];
    expect(await accepted(code)).toBe('NOT_SIGNED_IN');
    const both = await Promise.all([accepted(code, one.session), accepted(code, other.session)]);
    expect(both.sort()).toEqual(['INVITATION_USED', 'done']);
    const second = await invited('twice@example.org');
    expect(await accepted(second.code, coop.members[2]!.caller.session)).toBe('ALREADY_A_MEMBER');
  });

  it('is refused when it is unknown, malformed, revoked, replaced or expired', async () => {
    const { session } = await buildPerson(test);
    expect(await accepted('x'.repeat(43), session)).toBe('INVITATION_UNKNOWN');
    expect(await accepted("' OR 1=1 --\0", session)).toBe('INVITATION_UNKNOWN');
    const first = await invited('late@example.org');
    expect(reasonOf(await test.ask(resend, { id: first.membershipId }, secretary()))).toBe('done');
    expect(await accepted(first.code, session)).toBe('INVITATION_REVOKED');
    const second = sent.at(-1)!.code;
    expect(second).not.toBe(first.code);
    expect(reasonOf(await test.ask(revoke, { id: first.membershipId }, secretary()))).toBe('done');
    expect(await accepted(second, session)).toBe('INVITATION_REVOKED');
    expect(reasonOf(await test.ask(revoke, { id: first.membershipId }, secretary()))).toBe('NOT_FOUND');
    const third = await invited('later@example.org');
    await test.database.advanceClock('30 days 1 minute');
    const reason = await accepted(third.code, session);
    await test.database.setClock(null);
    expect(reason).toBe('INVITATION_EXPIRED');
  });

  it('waits for a change of the same membership, and goes by what it finds then', async () => {
    const { membershipId, code } = await invited('overtaken@example.org');
    const { session } = await buildPerson(test);
    const reason = await withClient(test.database.superuserUrl, async (client) => {
      const run = (sql: string) => client.query(sql, [membershipId]);
      await client.query('BEGIN');
      await run(`SELECT pg_advisory_xact_lock(hashtextextended('membership ' || $1, 0))`);
      await run(`INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
        SELECT cooperative_id, gen_random_uuid(), id, 'left', today_in(cooperative_id) FROM membership WHERE id = $1`);
      const acceptance = accepted(code, session);
      await untilWaiting(client);
      await client.query('COMMIT');
      return acceptance;
    });
    expect(reason).toBe('MEMBERSHIP_OVER');
  });

  it('goes out at most five times a day to one member, and not to who has an account', async () => {
    const { membershipId } = await invited('often@example.org');
    const answers = [];
    for (let i = 0; i < 5; i += 1)
      answers.push(reasonOf(await test.ask(resend, { id: membershipId }, secretary())));
    expect(answers).toEqual(['done', 'done', 'done', 'done', 'TOO_MANY_INVITATIONS']);
    expect(reasonOf(await test.ask(resend, { id: coop.members[1]!.membershipId }, secretary()))).toBe(
      'HAS_AN_ACCOUNT',
    );
  });

  it('is for who keeps the register to send, with a class and an address that are right', async () => {
    const ask = async (variables: object, caller = secretary()) =>
      reasonOf(await test.ask(invite, variables, caller));
    const good = { email: 'new@example.org', classCode: 'members' };
    expect(await ask(good, coop.members[1]!.caller)).toBe('NOT_ALLOWED');
    expect(await ask(good, { session: 'x'.repeat(43), cooperative: coop.slug })).toBe('NOT_SIGNED_IN');
    expect(await ask({ ...good, classCode: 'kings' })).toBe('CLASS_UNKNOWN');
    expect(await ask({ ...good, email: 'a@b@c' })).toBe('INVALID_INPUT');
    expect(await ask({ ...good, email: 'eva@example.org' })).toBe('ADDRESS_IN_USE');
    const stranger = await buildCooperative(test.database, { members: 1, roles: { 0: ['steward'] } });
    expect(await ask(good, { session: stranger.members[0]!.caller.session, cooperative: coop.slug })).toBe(
      'NOT_A_MEMBER',
    );
  });
});
