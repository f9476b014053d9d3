import { withClient } from '../../../src/platform/database/database-roles.js';
import { consentInvariants } from '../../../src/voting/consent/consent.invariants.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { brokenIn } from '../../support/corruption.js';
import { race } from '../../support/race.js';
import type { ConsentAct, ConsentJob } from '../../support/race-consent.js';
import { ConsentDesk } from './consent-desk.js';

/** Starting a process takes seconds on a busy machine. */
const minute = 60_000;
const all = [...votingInvariants, ...resultInvariants, ...consentInvariants];

describe('what members do at once in polls by consent, in processes of their own', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let desk: ConsentDesk;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 6, roles: { 0: ['facilitator'] } });
    desk = new ConsentDesk(test, coop);
  }, minute);
  afterAll(() => test.stop());

  const job = (place: number, acts: readonly ConsentAct[]): ConsentJob => ({
    kind: 'consent',
    ...desk.caller(place),
    acts,
  });
  const owner = (sql: string, values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);
  const closesSoon = (pollId: string) => () =>
    owner(`UPDATE poll SET closes_at = rochdale_now() + interval '1500 milliseconds' WHERE id = $1`, [
      pollId,
    ]);

  it(
    'an objection ends once, however many end it: withdrawn, answered or integrated',
    async () => {
      const objectionIds: string[] = [];
      for (let count = 0; count < 6; count += 1) {
        const pollId = await desk.open();
        await desk.consent(2, pollId);
        await desk.object(1, pollId);
        const [{ id: objectionId }] = await desk.objections(0, pollId);
        await desk.act(0, 'answerObjection', { objectionId, text: 'We hang up curtains.' });
        objectionIds.push(objectionId as string);
      }
      const acts = (act: 'withdraw' | 'accept' | 'answer' | 'integrate') =>
        objectionIds.map((objectionId) => ({ act, objectionId }));
      const [withdrawn, accepted, integrated] = await race<string[]>(test.database.appUrl, [
        job(1, acts('withdraw')),
        job(1, acts('accept')),
        job(0, acts('integrate')),
        job(0, acts('answer')),
      ]);
      const states = await owner(
        `SELECT o.state, p.text_version AS version FROM unnest($1::uuid[]) WITH ORDINALITY a (id, place)
         JOIN objection o ON o.id = a.id JOIN poll p ON p.id = o.poll_id ORDER BY a.place`,
        [objectionIds],
      );
      for (const [place, { state, version }] of states.entries()) {
        const ended = { withdrawn, answered: accepted, integrated };
        const by = Object.entries(ended).filter(([, answers]) => answers![place] === 'done');
        expect(by.map(([how]) => how)).toEqual([state]);
        expect(version).toBe(state === 'integrated' ? 2 : 1);
        for (const answers of Object.values(ended))
          expect(['done', 'OBJECTION_HAS_ENDED']).toContain(answers![place]);
      }
      expect(await brokenIn(test, coop.id, all)).toEqual([]);
    },
    2 * minute,
  );

  it(
    'a consent to the text before is never one to the text that came while it waited',
    async () => {
      const pollId = await desk.open();
      await desk.object(1, pollId);
      const [{ id: objectionId }] = await desk.objections(0, pollId);
      const consenting = [2, 3, 4, 5].map((place) => job(place, [{ act: 'consentUntilRefused', pollId }]));
      const answers = await race<string[]>(test.database.appUrl, [
        ...consenting,
        job(0, [{ act: 'integrate', objectionId: objectionId as string }]),
      ]);
      expect(answers).toEqual([...consenting.map(() => ['TEXT_HAS_CHANGED']), ['done']]);
      expect(await owner(`SELECT DISTINCT text_version FROM ballot WHERE poll_id = $1`, [pollId])).toEqual([
        { text_version: 1 },
      ]);
      expect(await owner(`SELECT FROM own_ballot WHERE poll_id = $1`, [pollId])).toEqual([]);
      expect(await brokenIn(test, coop.id, all)).toEqual([]);
    },
    2 * minute,
  );

  it(
    'who leaves for a conflict of interest while the poll closes is out of its base, or comes too late',
    async () => {
      const pollId = await openPoll(test, coop, { rule: { visibility: 'open' } });
      for (const { caller } of coop.members) await castThroughApi(test, caller, { pollId, choice: 'FOR' });
      const places = [1, 2, 3, 4, 5];
      const leaving = places.map((place) =>
        job(place, [{ act: 'leave', pollId, afterMilliseconds: 1_100 + place * 130 }]),
      );
      const closing = { kind: 'closeForAWhile' as const, forMilliseconds: 3_000 };
      const answers = await race<string[]>(
        test.database.appUrl,
        [...leaving, closing, closing],
        closesSoon(pollId),
      );
      // Whatever came late by a machine under load is closed now.
      await test.runDuties();
      const left = answers.slice(0, places.length).flat();
      for (const answer of left) expect(['done', 'POLL_CLOSED']).toContain(answer);
      const gone = left.filter((answer) => answer === 'done').length;
      const [result] = await owner(
        `SELECT r.electorate #>> '{withdrawn,people}' AS withdrawn, r.electorate #>> '{takenPart,people}' AS counted
         FROM poll_result r WHERE r.poll_id = $1`,
        [pollId],
      );
      expect(result).toEqual({ withdrawn: String(gone), counted: String(6 - gone) });
      expect(await brokenIn(test, coop.id, all)).toEqual([]);
    },
    2 * minute,
  );

  it(
    'a poll by consent that closes while its text is changed has the days of the rule, or the text as it was',
    async () => {
      const pollId = await desk.open();
      for (const place of [2, 3]) await desk.consent(place, pollId, { askMeAgain: false });
      await desk.object(1, pollId);
      const [{ id }] = await desk.objections(0, pollId);
      const objectionId = id as string;
      const leave = { act: 'leave', pollId, afterMilliseconds: 1_480 } as const;
      const closing = { kind: 'closeForAWhile' as const, forMilliseconds: 3_000 };
      const [answers] = await race<string[]>(
        test.database.appUrl,
        [job(0, [leave, { act: 'integrate', objectionId }]), closing, closing],
        closesSoon(pollId),
      );
      await test.runDuties();
      const [poll] = await owner(
        `SELECT p.text_version AS version, p.state, r.outcome FROM poll p LEFT JOIN poll_result r ON r.poll_id = p.id WHERE p.id = $1`,
        [pollId],
      );
      const integrated = answers![1] === 'done';
      if (!integrated) expect(answers![1]).toBe('POLL_CLOSED');
      expect(poll).toEqual(
        integrated
          ? { version: 2, state: 'open', outcome: null }
          : { version: 1, state: 'closed', outcome: 'failed' },
      );
      expect(await brokenIn(test, coop.id, all)).toEqual([]);
    },
    2 * minute,
  );
});
