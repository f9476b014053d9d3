import { withClient } from '../../src/platform/database/database-roles.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { draftProposalDocument, rulesDocument } from './deciding.documents.js';
import type { VariablesOf } from 'gql.tada';

type Effect = NonNullable<VariablesOf<typeof draftProposalDocument>['input']['effect']>;
type Policy = NonNullable<Effect['amendRule']>['policy'];

/** Bylaws change by two thirds of all, and of the workers by themselves. */
const ruleOfBothClasses: Policy = {
  body: 'general-assembly',
  ...{ threshold: '2/3', comparison: 'AT_LEAST', base: 'CAST' },
  classMajorities: [{ class: 'workers', fraction: '2/3', comparison: 'AT_LEAST', base: 'CAST' }],
  ...{ quorum: '1/5', quorumMeasure: 'PEOPLE', quorumCounting: ['FOR', 'AGAINST', 'ABSTAIN'] },
  ...{ noticeDays: 14, minimumDurationHours: 24, maximumDurationHours: 1_440, mayOpen: ['AUTHOR'] },
  ...{ visibility: 'CONFIDENTIAL', resultsBeforeClose: false, mayExtend: false, effectiveAfterDays: 0 },
};

describe('a bylaw change with a class majority', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 20 });
    story = new CooperativeStory(test, coop.slug);
    await workersAre([0, 1, 2, 3]);
  });
  afterAll(() => test.stop());

  const classId = newId();
  async function workersAre(places: readonly number[]): Promise<void> {
    await withClient(test.database.ownerUrl, async (client) => {
      await client.query(
        `INSERT INTO member_class (cooperative_id, id, code, name, may_vote, vote_weight_millionths)
         VALUES ($1, $2, 'workers', 'Workers', true, 1000000) ON CONFLICT DO NOTHING`,
        [coop.id, classId],
      );
      for (const place of places) {
        await client.query(
          `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
           VALUES ($1, $2, $3, $4, '2021-01-01')`,
          [coop.id, newId(), coop.members[place]!.membershipId, classId],
        );
      }
    });
  }
  const member = (place: number) => coop.members[place]!.caller;
  const draft = (title: string, policy: Policy) => {
    const amendRule = {
      ...{ decisionKind: 'bylaw-change', policy, article: 'Article 30' },
      text: 'Bylaws are changed by two thirds of all votes and two thirds of those of the workers.',
    };
    const input = { title, body: '', effect: { amendRule } };
    return askTyped(test, member(9), draftProposalDocument, { key: newId(), input }).then(
      ({ draftProposal }) => draftProposal,
    );
  };
  /** Twenty vote: so many of the five workers in favour, and so many of the fifteen others. */
  async function decided(proposalId: string, workersFor: number, othersFor: number) {
    const pollId = await story.putToTheVote(member(9), proposalId, 14);
    for (const place of coop.members.keys()) {
      const isFor = place < 5 ? place < workersFor : place - 5 < othersFor;
      done(await story.cast(member(place), pollId, isFor ? 'FOR' : 'AGAINST'));
    }
    await test.database.advanceClock('26 hours');
    await test.runDuties();
    return story.proposal(member(0), proposalId);
  }

  it('is refused for a class that the cooperative does not have', async () => {
    const [majority] = ruleOfBothClasses.classMajorities!;
    const unknown = { ...ruleOfBothClasses, classMajorities: [{ ...majority!, class: 'investors' }] };
    expect(await draft('For investors', unknown)).toMatchObject({
      reason: 'EFFECT_IMPOSSIBLE',
      message: expect.stringContaining('no class of members with the code investors'),
    });
  });

  it('is adopted by the rule in force until then, and says in the bylaws what it asks of whom', async () => {
    const { proposalId } = done(await draft('Workers have a say', ruleOfBothClasses));
    expect((await decided(proposalId, 0, 15)).decision).toMatchObject({
      stage: 'CARRIED_OUT',
      ruleVersion: 1,
    });
    const { bylawHistory } = await askTyped(test, member(0), rulesDocument, {
      key: 'decision-policy/bylaw-change',
    });
    expect(bylawHistory?.[0]).toMatchObject({ version: 2 });
    expect(bylawHistory?.[0]?.inWords).toContain(
      'Besides, at least 2/3 of the votes that the class workers casts for and against must be in favour.',
    );
  });

  it('is not held as a confidential vote while four workers could be seen through, unless openly', async () => {
    const { proposalId } = done(await draft('Too early', { ...ruleOfBothClasses, noticeDays: 15 }));
    done(await story.publish(member(9), proposalId));
    await test.database.advanceClock('14 days 1 hour');
    const open = async (openly: boolean) =>
      story.openVote(member(9), proposalId, await story.hoursFromNow(25), openly);
    expect(reasonOf(await open(false))).toBe('TOO_FEW_TO_HIDE');
    done(await open(true));
    const { poll } = await story.proposal(member(0), proposalId);
    expect(poll).toMatchObject({ visibility: 'OPEN' });
    await workersAre([4]);
  });

  it('fails from then on when all agree but the workers do not: sixteen of twenty are not enough', async () => {
    const { proposalId } = done(await draft('Without the workers', { ...ruleOfBothClasses, noticeDays: 15 }));
    const { decision, poll } = await decided(proposalId, 1, 15);
    expect(decision).toMatchObject({ outcome: 'REJECTED', stage: 'NOT_ADOPTED', ruleVersion: 2 });
    expect(poll?.result?.outcome).toBe('FAILED');
  });

  it('fails when the workers agree but all together do not, and passes when both do, to the last vote', async () => {
    const refused = done(await draft('Workers alone', { ...ruleOfBothClasses, noticeDays: 15 })).proposalId;
    expect((await decided(refused, 5, 8)).decision).toMatchObject({ outcome: 'REJECTED' });
    const passed = done(await draft('Both', { ...ruleOfBothClasses, noticeDays: 15 })).proposalId;
    expect((await decided(passed, 4, 10)).decision).toMatchObject({
      outcome: 'ADOPTED',
      stage: 'CARRIED_OUT',
    });
  });
});
