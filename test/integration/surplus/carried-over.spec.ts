import { withClient } from '../../../src/platform/database/database-roles.js';
import { migrationSource } from '../../../src/platform/database/migrate.js';
import { newId } from '../../../src/shared/ids.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** The migration that brought runs, by the name under which it is kept. */
const runs = 'Runs1764001600000';

describe('distributions booked before there were runs', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const query = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(database.ownerUrl, async (client) => (await client.query(sql, values)).rows);

  it('are runs in the books afterwards, line for line, under a hash of what is stored', async () => {
    const source = await migrationSource(database.ownerUrl).initialize();
    try {
      const later =
        source.migrations.length - source.migrations.findIndex((one) => one.constructor.name === runs);
      for (let step = 0; step < later; step += 1) await source.undoLastMigration();
      const [coop, period, decision, entry, old] = [
        await buildCooperative(database, { members: 3 }),
        ...[newId(), newId(), newId(), newId()],
      ] as const;
      await query(
        `INSERT INTO period (cooperative_id, id, name, starts_on, ends_on, state, seed, closed_at, result_minor)
         VALUES ($1, $2, '2024', '2024-01-01', '2024-12-31', 'closed', 'seed', now(), 1000)`,
        coop.id,
        period,
      );
      await query(
        `INSERT INTO decision (cooperative_id, id, number, body_id, decision_kind, title, text, rule_key, rule_version, outcome, decided_at, effective_at, stage)
         VALUES ($1, $2, 1, $3, 'distribution', 'Share', 'Share', 'decision-policy/distribution', 1, 'adopted', now(), now(), 'effective')`,
        ...[coop.id, decision, coop.assemblyId],
      );
      await withClient(database.superuserUrl, async (client) => {
        await client.query(`ALTER TABLE ledger_entry DISABLE TRIGGER ALL`);
        await client.query(
          `INSERT INTO ledger_entry (cooperative_id, id, kind, narration, effective_on, source_type, source_id, draft_hash)
           VALUES ($1, $2, 'distribution-posted', 'Shared', '2025-05-20', 'distribution', $3, 'x')`,
          [coop.id, entry, old],
        );
      });
      await query(
        `INSERT INTO distribution (cooperative_id, id, period_id, basis, amount_minor, currency, cash_basis_points, decision_id, ledger_entry_id, total_weight_millionths, inputs_hash, posted_on)
         VALUES ($1, $2, $3, 'purchases', 700, 'EUR', 4000, $4, $5, 7500000, 'x', '2025-05-20')`,
        ...[coop.id, old, period, decision, entry],
      );
      const [first, second] = coop.members;
      await query(
        `INSERT INTO distribution_line VALUES ($1, $2, $3, 3000000, 280, 0, false, 280, 112, 168), ($1, $2, $4, 4500000, 420, 0, false, 420, 168, 252)`,
        ...[coop.id, old, first!.partyId, second!.partyId],
      );
      await source.runMigrations();
      expect(
        await query(
          `SELECT state, surplus_minor::int AS surplus, waterfall ->> 'undecidedMinor' AS undecided, posted_on::text AS posted, decision_id AS decision,
             ledger_entry_id AS entry, run_hash = run_hash_of(cooperative_id, id) AS same FROM distribution_run WHERE id = $1`,
          old,
        ),
      ).toEqual([
        {
          state: 'posted',
          surplus: 1000,
          undecided: '300',
          posted: '2025-05-20',
          decision,
          entry,
          same: true,
        },
      ]);
      expect(
        await query(
          `SELECT l.key, l.share, l.amount_minor::int AS amount, p.facts -> 'bases' ->> 'purchases' AS quantity,
             (SELECT string_agg(f.form || ' ' || f.amount_minor, ', ' ORDER BY f.seq) FROM run_line_form f WHERE f.run_id = l.run_id AND f.party_id = l.party_id) AS forms
           FROM run_line l JOIN run_participant p USING (cooperative_id, run_id, party_id) WHERE l.run_id = $1 ORDER BY l.key`,
          old,
        ),
      ).toEqual([
        { key: 'm001', share: '2/5', amount: 280, quantity: '3', forms: 'cash 112, retained 168' },
        { key: 'm002', share: '3/5', amount: 420, quantity: '4.5', forms: 'cash 168, retained 252' },
      ]);
    } finally {
      await source.destroy();
    }
  });
});
