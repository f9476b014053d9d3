import { Ledger } from '../../../src/ledger/ledger.service.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';
import { entryIn } from './booked-entry.js';
import { byPurchases } from './run-story.js';
import { RunGround } from './run-ground.js';

const patronage =
  'ref;basis;quantity\nm001;purchases;4.050,00\nm004;purchases;3.000,00\nworker-7;purchases;2.200,00\n';

describe('a run that corrects another', () => {
  const ground = RunGround.lay();

  const ready = async (resultMinor = '1200001'): Promise<string> => {
    const periodId = await ground.story.closed(patronage, resultMinor);
    return periodId;
  };
  const entryOf = async (narration: string): Promise<string[]> => entryIn(await books(), narration);
  const books = (): Promise<string> =>
    inBooks(ground.test, ground.story.coop.id, (tx) => renderLedgerTable(tx, 'equity:'));
  const blockedFor = async (decisionId: string): Promise<unknown> => {
    const [row] = await ground.story.asOwner(
      `SELECT stage, blocked_reason AS reason, blocked_message AS message FROM decision WHERE id = $1`,
      [decisionId],
    );
    return row;
  };

  const byCash = (rate: string): object => {
    const policy = byPurchases('600000') as { waterfall: { pools: { forms: object[] }[] } };
    policy.waterfall.pools[0]!.forms = [{ form: 'cash', rate, rounding: 'eachDown' }, { form: 'retained' }];
    return policy;
  };

  it('goes by what members chose and was entered for the run that it corrects, until other figures are entered', async () => {
    const periodId = await ready();
    const policy = byPurchases('600000') as { waterfall: { pools: object[] } };
    policy.waterfall.pools = policy.waterfall.pools.map((pool) => ({
      ...pool,
      choices: [{ id: 'all retained', forms: [{ form: 'retained' }] }],
    }));
    const chosen = { figures: {}, participants: { m004: { choices: { members: 'all retained' } } } };
    const runId = await ground.runs.computed(periodId, policy, { figures: chosen });
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const second = await ground.runs.computed(periodId, policy, { corrects: runId, figures: null });
    const entered = async (): Promise<unknown> =>
      (await ground.story.asOwner(`SELECT figures FROM distribution_run WHERE id = $1`, [second]))[0];
    expect(await entered()).toEqual({ figures: chosen });
    await ground.runs.edit(second, policy, null);
    expect(await entered()).toEqual({ figures: chosen });
    await ground.runs.edit(second, policy, { figures: {}, participants: {} });
    expect(await entered()).toEqual({ figures: { figures: {}, participants: {} } });
  });

  it('books the differences, once something has been paid', async () => {
    const periodId = await ready();
    const runId = await ground.runs.computed(periodId, byPurchases('600000'));
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    await inBooks(ground.test, ground.story.coop.id, async (tx) => {
      const done = await ground.test.app.get(Ledger).post(tx, systemIn(ground.story.coop.id), {
        kind: 'payout',
        narration: 'Paid out',
        effectiveOn: '2025-06-01',
        sourceType: 'test',
        sourceId: newId(),
        lines: [
          {
            account: {
              path: 'liabilities:member-payable:m001',
              partyId: ground.story.coop.members[0]!.partyId,
            },
            amountMinor: 105_081n,
            periodId,
          },
          { account: { path: 'assets:bank' }, amountMinor: -105_081n },
        ],
      });
      expect(done).toHaveProperty('entryId');
    });
    const policy = byPurchases('600000') as { waterfall: { pools: { forms: object[] }[] } };
    policy.waterfall.pools[0]!.forms = [
      { form: 'cash', rate: '10%', rounding: 'eachDown' },
      { form: 'retained' },
    ];
    const second = await ground.runs.computed(periodId, policy, { corrects: runId, name: 'Correction' });
    await ground.runs.adopted(second);
    await ground.runs.takeForce();
    expect(await entryOf('Correction of the surplus of 2024: Correction')).toEqual([
      'assets:receivable:member-correction:m001 788.11',
      'equity:allocated:2024:m001 -788.11',
      'liabilities:member-payable:m004 583.78',
      'equity:allocated:2024:m004 -583.78',
      'liabilities:member-payable:x-worker-7 428.11',
      'equity:allocated:2024:x-worker-7 -428.11',
    ]);
  });

  it('is corrected once: a second correction of the same run is of the first', async () => {
    const periodId = await ready();
    const runId = await ground.runs.computed(periodId, byPurchases('600000'));
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const corrections = [
      await ground.runs.computed(periodId, byCash('10%'), { corrects: runId }),
      await ground.runs.computed(periodId, byCash('20%'), { corrects: runId }),
    ] as const;
    await ground.runs.adopted(corrections[0]);
    await ground.runs.takeForce();
    const decisionId = await ground.runs.adopted(corrections[1]);
    await ground.runs.takeForce();
    expect(await ground.runs.stateOf(corrections[0])).toBe('posted');
    expect(await ground.runs.stateOf(corrections[1])).toBe('adopted');
    expect(await blockedFor(decisionId)).toMatchObject({ reason: 'RUN_IS_FINAL' });
    expect(await ground.runs.draft(periodId, byCash('30%'), { corrects: runId })).toMatchObject({
      reason: 'RUN_IS_FINAL',
    });
  });

  it('takes back what its own period still owes, and nothing that another period owes or a batch pays', async () => {
    const periodId = await ready();
    const runId = await ground.runs.computed(periodId, byPurchases('600000'));
    await ground.runs.adopted(runId);
    await ground.runs.takeForce();
    const before = await ground.story.open({ name: '2023', startsOn: '2023-01-01', endsOn: '2023-12-31' });
    const payable = (at: string, amountMinor: bigint) =>
      inBooks(ground.test, ground.story.coop.id, (tx) =>
        ground.test.app.get(Ledger).post(tx, systemIn(ground.story.coop.id), {
          ...{ kind: 'payout', narration: 'Owed', effectiveOn: '2025-06-01' },
          ...{ sourceType: 'test', sourceId: newId() },
          lines: [
            {
              account: {
                path: 'liabilities:member-payable:m001',
                partyId: ground.story.coop.members[0]!.partyId,
              },
              ...{ amountMinor, periodId: at },
            },
            { account: { path: 'assets:bank' }, amountMinor: -amountMinor },
          ],
        }),
      );
    expect(await payable(before, -500_000n)).toHaveProperty('entryId');
    expect(await payable(periodId, 105_081n)).toHaveProperty('entryId');
    await inBooks(ground.test, ground.story.coop.id, async (tx) => {
      const batch = newId();
      const [member] = ground.story.coop.members;
      await tx.sql(
        `INSERT INTO payout_batch (cooperative_id, id, name, currency, period_id, due_on, prepared_by, prepared_by_person)
         SELECT current_cooperative_id(), $1, 'B', 'EUR', $2, '2025-06-01', m.id, $4 FROM membership m WHERE m.party_id = $3`,
        [batch, periodId, member!.partyId, newId()],
      );
      await tx.sql(
        `INSERT INTO payout (cooperative_id, id, batch_id, reference, party_id, key, source, period_id, principal_minor, interest_minor)
         VALUES (current_cooperative_id(), $1, $2, 'PO-1', $3, 'm004', 'member-payable', $4, 70000, 0)`,
        [newId(), batch, ground.story.coop.members[3]!.partyId, periodId],
      );
    });
    const second = await ground.runs.computed(periodId, byCash('10%'), {
      corrects: runId,
      name: 'Correction',
    });
    await ground.runs.adopted(second);
    await ground.runs.takeForce();
    // m004 is owed 778.37, of which 700.00 stands in a batch.
    expect(await entryOf('Correction of the surplus of 2024: Correction')).toEqual([
      'assets:receivable:member-correction:m001 788.11',
      'equity:allocated:2024:m001 -788.11',
      'liabilities:member-payable:m004 78.37',
      'assets:receivable:member-correction:m004 505.41',
      'equity:allocated:2024:m004 -583.78',
      'liabilities:member-payable:x-worker-7 428.11',
      'equity:allocated:2024:x-worker-7 -428.11',
    ]);
  });
});
