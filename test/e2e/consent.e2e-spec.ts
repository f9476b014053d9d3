import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import {
  answerObjectionDocument,
  castConsentDocument,
  consentPollDocument,
  decidedDocument,
  integrateObjectionsDocument,
  recordDissentDocument,
} from './consent.documents.js';
import { CooperativeStory } from './cooperative-story.js';
import { draftProposalDocument } from './deciding.documents.js';

const title = 'Open on Sundays';
const before = 'The shop opens on Sundays.\nIt closes at midnight.';
const after = 'The shop opens on Sundays.\nIt closes at ten, and the yard is closed from eight.';

describe('consent: an objection is integrated and only those affected are asked again', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let proposalId: string;
  let pollId: string;
  /** The version of the text that the members have read. */
  let read = 1;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 6 });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const [author, neighbour, wary, ...others] = [0, 1, 2, 3, 4] as const;
  const member = (place: number) => coop.members[place]!.caller;
  const cast = (place: number, consent: { position: 'CONSENT' | 'OBJECT' | 'STAND_ASIDE' } & object) =>
    askTyped(test, member(place), castConsentDocument, {
      input: { pollId, ballot: { consent: { ...consent, textVersion: read } }, idempotencyKey: newId() },
    }).then(({ castBallot }) => castBallot);
  const poll = async (place: number) => {
    const { poll: found } = await askTyped(test, member(place), consentPollDocument, { id: pollId });
    if (!found) throw new Error('the poll is not to be seen');
    return found;
  };
  const integrate = (place: number, objectionIds: string[], body: string) =>
    askTyped(test, member(place), integrateObjectionsDocument, {
      input: { objectionIds, title, body },
      key: newId(),
    }).then(({ integrateObjections }) => integrateObjections);

  it('is proposed by consent, as the founding bylaws know it', async () => {
    const input = { title, body: before, decisionKind: 'consent' };
    const drafted = await askTyped(test, member(author), draftProposalDocument, { input, key: newId() });
    proposalId = done(drafted.draftProposal).proposalId;
    done(await story.publish(member(author), proposalId));
    await test.database.advanceClock('7 days 1 minute');
    pollId = done(await story.openVote(member(author), proposalId, await story.hoursFromNow(5 * 24))).pollId;
    expect(await poll(neighbour)).toMatchObject({ method: 'consent', textVersion: 1, question: title });
  });

  it('is consented to by most, who say that this stands should an objection be met; one does not say so, and one objects with a reason', async () => {
    for (const place of others) done(await cast(place, { position: 'CONSENT', ...{ askMeAgain: false } }));
    done(await cast(wary, { position: 'STAND_ASIDE' }));
    expect(reasonOf(await cast(neighbour, { position: 'OBJECT' }))).toBe('INVALID_INPUT');
    const words = { reason: 'We will not sleep.', criteria: 'Article 3: we are good neighbours.' };
    done(await cast(neighbour, { position: 'OBJECT', ...words }));
    expect(await poll(author)).toMatchObject({
      objections: {
        nodes: [
          {
            reason: words.reason,
            state: 'OPEN',
            // The founding rule is confidential, and the neighbour did not choose to be named.
            objector: null,
            viewerCan: { answer: { allowed: true }, integrate: { allowed: true } },
          },
        ],
      },
    });
  });

  it('is answered, but the answer is not accepted: the objection stands', async () => {
    const [objection] = (await poll(author)).objections.nodes;
    const input = { objectionId: objection!.id, text: 'Most of us come by bicycle.' };
    const { answerObjection } = await askTyped(test, member(author), answerObjectionDocument, { input });
    expect(done(answerObjection).objection).toEqual({ state: 'OPEN' });
  });

  it('is changed to meet it, by its author alone, and only by a change', async () => {
    const [objection] = (await poll(author)).objections.nodes;
    expect(reasonOf(await integrate(others[0], [objection!.id], after))).toBe('NOT_ALLOWED');
    expect(reasonOf(await integrate(author, [objection!.id], before))).toBe('NOTHING_CHANGED');
    expect(done(await integrate(author, [objection!.id], after))).toMatchObject({
      textVersion: 2,
      askedAgainPeople: 2,
      proposal: {
        title,
        versions: [
          { version: 1, pollTextVersion: null },
          { version: 2, pollTextVersion: 2 },
        ],
      },
    });
  });

  it('asks again the objector and whose ballot does not stand, who read what changed', async () => {
    const change = {
      textVersion: 2,
      summary: '- It closes at midnight.\n+ It closes at ten, and the yard is closed from eight.',
    };
    expect((await poll(neighbour)).askedAgain).toEqual(change);
    expect((await poll(wary)).askedAgain).toEqual(change);
    for (const place of others) {
      const { askedAgain, myBallot } = await poll(place);
      expect([askedAgain, myBallot]).toEqual([null, { consent: 'CONSENT' }]);
    }
  });

  it('gives those asked again the days of the rule to answer', async () => {
    const closesAt = new Date((await poll(wary)).closesAt);
    const days = (closesAt.getTime() - (await story.now()).getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(reasonOf(await cast(neighbour, { position: 'CONSENT' }))).toBe('TEXT_HAS_CHANGED');
    read = 2;
    done(await cast(neighbour, { position: 'CONSENT' }));
    expect((await poll(neighbour)).askedAgain).toBeNull();
  });

  it('is adopted in the text that met the objection, and dissent stands beside it', async () => {
    await test.database.advanceClock('8 days');
    await test.runDuties();
    expect(await poll(author)).toMatchObject({
      result: { outcome: 'PASSED' },
      objections: { nodes: [{ state: 'INTEGRATED' }] },
    });
    const input = { pollId, reason: 'I would have kept the Sunday free.' };
    done((await askTyped(test, member(wary), recordDissentDocument, { input })).recordDissent);
    const { proposal } = await askTyped(test, member(author), decidedDocument, { id: proposalId });
    expect(proposal?.decision).toEqual({
      title,
      text: after,
      outcome: 'ADOPTED',
      poll: { dissents: { nodes: [{ reason: input.reason }] } },
    });
  });
});
