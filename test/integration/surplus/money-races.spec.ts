import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { proposalInvariants } from '../../../src/proposals/proposals.invariants.js';
import { newId } from '../../../src/shared/ids.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { surplusInvariants } from '../../../src/surplus/surplus.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { race } from '../../support/race.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

/** Starting a process takes seconds on a busy machine. */
const minute = 60_000;

type Payment = { paymentId?: string; refused?: string };

/** Processes of their own, started together behind a barrier. */
describe('money in a race between processes', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await SurplusStory.begin(test);
  }, minute);
  afterAll(() => test.stop());

  const query = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);
  const broken = () =>
    brokenIn(test, story.coop.id, [
      ...[...ledgerInvariants, ...sharesInvariants],
      ...[...surplusInvariants, ...runsInvariants, ...proposalInvariants],
    ]);
  const subscribe = async (): Promise<string> => {
    const document = `mutation ($input: SubscribeSharesInput!) { subscribeShares(input: $input) {
      ... on SharesSubscribed { subscriptionId } } }`;
    const input = {
      membershipId: story.coop.members[4]!.membershipId,
      shares: 1,
      amountPerShareMinor: '10000',
      idempotencyKey: newId(),
    };
    const { data } = await test.ask(document, { input }, story.coop.members[0]!.caller);
    return data.subscribeShares.subscriptionId as string;
  };
  /** Each process sends its payments as the treasurer. */
  const pay = async (
    processes: number,
    payments: () => { amountMinor: string; idempotencyKey: string }[],
  ) => {
    const subscriptionId = await subscribe();
    const answers = await race<Payment[]>(
      test.database.appUrl,
      Array.from({ length: processes }, () => ({
        kind: 'payShares',
        ...story.coop.members[0]!.caller,
        payments: payments().map((payment) => ({ subscriptionId, ...payment })),
      })),
    );
    const [kept] = await query(
      `SELECT count(*)::int AS payments, sum(amount_minor)::int AS paid,
         (SELECT count(*)::int FROM ledger_entry e WHERE e.kind = 'share-paid' AND e.source_id = ANY (array_agg(p.id))) AS entries
       FROM share_payment p WHERE subscription_id = $1`,
      subscriptionId,
    );
    return { answers: answers.flat(), kept };
  };

  it(
    'one idempotency key pays once, and every process hears the same answer',
    async () => {
      const idempotencyKey = newId();
      const { answers, kept } = await pay(6, () => [
        { amountMinor: '2500', idempotencyKey },
        { amountMinor: '2500', idempotencyKey },
      ]);
      expect(answers).toHaveLength(12);
      expect(new Set(answers.map(({ paymentId }) => paymentId)).size).toBe(1);
      expect(answers[0]?.paymentId).toBeDefined();
      expect(kept).toEqual({ payments: 1, paid: 2_500, entries: 1 });
      expect(await broken()).toEqual([]);
    },
    minute,
  );

  it(
    'payments that together are too much are refused where the sum is reached',
    async () => {
      const { answers, kept } = await pay(4, () =>
        [1, 2].map(() => ({ amountMinor: '3000', idempotencyKey: newId() })),
      );
      const refused = answers.filter((answer) => answer.refused !== undefined);
      expect(new Set(refused.map((answer) => answer.refused))).toEqual(new Set(['PAID_TOO_MUCH']));
      expect(refused).toHaveLength(5);
      expect(kept).toEqual({ payments: 3, paid: 9_000, entries: 3 });
      expect(await broken()).toEqual([]);
    },
    minute,
  );

  it(
    'six processes let each of two decisions on one surplus take force once, and share no more than there is',
    async () => {
      const periodId = await story.open();
      for (const ref of ['m001', 'm004', 'worker-7']) await story.record(periodId, { ref });
      await story.act('closePeriod', { periodId });
      await story.result(periodId, '100000');
      const runs = new RunStory(story);
      const decided: string[] = [];
      for (const amount of ['60000', '60000'])
        decided.push(await runs.adopted(await runs.computed(periodId, byPurchases(amount))));
      await race<number>(
        test.database.appUrl,
        Array.from({ length: 6 }, () => ({ kind: 'takeForce' })),
      );
      expect(
        await query(
          `SELECT d.stage, d.blocked_reason AS reason,
             (SELECT count(*)::int FROM decision_attempt a WHERE a.decision_id = d.id) AS attempts,
             (SELECT count(*)::int FROM distribution_run s WHERE s.decision_id = d.id) AS shared,
             (SELECT count(*)::int FROM audit_event e WHERE e.subject_id = d.id) AS recorded
           FROM decision d WHERE d.id = ANY ($1) ORDER BY d.stage DESC`,
          decided,
        ),
      ).toEqual([
        { stage: 'carried_out', reason: null, attempts: 1, shared: 1, recorded: 1 },
        { stage: 'blocked', reason: 'SURPLUS_TOO_SMALL', attempts: 1, shared: 0, recorded: 1 },
      ]);
      expect(
        await query(
          `SELECT sum(l.amount_minor)::int AS taken FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
           WHERE e.kind = 'distribution-posted' AND l.amount_minor > 0`,
        ),
      ).toEqual([{ taken: 60_000 }]);
      expect(await broken()).toEqual([]);
    },
    minute,
  );
});
