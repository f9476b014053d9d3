import type { VariablesOf } from 'gql.tada';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { draftProposalDocument, rulesDocument } from './deciding.documents.js';

type Effect = NonNullable<VariablesOf<typeof draftProposalDocument>['input']['effect']>;
type Policy = NonNullable<Effect['amendRule']>['policy'];

const strictRule: Policy = {
  body: 'general-assembly',
  threshold: '3/4',
  comparison: 'AT_LEAST',
  base: 'CAST',
  quorum: '1/10',
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
};

describe('a bylaw change governs the next vote and not the one already called', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let amendmentId: string;
  let calledBefore: string;
  let calledAfter: string;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 10, roles: { 0: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const member = (place: number) => coop.members[place]!.caller;
  const everybody = () => coop.members.map(({ caller }) => caller);
  const amendment = (over: Partial<Policy> = {}): Effect => ({
    amendRule: {
      decisionKind: 'resolution',
      policy: { ...strictRule, ...over },
      article: 'Article 10',
      text: 'Resolutions are adopted by three quarters of the votes cast, if one member in ten takes part.',
    },
  });
  const draft = (title: string, effect?: Effect) => {
    const input = { title, body: '', ...(effect && { effect }) };
    return askTyped(test, member(1), draftProposalDocument, { key: newId(), input }).then(
      ({ draftProposal }) => draftProposal,
    );
  };
  async function sixAgainstFour(proposalId: string): Promise<void> {
    const { poll } = await story.proposal(member(0), proposalId);
    for (const [place, caller] of everybody().entries())
      done(await story.cast(caller, poll!.id, place < 6 ? 'FOR' : 'AGAINST'));
  }

  it('refuses a rule that could never be kept, with what is wrong with it', async () => {
    expect(
      await draft('More than all', amendment({ threshold: '1', comparison: 'MORE_THAN' })),
    ).toMatchObject({
      reason: 'EFFECT_IMPOSSIBLE',
      message: expect.stringContaining('more than all'),
    });
    expect(reasonOf(await draft('Nobody decides', amendment({ body: 'no-such-body' })))).toBe(
      'EFFECT_IMPOSSIBLE',
    );
    expect(reasonOf(await draft('Backwards', amendment({ maximumDurationHours: 1 })))).toBe(
      'EFFECT_IMPOSSIBLE',
    );
  });

  it('takes the notice of a bylaw change, not that of a resolution', async () => {
    amendmentId = done(await draft('Three quarters for resolutions', amendment())).proposalId;
    calledBefore = done(await draft('Open on Sundays')).proposalId;
    done(await story.publish(member(1), amendmentId));
    done(await story.publish(member(1), calledBefore));
    await test.database.advanceClock('4 days');
    expect(reasonOf(await story.openVote(member(1), amendmentId, await story.hoursFromNow(30)))).toBe(
      'NOTICE_HAS_NOT_PASSED',
    );
    await test.database.advanceClock('10 days 1 minute');
    done(await story.openVote(member(1), calledBefore, await story.hoursFromNow(72)));
    done(await story.openVote(member(1), amendmentId, await story.hoursFromNow(25)));
  });

  it('is adopted by two thirds and stands in the bylaws as decided', async () => {
    const { poll } = await story.proposal(member(0), amendmentId);
    await story.decide(poll!.id, everybody());
    const { decision } = await story.proposal(member(0), amendmentId);
    expect(decision).toMatchObject({ stage: 'CARRIED_OUT', ruleKey: 'decision-policy/bylaw-change' });
    const { bylawHistory } = await askTyped(test, member(0), rulesDocument, {
      key: 'decision-policy/resolution',
    });
    expect(bylawHistory?.map(({ version, decisionId }) => ({ version, decisionId }))).toEqual([
      { version: 2, decisionId: decision!.id },
      { version: 1, decisionId: null },
    ]);
  });

  it('leaves the vote already called under the rule it was called by: six against four passes', async () => {
    await sixAgainstFour(calledBefore);
    await test.database.advanceClock('48 hours');
    await test.runDuties();
    expect(await story.proposal(member(0), calledBefore)).toMatchObject({
      poll: { ruleVersion: 1, result: { outcome: 'PASSED' } },
      decision: { outcome: 'ADOPTED', stage: 'EFFECTIVE', ruleVersion: 1 },
    });
  });

  it('governs the next vote: six against four fails, and the steward may no longer open it', async () => {
    calledAfter = done(await draft('Open on holidays')).proposalId;
    done(await story.publish(member(1), calledAfter));
    await test.database.advanceClock('3 days 1 minute');
    const closesAt = await story.hoursFromNow(25);
    expect(reasonOf(await story.openVote(member(0), calledAfter, closesAt))).toBe('NOT_ALLOWED');
    done(await story.openVote(member(1), calledAfter, closesAt));
    await sixAgainstFour(calledAfter);
    await test.database.advanceClock('26 hours');
    await test.runDuties();
    expect(await story.proposal(member(0), calledAfter)).toMatchObject({
      poll: { ruleVersion: 2, result: { outcome: 'FAILED' } },
      decision: { outcome: 'REJECTED', stage: 'NOT_ADOPTED', ruleVersion: 2 },
    });
  });
});
