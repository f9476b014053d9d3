import type { VariablesOf } from 'gql.tada';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { draftProposalDocument } from './deciding.documents.js';
import {
  declineDelegationDocument,
  delegateDocument,
  delegationsDocument,
  standingDocument,
} from './delegation.documents.js';

type Scope = VariablesOf<typeof delegateDocument>['input']['scope'];

/** Members by place: Ada keeps up with everything, Bo trusts her, Cy trusts Bo, Di trusts Ada, Eva asked nobody. */
const [ada, bo, cy, di, eva] = [1, 2, 3, 4, 5];

describe('a delegation that is overridden', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let pollId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 6, roles: { 0: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const member = (place: number) => coop.members[place]!.caller;
  const delegate = (from: number, to: number, scope: Scope) => {
    const input = { scope, to: { membershipId: coop.members[to]!.membershipId }, idempotencyKey: newId() };
    return askTyped(test, member(from), delegateDocument, { input }).then((data) => data.delegate);
  };
  const seen = async (place: number) => {
    const { poll } = await askTyped(test, member(place), standingDocument, { pollId });
    return poll!;
  };
  const propose = async (
    title: string,
    effect?: VariablesOf<typeof draftProposalDocument>['input']['effect'],
  ) => {
    const input = { title, body: '', ...(effect && { effect }) };
    const drafted = await askTyped(test, member(ada), draftProposalDocument, { key: newId(), input });
    return done(drafted.draftProposal).proposalId;
  };

  it('counts nowhere while the bylaws forbid it, and says so', async () => {
    done(await delegate(bo, ada, { wholeCooperative: true }));
    pollId = await story.putToTheVote(member(ada), await propose('Buy a van'), 3);
    done(await story.cast(member(ada), pollId, 'FOR'));
    expect(await seen(bo)).toMatchObject({
      delegation: { allowed: false, viewerCanDelegate: { allowed: false, reason: 'DELEGATION_NOT_ALLOWED' } },
      myStanding: { kind: 'FORBIDDEN', holder: null },
    });
    expect(reasonOf(await delegate(bo, ada, { pollId }))).toBe('DELEGATION_NOT_ALLOWED');
    await story.decide(pollId, []);
    expect((await seen(bo)).myStanding).toMatchObject({ kind: 'FORBIDDEN', isFinal: true });
  });

  it('is allowed by a change of the bylaws, for resolutions alone', async () => {
    const policy = {
      ...{ body: 'general-assembly', threshold: '1/2', comparison: 'MORE_THAN', base: 'CAST' },
      ...{ quorum: '1/10', quorumMeasure: 'PEOPLE', quorumCounting: ['FOR', 'AGAINST', 'ABSTAIN'] },
      ...{ noticeDays: 3, minimumDurationHours: 24, maximumDurationHours: 1_440, mayOpen: ['AUTHOR'] },
      ...{ visibility: 'CONFIDENTIAL', resultsBeforeClose: false, mayExtend: true, effectiveAfterDays: 0 },
      delegation: { holderCap: 3 },
    } as const;
    const amendRule = {
      ...{ decisionKind: 'resolution', policy, article: 'Article 10' },
      text: 'Resolutions are adopted by more than half of the votes cast. Votes may be delegated, at most three to one member.',
    } as never;
    const proposalId = await propose('Votes may be delegated', { amendRule });
    const amendment = await story.putToTheVote(member(ada), proposalId, 14);
    await story.decide(
      amendment,
      coop.members.map(({ caller }) => caller),
    );
    expect((await story.proposal(member(0), proposalId)).decision).toMatchObject({ stage: 'CARRIED_OUT' });
  });

  it('stands with the holder’s ballot, by way of others, as each may see', async () => {
    done(await delegate(cy, bo, { bodyId: coop.assemblyId }));
    done(await delegate(di, ada, { wholeCooperative: true }));
    pollId = await story.putToTheVote(member(ada), await propose('Buy a second van'), 3);
    expect((await seen(bo)).myStanding).toMatchObject({ kind: 'DEAD_END', nextHolder: { name: 'Member 2' } });
    done(await story.cast(member(ada), pollId, 'FOR'));
    expect((await seen(bo)).myStanding).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 2' } });
    expect((await seen(cy)).myStanding).toMatchObject({
      ...{ kind: 'COUNTED', nextHolder: { name: 'Member 3' }, holder: { name: 'Member 2' }, isFinal: false },
    });
    expect((await seen(ada)).votesHeldByMe.people).toBe(3);
    expect((await seen(eva)).myStanding).toMatchObject({ kind: 'NOTHING' });
  });

  it('is overridden by the principal’s own ballot, and those behind follow it', async () => {
    done(await story.cast(member(bo), pollId, 'AGAINST'));
    expect((await seen(bo)).myStanding).toMatchObject({ kind: 'OWN_BALLOT', holder: null });
    expect((await seen(cy)).myStanding).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 3' } });
    expect((await seen(ada)).votesHeldByMe.people).toBe(1);
    expect((await seen(bo)).votesHeldByMe.people).toBe(1);
  });

  it('is refused by a holder who wants none', async () => {
    done(await delegate(eva, bo, { pollId }));
    const { delegationsToMe } = await askTyped(test, member(bo), delegationsDocument, {});
    const fromEva = delegationsToMe!.nodes.find(({ principal }) => principal!.name === 'Member 6')!;
    const { declineDelegation } = await askTyped(test, member(bo), declineDelegationDocument, {
      delegationId: fromEva.id,
    });
    expect(done(declineDelegation).delegation).toMatchObject({ state: 'DECLINED' });
    expect((await seen(eva)).myStanding).toMatchObject({ kind: 'NOTHING' });
  });

  it('is counted once each at the close: two for, two against, and frozen as it was', async () => {
    // Of two who cast a ballot in a confidential vote no numbers would be given out.
    done(await story.cast(member(eva), pollId, 'ABSTAIN'));
    await story.decide(pollId, []);
    const { result } = await seen(ada);
    expect(result!.isFinal).toBe(true);
    expect(result!.sentences.join(' ')).toMatch(/2 for, 2 against/);
    expect((await seen(cy)).myStanding).toMatchObject({
      ...{ kind: 'COUNTED', isFinal: true, holder: { name: 'Member 3' } },
      sentences: ['Your vote was counted as Member 3 voted.'],
    });
    done(await delegate(cy, ada, { bodyId: coop.assemblyId }));
    expect((await seen(cy)).myStanding).toMatchObject({ kind: 'COUNTED', holder: { name: 'Member 3' } });
  });
});
