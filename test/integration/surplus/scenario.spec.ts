import { byPurchases } from './run-story.js';
import { SurplusStory } from './surplus-story.js';
import { RunGround } from './run-ground.js';

const query = `query ($firstId: ID!, $secondId: ID!) { scenarioComparison(firstId: $firstId, secondId: $secondId) {
  comparable { reason } whole { participants beforeMinor afterMinor }
  classes { class shown { participants beforeMinor afterMinor } isSuppressed whyHidden groups { direction participants differenceMinor } } } }`;

describe('two scenarios of a period to come', () => {
  const ground = RunGround.lay();

  const byHead = {
    id: 'by head',
    waterfall: { pools: [{ id: 'members', size: {}, weighting: { bases: { equal: 1 } } }] },
  };
  const figures = { figures: { result: { member: '100000' } }, participants: {} };
  const compare = async (firstId: string, secondId: string, place = 4) =>
    (await ground.test.ask(query, { firstId, secondId }, ground.story.coop.members[place]!.caller)).data
      .scenarioComparison;
  /** Last year's patronage of five members and a worker stands for that of the year to come. */
  const scenarios = async (): Promise<{ first: string; second: string; last: string }> => {
    const last = await ground.story.open();
    for (const [index, quantity] of ['50', '20', '10', '10', '10'].entries())
      await ground.story.record(last, { ref: `m00${index + 1}`, quantity });
    const periodId = await ground.story.open({ name: '2031', startsOn: '2031-01-01', endsOn: '2031-12-31' });
    const over = { mode: 'scenario' as const, patronagePeriodId: last, figures };
    return {
      first: await ground.runs.computed(periodId, byPurchases(), over),
      second: await ground.runs.computed(periodId, byHead, over),
      last,
    };
  };

  it('say to every member who gains and who loses, and nothing that tells of one person', async () => {
    const { first, second, last } = await scenarios();
    const whole = { participants: 5, beforeMinor: '100000', afterMinor: '100000' };
    expect(await compare(first, second)).toEqual({
      comparable: { reason: null },
      whole,
      // Computed again after each record, the sums of a class would show it.
      classes: [{ class: 'members', shown: null, groups: [], isSuppressed: true, whyHidden: 'RECORDS_OPEN' }],
    });
    await ground.story.act('closePeriod', { periodId: last });
    expect(await compare(first, second)).toEqual({
      comparable: { reason: null },
      whole,
      classes: [
        {
          class: 'members',
          // Three gain, one loses and one fares alike: each group, and those in whom money moves, would be too few.
          shown: null,
          groups: [],
          ...{ isSuppressed: true, whyHidden: 'FEW' },
        },
      ],
    });
  });

  it('tell members no total while the records they go by are still being entered', async () => {
    const { second, last } = await scenarios();
    const asked = `query ($id: ID!) { distributionRun(id: $id) { pools { rate isOfFew }
      steps { step input { name } } myLines { why { share bases { total } } } } }`;
    const read = async (place: number) =>
      (await ground.test.ask(asked, { id: second }, ground.story.coop.members[place]!.caller)).data
        .distributionRun;
    const totalsIn = ({ steps }: { steps: { step: string; input: { name: string }[] }[] }) =>
      steps.filter(({ step }) => step === 'pool').flatMap(({ input }) => input.map(({ name }) => name));
    const member = await read(4);
    expect(member.pools).toEqual([{ rate: null, isOfFew: true }]);
    expect(member.myLines).toEqual([{ why: { share: null, bases: [{ total: null }] } }]);
    expect(totalsIn(member)).toEqual(['size']);
    expect(totalsIn(await read(0))).toEqual(['size', 'totals.equal', 'participants']);
    await ground.story.act('closePeriod', { periodId: last });
    expect((await read(4)).myLines).toEqual([{ why: { share: '1/5', bases: [{ total: '5' }] } }]);
  });

  it('are not decided on, and nothing but scenarios is compared', async () => {
    const { first, second, last } = await scenarios();
    expect(await ground.runs.review(first)).toMatchObject({ reason: 'SCENARIO_ONLY' });
    await ground.story.act('closePeriod', { periodId: last });
    await ground.story.result(last, '500');
    const real = await ground.runs.computed(last, byPurchases());
    expect(await compare(first, real, 0)).toEqual({
      comparable: { reason: 'NOT_SCENARIOS' },
      ...{ whole: null, classes: [] },
    });
    expect(await compare(first, real)).toBeNull();
    await ground.runs.edit(second, byHead, figures);
    expect((await compare(first, second, 0)).comparable).toEqual({ reason: 'RUN_NOT_COMPUTED' });
    const stranger = await SurplusStory.begin(ground.test);
    const asked = await ground.test.ask(
      query,
      { firstId: first, secondId: second },
      stranger.coop.members[0]!.caller,
    );
    expect(asked.data.scenarioComparison).toBeNull();
  });
});
