import { withClient } from '../../../src/platform/database/database-roles.js';
import { delegationInvariants } from '../../../src/voting/delegation/delegation.invariants.js';
import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { changeDelegation, delegateThroughApi, standingOf } from '../../support/builders/delegation.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { brokenIn } from '../../support/corruption.js';
import { statementsOf } from '../../support/query-counter.js';

const allowed = { allowed: true, holderCap: null, reconfirmDays: null } as const;

describe('where votes stand', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let pollId: string;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  beforeEach(async () => {
    await test.database.setClock('2026-03-02T10:00:00Z');
    coop = await buildCooperative(test.database, { members: 8 });
  });
  afterAll(() => test.stop());

  const caller = (place: number) => coop.members[place]!.caller;
  const delegate = (from: number, to: number | null, scope: object = { wholeCooperative: true }, more = {}) =>
    delegateThroughApi(test, caller(from), scope, to === null ? null : coop.members[to]!, more);
  const standing = (place: number) => standingOf(test, caller(place), pollId);
  const vote = (place: number, choice = 'FOR') => castThroughApi(test, caller(place), { pollId, choice });
  const open = async (delegation: object = allowed) => {
    pollId = await openPoll(test, coop, {
      rule: { delegation: { ...allowed, ...delegation } as typeof allowed },
    });
  };
  async function close() {
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    expect(await brokenIn(test, coop.id, delegationInvariants)).toEqual([]);
  }

  it('are told as things stand and, frozen, as they were counted', async () => {
    await open();
    await delegate(0, 1);
    await delegate(1, 2);
    await delegate(3, 4);
    expect(await standing(0)).toMatchObject({
      kind: 'DEAD_END',
      deadEnd: 'NO_BALLOT',
      deadEndAt: null,
      steps: 2,
    });
    expect(await standing(1)).toMatchObject({ kind: 'DEAD_END', deadEndAt: { name: 'Member 3' } });
    await vote(2);
    expect(await standing(0)).toMatchObject({
      ...{
        kind: 'COUNTED',
        isFinal: false,
        steps: 2,
        nextHolder: { name: 'Member 2' },
        holder: { name: 'Member 3' },
      },
      sentences: [
        'Your vote counts as Member 3 votes.',
        'You delegated it to Member 2, who passed it on; it passes through 2 members.',
        'If you cast a ballot before the close, your own counts instead.',
      ],
    });
    expect(await standing(2)).toMatchObject({ kind: 'OWN_BALLOT', held: { people: 2, votes: '2' } });
    await vote(1, 'AGAINST');
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 2' }, steps: 1 });
    expect(await standing(1)).toMatchObject({ kind: 'OWN_BALLOT', held: { people: 1 } });
    expect(await standing(5)).toMatchObject({ kind: 'NOTHING' });
    await close();
    expect(await standing(0)).toMatchObject({
      ...{ kind: 'COUNTED', isFinal: true, holder: { name: 'Member 2' } },
      ...{
        sentences: ['Your vote was counted as Member 2 voted.'],
        es: ['Tu voto se contó según votó Member 2.'],
      },
    });
    expect(await standing(1)).toMatchObject({ held: { people: 1, votes: '1' } });
    expect(await standing(3)).toMatchObject({
      ...{ kind: 'DEAD_END', isFinal: true, deadEndAt: { name: 'Member 5' } },
      sentences: ['Your vote counted nowhere.', 'Member 5 cast no ballot and passed it on to nobody.'],
    });
    expect(await standing(5)).toMatchObject({ kind: 'NOTHING', isFinal: true });
  });

  it('in a circle are shown whole to those in it, and to those before it only that it is one', async () => {
    await open();
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 1],
    ] as const)
      await delegate(from, to);
    const inIt = {
      ...{ kind: 'CYCLE', circle: [{ name: 'Member 3' }, { name: 'Member 2' }] },
      sentences: [expect.any(String), 'It goes round in a circle: you → Member 3 → you.', expect.any(String)],
    };
    const before = {
      kind: 'CYCLE',
      circle: [],
      sentences: [expect.any(String), 'You delegated it to Member 2, from whom it comes into a circle.'],
    };
    expect(await standing(1)).toMatchObject(inIt);
    expect(await standing(0)).toMatchObject(before);
    await close();
    expect(await standing(1)).toMatchObject({ ...inIt, sentences: inIt.sentences.slice(0, 2) });
    expect(await standing(0)).toMatchObject(before);
  });

  it('by the narrowest scope, unless nobody is named there or the rule forbids delegation', async () => {
    await open();
    await delegate(0, 1);
    await delegate(0, 2, { bodyId: coop.assemblyId });
    for (const place of [1, 2, 3]) await vote(place);
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 3' } });
    await delegate(0, 3, { pollId });
    expect(await standing(0)).toMatchObject({ holder: { name: 'Member 4' } });
    await delegate(0, null, { pollId });
    expect(await standing(0)).toMatchObject({ kind: 'BLOCKED', nextHolder: null });
    await close();
    expect(await standing(0)).toMatchObject({ kind: 'BLOCKED', isFinal: true });
    pollId = await openPoll(test, coop);
    expect(await standing(0)).toMatchObject({ kind: 'FORBIDDEN', nextHolder: null });
  });

  it('above the cap of a holder count nowhere, and say so', async () => {
    await open({ holderCap: 2 });
    for (const from of [0, 1, 2, 3]) await delegate(from, 4);
    await vote(4);
    const kinds = async () => {
      const all = [];
      for (const place of [0, 1, 2, 3]) all.push((await standing(place)).kind as string);
      return all;
    };
    const asThingsStand = await kinds();
    expect([...asThingsStand].sort()).toEqual(['COUNTED', 'COUNTED', 'HOLDER_CAP', 'HOLDER_CAP']);
    expect((await standing(4)).held.people).toBe(2);
    const lost = asThingsStand.indexOf('HOLDER_CAP');
    expect((await standing(lost)).sentences[1]).toMatch(
      /^Member 5 holds as many votes of others as the rule allows \(2\)/,
    );
    await close();
    expect(await kinds()).toEqual(asThingsStand);
  });

  it('lapse, expire and end before the close, and count again once confirmed', async () => {
    await test.database.setClock('2026-02-01T10:00:00Z');
    const { delegationId } = await delegate(0, 7);
    await delegate(1, 7, { topic: 'energy' });
    await delegate(2, 7, { wholeCooperative: true }, { expiresOn: '2026-03-03' });
    const given = await delegate(3, 7);
    await test.database.setClock('2026-03-02T10:00:00Z');
    await open({ reconfirmDays: 30 });
    await vote(7);
    // The poll closes on 4 March: 30 days after 1 February is 3 March.
    expect(await standing(0)).toMatchObject({
      ...{ kind: 'NOTHING' },
      sentences: [
        expect.any(String),
        'Your delegation to Member 8 lapsed after 2026-03-03, unconfirmed; confirmed, it counts again.',
      ],
    });
    expect(await standing(1)).toMatchObject({ kind: 'NOTHING', sentences: [expect.any(String)] });
    expect(await standing(2)).toMatchObject({
      sentences: [expect.any(String), 'Your delegation to Member 8 was given until 2026-03-03.'],
    });
    await changeDelegation(test, caller(0), 'confirmDelegation', delegationId);
    await changeDelegation(test, caller(3), 'confirmDelegation', given.delegationId);
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED' });
    expect(await standing(3)).toMatchObject({ kind: 'COUNTED' });
    await changeDelegation(test, caller(7), 'declineDelegation', given.delegationId);
    expect(await standing(3)).toMatchObject({ kind: 'NOTHING' });
    await close();
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED', isFinal: true });
    expect(await standing(3)).toMatchObject({ kind: 'NOTHING', isFinal: true });
  });

  it('end with a holder who is suspended before the close, and rest with a principal who is', async () => {
    await open();
    await delegate(0, 1);
    await delegate(2, 3);
    for (const place of [1, 3]) await vote(place);
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         SELECT $1, gen_random_uuid(), m, 'suspended', '2026-03-03' FROM unnest($2::uuid[]) m`,
        [coop.id, [coop.members[1]!.membershipId, coop.members[2]!.membershipId]],
      ),
    );
    expect(await standing(0)).toMatchObject({ kind: 'DEAD_END', deadEnd: 'NOT_CURRENT' });
    await close();
    expect(await standing(0)).toMatchObject({ kind: 'DEAD_END', deadEnd: 'NOT_CURRENT', isFinal: true });
    expect(await standing(2)).toMatchObject({ kind: 'RESTING' });
  });

  it('are those of the close: what is delegated, taken back or confirmed later changes nothing', async () => {
    await open();
    const { delegationId } = await delegate(0, 1);
    await vote(1);
    await vote(4);
    await test.database.advanceClock('49 hours');
    expect(await delegate(2, 1, { pollId })).toMatchObject({ reason: 'POLL_CLOSED' });
    await delegate(2, 1);
    await delegate(0, 4);
    expect(await changeDelegation(test, caller(0), 'revokeDelegation', delegationId)).toBe(
      'DELEGATION_ENDED',
    );
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 2' } });
    await close();
    expect(await standing(0)).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 2' } });
    expect(await standing(2)).toMatchObject({ kind: 'NOTHING' });
  });

  it('take as many statements for ten polls as for two', async () => {
    await delegate(0, 1);
    for (let count = 0; count < 10; count += 1) {
      await open({ holderCap: 2 });
      await vote(1);
    }
    const page = `query ($first: Int) { polls(first: $first) { nodes { votesHeldByMe { people }
      myStanding { kind holder { name } sentences(language: EN) } } } }`;
    const asked = async (first: number) => {
      const { data, errors } = await test.ask(page, { first }, caller(0));
      expect(errors).toBeUndefined();
      expect(data.polls.nodes).toHaveLength(first);
      expect(data.polls.nodes.map((poll: Answer['data']) => poll.myStanding.kind)).not.toContain('NOTHING');
    };
    const few = await statementsOf(() => asked(2));
    const many = await statementsOf(() => asked(10));
    expect(many).toHaveLength(few.length);
  });

  it('pass through a chain longer than is kept, and every step is counted', async () => {
    const long = await buildCooperative(test.database, { members: 40 });
    const rule = { delegation: allowed };
    pollId = await openPoll(test, long, { rule });
    for (let place = 0; place < 39; place += 1) {
      const [from, to] = [long.members[place]!, long.members[place + 1]!];
      await delegateThroughApi(test, from.caller, { pollId }, to);
    }
    await castThroughApi(test, long.members[39]!.caller, { pollId, choice: 'FOR' });
    const first = () => standingOf(test, long.members[0]!.caller, pollId);
    expect(await first()).toMatchObject({ kind: 'COUNTED', steps: 39, isFinal: false });
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    expect(await first()).toMatchObject({
      kind: 'COUNTED',
      steps: 39,
      isFinal: true,
      holder: { name: 'Member 40' },
    });
    expect(await brokenIn(test, long.id, delegationInvariants)).toEqual([]);
  });
});
