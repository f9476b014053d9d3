import { castThroughApi } from '../../support/builders/poll.js';
import { statementsOf } from '../../support/query-counter.js';
import { ProposalDesk } from './proposal-desk.js';

const card = `id closesAt state turnout { people eligiblePeople } myBallot { choice revision checkCode }`;
const pageOf = (poll: string, author: string): string =>
  `{ proposals(first: 20) { nodes { title author { ${author} } poll { ${poll} } } pageInfo { hasNextPage } } }`;

describe('the page of proposals', () => {
  let desk: ProposalDesk;
  beforeAll(async () => {
    desk = await ProposalDesk.open();
    const { pollId } = await desk.underVote({ title: 'In its vote' }, desk.member(2));
    await castThroughApi(desk.test, desk.member(3), { pollId, choice: 'AGAINST' });
    await desk.draft({ title: 'A draft' }, desk.member(3));
  });
  afterAll(() => desk.close());

  const nodesOf = async (query: string, place: number) =>
    (await desk.test.ask(query, {}, desk.member(place))).data.proposals.nodes;

  it('comes with authors, polls, turnout and the viewer’s ballot in one statement', async () => {
    const statements = await statementsOf(() => nodesOf(pageOf(card, 'id name'), 3));
    expect(statements).toHaveLength(1);
  });
  it('says the same whether a poll came as a card or was loaded, for who has voted and for who has not', async () => {
    for (const place of [3, 4]) {
      const short = await nodesOf(pageOf(card, 'id number name'), place);
      const long = await nodesOf(pageOf(`${card} bodyName`, 'id number name standing'), place);
      for (const { poll, author } of long) {
        if (poll) delete poll.bodyName;
        delete author.standing;
      }
      expect(short).toEqual(long);
      const ballot = short.find(({ title }: { title: string }) => title === 'In its vote').poll.myBallot;
      expect(ballot?.choice ?? null).toBe(place === 3 ? 'AGAINST' : null);
    }
  });
  it('brings texts when they are asked for, through fragments too', async () => {
    const asked = `{ proposals { nodes { ...Text } } } fragment Text on Proposal { title body }`;
    const drafted = await desk.draft({ title: 'With a text', body: 'The text.' }, desk.member(4));
    expect(drafted).not.toBe('');
    expect((await nodesOf(asked, 4))[0]).toEqual({ title: 'With a text', body: 'The text.' });
  });
  it('is empty for who is not of this cooperative, drafts and cards alike', async () => {
    const { data } = await desk.test.ask(
      pageOf(card, 'id name'),
      {},
      {
        session: desk.stranger.session,
        cooperative: desk.coop.slug,
      },
    );
    expect(data.proposals.nodes).toEqual([]);
  });
});
