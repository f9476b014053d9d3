import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { line, post, shareDraft } from './books.js';

const books = `query ($family: String, $after: String) {
  ledgerAccounts(first: 5, family: $family, after: $after) { totalCount nodes { id path balanceMinor(effectiveOn: "2030-01-01") divisible } }
  ledgerEntries(first: 5) { totalCount nodes { id kind lines(first: 5) { totalCount nodes { seq path amountMinor } } reverses { id } reversedBy { id }
    viewerCan { reverseEntry { allowed reason message } } } }
  trialBalance { family balanceMinor accounts }
}`;
const reverse = `mutation ($input: ReverseEntryInput!) { reverseEntry(input: $input) {
  __typename ... on EntryReversed { reversalId entryId } ... on ReverseEntryRefused { reason message } } }`;

describe('the books over HTTP', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, { members: 3, roles: { 0: ['treasurer'], 1: ['auditor'] } });
  });
  const caller = (place: number) => coop.members[place]!.caller;

  it('are open to treasurer and auditor and to nobody else', async () => {
    await post(test, coop.id, shareDraft());
    const seen = await test.ask(books, {}, caller(1));
    expect(seen.errors).toBeUndefined();
    expect(seen.data.ledgerAccounts).toMatchObject({
      totalCount: 2,
      nodes: [{ path: 'assets:bank:main', balanceMinor: '50000' }, { balanceMinor: '-50000' }],
    });
    expect(seen.data.ledgerEntries.nodes[0]).toMatchObject({
      kind: 'share-paid',
      lines: { totalCount: 2, nodes: [{ seq: 1, amountMinor: '50000' }, { seq: 2 }] },
      viewerCan: { reverseEntry: { allowed: false, reason: 'NOT_ALLOWED' } },
    });
    expect(seen.data.trialBalance).toHaveLength(2);
    const nothing = { ledgerAccounts: null, ledgerEntries: null, trialBalance: null };
    for (const other of [caller(2), {}, { session: caller(0).session, cooperative: 'no-such' }]) {
      expect(await test.ask(books, {}, other)).toMatchObject({
        status: 200,
        data: nothing,
        errors: undefined,
      });
    }
  });

  it('show each member their own accounts, also when suspended, and no other', async () => {
    const [treasurer, , member] = coop.members;
    const owed = { path: 'liabilities:member-payable:m003', partyId: member!.partyId };
    await post(
      test,
      coop.id,
      shareDraft({ lines: [line('assets:bank:main', 9n), { account: owed, amountMinor: -9n }] }),
    );
    const own = await test.ask(
      `{ myLedgerAccounts { totalCount nodes { id path balanceMinor } } }`,
      {},
      member!.caller,
    );
    expect(own.data.myLedgerAccounts).toMatchObject({
      totalCount: 1,
      nodes: [{ path: owed.path, balanceMinor: '-9' }],
    });
    await withClient(test.database.ownerUrl, (client) =>
      client.query(
        `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
         VALUES ($1, $2, $3, 'suspended', '2024-01-01')`,
        [coop.id, newId(), member!.membershipId],
      ),
    );
    const one = `query ($id: ID!) { ledgerAccount(id: $id) { path } }`;
    const id = own.data.myLedgerAccounts.nodes[0].id;
    expect((await test.ask(one, { id }, member!.caller)).data.ledgerAccount).toEqual({ path: owed.path });
    expect((await test.ask(one, { id }, treasurer!.caller)).data.ledgerAccount).toEqual({ path: owed.path });
    const stranger = await buildCooperative(test.database, { members: 1, roles: { 0: ['treasurer'] } });
    for (const asked of [id, newId(), 'x', "'; --"]) {
      expect((await test.ask(one, { id: asked }, stranger.members[0]!.caller)).data).toEqual({
        ledgerAccount: null,
      });
    }
  });

  it('let a treasurer undo an entry once, with a reason, whatever is repeated', async () => {
    const entryId = await post(test, coop.id, shareDraft());
    const input = { entryId, reason: 'booked twice', idempotencyKey: 'undo-0001' };
    const act = (over: object = {}, place = 0) =>
      test.ask(reverse, { input: { ...input, ...over } }, caller(place));
    expect((await act({}, 1)).data.reverseEntry).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect((await test.ask(reverse, { input })).data.reverseEntry).toMatchObject({ reason: 'NOT_SIGNED_IN' });
    const done = (await act()).data.reverseEntry;
    expect(done).toMatchObject({ __typename: 'EntryReversed', entryId });
    expect((await act()).data.reverseEntry).toEqual(done);
    expect((await act({ reason: 'other' })).data.reverseEntry).toMatchObject({
      reason: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect((await act({ idempotencyKey: 'undo-0002' })).data.reverseEntry).toMatchObject({
      reason: 'ALREADY_REVERSED',
    });
    expect(
      (await act({ idempotencyKey: 'undo-0003', entryId: done.reversalId })).data.reverseEntry,
    ).toMatchObject({ reason: 'REVERSAL_IS_FINAL' });
    expect((await act({ idempotencyKey: 'undo-0004', entryId: 'x' })).data.reverseEntry).toMatchObject({
      reason: 'NOT_FOUND',
    });
    const found = (await test.ask(books, {}, caller(0))).data.ledgerEntries.nodes;
    expect(
      found.map((entry: { kind: string; reverses?: { id: string }; reversedBy?: { id: string } }) => [
        entry.kind,
        entry.reverses?.id ?? null,
        entry.reversedBy?.id ?? null,
      ]),
    ).toEqual([
      ['reversal', entryId, null],
      ['share-paid', null, done.reversalId],
    ]);
    await withClient(test.database.ownerUrl, async (client) => {
      const acts = await client.query(
        `SELECT act FROM audit_event WHERE cooperative_id = $1 ORDER BY recorded_at`,
        [coop.id],
      );
      expect(acts.rows.map((row) => row.act)).toEqual(['postEntry', 'postEntry', 'reverseEntry']);
    });
  });

  it('undo nothing before the day on which it took effect', async () => {
    const [past, ahead] = [
      await post(test, coop.id, shareDraft()),
      await post(test, coop.id, shareDraft({ effectiveOn: '2990-03-01' })),
    ];
    const act = (entryId: string, over: object = {}) =>
      test.ask(reverse, { input: { entryId, reason: 'no', idempotencyKey: newId(), ...over } }, caller(0));
    expect((await act(past, { effectiveOn: '2025-01-04' })).data.reverseEntry).toMatchObject({
      reason: 'INVALID_INPUT',
      message: expect.stringContaining('2025-01-05'),
    });
    for (const [entryId, over] of [
      [past, { effectiveOn: '2025-01-05' }],
      [ahead, {}],
    ] as const)
      expect((await act(entryId, over)).data.reverseEntry).toMatchObject({ entryId });
    const days = await withClient(test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ day: string }>(
        `SELECT effective_on::text AS day FROM ledger_entry WHERE cooperative_id = $1 AND reverses IS NOT NULL ORDER BY 1`,
        [coop.id],
      );
      return rows.map((row) => row.day);
    });
    expect(days).toEqual(['2025-01-05', '2990-03-01']);
  });

  it('answer hostile values in words and never with a fault of their own', async () => {
    const entryId = await post(test, coop.id, shareDraft());
    for (const reason of ['', ' ', 'a\nb', 'nul\u0000', '\ud800', 'x'.repeat(100_000)]) {
      const input = { entryId, reason, idempotencyKey: newId() };
      const answer = await test.ask(reverse, { input }, caller(0));
      expect(answer.status).toBe(200);
      expect(answer.data.reverseEntry).toMatchObject({ reason: 'INVALID_INPUT' });
    }
    for (const after of [
      'x',
      Buffer.from('["\\u0000"]').toString('base64url'),
      Buffer.from('[7]').toString('base64url'),
    ]) {
      expect(await test.ask(books, { after }, caller(0))).toMatchObject({
        status: 200,
        data: { ledgerAccounts: null },
      });
    }
    expect(await test.ask(books, { family: '%_\\' }, caller(0))).toMatchObject({
      data: { ledgerAccounts: null },
    });
    expect((await test.ask(books, { family: 'equity' }, caller(0))).data.ledgerAccounts.totalCount).toBe(1);
  });
});
