import { ensureWorkshop, workshopGreeting } from '../../../src/cli/demo/workshop.js';
import { invariants } from '../../../src/cli/invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';

/** Letters arrive when the story waits for them. */
const settleByMail =
  (test: TestApplication) =>
  async (isSo: () => Promise<boolean>): Promise<void> => {
    for (let rounds = 0; !(await isSo()); rounds += 1) {
      if (rounds > 100) throw new Error('the founding waited for something that did not happen');
      await test.runJobs();
    }
  };

describe('the workshop of the demonstration', () => {
  let test: TestApplication;
  const said: string[] = [];
  const found = () =>
    ensureWorkshop({ app: test.app, settle: settleByMail(test) }, (line) => said.push(line));
  beforeAll(async () => {
    test = await startTestApplication({ poolSize: 8, demonstration: true });
  });
  afterAll(() => test.stop());

  it('is founded once, with every invariant kept', async () => {
    const workshop = await found();
    expect(await found()).toEqual(workshop);
    expect(said).toEqual(['Founded bost, five people with nothing decided yet.']);
    expect(await brokenIn(test, workshop.id, invariants)).toEqual([]);
  });

  it('lets all five in by a click', async () => {
    const text = workshopGreeting(test.app, await found(), 'http://localhost:4000').join('\n');
    const links = [...text.matchAll(/http:\/\/localhost:4000(\/demo\/sign-in\/\S+)/g)].map(
      ([, path]) => path!,
    );
    const pages: string[] = [];
    for (const url of links) {
      const entered = await test.app.inject({ method: 'GET', url });
      const cookie = String(entered.headers['set-cookie']).split(';')[0]!;
      pages.push((await test.app.inject({ method: 'GET', url: '/', headers: { cookie } })).body);
    }
    expect(pages.map((page) => /member number \d+(, [a-z ]+)?/.exec(page)?.[1])).toEqual([
      ', secretary and steward',
      ', treasurer',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
