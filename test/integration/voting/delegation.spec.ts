import { withClient } from '../../../src/platform/database/database-roles.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { changeDelegation, delegateThroughApi } from '../../support/builders/delegation.js';
import { openPoll } from '../../support/builders/poll.js';

const allowed = { allowed: true, holderCap: null, reconfirmDays: null } as const;
const list = `query ($ended: Boolean) {
  myDelegations(includeEnded: $ended) { totalCount nodes { id scope topic bodyName state confirmBy holder { name } confirmations
    viewerCan { confirmDelegation { allowed reason } revokeDelegation { allowed } declineDelegation { allowed reason } } } }
  delegationsToMe(includeEnded: $ended) { totalCount nodes { id state principal { name } viewerCan { declineDelegation { allowed } } } } }`;

describe('delegating', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    await test.database.setClock('2026-03-02T10:00:00Z');
    coop = await buildCooperative(test.database, { members: 8 });
  });
  afterAll(() => test.stop());

  const caller = (place: number) => coop.members[place]!.caller;
  const delegate = (from: number, scope: object, to: number | null, more: object = {}) =>
    delegateThroughApi(test, caller(from), scope, to === null ? null : coop.members[to]!, more);
  const lists = async (place: number, ended = false) => {
    const { data, errors } = await test.ask(list, { ended }, caller(place));
    expect(errors).toBeUndefined();
    return { mine: data.myDelegations, toMe: data.delegationsToMe };
  };

  it('is seen by the one who delegates and the one who holds, and by nobody else', async () => {
    const { delegationId } = await delegate(0, { topic: 'energy' }, 1);
    expect((await lists(0)).mine).toMatchObject({
      totalCount: 1,
      nodes: [
        { id: delegationId, scope: 'TOPIC', topic: 'energy', state: 'ACTIVE', holder: { name: 'Member 2' } },
      ],
    });
    expect((await lists(1)).toMe).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          id: delegationId,
          principal: { name: 'Member 1' },
          viewerCan: { declineDelegation: { allowed: true } },
        },
      ],
    });
    const one = `query ($id: ID!) { delegation(id: $id) { id } }`;
    expect((await test.ask(one, { id: delegationId }, caller(1))).data.delegation).not.toBeNull();
    expect((await test.ask(one, { id: delegationId }, caller(2))).data.delegation).toBeNull();
    expect(await changeDelegation(test, caller(2), 'revokeDelegation', delegationId)).toBe('NOT_FOUND');
    expect(await changeDelegation(test, caller(1), 'revokeDelegation', delegationId)).toBe('NOT_ALLOWED');
  });

  it('replaces what was said for the same scope before, and keeps it in the history of both', async () => {
    const first = await delegate(2, { wholeCooperative: true }, 3);
    await delegate(2, { topic: 'energy' }, 3);
    await delegate(2, { wholeCooperative: true }, null);
    expect((await lists(2)).mine.nodes).toMatchObject([
      { scope: 'COOPERATIVE', holder: null },
      { scope: 'TOPIC' },
    ]);
    expect((await lists(3)).toMe.totalCount).toBe(1);
    const history = (await lists(3, true)).toMe.nodes as { id: string; state: string }[];
    expect(history.find(({ id }) => id === first.delegationId)!.state).toBe('REPLACED');
  });

  it('ends when the principal takes it back or the holder refuses it, once', async () => {
    const { delegationId } = await delegate(4, { bodyId: coop.assemblyId }, 5);
    expect(await changeDelegation(test, caller(4), 'declineDelegation', delegationId)).toBe('NOT_ALLOWED');
    expect(await changeDelegation(test, caller(5), 'declineDelegation', delegationId)).toBe('done');
    expect(await changeDelegation(test, caller(4), 'revokeDelegation', delegationId)).toBe(
      'DELEGATION_ENDED',
    );
    const again = await delegate(4, { bodyId: coop.assemblyId }, 6);
    expect(await changeDelegation(test, caller(4), 'revokeDelegation', again.delegationId)).toBe('done');
    expect(await changeDelegation(test, caller(4), 'confirmDelegation', again.delegationId)).toBe(
      'DELEGATION_ENDED',
    );
    const states = ((await lists(4, true)).mine.nodes as { state: string }[]).map(({ state }) => state);
    expect(states).toEqual(['REVOKED', 'DECLINED']);
  });

  it('refuses what cannot be delegated, in words', async () => {
    const poll = await openPoll(test, coop);
    const board = await openPoll(test, coop, { rule: { delegation: allowed } });
    const refusals: [object, number | null, object, string][] = [
      [{ wholeCooperative: true }, 0, {}, 'SELF_DELEGATION'],
      [{ wholeCooperative: false }, 1, {}, 'INVALID_INPUT'],
      [{ topic: 'No Topic!' }, 1, {}, 'INVALID_INPUT'],
      [{ bodyId: board }, 1, {}, 'NOT_FOUND'],
      [{ pollId: coop.assemblyId }, 1, {}, 'NOT_FOUND'],
      [{ pollId: poll }, 1, {}, 'DELEGATION_NOT_ALLOWED'],
      [{ wholeCooperative: true }, 1, { expiresOn: '2026-03-01' }, 'EXPIRES_IN_THE_PAST'],
    ];
    for (const [scope, to, more, reason] of refusals)
      expect({ scope, ...(await delegate(0, scope, to, more)) }).toMatchObject({ scope, reason });
    expect(await delegate(0, { pollId: board }, 1)).toMatchObject({ delegation: { scope: 'POLL' } });
  });

  it('refuses a holder who is not a current member, and members whose membership does not stand', async () => {
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         VALUES ($1, gen_random_uuid(), $2, 'suspended', '2026-03-01')`,
        [coop.id, coop.members[7]!.membershipId],
      ),
    );
    expect(await delegate(6, { wholeCooperative: true }, 7)).toMatchObject({ reason: 'HOLDER_NOT_CURRENT' });
    expect(await delegate(7, { wholeCooperative: true }, 6)).toMatchObject({ reason: 'NOT_A_MEMBER' });
    expect((await lists(7)).mine.totalCount).toBe(0);
  });

  it('answers the same key once', async () => {
    const once = { idempotencyKey: 'the-same-key-again' };
    const first = await delegate(6, { topic: 'seeds' }, 5, once);
    expect(await delegate(6, { topic: 'seeds' }, 5, once)).toMatchObject({
      delegationId: first.delegationId,
    });
    expect((await lists(6, true)).mine.totalCount).toBe(1);
  });

  it('lapses where a rule wants it confirmed, is shown so, and counts again once confirmed', async () => {
    await openPoll(test, coop, { rule: { delegation: { ...allowed, reconfirmDays: 30 } } });
    const { delegationId } = await delegate(3, { wholeCooperative: true }, 4);
    const state = async () =>
      ((await lists(3)).mine.nodes as { id: string }[]).find(({ id }) => id === delegationId);
    expect(await state()).toMatchObject({ state: 'ACTIVE', confirmBy: '2026-04-01' });
    await test.database.advanceClock('31 days');
    expect(await state()).toMatchObject({ state: 'LAPSED', confirmBy: '2026-04-01' });
    expect(await changeDelegation(test, caller(3), 'confirmDelegation', delegationId)).toBe('done');
    expect(await state()).toMatchObject({ state: 'ACTIVE', confirmBy: '2026-05-02', confirmations: 1 });
  });

  it('ends with its last day, and then is not confirmed but given anew', async () => {
    const { delegationId } = await delegate(5, { topic: 'tools' }, 6, { expiresOn: '2026-04-02' });
    await test.database.advanceClock('1 day');
    expect((await lists(5)).mine.nodes).toMatchObject([
      {
        state: 'EXPIRED',
        viewerCan: { confirmDelegation: { allowed: false, reason: 'DELEGATION_EXPIRED' } },
      },
    ]);
    expect(await changeDelegation(test, caller(5), 'confirmDelegation', delegationId)).toBe(
      'DELEGATION_EXPIRED',
    );
  });
});
