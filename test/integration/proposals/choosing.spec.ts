import { withClient } from '../../../src/platform/database/database-roles.js';
import type { Caller } from '../../support/application.js';
import { castThroughApi } from '../../support/builders/poll.js';
import { ProposalDesk } from './proposal-desk.js';

const options = ['Green', 'Blue', 'Red'].map((label) => ({ label }));
const doors = { title: 'The door', decisionKind: 'choice', topic: 'house', options };

describe('deciding on proposals that choose among options', () => {
  let desk: ProposalDesk;
  let author: Caller;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    author = desk.member(2);
  });
  afterAll(() => desk.close());

  async function ballots(pollId: string, marks: readonly Record<string, unknown>[]): Promise<void> {
    for (const [place, ballot] of marks.entries()) {
      const cast = await castThroughApi(desk.test, desk.coop.members[place]!.caller, { pollId, ballot });
      expect(cast).toMatchObject({ __typename: 'BallotCast' });
    }
  }
  const ranking = (...places: number[]) => ({ ranking: places.map((place) => [place]) });

  it('put the options of the text to the vote, under its topic, and record what was chosen', async () => {
    const { id, pollId } = await desk.underVote(doors, author, 7);
    const { data } = await desk.test.ask(
      'query ($id: ID!) { poll(id: $id) { method options { position label } } }',
      { id: pollId },
      author,
    );
    expect(data.poll).toEqual({
      method: 'irv',
      options: options.map(({ label }, position) => ({ position, label })),
    });
    expect(await desk.edit(id, doors, author)).toBe('TEXT_IS_FROZEN');
    await ballots(pollId, [ranking(1), ranking(1, 0), ranking(0, 1), ranking(0), ranking(2, 1)]);
    await desk.dayPasses();
    expect(await desk.read(id, author)).toMatchObject({
      state: 'DECIDED',
      decision: { outcome: 'ADOPTED', stage: 'EFFECTIVE', chosen: [{ position: 1, label: 'Blue' }] },
    });
  });

  it('decide nothing when too few take part', async () => {
    const silent = await desk.underVote(doors, author, 7);
    await desk.dayPasses();
    expect((await desk.read(silent.id, author)).decision).toMatchObject({
      ...{ outcome: 'NO_QUORUM', stage: 'NOT_ADOPTED', chosen: [] },
    });
  });

  it('are tied where the rule picks nobody among those ahead, and that is neither adopted nor rejected', async () => {
    const policy = {
      ...{ threshold: null, comparison: null, base: null, quorumCounting: null, noticeDays: 0 },
      ...{ method: 'choice', options: { tieBreak: { mode: 'REPORT_TIE' } } },
    };
    const amendRule = { ...desk.amendment(policy), decisionKind: 'colour' };
    const added = await desk.underVote({ effect: { amendRule } }, author, 14);
    await desk.everybodyVotes(added.pollId);
    await desk.dayPasses();
    const { id, pollId } = await desk.underVote({ ...doors, decisionKind: 'colour' }, author, 0);
    await ballots(pollId, [{ option: 0 }, { option: 1 }, { option: 0 }, { option: 1 }, { option: 2 }]);
    await desk.dayPasses();
    expect((await desk.read(id, author)).decision).toMatchObject({
      ...{ outcome: 'TIED', stage: 'NOT_ADOPTED', chosen: [], effectiveAt: null },
    });
  });

  it('name who is certain and who is equal, where the last of several seats is tied', async () => {
    const policy = {
      ...{ threshold: null, comparison: null, base: null, quorumCounting: null, noticeDays: 0, seats: 2 },
      ...{ method: 'approval', options: { tieBreak: { mode: 'REPORT_TIE' }, noneOfThese: true } },
    };
    const amendRule = { ...desk.amendment(policy), decisionKind: 'two-colours' };
    const added = await desk.underVote({ effect: { amendRule } }, author, 14);
    await desk.everybodyVotes(added.pollId);
    await desk.dayPasses();
    const { id, pollId } = await desk.underVote({ ...doors, decisionKind: 'two-colours' }, author, 0);
    await ballots(pollId, [{ approved: [0, 1] }, { approved: [0, 2] }, { approved: [0, 1, 2] }]);
    await desk.dayPasses();
    expect((await desk.read(id, author)).decision).toMatchObject({
      ...{ outcome: 'TIED', chosen: [{ position: 0, label: 'Green' }] },
      tied: [
        { position: 1, label: 'Blue' },
        { position: 2, label: 'Red' },
      ],
    });
  });

  it('are adopted by consent when nobody objects', async () => {
    const { id, pollId } = await desk.underVote({ title: 'By consent', decisionKind: 'consent' }, author, 7);
    await ballots(pollId, [
      { consent: { position: 'CONSENT', textVersion: 1 } },
      { consent: { position: 'STAND_ASIDE', textVersion: 1 } },
    ]);
    await desk.dayPasses();
    expect((await desk.read(id, author)).decision).toMatchObject({ outcome: 'ADOPTED', chosen: [] });
  });

  it('keep their options as the vote opened on them: the database takes no other', async () => {
    const { id } = await desk.underVote(doors, author, 7);
    const late = withClient(desk.test.database.ownerUrl, async (client) => {
      await client.query(`SELECT set_config('rochdale.cooperative_id', $1, false)`, [desk.coop.id]);
      await client.query(
        `INSERT INTO proposal_option (cooperative_id, proposal_id, version, position, label) VALUES ($1, $2, 1, 3, 'Late')`,
        [desk.coop.id, id],
      );
    });
    await expect(late).rejects.toThrow(/the options of proposal .* are frozen/);
  });
});
