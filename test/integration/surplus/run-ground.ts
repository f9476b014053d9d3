import { startTestApplication, type TestApplication } from '../../support/application.js';
import { RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

/** What specs of runs stand on: the application, and for each test a cooperative of its own with the acts on its runs. */
export class RunGround {
  test!: TestApplication;
  story!: SurplusStory;
  runs!: RunStory;

  /** Lays it for the tests of the block that asks for it. */
  static lay(): RunGround {
    const ground = new RunGround();
    beforeAll(async () => {
      ground.test = await startTestApplication();
    });
    afterAll(() => ground.test.stop());
    beforeEach(async () => {
      ground.story = await SurplusStory.begin(ground.test);
      ground.runs = new RunStory(ground.story);
    });
    return ground;
  }
}
