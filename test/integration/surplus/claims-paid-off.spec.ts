import { Ledger } from '../../../src/ledger/ledger.service.js';
import { holdClaims } from '../../../src/membership/shares/share.queries.js';
import { Shares } from '../../../src/membership/shares/shares.service.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { LossBearing } from '../../../src/surplus/capital/loss-bearing.js';
import { untilWaiting } from '../../support/lock-waiters.js';
import { inBooks } from '../ledger/books.js';
import { ofTwo, PaidOffGround, paidOffFirst, type PaidOff } from './paid-off-ground.js';

describe('what members owe, paid off by a run', () => {
  const paid = PaidOffGround.lay();
  const { ground } = paid;
  const somebodyWaits = () => withClient(ground.test.database.superuserUrl, (client) => untilWaiting(client));
  const shares = () => ground.test.app.get(Shares);
  const subscribe = async (amountPerShareMinor: bigint): Promise<string> => {
    const { membershipId } = ground.story.coop.members[3]!;
    const request = { membershipId, shares: 1, amountPerShareMinor, idempotencyKey: newId() };
    const done = await shares().subscribeShares(await ground.runs.scope(), request);
    return (done as { subscriptionId: string }).subscriptionId;
  };
  const pay = async (subscriptionId: string, amountMinor: bigint) =>
    shares().payShares(await ground.runs.scope(), { subscriptionId, amountMinor, idempotencyKey: newId() });
  const standing = async (): Promise<(readonly [string, string])[]> => {
    const query = `{ shareSubscriptions(first: 9) { nodes { paidMinor outstandingMinor } } }`;
    const { data } = await ground.test.ask(query, {}, ground.story.coop.members[0]!.caller);
    const rows = data.shareSubscriptions.nodes as { paidMinor: string; outstandingMinor: string }[];
    return rows.map(({ paidMinor, outstandingMinor }) => [paidMinor, outstandingMinor] as const);
  };
  const posted = async (form: PaidOff): Promise<string> => {
    const runId = await ground.runs.computed(paid.periodId, paidOffFirst(form));
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    return runId;
  };
  const undone = async (entryId: string) =>
    inBooks(ground.test, ground.story.coop.id, (tx) =>
      ground.test.app
        .get(Ledger)
        .reverse(tx, systemIn(ground.story.coop.id), entryId, { reason: 'Taken back' }),
    );

  it('shares that a run pays up are paid: the oldest first, nobody pays them again, and they are not cancelled', async () => {
    const [older, younger] = [await subscribe(8_000n), await subscribe(5_000n)];
    expect(await pay(older, 1_000n)).toHaveProperty('paymentId');
    await posted('unpaidShares');
    expect(await paid.booked()).toEqual([
      'equity:surplus-to-appropriate:2024 400.00',
      'liabilities:member-payable:m001 -300.00',
      'assets:receivable:share-subscription:m004 -100.00',
    ]);
    expect(await standing()).toEqual([
      ['8000', '0'],
      ['3000', '2000'],
    ]);
    expect(await pay(older, 1n)).toMatchObject({ reason: 'PAID_TOO_MUCH' });
    expect(await pay(younger, 2_001n)).toMatchObject({ reason: 'PAID_TOO_MUCH' });
    expect(await pay(younger, 2_000n)).toHaveProperty('paymentId');
    const [entry] = await ground.story.asOwner(`SELECT id FROM ledger_entry WHERE source_id = $1`, [younger]);
    expect(await undone(entry!['id'] as string)).toMatchObject({ reason: 'REVERSAL_KEPT_ELSEWHERE' });
  });

  it('shares are paid while a run that takes force is still held against its hash: only the rest is paid up', async () => {
    const subscription = await subscribe(8_000n);
    const runId = await ground.runs.computed(paid.periodId, paidOffFirst('unpaidShares'));
    await ground.runs.adopted(runId);
    await withClient(ground.test.database.superuserUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE run_line IN ACCESS EXCLUSIVE MODE');
      const force = ground.runs.takeForce();
      await untilWaiting(client);
      const payment = pay(subscription, 3_000n);
      await ground.story.asOwner('SELECT FROM distribution_run WHERE id = $1 FOR UPDATE NOWAIT', [runId]);
      expect(await payment).toHaveProperty('paymentId');
      await client.query('COMMIT');
      await force;
    });
    expect(await paid.booked()).toEqual([
      'equity:surplus-to-appropriate:2024 400.00',
      'liabilities:member-payable:m001 -300.00',
      'liabilities:member-payable:m004 -50.00',
      'assets:receivable:share-subscription:m004 -50.00',
    ]);
    expect(await standing()).toEqual([['8000', '0']]);
  });

  it('shares are owed again when the members undo the run', async () => {
    await subscribe(8_000n);
    const runId = await posted('unpaidShares');
    expect(await standing()).toEqual([['8000', '0']]);
    await ground.runs.adopt(((await ground.runs.undo(runId)) as { proposalId: string }).proposalId);
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(runId)).toBe('withdrawn');
    expect(await standing()).toEqual([['0', '8000']]);
  });

  it('who leaves is released from what is still owed, and loses nothing that a run has paid up', async () => {
    await subscribe(12_000n);
    await posted('unpaidShares');
    const { membershipId } = ground.story.coop.members[3]!;
    await inBooks(ground.test, ground.story.coop.id, (tx) =>
      shares().releaseUnpaid(tx, systemIn(ground.story.coop.id), membershipId, '2025-06-30'),
    );
    const [capital] = await ground.story.asOwner(
      `SELECT -sum(amount_minor)::int AS held FROM ledger_movement WHERE cooperative_id = $1 AND path = 'equity:share-capital:m004'`,
      [ground.story.coop.id],
    );
    expect(capital).toEqual({ held: 10_000 });
    expect(await standing()).toEqual([['10000', '0']]);
  });

  it('a debt that is taken back while a run takes force is not set off: the run waits for it', async () => {
    const { ledgerEntryId } = (await ground.runs.debt('m004', '2000')) as { ledgerEntryId: string };
    await ground.runs.adopted(await ground.runs.computed(paid.periodId, paidOffFirst('setOff')));
    let force: Promise<unknown> = Promise.resolve();
    await inBooks(ground.test, ground.story.coop.id, async (tx) => {
      const taken = await ground.test.app
        .get(Ledger)
        .reverse(tx, systemIn(ground.story.coop.id), ledgerEntryId, { reason: 'Paid at the till' });
      expect(taken).toHaveProperty('entryId');
      force = ground.runs.takeForce();
      await somebodyWaits();
    });
    await force;
    expect(await paid.booked()).toEqual([]);
    const [owed] = await ground.story.asOwner(
      `SELECT sum(amount_minor)::int AS owed FROM ledger_movement WHERE cooperative_id = $1 AND path = 'assets:receivable:member-debt:m004'`,
      [ground.story.coop.id],
    );
    expect(owed).toEqual({ owed: 0 });
  });

  it('a loss of which a member has borne something is corrected, and not undone', async () => {
    const policy = {
      ...{ id: 'loss', waterfall: {} },
      loss: [{ to: 'members', weighting: { bases: { purchases: 1 } } }],
    };
    const before = await ground.story.open({ name: '2023', startsOn: '2023-01-01', endsOn: '2023-12-31' });
    await ground.story.import(before, ofTwo);
    await ground.story.act('closePeriod', { periodId: before });
    await ground.story.result(before, '-40000');
    const runId = await ground.runs.computed(before, policy);
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const { membershipId } = ground.story.coop.members[3]!;
    const request = { membershipId, from: 'payment' as const, amountMinor: 100n, idempotencyKey: newId() };
    const borne = await ground.test.app.get(LossBearing).settleMemberLoss(await ground.runs.scope(), request);
    expect(borne).toEqual({ membershipId });
    expect(await ground.runs.undo(runId)).toMatchObject({ reason: 'RUN_PAID' });
  });

  it('a loss of earlier years is covered by returns, as the member chose then, and what is over is money', async () => {
    const lossPeriod = await ground.story.open({
      name: '2023',
      startsOn: '2023-01-01',
      endsOn: '2023-12-31',
    });
    await ground.story.import(lossPeriod, ofTwo);
    await ground.story.act('closePeriod', { periodId: lossPeriod });
    await ground.story.result(lossPeriod, '-10000');
    const bearing = {
      id: 'loss of 2023',
      waterfall: {},
      loss: [
        {
          to: 'members',
          weighting: { bases: { purchases: 1 } },
          eligibility: { kinds: ['member', 'nonMember'] },
          choices: ['payment', 'returns'],
          years: 7,
        },
      ],
    };
    const chosen = { m004: { choices: { 'loss:members': 'returns' } } };
    const losing = await ground.runs.computed(lossPeriod, bearing, {
      figures: { figures: {}, participants: chosen },
    });
    await ground.runs.adopted(losing);
    await ground.runs.takeForce();
    const settle = async () => {
      const { membershipId } = ground.story.coop.members[3]!;
      const request = { membershipId, from: 'payment' as const, amountMinor: 500n, idempotencyKey: newId() };
      return ground.test.app.get(LossBearing).settleMemberLoss(await ground.runs.scope(), request);
    };
    const owed = async (): Promise<unknown> =>
      (
        await ground.story.asOwner(
          `SELECT sum(amount_minor)::int AS owed FROM ledger_movement WHERE cooperative_id = $1 AND path = 'assets:receivable:member-loss:m004'`,
          [ground.story.coop.id],
        )
      )[0];
    let late: Promise<unknown> = Promise.resolve();
    await ground.test.app.get(UnitOfWork).inTransaction(systemIn(ground.story.coop.id), async (tx) => {
      await holdClaims(tx, 'alone');
      late = settle();
      await somebodyWaits();
      expect(await owed()).toEqual({ owed: 2_500 });
    });
    expect(await late).toHaveProperty('membershipId');
    const runId = await posted('ownLosses');
    // Of a loss of 100.00 m001 bears 75.00; m004 bore 25.00, and has paid in 5.00 of it.
    expect(await paid.booked()).toEqual([
      'equity:surplus-to-appropriate:2024 400.00',
      'assets:receivable:member-loss:m001 -75.00',
      'liabilities:member-payable:m001 -225.00',
      'assets:receivable:member-loss:m004 -20.00',
      'liabilities:member-payable:m004 -80.00',
    ]);
    const [line] = await ground.story.asOwner(
      `SELECT string_agg(f.form || ' ' || f.amount_minor, ', ' ORDER BY f.form) AS forms
       FROM run_line_form f JOIN run_participant p ON p.run_id = f.run_id AND p.party_id = f.party_id
       WHERE f.run_id = $1 AND p.key = 'm004'`,
      [losing],
    );
    expect(line).toEqual({ forms: 'againstReturns 2500' });
    expect(await ground.runs.undo(losing)).toMatchObject({ reason: 'RUN_PAID' });
    expect(await ground.runs.undo(runId)).toHaveProperty('proposalId');
  });

  it('payments go beside each other, and wait for a run', async () => {
    const subscriptionId = await subscribe(8_000n);
    const work = ground.test.app.get(UnitOfWork);
    let late: Promise<unknown> = Promise.resolve();
    await work.inTransaction(systemIn(ground.story.coop.id), async (tx) => {
      await holdClaims(tx, 'shared');
      expect(await pay(subscriptionId, 1_000n)).toHaveProperty('paymentId');
    });
    await work.inTransaction(systemIn(ground.story.coop.id), async (tx) => {
      await holdClaims(tx, 'alone');
      late = pay(subscriptionId, 1_000n);
      await somebodyWaits();
      expect(await standing()).toEqual([['1000', '7000']]);
    });
    expect(await late).toHaveProperty('paymentId');
  });
});
