import { AuditSealer } from '../../../src/audit/audit-sealer.js';
import { verifyRecord } from '../../../src/audit/audit.queries.js';
import { recordAct } from '../../../src/audit/audit-record.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

describe('the sealed record', () => {
  let test: TestApplication;
  let cooperativeId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperativeId = (await buildCooperative(test.database, { members: 1 })).id;
  });
  afterAll(() => test.stop());

  const work = (): UnitOfWork => test.app.get(UnitOfWork);
  const verify = () => work().inTransaction(systemIn(cooperativeId), (tx) => verifyRecord(tx, cooperativeId));
  const record = (act: string) =>
    work().inTransaction(systemIn(cooperativeId), (tx) =>
      recordAct(tx, systemIn(cooperativeId), { act, subjectType: 'test', subjectId: null, data: { n: 1 } }),
    );

  it('chains what has committed and verifies from its first seal', async () => {
    for (const act of ['first', 'second', 'third']) await record(act);
    await test.runDuties();
    const found = await verify();
    expect(found).toMatchObject({ sealed: 3n, unsealed: 0n, faults: [] });
  });

  it('never skips an act that commits late: it comes after', async () => {
    await work().inTransaction(systemIn(cooperativeId), async (tx) => {
      await recordAct(tx, systemIn(cooperativeId), { act: 'slow', subjectType: 'test', subjectId: null });
      await record('quick');
      // The slow transaction is older and still open: what has committed is sealed, and the watermark waits for it.
      expect(await test.app.get(AuditSealer).seal(cooperativeId)).toBe(1);
    });
    expect(await test.app.get(AuditSealer).seal(cooperativeId)).toBe(1);
    expect(await test.app.get(AuditSealer).seal(cooperativeId)).toBe(0);
    expect(await verify()).toMatchObject({ sealed: 5n, unsealed: 0n, faults: [] });
  });

  it('says which event was changed, even by a superuser', async () => {
    await withClient(test.database.superuserUrl, async (client) => {
      await expect(client.query(`UPDATE audit_event SET act = 'forged'`)).rejects.toThrow(/append-only/);
      await client.query(`ALTER TABLE audit_event DISABLE TRIGGER ALL`);
      await client.query(`UPDATE audit_event SET act = 'forged' WHERE act = 'second'`);
      await client.query(`ALTER TABLE audit_event ENABLE ALWAYS TRIGGER append_only_rows`);
    });
    expect((await verify()).faults).toEqual([
      expect.stringMatching(/at position 2 was changed after it was sealed/),
    ]);
  });

  it('answers nothing to somebody who is not a member', async () => {
    const answer = await test.ask('{ auditEvents { nodes { id } } recordVerification { head } }');
    expect(answer).toMatchObject({
      status: 200,
      data: { auditEvents: null, recordVerification: null },
      errors: undefined,
    });
  });

  it('refuses deep, wide and broken queries with 400 and no stack', async () => {
    const aliases = Array.from({ length: 20 }, (_, i) => `a${i}: recordVerification { head }`).join(' ');
    for (const query of [
      `{ ${aliases} }`,
      '{ nothing }',
      '{ auditEvents(',
      `{ ${'#'.repeat(30_000)} \n recordVerification { head } }`,
    ]) {
      const answer = await test.ask(query);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.errors)).not.toMatch(/node_modules|\.ts/);
    }
  });
});

describe('the record as members read it', () => {
  it('shows a member the acts of their own cooperative', async () => {
    const test = await startTestApplication();
    try {
      const { members } = await buildCooperative(test.database, { members: 1 });
      const answer = await test.ask(
        '{ auditEvents { totalCount nodes { id } } recordVerification { sealed faults } }',
        {},
        members[0]!.caller,
      );
      expect(answer).toMatchObject({
        status: 200,
        data: { auditEvents: { totalCount: 0, nodes: [] }, recordVerification: { sealed: 0, faults: [] } },
      });
    } finally {
      await test.stop();
    }
  });
});
