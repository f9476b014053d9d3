import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import type { Receipt } from '../../../src/voting/ballot-box.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { race } from '../../support/race.js';

/** Starting a process takes seconds on a busy machine. */
const minute = 60_000;

type CastAnswer = Receipt & { refused?: string };

/** Processes of their own, started together behind a barrier. */
describe('in a race between processes', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 6 });
  }, minute);
  afterAll(() => test.stop());

  const query = (sql: string, pollId: string): Promise<Record<string, unknown>[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, [pollId])).rows);
  const broken = () =>
    test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) =>
        findBroken(tx, [...votingInvariants, ...resultInvariants]),
      );
  const ballotsOf = (pollId: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      pollId,
      ballot: { choice: index % 2 === 0 ? 'for' : 'against' },
      idempotencyKey: newId(),
    }));

  it(
    'fifty ballots of one elector are fifty revisions of which one counts',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const caller = cooperative.members[0]!.caller;
      const answers = await race<CastAnswer[]>(
        test.database.appUrl,
        Array.from({ length: 5 }, () => ({ kind: 'cast', ...caller, ballots: ballotsOf(pollId, 10) })),
      );
      const revisions = answers.flat().map((answer) => answer.revision);
      expect([...revisions].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
      expect(await query(`SELECT revision FROM ballot_current WHERE poll_id = $1`, pollId)).toEqual([
        { revision: 50 },
      ]);
      expect(
        await query(`SELECT sum(people)::int AS people FROM poll_turnout WHERE poll_id = $1`, pollId),
      ).toEqual([{ people: 1 }]);
      expect(await broken()).toEqual([]);
    },
    minute,
  );

  it(
    'one idempotency key is one ballot with one receipt',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const ballots = [{ pollId, ballot: { choice: 'for' }, idempotencyKey: newId() }];
      const answers = await race<CastAnswer[]>(
        test.database.appUrl,
        Array.from({ length: 6 }, () => ({ kind: 'cast', ...cooperative.members[1]!.caller, ballots })),
      );
      expect(
        new Set(
          answers
            .flat()
            .map(({ revision, checkCode, secret, castAt }) => [revision, checkCode, secret, castAt].join()),
        ).size,
      ).toBe(1);
      expect(await query(`SELECT count(*)::int AS ballots FROM ballot WHERE poll_id = $1`, pollId)).toEqual([
        { ballots: 1 },
      ]);
    },
    minute,
  );

  it(
    'six processes close each poll once',
    async () => {
      const rule = ruleBy('stv', { variant: 'scottish', tie_break: { mode: 'fixed_order' } }, { seats: 2 });
      const options = optionsNamed('Oak', 'Elm', 'Ash');
      const polls = [await openPoll(test, cooperative), await openPoll(test, cooperative, { rule, options })];
      const ballot = { ranking: [[2], [0]] };
      await castThroughApi(test, cooperative.members[0]!.caller, { pollId: polls[1]!, ballot });
      await test.database.advanceClock('48 hours');
      const closed = await race<number>(
        test.database.appUrl,
        Array.from({ length: 6 }, () => ({ kind: 'close' })),
      );
      expect(closed.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(polls.length);
      for (const pollId of polls)
        expect(
          await query(
            `SELECT (SELECT count(*)::int FROM poll_result WHERE poll_id = $1) AS results,
                  (SELECT count(*)::int FROM audit_event WHERE subject_id = $1 AND act = 'closePoll') AS closings`,
            pollId,
          ),
        ).toEqual([{ results: 1, closings: 1 }]);
      expect(await broken()).toEqual([]);
    },
    minute,
  );

  it(
    'a ballot cast across the deadline is either counted or refused, never neither',
    async () => {
      const pollId = await openPoll(test, cooperative);
      const casting = cooperative.members.slice(0, 4).map(({ caller }) => ({
        kind: 'castUntilRefused' as const,
        ...caller,
        pollId,
      }));
      const deadline = (): Promise<unknown> =>
        withClient(test.database.ownerUrl, (client) =>
          client.query(`UPDATE poll SET closes_at = rochdale_now() + interval '1 second' WHERE id = $1`, [
            pollId,
          ]),
        );
      const answers = await race<CastAnswer[]>(test.database.appUrl, casting, deadline);
      await race<number>(test.database.appUrl, [{ kind: 'close' }, { kind: 'close' }]);
      const taken = answers.flat().filter((answer) => answer.refused === undefined);
      const refused = answers.flat().filter((answer) => answer.refused !== undefined);
      expect(new Set(refused.map((answer) => answer.refused))).toEqual(new Set(['POLL_CLOSED']));
      expect(taken.length).toBeGreaterThan(0);
      expect(
        await query(
          `SELECT count(*)::int AS ballots, count(*) FILTER (WHERE b.cast_at >= p.closes_at)::int AS late
         FROM ballot b JOIN poll p ON p.id = b.poll_id WHERE b.poll_id = $1`,
          pollId,
        ),
      ).toEqual([{ ballots: taken.length, late: 0 }]);
      expect(await broken()).toEqual([]);
    },
    minute,
  );
});
