import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { castThroughApi, openPoll } from '../../support/builders/poll.js';

const twoThirds = Ratio.of(2n, 3n);

describe('a vote for or against in which classes count apart', () => {
  let test: TestApplication;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
    cooperative = await buildCooperative(test.database, { members: 9 });
    const [workers, investors] = [newId(), newId()];
    await owner(
      `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
       VALUES ($1, $2, 'workers', 'Workers', true, 1000000), ($1, $3, 'investors', 'Investors', true, 1500000)`,
      [cooperative.id, workers, investors],
    );
    const classOf = [workers, workers, workers, investors, investors];
    for (const [place, classId] of classOf.entries())
      await owner(
        `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on) VALUES ($1, $2, $3, $4, '2021-01-01')`,
        [cooperative.id, newId(), cooperative.members[place]!.membershipId, classId],
      );
  });
  afterAll(() => test.stop());
  const owner = (sql: string, values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);
  const vote = async (pollId: string, choices: Record<number, string>): Promise<void> => {
    for (const [place, choice] of Object.entries(choices))
      await castThroughApi(test, cooperative.members[Number(place)]!.caller, { pollId, choice });
  };
  const close = async (): Promise<void> => {
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    const broken = await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(cooperative.id), (tx) =>
        findBroken(tx, [...votingInvariants, ...resultInvariants]),
      );
    expect(broken).toEqual([]);
  };
  const resultOf = async (pollId: string): Promise<Record<string, unknown>> =>
    (await owner(`SELECT outcome, counting, electorate FROM poll_result WHERE poll_id = $1`, [pollId]))[0]!;

  it('needs the majority of the class beside that of all, and weighs by class under a cap', async () => {
    const rule = {
      visibility: 'open',
      classMajorities: [{ class: 'workers', fraction: twoThirds, comparison: '>=', base: 'cast' }],
      classCaps: [{ class: 'investors', fraction: Ratio.of(1n, 5n) }],
    } as const;
    const withClass = await openPoll(test, cooperative, { rule });
    const without = await openPoll(test, cooperative, { rule });
    await vote(withClass, { 0: 'FOR', 1: 'FOR', 2: 'AGAINST', 3: 'AGAINST', 4: 'AGAINST', 5: 'FOR' });
    await vote(without, { 0: 'FOR', 1: 'AGAINST', 2: 'AGAINST', 5: 'FOR', 6: 'FOR', 7: 'FOR' });
    await close();
    const counted = await resultOf(withClass);
    expect(counted.outcome).toBe('passed');
    const group = (people: number, weight: Ratio, vote: string, code: string) =>
      [weight, { vote, class: code, people }] as const;
    const expected = tallyElection({
      ...{ method: 'threshold', seats: 1, candidates: [] },
      options: {
        ...{ base: 'cast', fraction: '1/2', comparison: '>' },
        class_majorities: [{ class: 'workers', base: 'cast', fraction: '2/3', comparison: '>=' }],
        class_caps: [{ class: 'investors', share: '1/5' }],
        quorum: { counted: 'valid', fraction: '1/10', comparison: '>=', measure: 'people' },
      },
      ballots: [
        group(2, Ratio.of(2n), 'for', 'workers'),
        group(1, Ratio.one, 'against', 'workers'),
        group(2, Ratio.of(3n), 'against', 'investors'),
        group(1, Ratio.one, 'for', 'members'),
      ],
      electorate: {
        classes: {
          workers: { people: 3, weight: 3 },
          investors: { people: 2, weight: 3 },
          members: { people: 4, weight: 4 },
        },
      },
    });
    expect(counted.counting).toEqual(expected);
    expect(counted.electorate).toMatchObject({ takenPart: { people: '6', weightMillionths: '7000000' } });
    expect((await resultOf(without)).outcome).toBe('failed');
  });

  it('leaves who withdrew out of base and quorum, and takes no ballot of theirs', async () => {
    const rule = { threshold: { fraction: Ratio.of(1n, 2n), comparison: '>=', base: 'eligible' } } as const;
    const pollId = await openPoll(test, cooperative, { rule });
    const withdrawn = cooperative.members[8]!;
    await vote(pollId, { 0: 'FOR', 5: 'FOR', 6: 'FOR', 7: 'FOR', 8: 'AGAINST' });
    await owner(
      `INSERT INTO poll_withdrawal (cooperative_id, poll_id, membership_id, reason, declared_by) VALUES ($1, $2, $3, 'Owns the house.', $3)`,
      [cooperative.id, pollId, withdrawn.membershipId],
    );
    expect(await castThroughApi(test, withdrawn.caller, { pollId, choice: 'FOR' })).toMatchObject({
      reason: 'WITHDRAWN_FROM_POLL',
    });
    expect(await castThroughApi(test, withdrawn.caller, { pollId, ballot: { step: 1 } })).toMatchObject({
      reason: 'WITHDRAWN_FROM_POLL',
    });
    await close();
    expect(await resultOf(pollId)).toMatchObject({
      outcome: 'failed',
      counting: { eligible: { people: 8, weight: 9 }, tally: { for: 4, against: 0 } },
      electorate: { withdrawn: { people: '1', weightMillionths: '1000000' }, takenPart: { people: '4' } },
    });
  });

  it('blocks where the rule lets people block, with their reason', async () => {
    const pollId = await openPoll(test, cooperative, { rule: { block: 'veto' } });
    await vote(pollId, { 0: 'FOR', 1: 'FOR', 2: 'BLANK' });
    const { caller } = cooperative.members[3]!;
    expect(await castThroughApi(test, caller, { pollId, choice: 'BLOCK' })).toMatchObject({
      reason: 'INVALID_BALLOT',
    });
    await castThroughApi(test, caller, { pollId, ballot: { block: 'It would split us, "all" of us.' } });
    await close();
    expect(await resultOf(pollId)).toMatchObject({
      outcome: 'failed',
      counting: { outcome: 'blocked', people: { block: 1, blank: 1, for: 2 } },
    });
  });
});
