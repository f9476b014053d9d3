import type { QueryRunner } from 'typeorm';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportRecount } from '../../../src/cli/commands/export.command.js';
import { BallotSecrecy1764003000000 } from '../../../migrations/1764003000000-ballot-secrecy.js';
import { recountFile } from '../../../src/cli/recount.command.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { newId } from '../../../src/shared/ids.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { delegationInvariants } from '../../../src/voting/delegation/delegation.invariants.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type Answer, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { delegateThroughApi } from '../../support/builders/delegation.js';
import { castThroughApi, openPoll, tryOpenPoll } from '../../support/builders/poll.js';
import { brokenIn } from '../../support/corruption.js';

const resultQuery = `query ($id: ID!) { poll(id: $id) { visibility ballotSecrecy(language: EN) recountPath myBallot { checkCode } result { outcome ballotsHash
  withheld takenPart { people } blank { people } choices { choice people } quorum { counted } threshold { counted }
  smallestChange { votes } count { __typename } english: sentences(language: EN) spanish: sentences(language: ES) } } }`;
const half = { fraction: Ratio.of(1n, 2n), comparison: '>', base: 'cast' } as const;
const workersToo = { classMajorities: [{ class: 'workers', ...half }] };
const delegation = { allowed: true, holderCap: null, reconfirmDays: null } as const;

describe('what is given out of a confidential vote', () => {
  let test: TestApplication;
  let folder: string;
  beforeAll(async () => {
    test = await startTestApplication();
    folder = await mkdtemp(join(tmpdir(), 'secrecy-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await test.stop();
  });

  const owner = (sql: string, values: unknown[]): Promise<unknown> =>
    withClient(test.database.ownerUrl, (client) => client.query(sql, values));
  /** A cooperative in which the first so many are workers, with so much of a vote each. */
  async function withWorkers(members: number, workers: number, millionths = 1_000_000) {
    const coop = await buildCooperative(test.database, { members });
    const classId = newId();
    await owner(
      `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
       VALUES ($1, $2, 'workers', 'Workers', true, $3)`,
      [coop.id, classId, millionths],
    );
    for (const { membershipId } of coop.members.slice(0, workers))
      await owner(
        `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
         VALUES ($1, $2, $3, $4, '2021-01-01')`,
        [coop.id, newId(), membershipId, classId],
      );
    return coop;
  }
  async function vote(coop: BuiltCooperative, pollId: string, choices: Record<number, string>) {
    for (const [place, choice] of Object.entries(choices))
      expect(
        await castThroughApi(test, coop.members[Number(place)]!.caller, { pollId, choice }),
      ).toMatchObject({ __typename: 'BallotCast' });
  }
  async function closed(coop: BuiltCooperative, pollId: string, by = 0): Promise<Answer['data']> {
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    const all = [...votingInvariants, ...resultInvariants, ...delegationInvariants];
    expect(await brokenIn(test, coop.id, all)).toEqual([]);
    return shown(coop, pollId, by);
  }
  async function shown(coop: BuiltCooperative, pollId: string, by = 0): Promise<Answer['data']> {
    const answer = await test.ask(resultQuery, { id: pollId }, coop.members[by]!.caller);
    expect(answer.errors).toBeUndefined();
    return answer.data.poll;
  }
  const download = (coop: BuiltCooperative, path: string) =>
    test.app.inject({
      url: path,
      headers: { authorization: `Bearer ${coop.members[0]!.caller.session}` },
    });
  async function recounted(content: string, hash: string): Promise<string[]> {
    const file = join(folder, `${newId()}.ndjson`);
    await writeFile(file, content);
    const lines: string[] = [];
    await recountFile(file, { hash }, (line) => lines.push(line));
    return lines;
  }

  it('hides the ballot of a holder from who delegated: a vote that was passed on has a code of its own', async () => {
    const coop = await buildCooperative(test.database, { members: 8 });
    const pollId = await openPoll(test, coop, { rule: { delegation } });
    await delegateThroughApi(test, coop.members[0]!.caller, { wholeCooperative: true }, coop.members[1]!);
    await vote(coop, pollId, { 1: 'AGAINST', 2: 'FOR', 3: 'FOR', 4: 'FOR', 5: 'AGAINST' });
    const { recountPath, result } = await closed(coop, pollId);
    expect(result).toMatchObject({ withheld: null, takenPart: { people: 6 } });
    const { body } = await download(coop, recountPath as string);
    const ballots = body
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(ballots).toHaveLength(6);
    expect(new Set(ballots.map(({ code }) => code)).size).toBe(6);
    for (const ballot of ballots)
      expect(Object.keys(ballot).sort()).toEqual(['class', 'code', 'marks', 'seal', 'weightMillionths']);
    expect((await recounted(body, result.ballotsHash as string))[0]).toBe('identical');
  });

  it('is not the holder’s ballot where hardly two fill in the same: such a rule forbids delegation', async () => {
    const coop = await buildCooperative(test.database, { members: 6 });
    const ranked = {
      method: 'irv',
      threshold: null,
      delegation,
      minimumOptions: 2,
      maximumOptions: 5,
    } as const;
    const quorum = { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] } as const;
    const options = [{ label: 'Ana' }, { label: 'Berta' }];
    const rule = { ...ranked, quorum, options: { tie_break: { mode: 'fixed_order' } } };
    expect(await tryOpenPoll(test, coop, { rule, options })).toMatchObject({
      reason: 'RULE_NOT_COUNTABLE',
      details: [expect.stringContaining('could find the ballot of their holder')],
    });
    expect(await tryOpenPoll(test, coop, { rule: { ...rule, visibility: 'open' }, options })).toHaveProperty(
      'pollId',
    );
    // Such a rule may be older than this one, and be the one for changing rules: the way out is an open vote.
    const openly = await openPoll(test, coop, { rule, options, openlyIfTooFew: true });
    expect(await shown(coop, openly)).toMatchObject({ visibility: 'OPEN' });
    const uncountable = { ...rule, options: {} };
    expect(await tryOpenPoll(test, coop, { rule: uncountable, options, openlyIfTooFew: true })).toMatchObject(
      {
        reason: 'RULE_NOT_COUNTABLE',
      },
    );
  });

  it('is no number where two voted, each of whom would know the other’s vote', async () => {
    const coop = await buildCooperative(test.database, { members: 6 });
    const pollId = await openPoll(test, coop);
    await vote(coop, pollId, { 0: 'FOR', 1: 'FOR' });
    const { recountPath, result } = await closed(coop, pollId);
    expect(result).toMatchObject({
      ...{ outcome: 'PASSED', withheld: 'FEW_BALLOTS', takenPart: { people: 2 } },
      ...{ blank: null, choices: [], quorum: null, threshold: null, smallestChange: null, count: null },
      ballotsHash: expect.any(String),
      english: ['Passed.', expect.stringContaining('so few voted'), expect.stringContaining('is kept whole')],
      spanish: ['Aprobada.', expect.stringContaining('tan pocas personas'), expect.any(String)],
    });
    expect(recountPath).toBeNull();
    // Who runs the server can hand the package to scrutineers, who find what was published.
    let handed = '';
    const work = test.app.get(UnitOfWork);
    await exportRecount(work, { slug: coop.slug, pollId }, async (part) => void (handed += part));
    expect((await recounted(handed, result.ballotsHash as string))[0]).toBe('identical');
    expect(
      await exportRecount(work, { slug: coop.slug, pollId: newId() }, () => Promise.resolve()),
    ).toMatchObject({ reason: 'NO_SUCH_POLL' });
    expect((await download(coop, `/recount/${coop.slug}/${pollId}`)).statusCode).toBe(404);
  });

  it('is no number, of nobody, where few of another weight voted: what is told of the rest tells of them', async () => {
    const coop = await withWorkers(12, 5, 1_500_000);
    const pollId = await openPoll(test, coop);
    await vote(coop, pollId, { 0: 'FOR', 5: 'AGAINST', 6: 'FOR', 7: 'FOR', 8: 'FOR', 9: 'FOR' });
    expect((await closed(coop, pollId)).result).toMatchObject({ withheld: 'FEW_BALLOTS', choices: [] });
    const whole = await openPoll(test, coop);
    await vote(coop, whole, Object.fromEntries(coop.members.map((_, place) => [place, 'FOR'])));
    const { recountPath, result } = await closed(coop, whole);
    expect(result).toMatchObject({ withheld: null, takenPart: { people: 12 } });
    const { body } = await download(coop, recountPath as string);
    expect((await recounted(body, result.ballotsHash as string))[0]).toBe('identical');
  });

  it('is everything where the vote is open, however few voted', async () => {
    const coop = await buildCooperative(test.database, { members: 6 });
    const pollId = await openPoll(test, coop, { rule: { visibility: 'open' } });
    await vote(coop, pollId, { 0: 'FOR' });
    const { recountPath, result } = await closed(coop, pollId);
    expect(result).toMatchObject({ withheld: null, count: { __typename: 'ThresholdCount' } });
    expect(recountPath).toEqual(expect.any(String));
  });

  it('is refused before it begins, where a class that counts apart is too small to hide in', async () => {
    const coop = await withWorkers(10, 4);
    expect(await tryOpenPoll(test, coop, { rule: workersToo })).toMatchObject({
      reason: 'TOO_FEW_TO_HIDE',
      message: expect.stringContaining('Hold it as an open vote'),
      details: ['Of the class "workers" 4 may vote.'],
    });
    expect(await tryOpenPoll(test, coop, { rule: { ...workersToo, visibility: 'open' } })).toHaveProperty(
      'pollId',
    );
    const small = await withWorkers(9, 5);
    expect(await tryOpenPoll(test, small, { rule: workersToo })).toMatchObject({
      details: ['Of all other members 4 may vote.'],
    });
  });

  it('is told openly where that was asked for, and only where it could not stay confidential', async () => {
    const few = await withWorkers(10, 4);
    const plan = { rule: workersToo, openlyIfTooFew: true };
    const openly = await openPoll(test, few, plan);
    expect(await shown(few, openly)).toMatchObject({
      ...{
        visibility: 'OPEN',
        ballotSecrecy: expect.stringContaining('though its rule asks for a confidential'),
      },
    });
    await vote(few, openly, { 0: 'FOR', 5: 'FOR' });
    expect((await closed(few, openly)).result).toMatchObject({ withheld: null });
    const enough = await withWorkers(10, 5);
    expect(await shown(enough, await openPoll(test, enough, plan))).toMatchObject({
      visibility: 'CONFIDENTIAL',
    });
  });

  it('never becomes everything: a vote that opened confidential stays so', async () => {
    const coop = await buildCooperative(test.database, { members: 6 });
    const pollId = await openPoll(test, coop);
    await expect(owner(`UPDATE poll SET visibility = 'open' WHERE id = $1`, [pollId])).rejects.toThrow(
      'settled when a poll opens',
    );
  });

  it('names of classes only those that the rule counts apart', async () => {
    const coop = await withWorkers(12, 5);
    const [investors, place] = [newId(), 11];
    await owner(
      `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
       VALUES ($1, $2, 'investors', 'Investors', true, 1000000)`,
      [coop.id, investors],
    );
    await owner(
      `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
       VALUES ($1, $2, $3, $4, '2021-01-01')`,
      [coop.id, newId(), coop.members[place]!.membershipId, investors],
    );
    const pollId = await openPoll(test, coop, { rule: workersToo });
    await vote(coop, pollId, Object.fromEntries(coop.members.map((_, each) => [each, 'FOR'])));
    const { recountPath, result } = await closed(coop, pollId);
    const { body } = await download(coop, recountPath as string);
    expect(body).not.toContain('investors');
    expect(body.match(/"class":"all others"/g)).toHaveLength(7);
    expect((await recounted(body, result.ballotsHash as string))[0]).toBe('identical');
  });

  it('is withheld of votes counted before this was the rule, where it tells', async () => {
    const coop = await buildCooperative(test.database, { members: 8 });
    await delegateThroughApi(test, coop.members[0]!.caller, { wholeCooperative: true }, coop.members[1]!);
    const polls: string[] = [];
    for (const rule of [{}, { delegation }, { visibility: 'open' } as const]) {
      polls.push(await openPoll(test, coop, { rule }));
      await vote(coop, polls.at(-1)!, { 1: 'FOR', 2: 'FOR', 3: 'FOR' });
    }
    polls.push(await openPoll(test, coop));
    await vote(coop, polls.at(-1)!, { 1: 'FOR' });
    await closed(coop, polls[0]!);
    await withClient(test.database.ownerUrl, async (client) => {
      const migration = new BallotSecrecy1764003000000();
      const runner = { query: (sql: string) => client.query(sql) } as unknown as QueryRunner;
      await migration.down(runner);
      await migration.up(runner);
      const { rows } = await client.query<object>(
        `SELECT poll_id AS poll, because FROM poll_count_withheld WHERE poll_id = ANY ($1) ORDER BY because`,
        [polls],
      );
      expect(rows).toEqual([
        { poll: polls[3], because: 'few_ballots' },
        { poll: polls[1], because: 'held_votes' },
      ]);
    });
  });
});
