import { Ledger } from '../../../src/ledger/ledger.service.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';

const subscribe = `mutation ($input: SubscribeSharesInput!) { subscribeShares(input: $input) {
  __typename ... on SharesSubscribed { subscriptionId } ... on SubscribeSharesRefused { reason details } } }`;
const pay = `mutation ($input: PaySharesInput!) { paySharesAnswer: payShares(input: $input) {
  __typename ... on SharesPaid { paymentId } ... on PaySharesRefused { reason message } } }`;
const list = `query ($membershipId: ID) { shareSubscriptions(membershipId: $membershipId) {
  totalCount nodes { id shares amountMinor paidMinor outstandingMinor cancelled } } }`;

describe('shares', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, { members: 3, roles: { 0: ['treasurer'], 1: ['steward'] } });
  });
  const member = (place: number) => coop.members[place]!;
  const take = async (over: object = {}, place = 0) => {
    const input = {
      membershipId: member(2).membershipId,
      shares: 4,
      amountPerShareMinor: '12500',
      subscribedOn: '2025-01-05',
      idempotencyKey: newId(),
      ...over,
    };
    return (await test.ask(subscribe, { input }, member(place).caller)).data.subscribeShares;
  };
  const instalment = async (subscriptionId: string, amountMinor: string, over: object = {}, place = 0) => {
    const input = { subscriptionId, amountMinor, paidOn: '2025-01-06', idempotencyKey: newId(), ...over };
    return (await test.ask(pay, { input }, member(place).caller)).data.paySharesAnswer;
  };

  it('are owed when subscribed and paid in instalments, as the books say', async () => {
    const { subscriptionId } = await take({}, 1);
    expect(await instalment(subscriptionId, '12500')).toMatchObject({ __typename: 'SharesPaid' });
    expect(await inBooks(test, coop.id, (tx) => renderLedgerTable(tx))).toBe(
      [
        '2025-01-05  Shares subscribed by m003',
        '  assets:receivable:share-subscription:m003         500.00                EUR',
        '  equity:share-capital:m003                                        500.00 EUR',
        '2025-01-06  Shares paid in by m003',
        '  assets:bank:main                                  125.00                EUR',
        '  assets:receivable:share-subscription:m003                        125.00 EUR',
        '= sum                                               625.00         625.00 EUR',
      ].join('\n'),
    );
    expect(await instalment(subscriptionId, '37501')).toMatchObject({ reason: 'PAID_TOO_MUCH' });
    expect(await instalment(subscriptionId, '37500')).toMatchObject({ __typename: 'SharesPaid' });
    expect(await instalment(subscriptionId, '1')).toMatchObject({ reason: 'PAID_TOO_MUCH' });
    expect(await brokenIn(test, coop.id, sharesInvariants)).toEqual([]);
  });

  it('are not overpaid by payments that come at the same moment, and one key pays once', async () => {
    const { subscriptionId } = await take();
    const answers = await Promise.all([1, 2, 3].map(() => instalment(subscriptionId, '20000')));
    expect(answers.map((answer) => answer.reason ?? 'paid').sort()).toEqual([
      'PAID_TOO_MUCH',
      'paid',
      'paid',
    ]);
    const key = { idempotencyKey: newId() };
    const [first, again] = [
      await instalment(subscriptionId, '5000', key),
      await instalment(subscriptionId, '5000', key),
    ];
    expect(again).toEqual(first);
    expect((await test.ask(list, {}, member(0).caller)).data.shareSubscriptions.nodes).toMatchObject([
      { paidMinor: '45000', outstandingMinor: '5000' },
    ]);
  });

  it('are entered by officers only, with values that make sense', async () => {
    expect(await take({}, 2)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await take({ shares: 0, amountPerShareMinor: '-1' })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [/Shares/, /Amount/].map((words) => expect.stringMatching(words)),
    });
    for (const membershipId of ['x', newId(), '\u0000'])
      expect(await take({ membershipId })).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await take({ subscribedOn: '2999-01-01' })).toMatchObject({ reason: 'DATE_IN_THE_FUTURE' });
    expect(await instalment(newId(), '1')).toMatchObject({ reason: 'NOT_FOUND' });
    const { subscriptionId } = await take();
    expect(await instalment(subscriptionId, '0')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await instalment(subscriptionId, '1', {}, 2)).toMatchObject({ reason: 'NOT_ALLOWED' });
    const stranger = await buildCooperative(test.database, { members: 1, roles: { 0: ['treasurer'] } });
    const input = { subscriptionId, amountMinor: '1', idempotencyKey: newId() };
    const theirs = await test.ask(pay, { input }, stranger.members[0]!.caller);
    expect(theirs.data.paySharesAnswer).toMatchObject({ reason: 'NOT_FOUND' });
  });

  it('are seen by their member and the treasurer, and not by other members', async () => {
    await take();
    await take({ membershipId: member(1).membershipId });
    const asked = async (place: number, membershipId: string | null) =>
      (await test.ask(list, { membershipId }, member(place).caller)).data.shareSubscriptions?.totalCount ??
      null;
    expect(await asked(0, null)).toBe(2);
    expect(await asked(0, member(2).membershipId)).toBe(1);
    expect(await asked(2, member(2).membershipId)).toBe(1);
    expect(await asked(2, member(1).membershipId)).toBeNull();
    await corrupt(
      test,
      `UPDATE membership_standing SET standing = 'suspended' WHERE membership_id = '${member(2).membershipId}'`,
    );
    expect(await asked(2, member(2).membershipId)).toBe(1);
    expect(await asked(2, null)).toBeNull();
  });

  it('follow the books when a payment bounces, and are cancelled only when nothing stands paid', async () => {
    const { subscriptionId } = await take();
    await instalment(subscriptionId, '50000');
    const undo = (kind: string) =>
      inBooks(test, coop.id, async (tx) => {
        const entry = await tx.one<{ id: string }>(`SELECT id FROM ledger_entry WHERE kind = $1`, [kind]);
        return test.app.get(Ledger).reverse(tx, systemIn(coop.id), entry!.id, { reason: 'bounced' });
      });
    const verdicts = async () => {
      const { data } = await test.ask(
        `{ ledgerEntries { nodes { kind viewerCan { reverseEntry { reason } } } } }`,
        {},
        member(0).caller,
      );
      return data.ledgerEntries.nodes.map(
        (entry: { kind: string; viewerCan: { reverseEntry: { reason: string | null } } }) =>
          `${entry.kind}: ${entry.viewerCan.reverseEntry.reason}`,
      );
    };
    expect((await verdicts()).sort()).toEqual([
      'share-paid: null',
      'share-subscribed: REVERSAL_KEPT_ELSEWHERE',
    ]);
    expect(await undo('share-subscribed')).toMatchObject({ reason: 'REVERSAL_KEPT_ELSEWHERE' });
    expect(await undo('share-paid')).toHaveProperty('entryId');
    expect(await verdicts()).toContain('share-subscribed: null');
    expect(await undo('share-subscribed')).toHaveProperty('entryId');
    expect(await instalment(subscriptionId, '1')).toMatchObject({ reason: 'SUBSCRIPTION_CANCELLED' });
    expect((await test.ask(list, {}, member(0).caller)).data.shareSubscriptions.nodes).toMatchObject([
      { paidMinor: '0', outstandingMinor: '0', cancelled: true },
    ]);
    expect(await brokenIn(test, coop.id, sharesInvariants)).toEqual([]);
  });

  it.each([
    ['shares.are_booked', `UPDATE ledger_entry SET source_id = id WHERE source_type = 'share-payment'`],
    ['shares.are_booked', `UPDATE ledger_entry SET source_id = id WHERE source_type = 'share-subscription'`],
    ['shares.owed_is_subscribed_less_paid', `UPDATE share_subscription SET amount_minor = amount_minor + 1`],
    ['shares.are_never_overpaid', `UPDATE share_payment SET amount_minor = 50001`],
  ])('break the invariant %s by: %s', async (name, statement) => {
    const { subscriptionId } = await take();
    await instalment(subscriptionId, '50000');
    await corrupt(test, statement);
    const broken = await brokenIn(test, coop.id, sharesInvariants);
    expect(broken.map((invariant) => invariant.name)).toContain(name);
  });
});
