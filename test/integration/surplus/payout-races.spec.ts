import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { exitInvariants } from '../../../src/surplus/capital/exits.invariants.js';
import { payoutInvariants } from '../../../src/surplus/capital/payouts.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { race } from '../../support/race.js';
import { cutOffWaiting } from '../../support/lock-waiters.js';
import { CapitalStory, type Fields } from './capital-story.js';

/** Starting a process takes seconds on a busy machine. */
const minute = 60_000;

type Done = { batchId?: string; fileId?: string; payouts?: number; settlementId?: string; refused?: string };

/** Processes of their own, started together behind a barrier. */
describe('money that leaves, in a race between processes', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 8 });
    story = await CapitalStory.begin(test);
    for (const place of [4, 5, 6]) await story.owe(place, 1_000n * BigInt(place));
  }, minute);
  afterAll(() => test.stop());
  afterEach(async () => {
    const all = [...ledgerInvariants, ...capitalInvariants, ...payoutInvariants, ...exitInvariants];
    expect(await brokenIn(test, story.coop.id, all)).toEqual([]);
  });
  const together = (act: 'prepare' | 'record' | 'approve', place: number, inputs: readonly object[]) =>
    race<Done>(
      test.database.appUrl,
      inputs.map((input) => ({
        kind: 'payout',
        act,
        ...story.coop.members[place]!.caller,
        input: input as never,
      })),
    );
  const bankFile = async (batchId: string): Promise<string> => {
    const { payouts } = await story.ask('payoutBatch', { id: batchId }, 2);
    const rows = (payouts.nodes as Fields[]).map(
      ({ reference, amountMinor }) =>
        `${reference};${BigInt(amountMinor as string) / 100n}.00;2026-03-02;paid\n`,
    );
    return `reference;amount;date;outcome\n${rows.join('')}`;
  };
  let batchId: string;

  it(
    'six officers at once make one batch of what is due',
    async () => {
      const answers = await together(
        'prepare',
        0,
        Array.from({ length: 6 }, () => ({ name: 'March', idempotencyKey: newId() })),
      );
      const made = answers.filter((answer) => answer.batchId !== undefined);
      expect(made).toMatchObject([{ payouts: 3 }]);
      expect(answers.filter(({ refused }) => refused === 'NOTHING_DUE')).toHaveLength(5);
      batchId = made[0]!.batchId!;
    },
    minute,
  );

  it(
    'six processes that bring the same file pay once',
    async () => {
      const content = await bankFile(batchId);
      // One of them brings the lines in another file: the second to come finds them paid.
      const files = [content, content, content, content, content, `${content}\n`];
      const answers = await together(
        'record',
        3,
        files.map((text) => ({ batchId, content: text, idempotencyKey: newId() })),
      );
      expect(answers.filter(({ fileId }) => fileId !== undefined).length).toBeGreaterThan(0);
      expect(new Set(answers.flatMap(({ fileId }) => fileId ?? [])).size).toBe(1);
      const [paid] = await story.query(
        `SELECT count(*)::int AS entries, (SELECT sum(amount_minor)::int FROM ledger_movement WHERE path = 'assets:bank:main') AS bank
         FROM ledger_entry WHERE kind = 'payout-paid'`,
      );
      expect(paid).toEqual({ entries: 1, bank: -15_000 });
    },
    minute,
  );

  it(
    'six processes that approve one settlement book it once',
    async () => {
      await story.open(4, '30000');
      await story.ends(4);
      const policy = JSON.stringify({ exit: { schedule: [{ month: 12, rate: '1' }] } });
      const draft = { membershipId: story.membership(4), reason: 'VOLUNTARY', policy };
      const { settlementId } = await story.done('draftExit', draft);
      const answers = await together(
        ...(['approve' as const, 3] as const),
        Array.from({ length: 6 }, () => ({ settlementId, idempotencyKey: newId() })),
      );
      expect(answers.filter((answer) => answer.settlementId !== undefined)).toHaveLength(1);
      expect(answers.filter(({ refused }) => refused === 'NOT_A_DRAFT')).toHaveLength(5);
    },
    minute,
  );

  it(
    'a process that dies while it books leaves nothing behind, and the next one pays',
    async () => {
      await story.owe(6, 2_500n);
      const { batchId: second } = await story.done('preparePayouts', { name: 'April' });
      const content = await bankFile(second as string);
      // Somebody holds the batch, so that the recording waits in the middle of its transaction, and is cut off there.
      await withClient(test.database.superuserUrl, async (client) => {
        await client.query('BEGIN');
        await client.query(`SELECT FROM payout WHERE batch_id = $1 FOR UPDATE`, [second]);
        const recording = story.act('recordPayouts', { batchId: second, content }, 3).catch(() => 'cut off');
        await cutOffWaiting(client);
        await client.query('ROLLBACK');
        expect(await recording).toBe('cut off');
      });
      const [left] = await story.query(
        `SELECT (SELECT count(*)::int FROM payout_file WHERE batch_id = $1) AS files,
           (SELECT count(*)::int FROM payout WHERE batch_id = $1 AND state = 'prepared') AS waiting`,
        second,
      );
      expect(left).toEqual({ files: 0, waiting: 1 });
      expect(await story.refused('recordPayouts', { batchId: second, content }, 3)).toBe('done');
    },
    minute,
  );
});
