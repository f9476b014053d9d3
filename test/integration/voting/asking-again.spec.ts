import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { RequestScope } from '../../../src/platform/request/request-scope.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { systemIn, type Viewer } from '../../../src/platform/request/viewer.js';
import { isRefusal, Refusal } from '../../../src/shared/refusal.js';
import { newId } from '../../../src/shared/ids.js';
import { BallotBox } from '../../../src/voting/ballot-box.js';
import {
  integrateObjections,
  type Integrated,
  type WrittenText,
} from '../../../src/voting/consent/asking-again.js';
import type { AskedAgain } from '../../../src/voting/domain/consent/asking-again.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { delegateThroughApi, standingOf } from '../../support/builders/delegation.js';
import { ConsentDesk, consentRule } from './consent-desk.js';

const nobodyElse: AskedAgain = { everybody: false, classCodes: [] };
const written: WrittenText = {
  question: 'Shall we open on Sundays until ten?',
  summary: '+ until ten',
  isAnother: false,
};

describe('asking again about a text that was changed', () => {
  let test: TestApplication;
  let desk: ConsentDesk;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 6, roles: { 0: ['facilitator'] } });
    desk = new ConsentDesk(test, cooperative);
    await withClient(test.database.ownerUrl, async (client) => {
      const classId = newId();
      await client.query(
        `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
         VALUES ($1, $2, 'workers', 'Workers', true, 1000000)`,
        [cooperative.id, classId],
      );
      await client.query(
        `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
         VALUES ($1, $2, $3, $4, '2021-01-01')`,
        [cooperative.id, newId(), cooperative.members[5]!.membershipId, classId],
      );
    });
  });
  afterAll(() => test.stop());

  const viewer = (place: number): Viewer => ({
    ...systemIn(cooperative.id),
    isSystem: false,
    personId: cooperative.members[place]!.personId,
    membershipId: cooperative.members[place]!.membershipId,
    standing: 'active',
    roles: place === 0 ? ['facilitator'] : [],
  });
  /** As a module does whose text is voted on, in a transaction that a refusal undoes. */
  const integrate = (
    objectionIds: readonly string[],
    asked: AskedAgain = nobodyElse,
    by = 0,
    write: () => Promise<WrittenText | Refusal> = () => Promise.resolve(written),
  ): Promise<Integrated | Refusal> =>
    test.app.get(UnitOfWork).inTransaction(viewer(by), async (tx) => {
      await tx.control('SAVEPOINT integration');
      const done = await integrateObjections(tx, viewer(by), { objectionIds, asked }, write);
      if (isRefusal(done)) await tx.control('ROLLBACK TO SAVEPOINT integration');
      return done;
    });
  /** One objects and four consent, who say or do not say that their ballot stands should the text change. */
  async function objected(rule = consentRule, stands = true): Promise<{ pollId: string; id: string }> {
    const pollId = await desk.open(rule);
    for (const place of [0, 2, 3, 5])
      await desk.consent(place, pollId, { askMeAgain: stands ? false : null });
    await desk.object(1, pollId);
    const [{ id }] = await desk.objections(0, pollId);
    return { pollId, id: id as string };
  }
  const askedAgain = async (pollId: string): Promise<number[]> => {
    const asked = [];
    for (const place of [0, 1, 2, 3, 4, 5])
      if ((await desk.poll(place, pollId)).askedAgain !== null) asked.push(place);
    return asked;
  };

  it('asks everybody who has a ballot: what they consented to is the text that stood', async () => {
    const { pollId, id } = await objected(consentRule, false);
    expect(await integrate([id])).toMatchObject({ askedAgainPeople: 5 });
    expect(await askedAgain(pollId)).toEqual([0, 1, 2, 3, 5]);
    expect(await desk.outcome(pollId)).toBe('FAILED');
  });

  it('asks the objector, and of the others nobody who said that their consent stands', async () => {
    const { pollId, id } = await objected();
    expect(await integrate([id])).toMatchObject({ pollId, textVersion: 2, askedAgainPeople: 1 });
    expect(await askedAgain(pollId)).toEqual([1]);
    expect(await desk.poll(1, pollId)).toMatchObject({
      textVersion: 2,
      question: written.question,
      askedAgain: { textVersion: 2, summary: '+ until ten' },
      textChanges: { nodes: [{ textVersion: 2, summary: '+ until ten', changedBy: { number: 1 } }] },
      objections: {
        nodes: [
          { state: 'INTEGRATED', history: [{ textVersion: 1 }, { kind: 'INTEGRATED', textVersion: 2 }] },
        ],
      },
    });
    expect(await desk.consent(1, pollId)).toMatchObject({ __typename: 'BallotCast' });
    expect(await askedAgain(pollId)).toEqual([]);
    expect(await desk.outcome(pollId)).toBe('PASSED');
  });

  it('passes when the objector says nothing to the new text, and fails when they object to it', async () => {
    const silent = await objected();
    await integrate([silent.id]);
    expect(await desk.outcome(silent.pollId)).toBe('PASSED');
    const still = await objected();
    await integrate([still.id]);
    await desk.object(1, still.pollId, { reason: 'Ten is too late.' });
    expect((await desk.objections(0, still.pollId)).map(({ state }) => state)).toEqual([
      'INTEGRATED',
      'OPEN',
    ]);
    expect(await desk.outcome(still.pollId)).toBe('FAILED');
  });

  it('asks the classes that the change concerns, and who took back that their ballot stands', async () => {
    const { pollId, id } = await objected();
    await desk.consent(3, pollId);
    expect(await integrate([id], { everybody: false, classCodes: ['workers'] })).toMatchObject({
      askedAgainPeople: 3,
    });
    expect(await askedAgain(pollId)).toEqual([1, 3, 5]);
  });

  it('asks everybody who has a ballot, where the change concerns everybody', async () => {
    const { pollId, id } = await objected();
    await integrate([id], { everybody: true, classCodes: [] });
    expect(await askedAgain(pollId)).toEqual([0, 1, 2, 3, 5]);
  });

  it('asks everybody who has a ballot where title or effect is another, whomever the proposer names', async () => {
    const { pollId, id } = await objected();
    await integrate([id], nobodyElse, 0, () => Promise.resolve({ ...written, isAnother: true }));
    expect(await askedAgain(pollId)).toEqual([0, 1, 2, 3, 5]);
  });

  it('does not ask who has another objection open: it stands by itself', async () => {
    const { pollId, id } = await objected();
    await desk.object(2, pollId, { reason: 'It costs too much.' });
    await integrate([id], { everybody: true, classCodes: [] });
    expect(await askedAgain(pollId)).toEqual([0, 1, 3, 5]);
    for (const place of [0, 1, 3, 5]) await desk.consent(place, pollId);
    expect(await desk.outcome(pollId)).toBe('FAILED');
  });

  it('refuses the ballot of somebody who does not say which text they read', async () => {
    const pollId = await desk.open();
    const { app } = test;
    const cast = (consent: object): Promise<unknown> =>
      app.get(BallotBox).castBallot(new RequestScope('test', viewer(2)), {
        pollId,
        ballot: { consent },
        idempotencyKey: newId(),
      });
    expect(await cast({ position: 'consent' })).toMatchObject({
      reason: 'INVALID_BALLOT',
      details: ['textVersion: 1 is the one that stands.'],
    });
    expect(await cast({ position: 'consent', textVersion: 1 })).toMatchObject({ revision: 1 });
  });

  it('refuses the ballot of somebody who read the text before it, with the number of the new one', async () => {
    const { pollId, id } = await objected();
    await integrate([id]);
    expect(await desk.consent(4, pollId, { textVersion: 1 })).toMatchObject({
      reason: 'TEXT_HAS_CHANGED',
      message: expect.stringContaining('version 2 stands'),
    });
    expect(await desk.consent(4, pollId, { textVersion: 2 })).toMatchObject({ __typename: 'BallotCast' });
  });

  it('counts a silent objector with nobody, whomever they had delegated to', async () => {
    const delegation = { allowed: true, holderCap: null, reconfirmDays: null } as const;
    const { pollId, id } = await objected({ ...consentRule, delegation });
    const whole = { wholeCooperative: true };
    await delegateThroughApi(test, desk.caller(1), whole, cooperative.members[2]!);
    await delegateThroughApi(test, desk.caller(4), whole, cooperative.members[2]!);
    await integrate([id]);
    expect(await standingOf(test, desk.caller(1), pollId)).toMatchObject({
      kind: 'ASKED_AGAIN',
      sentences: [expect.stringContaining('you are asked again')],
      es: [expect.stringContaining('se te pregunta de nuevo')],
    });
    expect(await desk.outcome(pollId)).toBe('PASSED');
    const { rows } = await withClient(test.database.ownerUrl, (client) =>
      client.query<{ id: string }>(`SELECT membership_id AS id FROM delegated_vote WHERE poll_id = $1`, [
        pollId,
      ]),
    );
    expect(rows).toEqual([{ id: cooperative.members[4]!.membershipId }]);
    expect(await standingOf(test, desk.caller(1), pollId)).toMatchObject({
      kind: 'ASKED_AGAIN',
      isFinal: true,
      sentences: [expect.stringContaining('counted nowhere')],
    });
  });

  it('leaves the days of the rule: the closing moves where less is left, or the change comes too late', async () => {
    const { pollId, id } = await objected();
    await test.database.advanceClock('4 days');
    const before = new Date((await desk.poll(0, pollId)).closesAt as string);
    await integrate([id]);
    const after = new Date((await desk.poll(0, pollId)).closesAt as string);
    expect((after.getTime() - before.getTime()) / 3_600_000).toBeGreaterThan(47);
    const firm = await objected({ ...consentRule, mayExtend: false });
    await test.database.advanceClock('4 days');
    expect(await integrate([firm.id])).toMatchObject({ reason: 'TOO_LATE_TO_ASK_AGAIN' });
    expect(await desk.poll(0, firm.pollId)).toMatchObject({
      textVersion: 1,
      objections: { nodes: [{ state: 'OPEN' }] },
    });
  });

  it('is for facilitators and who put it forward; for open objections to one vote; for classes there are', async () => {
    const { pollId, id } = await objected();
    const other = await objected();
    expect(await integrate([id], nobodyElse, 2)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await integrate([id, other.id])).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await integrate([])).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await integrate([newId()])).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await integrate([id], { everybody: false, classCodes: ['dragons'] })).toMatchObject({
      reason: 'INVALID_INPUT',
      details: [expect.stringContaining('dragons')],
    });
    const unwritten = () => Promise.resolve(new Refusal('NOTHING_CHANGED', 'It says the same.'));
    expect(await integrate([id], nobodyElse, 0, unwritten)).toMatchObject({ reason: 'NOTHING_CHANGED' });
    expect(await desk.poll(0, pollId)).toMatchObject({ textVersion: 1 });
    await integrate([id]);
    expect(await integrate([id])).toMatchObject({ reason: 'OBJECTION_HAS_ENDED' });
    await desk.outcome(other.pollId);
    expect(await integrate([other.id])).toMatchObject({ reason: 'POLL_CLOSED' });
  });
});
