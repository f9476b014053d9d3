import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import {
  buildCooperative,
  type BuiltCooperative,
  type BuiltMember,
} from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { reasonOf } from '../../support/builders/membership.js';

const add = `mutation ($input: AddMemberInput!) { addMember(input: $input) {
  ... on MemberChanged { membershipId member { number name standing } } ... on AddMemberRefused { reason details } } }`;
const act = (name: string) => `mutation ($input: DatedChangeInput!) { ${name}(input: $input) {
  ... on MemberChanged { membershipId member { standing roles } }
  ... on ${name[0]!.toUpperCase()}${name.slice(1)}Refused { reason message } } }`;

describe('the register of members', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    await test.database.setClock('2026-06-15T12:00:00Z');
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, {
      members: 4,
      roles: { 0: ['steward'], 1: ['treasurer'] },
    });
  });

  const place = (index: number): BuiltMember => coop.members[index]!;
  const change = async (name: string, who: number, input: object, by = 0) =>
    reasonOf(
      await test.ask(
        act(name),
        { input: { membershipId: place(who).membershipId, ...input } },
        place(by).caller,
      ),
    );
  const standingOf = async (who: number, at: object = {}) => {
    const answer = await test.ask(
      `query ($id: ID!, $asOf: CalendarDate, $knownAt: Instant) { member(id: $id, asOf: $asOf, knownAt: $knownAt) { standing } }`,
      { id: place(who).membershipId, ...at },
      place(1).caller,
    );
    return answer.data.member.standing as string | null;
  };

  it('answers as of a day, and as known at an instant', async () => {
    const before = new Date('2026-06-15T12:00:00Z').toISOString();
    await test.database.advanceClock('1 hour');
    expect(await change('suspendMember', 2, { effectiveOn: '2026-05-01' })).toBe('done');
    expect(await standingOf(2)).toBe('SUSPENDED');
    expect(await standingOf(2, { asOf: '2026-04-30' })).toBe('ACTIVE');
    expect(await standingOf(2, { asOf: '2026-05-01' })).toBe('SUSPENDED');
    expect(await standingOf(2, { asOf: '2026-05-01', knownAt: before })).toBeNull();
    expect(await standingOf(2, { asOf: '2019-12-31' })).toBeNull();
    const list = async (args: string): Promise<number[]> => {
      const answer = await test.ask(`{ members(${args}) { nodes { number } } }`, {}, place(1).caller);
      return answer.data.members.nodes.map((node: { number: number }) => node.number);
    };
    expect(await list('standings: [SUSPENDED]')).toEqual([3]);
    expect(await list('standings: [ACTIVE], asOf: "2026-04-30"')).toEqual([1, 2, 3, 4]);
    expect(await list('standings: [ACTIVE]')).toEqual([1, 2, 4]);
    expect(await list('classCode: "members", search: "MEMBER 4"')).toEqual([4]);
    expect(await list('search: "2"')).toEqual([2]);
    const noClass = { code: 'x'.repeat(41) };
    const asked = `query ($code: String) { members(classCode: $code) { nodes { number } } }`;
    expect((await test.ask(asked, noClass, coop.members[0]!.caller)).data.members?.nodes ?? []).toEqual([]);
    expect(await list('classCode: "nobles"')).toEqual([]);
  });

  it('goes on page by page without skipping or repeating', async () => {
    const first = await test.ask(
      '{ members(first: 3) { totalCount nodes { number } pageInfo { endCursor hasNextPage } } }',
      {},
      place(1).caller,
    );
    expect(first.data.members).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const rest = await test.ask(
      'query ($after: String!) { members(after: $after) { nodes { number } pageInfo { hasNextPage } } }',
      { after: first.data.members.pageInfo.endCursor },
      place(1).caller,
    );
    expect(rest.data.members).toEqual({ nodes: [{ number: 4 }], pageInfo: { hasNextPage: false } });
    for (const after of ['garbage', Buffer.from('["1; DROP"]').toString('base64url')]) {
      const odd = await test.ask(
        'query ($a: String) { members(after: $a) { nodes { number } } }',
        { a: after },
        place(1).caller,
      );
      expect(odd).toMatchObject({ status: 200, data: { members: null } });
    }
  });

  it('shows names to members, contacts to the member and who keeps it, and nothing to others', async () => {
    await test.ask(
      add,
      {
        input: {
          name: 'Zoë',
          email: 'zoe@example.org',
          telephone: '+34 600 000 000',
          classCode: 'members',
          reference: 'Z1',
        },
      },
      place(0).caller,
    );
    const query =
      '{ members(search: "zoe") { nodes { name reference contacts { channel value } standingChanges { standing } viewerCan { seeContacts { allowed reason } } } } }';
    expect((await test.ask(query, {}, place(0).caller)).data.members.nodes).toEqual([
      {
        name: 'Zoë',
        reference: 'Z1',
        contacts: [
          { channel: 'email', value: 'zoe@example.org' },
          { channel: 'telephone', value: '+34 600 000 000' },
        ],
        standingChanges: [{ standing: 'ACTIVE' }],
        viewerCan: { seeContacts: { allowed: true, reason: null } },
      },
    ]);
    expect((await test.ask(query, {}, place(1).caller)).data.members.nodes).toEqual([
      {
        name: 'Zoë',
        reference: null,
        contacts: null,
        standingChanges: null,
        viewerCan: { seeContacts: { allowed: false, reason: 'NOT_ALLOWED' } },
      },
    ]);
    const stranger = await buildCooperative(test.database, { members: 1 });
    const outside = { session: stranger.members[0]!.caller.session, cooperative: coop.slug };
    const everything = `query ($id: ID!) { members { totalCount } member(id: $id) { name } myMembership { name }
      memberClasses { code } bodies { code } cooperative { name } bylaws { inForce { key } } }`;
    for (const caller of [outside, { cooperative: coop.slug }, stranger.members[0]!.caller]) {
      const answer = await test.ask(everything, { id: place(0).membershipId }, caller);
      expect(answer.status).toBe(200);
      expect(answer.data.member).toBeNull();
      if (caller.cooperative === coop.slug) {
        expect(Object.values(answer.data as object)).toEqual([null, null, null, null, null, null, null]);
      }
    }
  });

  it('takes members by hand, and refuses what is wrong or taken', async () => {
    const ask = async (input: object, by = 0) =>
      reasonOf(await test.ask(add, { input: { classCode: 'members', ...input } }, place(by).caller));
    expect(await ask({ name: 'A', email: 'a@example.org', reference: 'A' })).toBe('done');
    expect(await ask({ name: 'B', email: 'A@Example.org' })).toBe('ADDRESS_IN_USE');
    expect(await ask({ name: 'B', reference: 'A' })).toBe('REFERENCE_IN_USE');
    expect(await ask({ name: 'B', reference: '=1+1' })).toBe('INVALID_INPUT');
    expect(await ask({ name: 'B\0' })).toBe('INVALID_INPUT');
    expect(await ask({ name: 'B'.repeat(1_000_000) })).toBe('INVALID_INPUT');
    expect(await ask({ name: 'B', classCode: 'nobles' })).toBe('CLASS_UNKNOWN');
    expect(await ask({ name: 'B', joinedOn: '2027-01-01' })).toBe('EFFECTIVE_DATE_INVALID');
    expect(await ask({ name: 'B' }, 1)).toBe('NOT_ALLOWED');
  });

  it('suspends and reinstates, never oneself, and never an officer', async () => {
    expect(await change('suspendMember', 0, {})).toBe('NOT_ALLOWED');
    expect(await change('suspendMember', 1, {})).toBe('NOT_ALLOWED');
    expect(await change('suspendMember', 3, {}, 2)).toBe('NOT_ALLOWED');
    expect(await change('reinstateMember', 2, {})).toBe('STANDING_UNREACHABLE');
    expect(await change('suspendMember', 2, { effectiveOn: '2019-01-01' })).toBe('EFFECTIVE_DATE_INVALID');
    expect(await change('suspendMember', 2, {})).toBe('done');
    expect(await change('suspendMember', 2, {})).toBe('STANDING_UNREACHABLE');
    expect((await test.ask('{ members { totalCount } }', {}, place(2).caller)).data.members).toBeNull();
    expect((await test.ask('{ myMembership { standing } }', {}, place(2).caller)).data.myMembership).toEqual({
      standing: 'SUSPENDED',
    });
    expect(await change('reinstateMember', 2, {})).toBe('done');
    expect(await standingOf(2)).toBe('ACTIVE');
    expect(await change('suspendMember', 2, { membershipId: 'not-an-id' })).toBe('NOT_FOUND');
  });

  it('lets a member leave on a day with all rights until then, and ends their offices with it', async () => {
    expect(await change('leaveCooperative', 1, {}, 0)).toBe('NOT_ALLOWED');
    expect(await change('leaveCooperative', 1, { effectiveOn: '2026-06-01' }, 1)).toBe(
      'EFFECTIVE_DATE_INVALID',
    );
    expect(await change('leaveCooperative', 1, { effectiveOn: '2026-07-01' }, 1)).toBe('done');
    expect(await standingOf(1)).toBe('LEAVING');
    expect(await standingOf(1, { asOf: '2026-07-01' })).toBe('LEFT');
    const terms = await test.ask(
      `query ($id: ID!) { member(id: $id, asOf: "2026-07-01") { roles roleTerms { role effectiveUntil } } }`,
      { id: place(1).membershipId },
      place(0).caller,
    );
    expect(terms.data.member).toEqual({
      roles: [],
      roleTerms: [{ role: 'TREASURER', effectiveUntil: '2026-07-01' }],
    });
    expect(await change('leaveCooperative', 2, { effectiveOn: '2026-12-31' }, 0)).toBe('done');
    expect(await change('reinstateMember', 2, {})).toBe('done');
    expect(await standingOf(2, { asOf: '2027-06-01' })).toBe('ACTIVE');
  });

  it('moves members between classes by date, and remembers both', async () => {
    const move = async (input: object, by = 0) =>
      reasonOf(
        await test.ask(
          `mutation ($input: ChangeMemberClassInput!) { changeMemberClass(input: $input) {
            ... on MemberChanged { membershipId } ... on ChangeMemberClassRefused { reason } } }`,
          { input: { membershipId: place(2).membershipId, classCode: 'members', ...input } },
          place(by).caller,
        ),
      );
    expect(await move({})).toBe('CLASS_UNCHANGED');
    expect(await move({ classCode: 'nobles' })).toBe('CLASS_UNKNOWN');
    expect(await move({ effectiveOn: '2019-12-31' })).toBe('EFFECTIVE_DATE_INVALID');
    expect(await move({ membershipId: coop.classId })).toBe('NOT_FOUND');
    expect(await move({}, 3)).toBe('NOT_ALLOWED');
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`INSERT INTO member_class VALUES ($1, $2, 'workers', 'Workers', true, 2000000)`, [
        coop.id,
        newId(),
      ]),
    );
    expect(await move({ classCode: 'workers', effectiveOn: '2026-06-01' })).toBe('done');
    const inClass = async (asOf: string): Promise<string> => {
      const query = `query ($id: ID!, $asOf: CalendarDate) { member(id: $id, asOf: $asOf) { memberClass { code } } }`;
      const answer = await test.ask(query, { id: place(2).membershipId, asOf }, place(1).caller);
      return answer.data.member.memberClass.code as string;
    };
    expect(await inClass('2026-05-31')).toBe('members');
    expect(await inClass('2026-06-01')).toBe('workers');
  });
});
