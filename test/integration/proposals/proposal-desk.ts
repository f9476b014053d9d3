import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type Caller, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { reasonOf } from '../../support/builders/membership.js';
import { castThroughApi } from '../../support/builders/poll.js';

type Fields = Readonly<Record<string, unknown>>;

const draftDocument = `mutation ($input: DraftProposalInput!, $key: String!) {
  draftProposal(input: $input, idempotencyKey: $key) {
    ... on ProposalDrafted { proposalId } ... on DraftProposalRefused { reason message details } } }`;
const editDocument = `mutation ($input: EditProposalInput!) { editProposal(input: $input) {
  ... on ProposalEdited { proposalId } ... on EditProposalRefused { reason message } } }`;
const commentDocument = `mutation ($input: CommentOnProposalInput!) { commentOnProposal(input: $input) {
  ... on ProposalCommented { commentId comment { body } } ... on CommentOnProposalRefused { reason } } }`;
const openDocument = `mutation ($input: OpenVoteInput!, $key: String!) { openVote(input: $input, idempotencyKey: $key) {
  ... on VoteOpened { pollId } ... on OpenVoteRefused { reason message } } }`;
const readDocument = `query ($id: ID!) { proposal(id: $id) { title state version decisionKind topic
  options { position label description } versions { title topic options { label } }
  effect { kind sentence } poll { id ruleVersion }
  comments { totalCount nodes { id body onVersion replyTo } }
  viewerCan { edit { reason } publish { reason } withdraw { reason } comment { reason } openVote { reason } }
  decision { id number outcome chosen { position label } tied { position label } stage blockedReason effectiveAt decidedAt attempts { carriedOut reason } } } }`;

/** A cooperative (0 steward, 1 treasurer, then members) with its proposals, over HTTP. */
export class ProposalDesk {
  private constructor(
    readonly test: TestApplication,
    readonly coop: BuiltCooperative,
    readonly stranger: Required<Pick<Caller, 'session' | 'cooperative'>>,
  ) {}

  static async open(): Promise<ProposalDesk> {
    const test = await startTestApplication();
    const coop = await buildCooperative(test.database, {
      members: 6,
      roles: { 0: ['steward'], 1: ['treasurer'] },
    });
    const elsewhere = await buildCooperative(test.database, { members: 1 });
    return new ProposalDesk(test, coop, elsewhere.members[0]!.caller);
  }
  close(): Promise<void> {
    return this.test.stop();
  }
  member(place: number): Required<Pick<Caller, 'session' | 'cooperative'>> {
    return this.coop.members[place]!.caller;
  }

  private tryDraft(over: Fields, caller: Caller, key: string = newId()) {
    return this.test.ask(
      draftDocument,
      { key, input: { title: 'Open on Sundays', body: '', ...over } },
      caller,
    );
  }
  async draft(over: Fields, caller: Caller, key?: string): Promise<string> {
    const answer = await this.tryDraft(over, caller, key);
    if (reasonOf(answer) !== 'done') throw new Error(JSON.stringify(answer.data));
    return answer.data.draftProposal.proposalId as string;
  }
  async draftReason(over: Fields, caller: Caller, key?: string): Promise<string> {
    return reasonOf(await this.tryDraft(over, caller, key));
  }
  async draftRefusal(
    over: Fields,
    caller: Caller,
  ): Promise<{ reason: string; message: string; details: string[] }> {
    return (await this.tryDraft(over, caller)).data.draftProposal;
  }
  async edit(proposalId: string, over: Fields, caller: Caller): Promise<string> {
    const input = { proposalId, title: 'Open on Sundays', body: '', ...over };
    return reasonOf(await this.test.ask(editDocument, { input }, caller));
  }
  async act(name: 'publishProposal' | 'withdrawProposal', id: string, caller: Caller): Promise<string> {
    const refused = `${name[0]!.toUpperCase()}${name.slice(1)}Refused`;
    const document = `mutation ($id: ID!) { ${name}(proposalId: $id) { ... on ${refused} { reason } } }`;
    return reasonOf(await this.test.ask(document, { id }, caller));
  }
  async comment(proposalId: string, body: string, caller: Caller, replyTo?: string): Promise<string> {
    return reasonOf(await this.test.ask(commentDocument, { input: { proposalId, body, replyTo } }, caller));
  }
  async read(id: string, caller: Caller): Promise<any> {
    return (await this.test.ask(readDocument, { id }, caller)).data.proposal;
  }
  async titles(caller: Caller): Promise<string[]> {
    const { data } = await this.test.ask('{ proposals(first: 100) { nodes { title } } }', {}, caller);
    return data.proposals.nodes.map(({ title }: { title: string }) => title);
  }

  async openVote(proposalId: string, caller: Caller, hours = 25): Promise<string> {
    const now = await withClient(this.test.database.ownerUrl, async (client) => {
      const { rows } = await client.query<{ now: Date }>('SELECT rochdale_now() AS now');
      return rows[0]!.now;
    });
    const closesAt = new Date(now.getTime() + hours * 3_600_000).toISOString();
    return reasonOf(
      await this.test.ask(openDocument, { key: newId(), input: { proposalId, closesAt } }, caller),
    );
  }

  /** Drafted, published, its notice over, its vote open: the proposal and its poll. */
  async underVote(over: Fields, caller: Caller, noticeDays = 3): Promise<{ id: string; pollId: string }> {
    const id = await this.draft(over, caller);
    await this.act('publishProposal', id, caller);
    await this.test.database.advanceClock(`${noticeDays} days 1 minute`);
    const opened = await this.openVote(id, caller);
    if (opened !== 'done') throw new Error(opened);
    return { id, pollId: (await this.read(id, caller)).poll.id as string };
  }
  async everybodyVotes(pollId: string, choice = 'FOR'): Promise<void> {
    for (const { caller } of this.coop.members) await castThroughApi(this.test, caller, { pollId, choice });
  }
  async dayPasses(): Promise<void> {
    await this.test.database.advanceClock('26 hours');
    await this.test.runDuties();
  }

  amendment(over: Fields): Fields {
    const policy = {
      body: 'general-assembly',
      threshold: '2/3',
      comparison: 'AT_LEAST',
      base: 'CAST',
      quorum: '0',
      quorumMeasure: 'PEOPLE',
      quorumCounting: ['FOR', 'AGAINST', 'ABSTAIN'],
      noticeDays: 3,
      minimumDurationHours: 24,
      maximumDurationHours: 1_440,
      mayOpen: ['AUTHOR'],
      visibility: 'CONFIDENTIAL',
      resultsBeforeClose: false,
      mayExtend: true,
      effectiveAfterDays: 0,
      ...over,
    };
    return { decisionKind: 'resolution', policy, article: 'Article 10', text: 'Two thirds decide.' };
  }
}
