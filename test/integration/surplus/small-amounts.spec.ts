import { newId } from '../../../src/shared/ids.js';
import { payoutInvariants } from '../../../src/surplus/capital/payouts.invariants.js';
import { SmallAmounts } from '../../../src/surplus/capital/small-amounts.service.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { RunGround } from './run-ground.js';

/** Whoever gets less than five euros waits. */
const waitingBelowFive = {
  id: 'small ones wait',
  waterfall: {
    pools: [
      {
        ...{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } },
        ...{ minimum: { amount: 500, below: 'accumulate' }, forms: [{ form: 'cash' }] },
      },
    ],
  },
};

describe('what a run leaves waiting because it is too small to pay', () => {
  const ground = RunGround.lay();
  const booked = async (): Promise<Record<string, number>> => {
    const rows = await ground.story.asOwner(
      `SELECT path, -sum(amount_minor)::int AS owed FROM ledger_movement WHERE cooperative_id = $1 AND starts_with(path, 'liabilities:')
       GROUP BY 1 HAVING sum(amount_minor) <> 0 ORDER BY 1`,
      [ground.story.coop.id],
    );
    return Object.fromEntries(rows.map(({ path, owed }) => [(path as string).slice(12), owed as number]));
  };
  const make = async (leastMinor: bigint, place = 0, idempotencyKey = newId()) =>
    ground.test.app
      .get(SmallAmounts)
      .makeSmallAmountsDue(await ground.runs.scope(place), { leastMinor, idempotencyKey });
  const posted = async (): Promise<string> => {
    const rows = 'ref;basis;quantity\nm001;purchases;96\nm004;purchases;3\nm005;purchases;1\n';
    const periodId = await ground.story.closed(rows, '10000');
    const runId = await ground.runs.computed(periodId, waitingBelowFive);
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    return runId;
  };

  it('is owed in money once it is enough, once, and the rest goes on waiting', async () => {
    const runId = await posted();
    const waits = { 'member-payable:m001': 9_600, 'small-amounts:m004': 300, 'small-amounts:m005': 100 };
    expect(await booked()).toEqual(waits);
    expect(await make(301n)).toMatchObject({ reason: 'NOTHING_DUE' });
    expect(await make(0n)).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await make(300n, 4)).toMatchObject({ reason: 'NOT_ALLOWED' });
    const key = newId();
    const due = { parties: 1, amountMinor: '300', left: 0 };
    expect(await make(300n, 0, key)).toEqual(due);
    expect(await make(300n, 0, key)).toMatchObject({ parties: 1 });
    expect(await make(300n)).toMatchObject({ reason: 'NOTHING_DUE' });
    expect(await booked()).toEqual({
      ...{ 'member-payable:m001': 9_600, 'member-payable:m004': 300, 'small-amounts:m005': 100 },
    });
    // What was given on cannot be taken back by the mirror of the entry.
    expect(await ground.runs.undo(runId)).toMatchObject({ reason: 'RUN_PAID' });
    const invariants = [...runsInvariants, ...payoutInvariants];
    expect(await brokenIn(ground.test, ground.story.coop.id, invariants)).toEqual([]);
  });

  it('is owed to who has left, whatever it is', async () => {
    await posted();
    const { membershipId } = ground.story.coop.members[4]!;
    await ground.story.asOwner(
      `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
       SELECT cooperative_id, $2, id, 'left', today_in(cooperative_id) FROM membership WHERE id = $1`,
      [membershipId, newId()],
    );
    expect(await make(1_000n)).toEqual({ parties: 1, amountMinor: '100', left: 0 });
    expect(await booked()).toMatchObject({ 'member-payable:m005': 100, 'small-amounts:m004': 300 });
  });

  it('is undone with its run while it waits', async () => {
    const runId = await posted();
    await ground.runs.adopt(((await ground.runs.undo(runId)) as { proposalId: string }).proposalId);
    await ground.runs.takeForce();
    expect(await booked()).toEqual({});
  });
});
