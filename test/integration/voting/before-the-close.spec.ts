import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../../src/platform/invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { recountPackage } from '../../../src/voting/domain/recount/recount.js';
import { PollClosing } from '../../../src/voting/poll-closing.js';
import { resultInvariants } from '../../../src/voting/poll-result.invariants.js';
import { votingInvariants } from '../../../src/voting/voting.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { optionsNamed, ruleBy } from '../../support/builders/option-polls.js';
import { castThroughApi, openPoll, tryOpenPoll } from '../../support/builders/poll.js';

const lots = { tie_break: { mode: 'fixed_order' } };
const certain = { earlyDecision: 'certain', visibility: 'open', minimumDurationHours: 24 } as const;
const pollQuery = `query ($id: ID!) { poll(id: $id) { state opensAt closesAt closedAt endedEarlyFrom recountPath
  exclusions { option { position label } reason excludedBy { number } } viewerCan { excludeOption { reason } }
  options { label } result { outcome winners { position } sentences(language: EN)
    count { ... on ThresholdCount { decidedEarly } ... on RunoffCount { takenOut { label } } } } } }`;
const excludeDocument = `mutation ($input: ExcludeOptionInput!) { excludeOption(input: $input) { __typename
  ... on OptionExcluded { poll { exclusions { option { label } } } } ... on ExcludeOptionRefused { reason } } }`;

let test: TestApplication;
let cooperative: BuiltCooperative;
beforeAll(async () => {
  test = await startTestApplication();
  cooperative = await buildCooperative(test.database, { members: 5, roles: { 0: ['steward'] } });
});
afterAll(() => test.stop());

const caller = (place: number) => cooperative.members[place]!.caller;
const read = async (id: string) => (await test.ask(pollQuery, { id }, caller(1))).data.poll;
const cast = (place: number, pollId: string, ballot: Record<string, unknown>) =>
  castThroughApi(test, caller(place), { pollId, ballot });
const broken = () =>
  test.app
    .get(UnitOfWork)
    .inTransaction(systemIn(cooperative.id), (tx) =>
      findBroken(tx, [...votingInvariants, ...resultInvariants]),
    );
async function recounted(recountPath: string, change: (text: string) => string = (text) => text) {
  const answer = await test.app.inject({
    url: recountPath,
    headers: { authorization: `Bearer ${caller(1).session}` },
  });
  async function* lines(): AsyncGenerator<string> {
    yield* change(answer.body).trimEnd().split('\n');
  }
  const recount = await recountPackage(lines());
  if (isRefusal(recount)) throw new Error(recount.message);
  return recount;
}

describe('a vote that ends once it is certain', () => {
  it('does not end while a remaining ballot could change it, nor before its least duration', async () => {
    const pollId = await openPoll(test, cooperative, { rule: certain });
    for (const place of [0, 1]) await cast(place, pollId, { choice: 'FOR' });
    await test.database.advanceClock('25 hours');
    await test.runDuties();
    expect(await read(pollId)).toMatchObject({ state: 'OPEN', result: null });
    const young = await openPoll(test, cooperative, { rule: certain });
    for (const place of [0, 1, 2]) await cast(place, young, { choice: 'FOR' });
    await test.runDuties();
    expect(await read(young)).toMatchObject({ state: 'OPEN', endedEarlyFrom: null });
  });

  it('ends with the ballot that makes it so: the announced closing is kept, the recount finds the same', async () => {
    const pollId = await openPoll(test, cooperative, { rule: certain });
    const announced = (await read(pollId)).closesAt;
    await test.database.advanceClock('25 hours');
    for (const place of [0, 1]) await cast(place, pollId, { choice: 'FOR' });
    await test.runDuties();
    expect((await read(pollId)).state).toBe('OPEN');
    await cast(2, pollId, { choice: 'FOR' });
    await test.runDuties();
    const poll = await read(pollId);
    expect(poll).toMatchObject({
      ...{ state: 'CLOSED', endedEarlyFrom: announced },
      result: { outcome: 'PASSED', count: { decidedEarly: true } },
    });
    expect(poll.closesAt).toBe(poll.closedAt);
    expect(new Date(poll.closesAt).getTime()).toBeLessThan(new Date(announced).getTime());
    expect(poll.result.sentences).toContain(
      'Decided before the close, since no remaining ballot could change it.',
    );
    expect(await cast(3, pollId, { choice: 'AGAINST' })).toMatchObject({ reason: 'POLL_CLOSED' });
    expect(await recounted(poll.recountPath)).toMatchObject({ verdict: 'identical', difference: null });
    expect(await broken()).toEqual([]);
  });

  it('is found out by the recount when it was not certain', async () => {
    const pollId = await openPoll(test, cooperative, { rule: certain });
    await test.database.advanceClock('25 hours');
    for (const place of [0, 1, 2]) await cast(place, pollId, { choice: 'AGAINST' });
    await test.runDuties();
    const { recountPath, result } = await read(pollId);
    expect(result.outcome).toBe('FAILED');
    const fewer = (text: string): string => {
      const all = text.trimEnd().split('\n');
      return [all[0], ...all.slice(2)].join('\n');
    };
    const found = await recounted(recountPath, fewer);
    expect(found.difference).not.toBeNull();
  });

  it('ends once, whoever else looks at the same time, and not when its last ballot was taken back', async () => {
    const pollId = await openPoll(test, cooperative, { rule: certain });
    await test.database.advanceClock('25 hours');
    for (const place of [0, 1, 2]) await cast(place, pollId, { choice: 'FOR' });
    await cast(2, pollId, { choice: 'AGAINST' });
    const closing = test.app.get(PollClosing);
    const poll = { cooperativeId: cooperative.id, pollId };
    expect(await closing.close(poll, 'certain')).toBe(false);
    await cast(2, pollId, { choice: 'FOR' });
    const both = await Promise.all([closing.close(poll, 'certain'), closing.close(poll, 'certain')]);
    expect(both.sort()).toEqual([false, true]);
    expect(await broken()).toEqual([]);
  });

  it('is refused by name where the vote is confidential', async () => {
    const opened = await tryOpenPoll(test, cooperative, { rule: { ...certain, visibility: 'confidential' } });
    expect(opened).toMatchObject({
      reason: 'RULE_NOT_COUNTABLE',
      details: [expect.stringContaining('earlyDecision')],
    });
  });
});

const hoursBetween = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / 3_600_000;

describe('an option taken out of an open vote', () => {
  const rule = ruleBy('irv', { ...lots, excluded: true }, { mayOpen: ['steward'] });
  const exclude = async (place: number, input: object) =>
    (await test.ask(excludeDocument, { input: { reason: 'She stepped down.', ...input } }, caller(place)))
      .data.excludeOption;

  it('is skipped on every ballot, those cast before included, told with its reason, and recounted so', async () => {
    const pollId = await openPoll(test, cooperative, { rule, options: optionsNamed('Ana', 'Berta', 'Inés') });
    const ranking = (...order: number[]) => ({ ranking: order.map((option) => [option]) });
    await cast(0, pollId, ranking(0, 1));
    await cast(1, pollId, ranking(0, 1));
    await cast(2, pollId, ranking(0, 2));
    expect(await exclude(1, { pollId, position: 0 })).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await exclude(0, { pollId, position: 7 })).toMatchObject({ reason: 'UNKNOWN_OPTION' });
    expect(await exclude(0, { pollId, position: 0, reason: ' ' })).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await exclude(0, { pollId, position: 0 })).toMatchObject({
      poll: { exclusions: [{ option: { label: 'Ana' } }] },
    });
    expect(await exclude(0, { pollId, position: 0 })).toMatchObject({ reason: 'ALREADY_EXCLUDED' });
    await cast(3, pollId, ranking(2));
    await cast(4, pollId, ranking(0, 1));
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    const poll = await read(pollId);
    expect(poll).toMatchObject({
      exclusions: [
        { option: { position: 0, label: 'Ana' }, reason: 'She stepped down.', excludedBy: { number: 1 } },
      ],
      result: { outcome: 'DECIDED', winners: [{ position: 1 }], count: { takenOut: [{ label: 'Ana' }] } },
    });
    expect(poll.result.sentences).toContain(
      'Ana was taken out of the vote before the count, and is skipped on every ballot.',
    );
    expect(await exclude(0, { pollId, position: 1 })).toMatchObject({ reason: 'POLL_CLOSED' });
    expect(await recounted(poll.recountPath)).toMatchObject({ verdict: 'identical' });
    expect(await broken()).toEqual([]);
  });

  it('leaves whoever chose it a day to vote anew: the poll is given that time, or it is too late', async () => {
    const options = optionsNamed('Ana', 'Berta', 'Inés');
    const pollId = await openPoll(test, cooperative, { rule, options });
    await test.database.advanceClock('47 hours');
    const before = await read(pollId);
    expect(before.viewerCan.excludeOption.reason).toBe('NOT_ALLOWED');
    expect(await exclude(0, { pollId, position: 0 })).toMatchObject({ __typename: 'OptionExcluded' });
    expect(hoursBetween(before.closesAt, (await read(pollId)).closesAt)).toBeCloseTo(23, 1);
    const firm = ruleBy('irv', { ...lots, excluded: true }, { mayOpen: ['steward'], mayExtend: false });
    const late = await openPoll(test, cooperative, { rule: firm, options });
    await test.database.advanceClock('47 hours');
    expect(await exclude(0, { pollId: late, position: 0 })).toMatchObject({ reason: 'TOO_LATE_TO_EXCLUDE' });
    expect(
      (await test.ask(pollQuery, { id: late }, caller(0))).data.poll.viewerCan.excludeOption.reason,
    ).toBe('TOO_LATE_TO_EXCLUDE');
    await test.database.advanceClock('2 hours');
    await test.runDuties();
  });

  it('is refused where the rule does not let options be taken out', async () => {
    const plain = ruleBy('irv', lots, { mayOpen: ['steward'] });
    const pollId = await openPoll(test, cooperative, { rule: plain, options: optionsNamed('Ana', 'Berta') });
    expect(await exclude(0, { pollId, position: 0 })).toMatchObject({ reason: 'EXCLUSION_NOT_ALLOWED' });
    expect((await read(pollId)).viewerCan.excludeOption).toMatchObject({ reason: 'NOT_ALLOWED' });
  });
});

describe('an option that the rule adds', () => {
  it('stands last on the ballot, in the language of the cooperative, and leaves nobody chosen who comes after it', async () => {
    const rule = ruleBy('choice', { ...lots, none_of_these: true }, { seats: 2 });
    const options = optionsNamed('Ana', 'Berta', 'Inés');
    const pollId = await openPoll(test, cooperative, { rule, options });
    expect((await read(pollId)).options.map(({ label }: { label: string }) => label)).toEqual([
      ...['Ana', 'Berta', 'Inés', 'None of these'],
    ]);
    for (const [place, option] of [0, 0, 3, 3, 1].entries()) await cast(place, pollId, { option });
    await withClient(test.database.ownerUrl, (client) =>
      client.query(`UPDATE cooperative SET locale = 'es-ES' WHERE id = $1`, [cooperative.id]),
    );
    const spanish = await openPoll(test, cooperative, { rule, options });
    expect((await read(spanish)).options.at(-1)).toEqual({ label: 'Ninguna de estas' });
    await test.database.advanceClock('49 hours');
    await test.runDuties();
    const { result, recountPath } = await read(pollId);
    expect(['DECIDED', 'FAILED']).toContain(result.outcome);
    expect(result.winners).toEqual(result.outcome === 'DECIDED' ? [{ position: 0 }] : []);
    expect(await recounted(recountPath)).toMatchObject({ verdict: 'identical' });
    expect(await broken()).toEqual([]);
  });
});
