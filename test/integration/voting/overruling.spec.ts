import { withClient } from '../../../src/platform/database/database-roles.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { ConsentDesk, overrulingRule } from './consent-desk.js';

describe('overruling an objection', () => {
  let test: TestApplication;
  let desk: ConsentDesk;
  beforeAll(async () => {
    test = await startTestApplication();
    desk = new ConsentDesk(test, await buildCooperative(test.database, { members: 6 }));
  });
  afterAll(() => test.stop());

  const objected = async (rule = overrulingRule): Promise<{ pollId: string; objectionId: string }> => {
    const pollId = await desk.open(rule);
    await desk.object(1, pollId);
    await desk.consent(2, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    return { pollId, objectionId: id as string };
  };
  const voice = (place: number, objectionId: string, findsValid: boolean) =>
    desk.act(place, 'voiceOnObjection', { objectionId, findsValid });

  it('happens at the close, by the voices and the majority of the rule', async () => {
    const { pollId, objectionId } = await objected();
    for (const place of [2, 3])
      expect(await voice(place, objectionId, false)).toMatchObject({ __typename: 'ObjectionVoiced' });
    expect((await desk.objections(2, pollId))[0]).toMatchObject({
      state: 'OPEN',
      voices: null,
      myVoice: false,
    });
    expect(await desk.outcome(pollId)).toBe('PASSED');
    expect((await desk.objections(2, pollId))[0]).toMatchObject({
      state: 'OVERRULED',
      history: [{ kind: 'RAISED' }, { kind: 'OVERRULED', by: null, at: expect.any(String) }],
      voices: {
        overruled: true,
        valid: { people: 1, votes: '1' },
        notValid: { people: 2, votes: '2' },
        condition: { counted: '2', of: '3', needed: '3/2', met: true, base: 'CAST' },
      },
    });
  });

  it('is recorded without a name and without the objection, where who never speaks would be its author', async () => {
    const recorded = async (rule: typeof overrulingRule) => {
      const { pollId, objectionId } = await objected(rule);
      await voice(2, objectionId, false);
      const rows = await withClient(test.database.ownerUrl, (client) =>
        client.query<object>(
          `SELECT actor_membership_id AS by, actor_person_id AS person, subject_type AS on, data FROM audit_event
           WHERE act = 'voiceOnObjection' AND (subject_id = $1 OR data ->> 'pollId' = $1::text)`,
          [pollId],
        ),
      ).then((result) => result.rows);
      return rows;
    };
    expect(await recorded({ ...overrulingRule, visibility: 'confidential' })).toEqual([
      { by: null, person: null, on: 'poll', data: {} },
    ]);
    expect(await recorded(overrulingRule)).toMatchObject([
      { by: desk.cooperative.members[2]!.membershipId, on: 'objection' },
    ]);
  });

  it('takes more than the objector’s own voice can outweigh: one against one stands', async () => {
    const { pollId, objectionId } = await objected();
    await voice(2, objectionId, false);
    expect(await desk.outcome(pollId)).toBe('FAILED');
  });

  it('counts the last voice of each', async () => {
    const { pollId, objectionId } = await objected();
    for (const place of [2, 3]) await voice(place, objectionId, false);
    await voice(3, objectionId, true);
    expect(await desk.outcome(pollId)).toBe('FAILED');
  });

  it('does not hear who left the vote for a conflict of interest, and counts them in no base', async () => {
    const eligible = {
      mayOverrule: { fraction: Ratio.of(1n, 2n), comparison: '>=', base: 'eligible' },
      answerDays: 3,
    } as const;
    const { pollId, objectionId } = await objected({ ...overrulingRule, objections: eligible });
    for (const place of [2, 3]) await voice(place, objectionId, false);
    for (const place of [4, 5])
      await desk.act(place, 'withdrawFromPoll', { pollId, reason: 'A cousin of mine.' });
    expect(await voice(4, objectionId, true)).toMatchObject({ reason: 'WITHDRAWN_FROM_POLL' });
    expect(await desk.outcome(pollId)).toBe('PASSED');
    expect((await desk.objections(0, pollId))[0]).toMatchObject({
      voices: { condition: { counted: '2', of: '4', needed: '2' } },
    });
  });

  it('is no matter for the objector, and none where the rule does not provide for it', async () => {
    const { objectionId } = await objected();
    expect(await voice(1, objectionId, true)).toMatchObject({ reason: 'OWN_OBJECTION' });
    const without = { ...overrulingRule, objections: { mayOverrule: null, answerDays: 3 } };
    const { objectionId: firm } = await objected(without);
    expect(await voice(2, firm, false)).toMatchObject({ reason: 'OVERRULING_NOT_PROVIDED' });
  });

  it('hears nobody after the close', async () => {
    const { pollId, objectionId } = await objected();
    await desk.outcome(pollId);
    expect(await voice(2, objectionId, false)).toMatchObject({ reason: 'POLL_CLOSED' });
  });
});
