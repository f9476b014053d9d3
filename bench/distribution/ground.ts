import type { Client } from 'pg';
import type { JsonObject } from '../../src/surplus/domain/run/run-snapshot.js';
import { sumOfRecords } from '../../src/surplus/basis-totals.store.js';
import { withClient } from '../../src/platform/database/database-roles.js';
import { assemblyId, cooperativeId, idOf, seedCooperative } from '../ground/cooperative.js';
import type { BenchDatabase } from '../ground/ground.js';

export const periodId = '00000000-0000-7000-8000-0000000000d1';
/** What there is to share: a hundred and some cents for each. */
export const resultOf = (members: number): bigint => BigInt(members) * 12_345n + 77n;

/** Two thirds by purchases and a third by hours, after a reserve; four tenths paid out, the rest retained. */
export const policy: JsonObject = {
  id: 'bench',
  waterfall: {
    appropriations: [{ id: 'legal', kind: 'reserve', mandatory: true, rate: '20%' }],
    pools: [
      {
        id: 'members',
        size: {},
        weighting: { bases: { hours: '1/3', purchases: '2/3' } },
        forms: [
          { form: 'cash', rate: '40%' },
          { form: 'retained', year: 2025 },
        ],
      },
    ],
  },
};

/** A cooperative of that many members, each with hours and purchases of a year that is closed. */
export const seedYear =
  (members: number) =>
  (database: BenchDatabase): Promise<void> =>
    withClient(database.ownerUrl, async (client) => {
      await seedCooperative(client, members);
      await client.query(
        `INSERT INTO period (cooperative_id, id, name, starts_on, ends_on) VALUES ($1, $2, '2025', '2025-01-01', '2025-12-31')`,
        [cooperativeId, periodId],
      );
      await client.query(
        `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
       SELECT $1, gen_random_uuid(), $2, ${idOf('a002', 'n')}, b.basis,
         CASE b.basis WHEN 'hours' THEN 500000 * (1 + n * 7919::bigint % 3600) ELSE 10000 * (1 + n * 104729::bigint % 500000) END,
         b.basis || ' ' || n
       FROM generate_series(1, ${members}) n, (VALUES ('hours'), ('purchases')) AS b(basis)`,
        [cooperativeId, periodId],
      );
      await client.query(
        `UPDATE period SET state = 'closed', seed = repeat('5eed', 16), closed_at = now(), result_minor = $3
       WHERE cooperative_id = $1 AND id = $2`,
        [cooperativeId, periodId, resultOf(members).toString()],
      );
      await client.query(`SELECT set_config('rochdale.cooperative_id', $1, false)`, [cooperativeId]);
      await client.query(
        `INSERT INTO period_basis_total (cooperative_id, period_id, basis, total_millionths, participants)
         SELECT current_cooperative_id(), s.* FROM (${sumOfRecords('p.id = $1')}) s`,
        [periodId],
      );
      await client.query('VACUUM ANALYZE');
    });

const tables = ['run_participant', 'run_line', 'run_line_form'] as const;
const plain = [...tables, 'ledger_account', 'ledger_line'] as const;

/** The rows of a posted run in tables without a key or a constraint: where the limit reads them from. */
export async function copyRows(client: Client, runId: string): Promise<void> {
  const entry = `(SELECT ledger_entry_id FROM distribution_run WHERE id = '${runId}')`;
  const which: Record<(typeof plain)[number], string> = {
    run_participant: `run_id = '${runId}'`,
    run_line: `run_id = '${runId}'`,
    run_line_form: `run_id = '${runId}'`,
    ledger_account: `id IN (SELECT account_id FROM ledger_line WHERE entry_id = ${entry})`,
    ledger_line: `entry_id = ${entry}`,
  };
  for (const table of plain) {
    await client.query(`DROP TABLE IF EXISTS plain_${table}`);
    await client.query(`CREATE TABLE plain_${table} AS SELECT * FROM ${table} WHERE ${which[table]}`);
    await client.query(`ANALYZE plain_${table}`);
  }
}

/**
 * The limit: one INSERT … SELECT for each table of the same rows into the same constrained tables, kept. Its accounts are
 * its own; like those of the other side they are opened once, the first time.
 */
export async function insertSelect(client: Client, runId: string): Promise<void> {
  // With plans that know the tables, as the other side has them: what is compared is the work.
  await client.query(`ANALYZE ${tables.join(', ')}, ledger_account, ledger_line`);
  await client.query('DISCARD PLANS');
  await client.query('BEGIN');
  for (const table of tables) {
    const names = await columnsBut(client, table, ['run_id']);
    await client.query(
      `INSERT INTO ${table} (run_id, ${names}) SELECT '${runId}', ${names} FROM plain_${table}`,
    );
  }
  await openAccounts(client);
  await client.query(
    `INSERT INTO ledger_entry (cooperative_id, id, kind, narration, effective_on, source_type, source_id, draft_hash)
     VALUES ($1, $2, 'distribution-posted', 'Surplus of 2025', '2026-05-01', 'bench', $2, 'none')`,
    [cooperativeId, runId],
  );
  const names = await columnsBut(client, 'ledger_line', ['entry_id', 'account_id', 'transaction_id']);
  await client.query(
    `INSERT INTO ledger_line (entry_id, account_id, ${names}) SELECT '${runId}', ${ownId('account_id')}, ${names} FROM plain_ledger_line`,
  );
  await client.query('COMMIT');
}

const ownId = (id: string): string => `overlay(${id}::text PLACING 'ffffffff' FROM 1)::uuid`;

async function openAccounts(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT FROM ledger_account WHERE id = (SELECT ${ownId('id')} FROM plain_ledger_account LIMIT 1)`,
  );
  if (rows.length > 0) return;
  const names = await columnsBut(client, 'ledger_account', ['id', 'path']);
  await client.query(
    `INSERT INTO ledger_account (id, path, ${names}) SELECT ${ownId('id')}, path || ':limit', ${names} FROM plain_ledger_account`,
  );
}

async function columnsBut(client: Client, table: string, besides: readonly string[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND column_name <> ALL($2) ORDER BY ordinal_position`,
    [table, besides],
  );
  return rows.map(({ name }) => name).join(', ');
}

/** An adopted decision on a run, as the register writes it. */
export async function decideOn(client: Client, runId: string): Promise<void> {
  await client.query(
    `INSERT INTO decision (cooperative_id, id, number, body_id, decision_kind, title, text, rule_key, rule_version, outcome, decided_at, effective_at, stage)
     VALUES ($1, $2, (SELECT count(*) + 1 FROM decision), $3, 'distribution', 'Share', 'Share', 'decision-policy/distribution', 1, 'adopted', now(), now(), 'effective')`,
    [cooperativeId, runId, assemblyId],
  );
  await client.query(`UPDATE distribution_run SET state = 'adopted' WHERE id = $1`, [runId]);
}
