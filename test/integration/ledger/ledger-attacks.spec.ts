import type { Client } from 'pg';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { post, shareDraft } from './books.js';

/** The same attacks by the server's role, the tables' owner, and a superuser who switches ordinary triggers off. */
const attackers = ['app', 'owner', 'superuser in replica mode'] as const;

describe.each(attackers)('the books under attack by %s', (attacker) => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let entryId: string;
  let accounts: string[];
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 1 });
    entryId = await post(test, coop.id, shareDraft());
    await withClient(test.database.ownerUrl, async (client) => {
      accounts = (await client.query(`SELECT id FROM ledger_account ORDER BY path`)).rows.map(
        (row) => row.id,
      );
    });
  });
  afterAll(() => test.stop());

  const url = (): string =>
    ({
      app: test.database.appUrl,
      owner: test.database.ownerUrl,
      'superuser in replica mode': test.database.superuserUrl,
    })[attacker];
  /** Runs statements in one transaction; the attack fails when any of them, or the commit, is refused. */
  const attack = (statements: (client: Client) => Promise<unknown>): Promise<unknown> =>
    withClient(url(), async (client) => {
      if (attacker === 'superuser in replica mode')
        await client.query(`SET session_replication_role = replica`);
      await client.query('BEGIN');
      await client.query(`SELECT set_config('rochdale.cooperative_id', $1, true)`, [coop.id]);
      await statements(client);
      await client.query('COMMIT');
    });
  const addEntry = (client: Client, id: string, transaction = 'pg_current_xact_id()'): Promise<unknown> =>
    client.query(
      `INSERT INTO ledger_entry (cooperative_id, id, kind, narration, effective_on, source_type, source_id, draft_hash, transaction_id)
       VALUES ($1, $2, 'forged', 'forged', '2025-01-01', 'forged', $2, '', ${transaction})`,
      [coop.id, id],
    );
  const addLine = (client: Client, id: string, seq: number, amount: number): Promise<unknown> =>
    client.query(
      `INSERT INTO ledger_line (cooperative_id, entry_id, seq, account_id, currency, amount_minor) VALUES ($1, $2, $3, $4, 'EUR', $5)`,
      [coop.id, id, seq, accounts[seq % 2], amount],
    );

  it.each(['ledger_account', 'ledger_entry', 'ledger_line'])(
    'nothing in %s is changed, deleted or emptied',
    async (table) => {
      for (const statement of [
        `UPDATE ${table} SET cooperative_id = cooperative_id`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(attack((client) => client.query(statement))).rejects.toThrow(
          /append-only|permission denied/,
        );
      }
    },
  );

  it('no entry stands that does not balance, has one line, or none', async () => {
    const id = newId();
    await expect(
      attack(async (client) => {
        await addEntry(client, id);
        await addLine(client, id, 1, 5);
        await addLine(client, id, 2, -4);
      }),
    ).rejects.toThrow(/does not balance: EUR 1/);
    await expect(attack((client) => addEntry(client, newId()))).rejects.toThrow(/has 0 lines/);
  });

  it('no later line joins an entry, not even a balanced pair', async () => {
    await expect(
      attack(async (client) => {
        await addLine(client, entryId, 11, 5);
        await addLine(client, entryId, 12, -5);
      }),
    ).rejects.toThrow(/is sealed/);
  });

  it('no entry claims the transaction of another day to be opened later', async () => {
    const id = newId();
    await expect(
      attack(async (client) => {
        await addEntry(client, id, `'7'::xid8`);
        await addLine(client, id, 1, 5);
        await addLine(client, id, 2, -5);
      }),
    ).rejects.toThrow(/is sealed/);
  });

  it('no game with the moment of checking lets an unbalanced line through', async () => {
    const id = newId();
    await expect(
      attack(async (client) => {
        await addEntry(client, id);
        await addLine(client, id, 1, 5);
        await addLine(client, id, 2, -5);
        await client.query('SET CONSTRAINTS ALL IMMEDIATE');
        await client.query('SET CONSTRAINTS ALL DEFERRED');
        await addLine(client, id, 3, 7);
      }),
    ).rejects.toThrow(/does not balance: EUR 7/);
    await expect(
      attack(async (client) => {
        await addEntry(client, id);
        await addLine(client, id, 1, 5);
        await addLine(client, id, 2, -5);
        await client.query('SET CONSTRAINTS ALL IMMEDIATE');
        await addLine(client, id, 3, 7);
      }),
    ).rejects.toThrow(/does not balance: EUR 7/);
  });

  it('lets an honest entry through, so that the refusals above mean something', async () => {
    const id = newId();
    await attack(async (client) => {
      await addEntry(client, id);
      await addLine(client, id, 1, 5);
      await addLine(client, id, 2, -5);
    });
  });
});
