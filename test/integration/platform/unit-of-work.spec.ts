import { randomUUID } from 'node:crypto';
import { Database, DatabaseBusy } from '../../../src/platform/database/pool.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import type { Tx } from '../../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { RequestScope } from '../../../src/platform/request/request-scope.js';
import { nobody, systemIn, type Viewer } from '../../../src/platform/request/viewer.js';
import { isRefusal, Refusal } from '../../../src/shared/refusal.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const boundCooperative = `SELECT current_setting('rochdale.cooperative_id', true) AS id`;

describe('a unit of work', () => {
  let test: TestDatabase;
  let database: Database;
  let work: UnitOfWork;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  beforeEach(() => {
    // One connection: whoever does not give it back keeps everybody else out.
    database = new Database({ connectionString: test.appUrl, size: 1, acquireTimeoutMs: 2_000 });
    work = new UnitOfWork(database);
  });
  afterEach(() => database.close());
  afterAll(() => test.drop());

  const someCooperative = (): Viewer => systemIn(randomUUID());
  const isFree = (): Promise<boolean> => database.isReady();

  it('takes no statement after its end, when the connection is another cooperative’s', async () => {
    let first: Tx | undefined;
    await work.inTransaction(someCooperative(), async (tx) => void (first = tx));
    await work.inTransaction(someCooperative(), async (other) => {
      await expect(first!.sql(boundCooperative)).rejects.toThrow('has ended');
      expect(await other.sql('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
  });

  it('takes none from a branch that goes on after another one has failed', async () => {
    const failed = new Error('this branch fails');
    let goOn: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (goOn = resolve));
    let straggler: Promise<unknown> = Promise.resolve();
    const outcome = work.inTransaction(someCooperative(), async (tx) => {
      straggler = later.then(() => tx.sql(boundCooperative));
      await Promise.all([straggler, Promise.reject(failed)]);
    });
    await expect(outcome).rejects.toBe(failed);
    goOn();
    await expect(straggler).rejects.toThrow('has ended');
  });

  it('never says that something was kept when the database kept nothing', async () => {
    const swallowed = work.inTransaction(nobody, async (tx) => {
      await tx.sql('SELECT 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowed).rejects.toThrow('nothing of it was kept');
    expect(await isFree()).toBe(true);
  });

  it('gives its connection back after an error, a refusal and a reading', async () => {
    const scope = new RequestScope('request', someCooperative());
    await expect(
      work.command(scope, { act: 'test' }, () => Promise.reject(new Error('a bug'))),
    ).rejects.toThrow('a bug');
    expect(isRefusal(await work.command(scope, { act: 'test' }, async () => new Refusal('NO', 'No.')))).toBe(
      true,
    );
    const reading = await work.read(scope);
    await reading.sql('SELECT 1');
    await work.endReading(scope);
    expect(await isFree()).toBe(true);
  });

  describe('under an idempotency key', () => {
    let coop: BuiltCooperative;
    let several: Database;
    beforeAll(async () => {
      coop = await buildCooperative(test, { members: 1 });
    });
    beforeEach(() => {
      several = new Database({ connectionString: test.appUrl, size: 3, acquireTimeoutMs: 2_000 });
    });
    afterEach(() => several.close());
    const member = (): RequestScope => {
      const { personId, membershipId } = coop.members[0]!;
      return new RequestScope('request', { ...systemIn(coop.id), isSystem: false, personId, membershipId });
    };
    const command = (key: string, request: unknown, act: (tx: Tx) => Promise<unknown>) =>
      new UnitOfWork(several).command(member(), { act: 'test', idempotencyKey: key, request }, act);
    const refused = async (): Promise<Refusal> => new Refusal('NO', 'Not so.');
    const done = async (): Promise<object> => ({ number: 1 });

    it('is done once, whatever was refused under the key before', async () => {
      const key = randomUUID();
      expect(await command(key, 'wrong', refused)).toMatchObject({ reason: 'NO' });
      expect(await command(key, 'right', done)).toEqual({ number: 1 });
      expect(await command(key, 'right', refused)).toEqual({ number: 1 });
      expect(await command(key, 'wrong', done)).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('is refused in words that the database could not keep', async () => {
      const echoed = 'What you wrote, \u0000, cannot be kept.';
      const answer = command(randomUUID(), 'text', async () => new Refusal('NO', echoed, [echoed]));
      expect(await answer).toMatchObject({ message: echoed });
    });

    it('waits for the other of two at once, and is done when that one is refused', async () => {
      const key = randomUUID();
      let refuse: (answer: Refusal) => void = () => undefined;
      let isClaimed: () => void = () => undefined;
      const claimed = new Promise<void>((resolve) => (isClaimed = resolve));
      const first = command(key, 'same', () => {
        isClaimed();
        return new Promise((resolve) => (refuse = resolve));
      });
      await claimed;
      let times = 0;
      const second = command(key, 'same', async () => ({ number: (times += 1) }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(times).toBe(0);
      refuse(await refused());
      expect(await first).toMatchObject({ reason: 'NO' });
      expect(await second).toEqual({ number: 1 });
    });
  });

  it('reads nothing for a request that has been answered, so that no connection is lost to it', async () => {
    const scope = new RequestScope('request', someCooperative());
    await work.endRequest(scope);
    await expect(work.read(scope)).rejects.toThrow('has ended');
    expect(await isFree()).toBe(true);
  });

  it('tells who comes while every connection is taken to come back', async () => {
    const hasty = new Database({ connectionString: test.appUrl, size: 1, acquireTimeoutMs: 50 });
    const held = await hasty.connect();
    await expect(hasty.connect()).rejects.toBeInstanceOf(DatabaseBusy);
    held.release();
    await hasty.close();
  });

  it('outlives the database closing its connection, in the middle of its work too', async () => {
    const cut = work.inTransaction(nobody, async (tx) => {
      const row = await tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await withClient(test.superuserUrl, (client) =>
        client.query('SELECT pg_terminate_backend($1, 5000)', [row!.pid]),
      );
      await tx.sql('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect(await isFree()).toBe(true);
  });
});
