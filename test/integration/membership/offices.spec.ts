import { withClient } from '../../../src/platform/database/database-roles.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { reasonOf } from '../../support/builders/membership.js';

const mutation = (name: string, input: string) => `mutation ($input: ${input}!) { ${name}(input: $input) {
  ... on MemberChanged { membershipId } ... on ${name[0]!.toUpperCase()}${name.slice(1)}Refused { reason } } }`;

describe('offices, seats and representatives', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, {
      members: 5,
      roles: { 0: ['steward'], 1: ['secretary'], 2: ['auditor'] },
    });
  });
  afterAll(() => test.stop());

  const id = (place: number): string => coop.members[place]!.membershipId;
  const ask = async (name: string, type: string, input: object, by = 1) =>
    reasonOf(await test.ask(mutation(name, type), { input }, coop.members[by]!.caller));

  it('seats a member on a body once, and ends the seat once', async () => {
    const seat = { bodyCode: 'board', membershipId: id(3), title: 'Chair' };
    const appoint = (changes: object = {}, by = 1) =>
      ask('appointToSeat', 'AppointToSeatInput', { ...seat, ...changes }, by);
    expect(await appoint()).toBe('done');
    expect(await appoint()).toBe('SEAT_ALREADY_HELD');
    expect(await appoint({ bodyCode: 'senate' })).toBe('BODY_UNKNOWN');
    expect(await appoint({ bodyCode: 'general-assembly' })).toBe('BODY_HAS_NO_SEATS');
    expect(await appoint({ membershipId: coop.id })).toBe('NOT_FOUND');
    expect(await appoint({ membershipId: id(4), effectiveFrom: '2019-01-01' })).toBe('MEMBER_NOT_CURRENT');
    expect(await appoint({ title: 'a\nb' })).toBe('INVALID_INPUT');
    expect(await appoint({}, 3)).toBe('NOT_ALLOWED');
    const seats = '{ bodies { code seats { id title member { number } } } }';
    const board = (await test.ask(seats, {}, coop.members[4]!.caller)).data.bodies[0];
    expect(board).toMatchObject({ code: 'board', seats: [{ title: 'Chair', member: { number: 4 } }] });
    const end = (changes: object = {}) =>
      ask('endSeat', 'EndSeatInput', { seatId: board.seats[0].id, ...changes });
    expect(await end({ effectiveUntil: '2019-01-01' })).toBe('EFFECTIVE_DATE_INVALID');
    expect(await end({ seatId: 'none' })).toBe('NOT_FOUND');
    expect(await end()).toBe('done');
    expect(await end()).toBe('SEAT_ENDED');
    expect((await test.ask(seats, {}, coop.members[4]!.caller)).data.bodies[0].seats).toEqual([]);
  });

  it('ends a role by hand only when its holder is gone', async () => {
    const terms = await test.ask(
      'query ($id: ID!) { member(id: $id) { roleTerms { id } } }',
      { id: id(2) },
      coop.members[0]!.caller,
    );
    const roleTermId = terms.data.member.roleTerms[0].id as string;
    const end = (by: number) => ask('endRole', 'EndRoleInput', { roleTermId }, by);
    expect(await end(0)).toBe('NOT_ALLOWED');
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO membership_standing SELECT $1, gen_random_uuid(), $2, 'deceased', '2024-01-01'`,
        [coop.id, id(2)],
      ),
    );
    expect(await end(1)).toBe('NOT_ALLOWED');
    expect(await end(0)).toBe('done');
    expect(await end(0)).toBe('ROLE_TERM_ENDED');
    expect(await ask('endRole', 'EndRoleInput', { roleTermId: coop.id }, 0)).toBe('NOT_FOUND');
  });

  it('names one person to act for an organisation; the next takes their place', async () => {
    const added = await test.ask(
      `mutation { addMember(input: { name: "Mill Ltd", kind: ORGANISATION, classCode: "members" }) {
        ... on MemberChanged { membershipId } } }`,
      {},
      coop.members[1]!.caller,
    );
    const membershipId = added.data.addMember.membershipId as string;
    const appoint = (representativeMembershipId: string, changes: object = {}) =>
      ask('appointRepresentative', 'AppointRepresentativeInput', {
        membershipId,
        representativeMembershipId,
        ...changes,
      });
    expect(await appoint(id(3))).toBe('done');
    expect(await appoint(id(4))).toBe('done');
    expect(await appoint(membershipId)).toBe('NOT_REPRESENTABLE');
    expect(await appoint(id(4), { membershipId: id(3) })).toBe('NOT_REPRESENTABLE');
    expect(await appoint(id(2))).toBe('MEMBER_NOT_CURRENT');
    expect(await appoint(coop.id)).toBe('NOT_FOUND');
    const shown = await test.ask(
      'query ($id: ID!) { member(id: $id) { kind representative { number } } }',
      { id: membershipId },
      coop.members[3]!.caller,
    );
    expect(shown.data.member).toEqual({ kind: 'ORGANISATION', representative: { number: 5 } });
  });
});
