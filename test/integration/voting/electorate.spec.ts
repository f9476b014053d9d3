import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { openPoll, tryOpenPoll } from '../../support/builders/poll.js';

describe('the electorate of a poll', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  const supporters = newId();
  const workers = newId();
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 7 });
    await withClient(test.database.ownerUrl, async (client) => {
      await client.query(
        `INSERT INTO member_class VALUES ($1, $2, 'supporters', 'Supporters', false, 1000000), ($1, $3, 'workers', 'Workers', true, 2500000)`,
        [cooperative.id, supporters, workers],
      );
      const standing = (place: number, value: string, day: string) =>
        client.query(
          `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on) VALUES ($1, $2, $3, $4, $5)`,
          [cooperative.id, newId(), cooperative.members[place]!.membershipId, value, day],
        );
      const moveTo = (place: number, classId: string, day: string) =>
        client.query(
          `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on) VALUES ($1, $2, $3, $4, $5)`,
          [cooperative.id, newId(), cooperative.members[place]!.membershipId, classId, day],
        );
      await standing(1, 'suspended', '2026-03-01');
      await standing(2, 'leaving', '2026-03-01');
      await moveTo(3, supporters, '2026-03-01');
      await moveTo(4, workers, '2026-03-01');
      await standing(5, 'left', '2026-06-01');
      await client.query(
        `INSERT INTO seat (cooperative_id, id, body_id, membership_id, effective_from) VALUES ($1, $2, $3, $4, '2026-01-01')`,
        [cooperative.id, newId(), cooperative.boardId, cooperative.members[4]!.membershipId],
      );
    });
    await test.database.setClock('2026-07-01T10:00:00Z');
  });
  afterAll(() => test.stop());

  const electors = (pollId: string) =>
    withClient(test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ number: number; weight: string }>(
        `SELECT m.number, e.weight_millionths AS weight FROM elector e
         JOIN membership m ON m.cooperative_id = e.cooperative_id AND m.id = e.membership_id
         WHERE e.poll_id = $1 ORDER BY m.number`,
        [pollId],
      );
      return rows.map((row) => `${row.number}: ${row.weight}`);
    });

  it('is those who voted on the record date, with the weight of their class then', async () => {
    const pollId = await openPoll(test, cooperative, { recordOn: '2026-05-01' });
    expect(await electors(pollId)).toEqual([
      '1: 1000000',
      '3: 1000000',
      '5: 2500000',
      '6: 1000000',
      '7: 1000000',
    ]);
    const today = await openPoll(test, cooperative);
    expect(await electors(today)).toEqual(['1: 1000000', '3: 1000000', '5: 2500000', '7: 1000000']);
    const before = await openPoll(test, cooperative, { recordOn: '2026-02-01' });
    expect(await electors(before)).toHaveLength(7);
  });

  it('of a board is its seats, one vote each whatever the class', async () => {
    const pollId = await openPoll(test, cooperative, { bodyId: cooperative.boardId });
    expect(await electors(pollId)).toEqual(['5: 1000000']);
  });

  it('is explained to everybody, in or out', async () => {
    const pollId = await openPoll(test, cooperative, { recordOn: '2026-05-01' });
    const grounds = [];
    for (const member of cooperative.members) {
      const answer = await test.ask(
        `query ($id: ID!) { poll(id: $id) { myEligibility { eligible ground votes className } viewerCan { castBallot { allowed reason } } } }`,
        { id: pollId },
        member.caller,
      );
      expect(answer.errors).toBeUndefined();
      const { myEligibility, viewerCan } = answer.data.poll;
      grounds.push(
        `${myEligibility.ground} ${myEligibility.votes} ${viewerCan.castBallot.reason ?? 'may vote'}`,
      );
    }
    expect(grounds).toEqual([
      'ELECTOR 1 may vote',
      'STANDING_WITHOUT_VOTE 0 NOT_ELECTOR',
      'ELECTOR 1 may vote',
      'CLASS_WITHOUT_VOTE 0 NOT_ELECTOR',
      'ELECTOR 5/2 may vote',
      // Has left since, and stays an elector of this poll.
      'ELECTOR 1 may vote',
      'ELECTOR 1 may vote',
    ]);
  });

  it('refuses polls that could not be lawful', async () => {
    const reason = async (plan: Parameters<typeof tryOpenPoll>[2]) => {
      const answer = await tryOpenPoll(test, cooperative, plan);
      return isRefusal(answer) ? answer.reason : 'opened';
    };
    const subjectId = newId();
    expect(await reason({ closesInHours: 23 })).toBe('CLOSES_TOO_SOON');
    expect(await reason({ closesInHours: 24 * 60 + 1 })).toBe('CLOSES_TOO_LATE');
    expect(await reason({ recordOn: '2026-07-02' })).toBe('RECORD_DATE_IN_FUTURE');
    expect(await reason({ recordOn: '2026-02-30' })).toBe('INVALID_INPUT');
    expect(await reason({ recordOn: '2019-12-31' })).toBe('ELECTORATE_EMPTY');
    expect(await reason({ question: 'nul\u0000' })).toBe('INVALID_INPUT');
    expect(await reason({ bodyId: newId() })).toBe('NOT_FOUND');
    expect(await reason({ subjectId })).toBe('opened');
    expect(await reason({ subjectId })).toBe('SUBJECT_ALREADY_VOTED');
  });

  it('takes the date of the cooperative, not that of the server', async () => {
    await test.database.setClock('2026-07-01T22:30:00Z');
    const pollId = await openPoll(test, cooperative);
    const answer = await test.ask(
      'query ($id: ID!) { poll(id: $id) { recordOn } }',
      { id: pollId },
      cooperative.members[0]!.caller,
    );
    expect(answer.data.poll.recordOn).toBe('2026-07-02');
  });
});
