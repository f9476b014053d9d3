import { Founding, type Founded } from '../../../src/membership/founding.js';
import { nobody } from '../../../src/platform/request/viewer.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import {
  buildPerson,
  keepInvitations,
  reasonOf,
  type SentInvitation,
} from '../../support/builders/membership.js';

const found = `mutation ($input: FoundCooperativeInput!) { foundCooperative(input: $input) {
  ... on CooperativeFounded { cooperativeId slug founderMembershipId secondOfficerMembershipId }
  ... on FoundCooperativeRefused { reason message details } } }`;
const accept = `mutation ($code: String!) { acceptInvitation(code: $code) {
  ... on InvitationAccepted { cooperativeSlug membershipId number }
  ... on AcceptInvitationRefused { reason message } } }`;
const mine = `{ myMembership { number name standing roles memberClass { code } } cooperative { name today kind } }`;

const inputNamed = (slug: string) => ({
  name: 'Panadería del Río',
  slug,
  kind: 'WORKER',
  currency: 'EUR',
  locale: 'es',
  timeZone: 'Europe/Madrid',
  founderName: 'Ana Núñez',
  secondOfficer: { name: 'Bo Li', email: 'Bo@Example.org' },
});

describe('founding a cooperative', () => {
  let test: TestApplication;
  let sent: SentInvitation[];
  beforeAll(async () => {
    test = await startTestApplication();
    sent = keepInvitations(test);
  });
  afterAll(() => test.stop());

  it('makes the founder member 1 with office, and invites the second officer', async () => {
    const ana = await buildPerson(test);
    const bo = await buildPerson(test);
    const answer = await test.ask(found, { input: inputNamed('rio') }, { session: ana.session });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.foundCooperative).toMatchObject({ slug: 'rio' });
    const asAna = { session: ana.session, cooperative: 'rio' };
    expect((await test.ask(mine, {}, asAna)).data).toMatchObject({
      myMembership: {
        number: 1,
        name: 'Ana Núñez',
        standing: 'ACTIVE',
        roles: ['SECRETARY', 'STEWARD'],
        memberClass: { code: 'members' },
      },
      cooperative: { name: 'Panadería del Río', kind: 'WORKER' },
    });
    const letter = sent.find(({ to }) => to === 'bo@example.org')!;
    expect(letter.subject).toBe('Panadería del Río invites you');
    const joined = await test.ask(accept, { code: letter.code }, { session: bo.session });
    expect(joined.data.acceptInvitation).toMatchObject({ cooperativeSlug: 'rio', number: 2 });
    const asBo = { session: bo.session, cooperative: 'rio' };
    expect((await test.ask(mine, {}, asBo)).data.myMembership).toMatchObject({
      number: 2,
      standing: 'ACTIVE',
      roles: ['TREASURER'],
    });
    const rules = await test.ask(
      '{ bylaws { inForce { key version } } bodies { code seats { id } } }',
      {},
      asBo,
    );
    expect(rules.data.bylaws.inForce).toHaveLength(6);
    expect(rules.data.bodies.map((body: { code: string }) => body.code)).toEqual([
      'board',
      'general-assembly',
    ]);
  });

  it('is refused to nobody, with a short name that is taken, and with faults named', async () => {
    const person = await buildPerson(test);
    const caller = { session: person.session };
    expect(reasonOf(await test.ask(found, { input: inputNamed('free') }))).toBe('NOT_SIGNED_IN');
    await test.ask(found, { input: inputNamed('taken') }, caller);
    expect(reasonOf(await test.ask(found, { input: inputNamed('taken') }, caller))).toBe('SLUG_TAKEN');
    const faulty = { ...inputNamed('No Slug'), name: '', currency: 'XXQ', timeZone: 'Mars/Olympus' };
    const refused = await test.ask(found, { input: faulty }, caller);
    expect(refused.data.foundCooperative).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(refused.data.foundCooperative.details).toHaveLength(4);
    const noAddress = { ...inputNamed('other'), secondOfficer: { name: 'B', email: 'nowhere' } };
    expect(reasonOf(await test.ask(found, { input: noAddress }, caller))).toBe('INVALID_INPUT');
    const badWeight = {
      ...inputNamed('weights'),
      classes: [{ code: 'a', name: 'A', voteWeightMillionths: '1.5' }],
    };
    expect(reasonOf(await test.ask(found, { input: badWeight }, caller))).toBe('INVALID_INPUT');
  });

  it('leaves nothing behind when it is refused', async () => {
    const { session } = await buildPerson(test);
    const refused = { ...inputNamed('phoenix'), secondOfficer: { name: '', email: 'a@example.org' } };
    expect(reasonOf(await test.ask(found, { input: refused }, { session }))).toBe('INVALID_INPUT');
    expect(reasonOf(await test.ask(found, { input: inputNamed('phoenix') }, { session }))).toBe('done');
  });

  it('lets a steward appoint another second officer only while there are fewer than two', async () => {
    const { session } = await buildPerson(test);
    await test.ask(found, { input: inputNamed('alone') }, { session });
    const caller = { session, cooperative: 'alone' };
    const appoint = `mutation { appointSecondOfficer(input: { name: "Cy", email: "cy@example.org" }) {
      ... on InvitationSent { membershipId member { number standing roles } }
      ... on AppointSecondOfficerRefused { reason } } }`;
    expect(reasonOf(await test.ask(appoint, {}, caller))).toBe('NOT_ALLOWED');
    await test.database.advanceClock('31 days');
    try {
      const appointed = await test.ask(appoint, {}, caller);
      expect(appointed.data.appointSecondOfficer.member).toEqual({
        number: 3,
        standing: 'INVITED',
        roles: ['TREASURER'],
      });
    } finally {
      await test.database.setClock(null);
    }
  });

  it('works without anybody signed in for the command line: both officers are invited', async () => {
    const plan = {
      charter: {
        ...inputNamed('terminal'),
        kind: 'worker' as const,
        classes: [{ code: 'members', name: 'Members', mayVote: true, voteWeightMillionths: 1_000_000n }],
      },
      founder: { name: 'Ana', email: 'ana@example.org' },
      secondOfficer: { name: 'Bo', email: 'bo@example.org', role: 'treasurer' as const },
    };
    const founded = await test.app.get(Founding).found({ ...nobody, isSystem: true }, plan);
    expect(founded).toMatchObject({ slug: 'terminal' });
    const { invitations } = founded as Founded;
    expect(invitations).toHaveLength(2);
    const { session } = await buildPerson(test);
    const joined = await test.ask(accept, { code: invitations[0]!.code }, { session });
    expect(joined.data.acceptInvitation).toMatchObject({ number: 1 });
    expect((await test.ask(mine, {}, { session, cooperative: 'terminal' })).data.myMembership.roles).toEqual([
      'SECRETARY',
      'STEWARD',
    ]);
  });
});
