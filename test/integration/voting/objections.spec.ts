import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { ConsentDesk, consentRule, overrulingRule, words } from './consent-desk.js';

describe('an objection in a poll by consent', () => {
  let test: TestApplication;
  let desk: ConsentDesk;
  beforeAll(async () => {
    test = await startTestApplication();
    const cooperative = await buildCooperative(test.database, { members: 6, roles: { 0: ['facilitator'] } });
    desk = new ConsentDesk(test, cooperative);
  });
  afterAll(() => test.stop());

  it('is raised by the ballot that objects, in the same act', async () => {
    const pollId = await desk.open();
    expect(await desk.object(1, pollId)).toMatchObject({ __typename: 'BallotCast' });
    expect(await desk.poll(1, pollId)).toMatchObject({
      myBallot: { consent: 'OBJECT' },
      objections: {
        totalCount: 1,
        nodes: [
          {
            ...words,
            ...{ state: 'OPEN', textVersion: 1, isMine: true, objector: { number: 2 } },
            history: [{ kind: 'RAISED', textVersion: 1, by: { number: 2 } }],
          },
        ],
      },
    });
    expect(await desk.outcome(pollId)).toBe('FAILED');
  });

  it('needs a harm and what it is measured by; other ballots bring neither', async () => {
    const pollId = await desk.open();
    expect(await desk.cast(1, pollId, { position: 'OBJECT' })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [expect.stringMatching(/^reason/), expect.stringMatching(/^criteria/)],
    });
    expect(await desk.consent(1, pollId, { reason: 'But.' })).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await desk.poll(1, pollId)).toMatchObject({ myBallot: null, objections: { totalCount: 0 } });
  });

  it('is withdrawn by another ballot; objecting in the same words lets it go on, in others raises another', async () => {
    const pollId = await desk.open();
    await desk.object(1, pollId);
    await desk.object(1, pollId);
    expect(await desk.objections(0, pollId)).toHaveLength(1);
    await desk.object(1, pollId, { reason: 'Nobody asked the neighbours.' });
    expect((await desk.objections(0, pollId)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'OPEN']);
    await desk.cast(1, pollId, { position: 'STAND_ASIDE' });
    expect((await desk.objections(0, pollId)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
    expect(await desk.outcome(pollId)).toBe('PASSED');
  });

  it('is answered when its objector accepts the answer, and with it gives another ballot', async () => {
    const pollId = await desk.open();
    await desk.object(1, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    const accept = { objectionId: id, position: 'CONSENT' };
    expect(await desk.act(1, 'acceptAnswer', accept)).toMatchObject({ reason: 'NOT_ANSWERED' });
    expect(await desk.act(2, 'answerObjection', { objectionId: id, text: 'No.' })).toMatchObject({
      reason: 'NOT_ALLOWED',
    });
    expect(await desk.act(0, 'answerObjection', { objectionId: id, text: ' ' })).toMatchObject({
      reason: 'INVALID_INPUT',
    });
    const text = 'We hang up curtains.';
    expect(await desk.act(0, 'answerObjection', { objectionId: id, text })).toMatchObject({
      __typename: 'ObjectionAnswered',
    });
    expect(await desk.act(2, 'acceptAnswer', accept)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await desk.act(1, 'acceptAnswer', accept)).toMatchObject({ __typename: 'AnswerAccepted' });
    expect(await desk.poll(1, pollId)).toMatchObject({
      myBallot: { consent: 'CONSENT' },
      objections: {
        nodes: [
          {
            state: 'ANSWERED',
            history: [
              { kind: 'RAISED' },
              { kind: 'ANSWERED', text, by: { number: 1 } },
              { kind: 'ANSWER_ACCEPTED', by: { number: 2 } },
            ],
          },
        ],
      },
    });
    expect(await desk.act(1, 'acceptAnswer', accept)).toMatchObject({ reason: 'OBJECTION_HAS_ENDED' });
    expect(await desk.outcome(pollId)).toBe('PASSED');
  });

  it('stands as long as its answer is not accepted', async () => {
    const pollId = await desk.open();
    await desk.object(1, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    await desk.act(0, 'answerObjection', { objectionId: id, text: 'It will be fine.' });
    for (const place of [0, 2, 3, 4]) await desk.consent(place, pollId);
    expect(await desk.outcome(pollId)).toBe('FAILED');
    expect(await desk.act(1, 'withdrawObjection', { objectionId: id, position: 'CONSENT' })).toMatchObject({
      reason: 'POLL_CLOSED',
    });
  });

  it('is withdrawn with a reason, where its objector gives one', async () => {
    const pollId = await desk.open();
    await desk.object(1, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    const input = { objectionId: id, position: 'STAND_ASIDE', text: 'I talked to them.' };
    expect(await desk.act(2, 'withdrawObjection', input)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await desk.act(1, 'withdrawObjection', input)).toMatchObject({ __typename: 'ObjectionWithdrawn' });
    const [{ history }] = await desk.objections(0, pollId);
    expect(history[1]).toMatchObject({ kind: 'WITHDRAWN', text: 'I talked to them.' });
  });

  it('goes with its objector who leaves the vote for a conflict of interest', async () => {
    const pollId = await desk.open();
    await desk.object(1, pollId);
    await desk.consent(2, pollId);
    expect(await desk.act(1, 'withdrawFromPoll', { pollId, reason: 'I live next door.' })).toMatchObject({
      __typename: 'PollLeft',
    });
    expect(await desk.object(1, pollId)).toMatchObject({ reason: 'WITHDRAWN_FROM_POLL' });
    expect(await desk.objections(0, pollId)).toMatchObject([{ state: 'WITHDRAWN' }]);
    expect(await desk.outcome(pollId)).toBe('PASSED');
  });

  it('says until which day an answer is owed, to all where its objector is named, else to who owes it', async () => {
    const dueOn = async (pollId: string, place: number): Promise<string | null> =>
      (await desk.objections(place, pollId))[0].answerDueOn as string | null;
    const day = await withClient(test.database.ownerUrl, (client) =>
      client.query<{ day: string }>(
        `SELECT ((rochdale_now() AT TIME ZONE time_zone)::date + 3)::text AS day FROM cooperative WHERE id = $1`,
        [desk.cooperative.id],
      ),
    ).then(({ rows }) => rows[0]!.day);
    const open = await desk.open();
    await desk.object(1, open);
    expect(await dueOn(open, 3)).toBe(day);
    const [{ id: objectionId }] = await desk.objections(0, open);
    await desk.act(0, 'answerObjection', { objectionId, text: 'We hang up curtains.' });
    expect(await dueOn(open, 3)).toBeNull();
    const confidential = await desk.open({ ...consentRule, visibility: 'confidential' });
    await desk.object(1, confidential);
    expect(await dueOn(confidential, 3)).toBeNull();
    for (const place of [0, 1]) expect(await dueOn(confidential, place)).toBe(day);
  });

  it('names nobody in a confidential poll, unless its objector chose to be named', async () => {
    const pollId = await desk.open({ ...consentRule, visibility: 'confidential' });
    await desk.object(1, pollId);
    await desk.object(2, pollId, { showMyName: true });
    const [unnamed, named] = await desk.objections(3, pollId);
    expect(unnamed).toMatchObject({ objector: null, raisedAt: null, history: [{ by: null, at: null }] });
    expect(named).toMatchObject({ objector: { number: 3 }, raisedAt: expect.any(String) });
    expect((await desk.objections(1, pollId))[0]).toMatchObject({ isMine: true, objector: { number: 2 } });
    await desk.act(1, 'withdrawObjection', { objectionId: unnamed.id, position: 'CONSENT' });
    const events = await test.ask(
      `{ auditEvents(first: 100) { nodes { act subjectType subjectId } } }`,
      {},
      desk.caller(1),
    );
    expect(JSON.stringify(events.data)).not.toContain(unnamed.id);
  });

  it('is there for who sees the poll, and for nobody else', async () => {
    const pollId = await desk.open(overrulingRule);
    await desk.object(1, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    const stranger = (await buildCooperative(test.database, { members: 1 })).members[0]!.caller;
    const asked = await test.ask('query ($id: ID!) { objection(id: $id) { id } }', { id }, stranger);
    expect(asked.data).toEqual({ objection: null });
    for (const objectionId of ['', 'nonsense', '\u0000', newId()]) {
      expect(await desk.act(2, 'voiceOnObjection', { objectionId, findsValid: true })).toMatchObject({
        reason: 'NOT_FOUND',
      });
      const answer = { objectionId, text: 'x' };
      expect(await desk.act(0, 'answerObjection', answer)).toMatchObject({ reason: 'NOT_FOUND' });
    }
  });
});
