import { Database } from '../../../src/platform/database/pool.js';
import { resolveViewer } from '../../../src/platform/request/resolve-viewer.js';
import { RequestScope } from '../../../src/platform/request/request-scope.js';
import { newId } from '../../../src/shared/ids.js';
import { DistributionRuns, type NewRunDraft } from '../../../src/surplus/runs/distribution-runs.service.js';
import { RunComputationAct } from '../../../src/surplus/runs/run-computation.act.js';
import type { SurplusStory } from './surplus-story.js';

/** Purchases share a part of the surplus; four tenths are paid out, the rest is retained. */
export const byPurchases = (amount?: string): object => ({
  id: 'by purchases',
  waterfall: {
    pools: [
      {
        id: 'members',
        size: amount === undefined ? {} : { amount },
        weighting: { bases: { purchases: 1 } },
        forms: [{ form: 'cash', rate: '40%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
});

/** What officers do with runs, as the services take it. */
export class RunStory {
  constructor(readonly story: SurplusStory) {}

  async scope(place = 0): Promise<RequestScope> {
    const { session, cooperative } = this.story.coop.members[place]!.caller;
    const database = this.story.test.app.get(Database);
    return new RequestScope('runs', await resolveViewer(database, session, cooperative));
  }

  async draft(periodId: string, policy: object, over: Partial<NewRunDraft> = {}, place = 0) {
    const draft: NewRunDraft = {
      periodId,
      name: 'Surplus shared',
      mode: 'distribution',
      policy: { text: JSON.stringify(policy) },
      figures: { figures: {}, participants: {} },
      ...over,
    };
    return this.story.test.app.get(DistributionRuns).draftRun(await this.scope(place), draft, newId());
  }

  async compute(runId: string, place = 0) {
    return this.story.test.app.get(RunComputationAct).computeRun(await this.scope(place), runId);
  }

  /** A run that is written down and computed; its id. */
  async computed(periodId: string, policy: object, over: Partial<NewRunDraft> = {}): Promise<string> {
    const { runId } = (await this.draft(periodId, policy, over)) as { runId: string };
    const answer = await this.compute(runId);
    if (!('runHash' in answer)) throw new Error(JSON.stringify(answer));
    return runId;
  }
}
