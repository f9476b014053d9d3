import { RunGround } from './run-ground.js';

const asked = `query ($id: ID!) { distributionRun(id: $id) { steps { step output { name value } } pools { pool rate isOfFew whyHidden }
  period { patronageTotals { basis quantity participants whyHidden } }
  myLines { why { share whyHidden bases { total } } } } runReview(runId: $id) { myClass { people } whyNoClass } }`;

interface Told {
  readonly distributionRun: {
    readonly steps: readonly {
      readonly step: string;
      readonly output: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
}

describe('what members can work out of sums', () => {
  const ground = RunGround.lay();
  const hours =
    'ref;basis;quantity\nm001;hours;50\nm002;hours;20\nm003;hours;10\nm004;hours;10\nm005;hours;10\n';
  const share = (over: object): object => ({
    id: 'by hours',
    waterfall: { pools: [{ id: 'workers', size: {}, weighting: { bases: { hours: 1 } }, ...over }] },
  });
  const read = async (file: string, policy: object, place = 4) => {
    const periodId = await ground.story.closed(file, '1000');
    const id = await ground.runs.computed(periodId, policy);
    await ground.runs.review(id);
    return async (as = place) =>
      (await ground.test.ask(asked, { id }, ground.story.coop.members[as]!.caller)).data;
  };

  it('tells no total of the period beside that of a pool, where one person is left out of it', async () => {
    const ofMembers = share({ eligibility: { kinds: ['member'] } });
    const told = await read(`${hours}worker-7;hours;37\n`, ofMembers);
    const { distributionRun: run, runReview } = await told();
    expect(run.period.patronageTotals).toEqual([
      // Beside a share of 10/100, 137 hours in the period would say that the worker had 37.
      { basis: 'hours', quantity: null, participants: 6, whyHidden: 'FEW' },
    ]);
    expect(run.pools).toEqual([{ pool: 'workers', rate: '10', isOfFew: false, whyHidden: null }]);
    expect(run.myLines).toEqual([{ why: { share: '1/10', whyHidden: null, bases: [{ total: '100' }] } }]);
    expect(runReview).toEqual({ myClass: { people: 5 }, whyNoClass: null });
    const leftOut = ({ steps }: { steps: { output: { name: string; value: string }[] }[] }) =>
      steps.flatMap(({ output }) => output.filter(({ name }) => name === 'leftOut'));
    expect([leftOut(run), leftOut((await told(0)).distributionRun)]).toEqual([
      [],
      [{ name: 'leftOut', value: '1' }],
    ]);
    const [total] = (await told(0)).distributionRun.period.patronageTotals;
    expect(total).toMatchObject({ quantity: '137', whyHidden: null });
  });

  it('tells a class nothing of what it gets together, where only one person outside of it gets anything', async () => {
    const { distributionRun: run, runReview } = await (
      await read(`${hours}worker-7;hours;37\n`, share({}))
    )();
    expect(run.myLines).toEqual([{ why: { share: '10/137', whyHidden: null, bases: [{ total: '137' }] } }]);
    // The class together, taken from the pool, is what the worker gets.
    expect(runReview).toEqual({ myClass: null, whyNoClass: 'FEW' });
  });

  it('tells both where nobody is left over', async () => {
    const { distributionRun: run, runReview } = await (await read(hours, share({})))();
    expect(run.myLines).toEqual([{ why: { share: '1/10', whyHidden: null, bases: [{ total: '100' }] } }]);
    expect(runReview).toEqual({ myClass: { people: 5 }, whyNoClass: null });
  });

  it('tells no sums of forms where one member’s debt is set off: by their rates it would follow from them', async () => {
    const policy = (forms: object[]) => share({ forms });
    await ground.runs.debt('m004', '20');
    const rest = [{ form: 'cash', rate: '40%' }, { form: 'retained' }];
    const forms = async (told: (as?: number) => Promise<Told>, as: number) =>
      (await told(as)).distributionRun.steps.flatMap(({ step, output }) =>
        step === 'pool' ? output.flatMap(({ name }) => (name.startsWith('forms.') ? [name] : [])) : [],
      );
    const setOff = await read(hours, policy([{ form: 'setOff' }, ...rest]));
    expect(await forms(setOff, 4)).toEqual([]);
    expect(await forms(setOff, 0)).toEqual(['forms.cash', 'forms.setOff', 'forms.retained']);
  });

  it('tells the sums of forms that everybody has', async () => {
    const told = await read(hours, share({ forms: [{ form: 'cash', rate: '40%' }, { form: 'retained' }] }));
    const steps = ((await told()) as Told).distributionRun.steps.find(({ step }) => step === 'pool');
    expect(steps?.output.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['forms.cash', 'forms.retained']),
    );
  });
});
