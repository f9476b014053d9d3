import { readFile } from 'node:fs/promises';
import { databaseNow } from '../../platform/database/database-now.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nobody } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { importPatronage } from '../files/import-files.js';
import { auditedResultMinor, demoPeriod, demoSharing, newArticle20 } from './demo-cooperative.js';
import { stageOf, type DemoWorld, type Stage } from './demo-world.js';
import {
  demoFile,
  enterMembers,
  foundDemoCooperative,
  openAccounts,
  orThrow,
  type Founded,
} from './founding-chapter.js';
import type { Participant } from './joining.js';
import { acts } from './public-api.js';
import { awaitDecision, callVote, castBallots } from './voting-chapter.js';
import { leaveThingsToDo } from './waiting-chapter.js';

const accounts = 40;

/**
 * The cooperative's story, lived through the public API: founded, members and patronage imported, accounts opened by
 * real invitations, a rule changed while a vote under the old one is on, surplus shared under the new one. At its end
 * a vote is open and a proposal under deliberation, so that whoever looks in finds something to do.
 */
export async function liveDemoStory(
  world: DemoWorld,
  slug: string,
  say: (line: string) => void,
): Promise<void> {
  const stage = stageOf(world, say);
  const founded = await foundDemoCooperative(stage, slug);
  say(`Founded ${slug}; both officers have accepted.`);
  say(`Imported ${await enterMembers(stage, founded)} members from demo/members.csv.`);
  const periodId = await keepBooks(stage, founded);
  const began = Date.now();
  const members = await openAccounts(stage, founded, accounts);
  // A ballot takes less than a quarter of what opening an account takes: time enough on a slow machine too.
  const forMs = 2_000 + Math.trunc((Date.now() - began) / 2);
  say(`${members.length} members have accepted their invitations and opened accounts.`);
  const voters = [founded.steward, founded.treasurer, ...members];
  const runId = await computeAndReview(stage, founded, periodId);
  await changeTheRule(stage, founded, voters, { runId, forMs });
  await shareSurplus(stage, founded, voters, { runId, forMs });
  await leaveThingsToDo(stage, founded, members);
}

/** A period with its patronage, closed, and its audited result in the books. */
async function keepBooks(stage: Stage, { cooperativeId, treasurer }: Founded): Promise<string> {
  const { periodId } = await stage.api.act<{ periodId: string }>(
    acts.openPeriod,
    { input: demoPeriod },
    treasurer.caller,
  );
  const content = await readFile(demoFile('patronage-2025.csv'), 'utf8');
  const work = stage.app.get(UnitOfWork);
  const { lines } = orThrow(await importPatronage(work, cooperativeId, demoPeriod.name, content));
  stage.say(`Imported ${lines} records of patronage from demo/patronage-2025.csv.`);
  await stage.api.act(acts.closePeriod, { periodId }, treasurer.caller);
  const resultMinor = auditedResultMinor.toString();
  await stage.api.act(
    acts.recordResult,
    { input: { periodId, resultMinor, idempotencyKey: newId() } },
    treasurer.caller,
  );
  return periodId;
}

/** What is to be voted on is computed before, and laid open: here for a second, in life for weeks. */
async function computeAndReview(stage: Stage, { treasurer }: Founded, periodId: string): Promise<string> {
  const policy = { text: JSON.stringify(demoSharing) };
  const input = { periodId, name: 'Surplus of 2025, by purchases', policy };
  const { runId } = await stage.api.act<{ runId: string }>(
    acts.draftRun,
    { input, key: newId() },
    treasurer.caller,
  );
  await stage.api.act(acts.computeRun, { runId }, treasurer.caller);
  const now = await stage.app.get(UnitOfWork).inTransaction(nobody, databaseNow);
  const until = new Date(now.getTime() + 1_000).toISOString();
  await stage.api.act(acts.openRunReview, { input: { runId, until } }, treasurer.caller);
  await stage.settle(async () => {
    const { distributionRun } = await stage.api.query<ReviewedRun>(
      `query ($id: ID!) { distributionRun(id: $id) { viewerCan { putRunToVote { allowed } } } }`,
      { id: runId },
      treasurer.caller,
    );
    return distributionRun.viewerCan.putRunToVote.allowed;
  });
  stage.say('How the surplus is shared is computed, and the members have seen their lines.');
  return runId;
}
interface ReviewedRun {
  readonly distributionRun: {
    readonly viewerCan: { readonly putRunToVote: { readonly allowed: boolean } };
  };
}

interface Vote {
  readonly runId: string;
  readonly forMs: number;
}

const runDraft = (runId: string, title: string, body: string) => ({
  act: acts.putRunToVote,
  input: { runId, title, body },
});

/** The run is already put to the vote when Article 20 is changed: that vote keeps the old rule. */
async function changeTheRule(
  stage: Stage,
  { treasurer, steward }: Founded,
  voters: readonly Participant[],
  { runId, forMs }: Vote,
): Promise<void> {
  const early = runDraft(
    runId,
    'Share 30,000.00 euros of the surplus of 2025',
    'By purchases; four tenths paid out, six tenths kept in each member’s name.',
  );
  // It stays open until the change is in force, so that nobody can say that it came too late to count.
  const underOldRule = await callVote(stage, treasurer, early, 2 * forMs + 1_500);
  const change = await callVote(
    stage,
    steward,
    {
      act: acts.draftProposal,
      input: {
        title: 'Article 20: one member in ten is enough to share surplus, if three fifths agree',
        body: 'One in five has proved hard to reach; a larger majority protects those who stay away.',
        effect: { amendRule: newArticle20 },
      },
    },
    forMs,
  );
  await castBallots(stage, voters, change, { inFavour: 33, against: 6 });
  await castBallots(stage, voters, underOldRule, { inFavour: 36, against: 3 });
  await awaitDecision(stage, steward, change, 'CARRIED_OUT');
  stage.say('Article 20 is changed.');
  await awaitDecision(stage, steward, underOldRule, 'NOT_ADOPTED');
  stage.say('The vote called before the change was counted by the rule it was called under.');
}

async function shareSurplus(
  stage: Stage,
  { treasurer }: Founded,
  voters: readonly Participant[],
  { runId, forMs }: Vote,
): Promise<void> {
  const again = runDraft(
    runId,
    'Share 30,000.00 euros of the surplus of 2025, put again',
    'The same proposal as before, now under the changed Article 20.',
  );
  const vote = await callVote(stage, treasurer, again, forMs);
  await castBallots(stage, voters, vote, { inFavour: 28, against: 11 });
  await awaitDecision(stage, treasurer, vote, 'CARRIED_OUT');
  stage.say('The surplus is shared and booked.');
}
