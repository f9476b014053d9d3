import type { Answer } from '../../support/application.js';
import { key, type Step } from './catalogue.js';
import type { IsolationWorld } from './world.js';

type Entry = [string, (world: IsolationWorld) => Step | Promise<Step>];

const idIn = (data: Answer['data']): string =>
  (Object.values(data as object)[0] as { responseId: string }).responseId;

/** Something that member 4 asks of the run under review. */
async function asked(world: IsolationWorld): Promise<string> {
  const question = { kind: 'QUESTION', about: 'LINE', body: 'Why?', runId: world.ids.run };
  const answer = await world.ask(
    'respondToRun',
    { input: { ...question, idempotencyKey: key() } },
    world.member(4),
  );
  return idIn(answer.data);
}

/** What is said of a run under review; a dispute is settled before the run goes on, and another stays open. */
export const review: Entry[] = [
  [
    'respondToRun',
    (world) => {
      const claim = { kind: 'OBJECTION', about: 'RECORD', basis: 'purchases', claimedQuantity: '123' };
      const input = { ...claim, body: 'More.', runId: world.ids.run, idempotencyKey: key() };
      return {
        by: world.member(4),
        variables: { input },
        keep: (data) => void (world.ids.dispute = idIn(data)),
      };
    },
  ],
  [
    'answerReview',
    (world) => ({
      by: world.member(0),
      variables: { input: { responseId: world.ids.dispute, body: 'No.', proposes: 'AS_RECORDED' } },
    }),
  ],
  [
    'pressReview',
    (world) => ({
      by: world.member(4),
      variables: { input: { responseId: world.ids.dispute, body: 'But yes.' } },
    }),
  ],
  [
    'decideDispute',
    (world) => {
      const input = { responseId: world.ids.dispute, body: 'It stands.', ending: 'AS_RECORDED' };
      return { by: world.member(1), variables: { input: { ...input, idempotencyKey: key() } } };
    },
  ],
  [
    'acceptReviewAnswer',
    async (world) => {
      const responseId = await asked(world);
      await world.ask('answerReview', { input: { responseId, body: 'So.' } }, world.member(0));
      return { by: world.member(4), variables: { responseId } };
    },
  ],
  [
    'withdrawReviewResponse',
    async (world) => ({ by: world.member(4), variables: { responseId: await asked(world) } }),
  ],
  [
    'runReview',
    async (world) => {
      const claim = { kind: 'OBJECTION', about: 'RECORD', basis: 'purchases', claimedQuantity: '24' };
      const input = { ...claim, body: 'A little more.', runId: world.ids.run, idempotencyKey: key() };
      const still = await world.ask('respondToRun', { input }, world.member(4));
      world.ids.stillOpen = idIn(still.data);
      await world.ask('computeRun', { runId: world.ids.run }, world.member(1));
      return { by: world.member(4), variables: { runId: world.ids.run } };
    },
  ],
];

/** The other ended while nobody released what the run in the books holds because of it. */
export const retryRelease: Entry = [
  'retryRelease',
  async (world) => {
    await world.sql(
      `UPDATE review_response SET state = 'ended', ending = 'withdrawn', ended_at = rochdale_now() WHERE id = $1`,
      [world.ids.stillOpen],
    );
    return { by: world.member(1), variables: { runId: world.ids.run, idempotencyKey: key() } };
  },
];
