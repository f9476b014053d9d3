import { startTestApplication, type TestApplication } from '../../support/application.js';
import { ReviewStory } from '../surplus/review-story.js';
import { byPurchases, RunStory } from '../surplus/run-story.js';
import { SurplusStory } from '../surplus/surplus-story.js';

describe('a surplus on the front page', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await SurplusStory.begin(test);
  });
  afterAll(() => test.stop());

  const pageOf = async (place: number): Promise<string> => {
    const headers = { cookie: `__Host-rochdale=${story.coop.members[place]!.caller.session}` };
    return (await test.app.inject({ method: 'GET', url: '/', headers })).body;
  };

  it('waits for each member with their own amount while it is under review', async () => {
    const review = new ReviewStory(new RunStory(story));
    const patronage = 'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n';
    expect(await pageOf(3)).not.toContain('Surplus under review');
    await review.open(patronage, '36000', byPurchases());
    const page = await pageOf(3);
    expect(page).toContain('Surplus under review: ');
    expect(page).toContain('yours would be 90.00 EUR');
    expect(page).toContain('respondToRun');
    expect(await pageOf(1)).toContain('nothing of it would be yours');
    await review.adopt();
    expect(await pageOf(3)).not.toContain('Surplus under review');
  });
});
