import { key } from './catalogue.js';
import { hoursFromNow, keepAs, mustAsk, type Entry } from './catalogue-steps.js';
import { retryRelease, review } from './catalogue-of-review.js';
import type { IsolationWorld } from './world.js';

/** All of it is retained, so that nothing is owed once it is in the books. */
const policy = {
  text: JSON.stringify({
    id: 'retained',
    waterfall: {
      pools: [
        { id: 'members', size: {}, weighting: { bases: { purchases: 1 } }, forms: [{ form: 'retained' }] },
      ],
    },
  }),
};
const terms = (world: IsolationWorld) => ({
  ...{ name: 'Share it', policy, figures: { result: { memberMinor: '1000' } } },
  periodId: world.ids.period,
});

/** From a closed period to the proposal that puts its run to the vote. */
export const runsBeforeTheVote: Entry[] = [
  ['closePeriod', (world) => ({ by: world.member(1), variables: { periodId: world.ids.period } })],
  [
    'draftRun',
    (world) => ({
      by: world.member(1),
      variables: { input: terms(world), idempotencyKey: key() },
      keep: keepAs(world, 'run', 'runId'),
    }),
  ],
  [
    'editRun',
    (world) => {
      const { periodId: _, ...run } = { ...terms(world), runId: world.ids.run };
      return { by: world.member(1), variables: { input: run } };
    },
  ],
  ['computeRun', (world) => ({ by: world.member(1), variables: { runId: world.ids.run } })],
  [
    'withdrawRun',
    async (world) => {
      const { runId } = await mustAsk(world, 'draftRun', { input: terms(world), idempotencyKey: key() }, 1);
      return { by: world.member(1), variables: { runId: runId as string } };
    },
  ],
  [
    'openRunReview',
    async (world) => {
      const until = await hoursFromNow(world, 7 * 24 + 1);
      return { by: world.member(1), variables: { input: { runId: world.ids.run, until } } };
    },
  ],
  ...review,
  ['distributionRun', (world) => ({ by: world.member(4), variables: { id: world.ids.run } })],
  ['memberStatement', (world) => ({ by: world.member(4), variables: { runId: world.ids.run } })],
  ['runSummary', (world) => ({ by: world.member(4), variables: { runId: world.ids.run } })],
  [
    'scenarioComparison',
    async (world) => {
      const input = { ...terms(world), mode: 'SCENARIO' };
      const ids: string[] = [];
      for (const _ of [1, 2]) {
        const { runId } = await mustAsk(world, 'draftRun', { input, idempotencyKey: key() }, 1);
        await mustAsk(world, 'computeRun', { runId }, 1);
        ids.push(runId as string);
      }
      return { by: world.member(4), variables: { firstId: ids[0], secondId: ids[1] } };
    },
  ],
  [
    'putRunToVote',
    async (world) => {
      await world.test.database.advanceClock('7 days 2 hours');
      const input = { runId: world.ids.run, title: 'Share it', body: '' };
      return {
        by: world.member(0),
        variables: { input, idempotencyKey: key() },
        keep: keepAs(world, 'sharing', 'proposalId'),
      };
    },
  ],
  [
    'returnRunToReview',
    (world) => ({
      by: world.member(1),
      variables: { input: { runId: world.ids.run, reason: 'Nobody opened the vote' } },
    }),
  ],
  [
    'editRunProposal',
    async (world) => {
      const again = { runId: world.ids.run, title: 'Share it', body: '' };
      const put = await mustAsk(world, 'putRunToVote', { input: again, idempotencyKey: key() }, 0);
      world.ids.sharing = put.proposalId as string;
      return {
        by: world.member(0),
        variables: { input: { runId: world.ids.run, title: 'Share all of it', body: '' } },
      };
    },
  ],
];

/** The decision was adopted and is blocked until the result is on record; then the run is in the books, and nothing is owed. */
export const runsAfterTheVote: Entry[] = [
  [
    'recordResult',
    (world) => {
      const result = { periodId: world.ids.period, resultMinor: '1000' };
      return { by: world.member(1), variables: { input: { ...result, idempotencyKey: key() } } };
    },
  ],
  [
    'distributionRuns',
    async (world) => {
      const retry = { decisionId: world.ids.decision, idempotencyKey: key() };
      await mustAsk(world, 'retryEffect', retry, 0);
      return { by: world.member(1), variables: { periodId: world.ids.period } };
    },
  ],
  retryRelease,
  [
    'proposeRunReversal',
    (world) => {
      const input = { runId: world.ids.run, title: 'Undo it', body: '' };
      return { by: world.member(0), variables: { input, idempotencyKey: key() } };
    },
  ],
  ['lockRun', (world) => ({ by: world.member(1), variables: { runId: world.ids.run } })],
];
