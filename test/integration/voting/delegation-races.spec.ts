import { withClient } from '../../../src/platform/database/database-roles.js';
import { delegationInvariants } from '../../../src/voting/delegation/delegation.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { delegateThroughApi } from '../../support/builders/delegation.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { brokenIn } from '../../support/corruption.js';
import { race } from '../../support/race.js';
import { untilWaiting } from '../../support/lock-waiters.js';

/** Starting a process takes seconds on a busy machine. */
const minute = 60_000;
const delegation = { allowed: true, holderCap: null, reconfirmDays: null } as const;

describe('delegating while a poll closes, in processes of their own', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 6 });
  }, minute);
  afterAll(() => test.stop());

  it('is waited for by the closing when it came first, however late it ends', async () => {
    const pollId = await openPoll(test, coop, { rule: { delegation } });
    const [principal, holder] = coop.members;
    await castThroughApi(test, holder!.caller, { pollId, choice: 'FOR' });
    await withClient(test.database.ownerUrl, async (client) => {
      // A row of the same scope, not committed, holds the delegation up after it has read the clock.
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO delegation (cooperative_id, id, principal_membership_id, scope, granted_at)
         VALUES ($1, gen_random_uuid(), $2, 'cooperative', rochdale_now())`,
        [coop.id, principal!.membershipId],
      );
      const delegating = delegateThroughApi(test, principal!.caller, { wholeCooperative: true }, holder!);
      await whenWaiting(1);
      await test.database.advanceClock('49 hours');
      const closing = test.runDuties();
      await whenWaiting(2);
      await client.query('ROLLBACK');
      expect(await delegating).toMatchObject({ delegation: { state: 'ACTIVE' } });
      await closing;
      const { rows } = await client.query(
        `SELECT p.state, v.holder_membership_id AS holder FROM poll p
         LEFT JOIN delegated_vote v ON v.poll_id = p.id AND v.membership_id = $2 WHERE p.id = $1`,
        [pollId, principal!.membershipId],
      );
      expect(rows).toEqual([{ state: 'closed', holder: holder!.membershipId }]);
    });
  });

  const whenWaiting = (count: number): Promise<void> =>
    withClient(test.database.superuserUrl, (client) => untilWaiting(client, count));

  it(
    'counts for each principal the delegation that stood when the poll closed, and no other',
    async () => {
      const pollId = await openPoll(test, coop, { rule: { delegation } });
      const [, , , , ada, bo] = coop.members;
      for (const { caller } of [ada!, bo!]) await castThroughApi(test, caller, { pollId, choice: 'FOR' });
      const holders = [ada!.membershipId, bo!.membershipId];
      const inTurn = coop.members.slice(0, 4).map(({ caller }) => ({
        ...{ kind: 'delegateInTurn' as const, ...caller, holders, forMilliseconds: 3_000 },
      }));
      const closing = { kind: 'closeForAWhile' as const, forMilliseconds: 3_000 };
      const answers = await race<number>(test.database.appUrl, [...inTurn, closing, closing], () =>
        withClient(test.database.ownerUrl, (client) =>
          client.query(
            `UPDATE poll SET closes_at = rochdale_now() + interval '1500 milliseconds' WHERE id = $1`,
            [pollId],
          ),
        ),
      );
      for (const done of answers.slice(0, 4)) expect(done).toBeGreaterThan(1);
      // Whatever came late by a machine under load is closed now.
      await test.runDuties();
      const found = await withClient(test.database.ownerUrl, async (client) => {
        const { rows } = await client.query<{ counted: string; stood: string }>(
          `SELECT v.holder_membership_id AS counted, d.holder_membership_id AS stood
           FROM poll p JOIN delegation d ON d.granted_at < p.closes_at AND (d.ended_at IS NULL OR d.ended_at >= p.closes_at)
           FULL JOIN delegated_vote v ON v.poll_id = p.id AND v.membership_id = d.principal_membership_id
           WHERE p.id = $1`,
          [pollId],
        );
        return rows;
      });
      expect(found).toHaveLength(4);
      for (const { counted, stood } of found) expect(counted).toBe(stood);
      expect(await brokenIn(test, coop.id, [...votingInvariants, ...delegationInvariants])).toEqual([]);
    },
    2 * minute,
  );

  it(
    'leaves a member who delegates in several processes at once with one delegation',
    async () => {
      const { caller, membershipId } = coop.members[0]!;
      const holders = coop.members.slice(1).map((member) => member.membershipId);
      const job = { kind: 'delegateInTurn' as const, ...caller, holders, forMilliseconds: 1_000 };
      const answers = await race<number>(test.database.appUrl, [job, job, job]);
      expect(answers.every((done) => done > 0)).toBe(true);
      const current = await withClient(test.database.ownerUrl, async (client) => {
        const { rows } = await client.query(
          `SELECT id FROM delegation WHERE principal_membership_id = $1 AND ended_at IS NULL`,
          [membershipId],
        );
        return rows;
      });
      expect(current).toHaveLength(1);
      expect(await brokenIn(test, coop.id, delegationInvariants)).toEqual([]);
    },
    2 * minute,
  );
});
