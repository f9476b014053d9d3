import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recountFile } from '../../../src/cli/recount.command.js';
import { methodNames } from '../../../src/membership/domain/decision-rule.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';
import { resultQuery } from '../../support/count-query.js';
import { pollsByHand, trees, type PollByHand } from './polls-by-hand.js';

/** One cooperative, one day: every poll opens, is voted in and closes together with the others. */
describe('a poll of every method', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  let folder: string;
  const pollIds = new Map<PollByHand, string>();

  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 7 });
    folder = await mkdtemp(join(tmpdir(), 'every-method-'));
    for (const poll of pollsByHand) {
      const { method, options = {}, seats = 1, isQuestion, ballots } = poll;
      const more = {
        ...{ seats, visibility: 'open' as const },
        ...(method === 'consent' && { objections: { mayOverrule: null, answerDays: 7 } }),
      };
      const rule = method === 'threshold' ? { visibility: 'open' as const } : ruleBy(method, options, more);
      const pollId = await openPoll(test, cooperative, {
        rule,
        ...(!isQuestion && { options: optionsNamed(...trees) }),
      });
      for (const [place, ballot] of ballots.entries()) {
        const { caller } = cooperative.members[place]!;
        const cast = await castThroughApi(test, caller, {
          pollId,
          ballot: ballot as Record<string, unknown>,
        });
        expect([poll.title, cast.__typename]).toEqual([poll.title, 'BallotCast']);
      }
      pollIds.set(poll, pollId);
    }
    await test.database.advanceClock('49 hours');
    await test.runDuties();
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await test.stop();
  });

  it('is here, but for those that share out a fund', () => {
    expect(new Set(pollsByHand.map(({ method }) => method))).toEqual(new Set(methodNames));
  });

  it.each(pollsByHand)('by $title has the result that the rule gives by hand', async (poll) => {
    const { caller } = cooperative.members[0]!;
    const answer = await test.ask(resultQuery, { id: pollIds.get(poll) }, caller);
    expect(answer.errors).toBeUndefined();
    const { result } = answer.data.poll;
    expect({
      outcome: result.outcome,
      winners: result.winners.map(({ label }: { label: string }) => label),
    }).toEqual({ outcome: poll.outcome, winners: poll.winners ?? [] });
    expect(result.count).toMatchObject(poll.count);
    for (const sentences of [result.english, result.spanish]) {
      expect(sentences.length).toBeGreaterThan(1);
      expect(sentences.join(' ')).not.toMatch(/undefined|null|NaN/);
    }
  });

  it.each(pollsByHand)(
    'by $title is recounted from its package by the command, identically',
    async (poll) => {
      const { caller } = cooperative.members[3]!;
      const { data } = await test.ask(
        `query ($id: ID!) { poll(id: $id) { recountPath result { ballotsHash } } }`,
        { id: pollIds.get(poll) },
        caller,
      );
      const answer = await test.app.inject({
        url: data.poll.recountPath,
        headers: { authorization: `Bearer ${caller.session}` },
      });
      expect(answer.statusCode).toBe(200);
      const file = join(folder, `${pollIds.get(poll)}.ndjson`);
      await writeFile(file, answer.body);
      const lines: string[] = [];
      const code = await recountFile(file, { hash: data.poll.result.ballotsHash }, (line) =>
        lines.push(line),
      );
      expect([code, lines[0]]).toEqual([0, 'identical']);
    },
  );

  it('leaves every invariant of polls true', async () => {
    const broken = await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) =>
        findBroken(tx, [...votingInvariants, ...resultInvariants]),
      );
    expect(broken).toEqual([]);
  });
});
