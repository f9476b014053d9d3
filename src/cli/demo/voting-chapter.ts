import { databaseNow } from '../../platform/database/database-now.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nobody } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { eachOf, type Stage } from './demo-world.js';
import type { Participant } from './joining.js';
import { ActRefused, acts, type PublicAct } from './public-api.js';

/** How many vote for and against; the others abstain. */
export interface Wishes {
  readonly inFavour: number;
  readonly against: number;
}
export interface CalledVote {
  readonly proposalId: string;
  readonly pollId: string;
}

/** Drafts, publishes and puts to the vote at once; `forMs` is how long the vote stays open. */
export async function callVote(
  stage: Stage,
  author: Participant,
  draft: { readonly act: PublicAct; readonly input: object },
  forMs: number,
): Promise<CalledVote> {
  const { proposalId } = await stage.api.act<{ proposalId: string }>(
    draft.act,
    { input: draft.input, key: newId() },
    author.caller,
  );
  await stage.api.act(acts.publishProposal, { proposalId }, author.caller);
  const now = await stage.app.get(UnitOfWork).inTransaction(nobody, databaseNow);
  const closesAt = new Date(now.getTime() + forMs).toISOString();
  const input = { proposalId, closesAt };
  const { pollId } = await stage.api.act<{ pollId: string }>(
    acts.openVote,
    { input, key: newId() },
    author.caller,
  );
  return { proposalId, pollId };
}

/** Everybody with an account votes. Who is slower than the vote is late, as in life. */
export async function castBallots(
  stage: Stage,
  voters: readonly Participant[],
  { pollId }: CalledVote,
  { inFavour, against }: Wishes,
): Promise<void> {
  await eachOf(voters, async ({ caller }, place) => {
    const choice = place < inFavour ? 'FOR' : place < inFavour + against ? 'AGAINST' : 'ABSTAIN';
    const input = { pollId, ballot: { choice }, idempotencyKey: newId() };
    try {
      await stage.api.act(acts.castBallot, { input }, caller);
    } catch (error) {
      if (!(error instanceof ActRefused && error.reason === 'POLL_CLOSED')) throw error;
    }
  });
}

interface DecidedProposal {
  readonly proposal: {
    readonly decision: { readonly number: number; readonly outcome: string; readonly stage: string } | null;
  };
}

/** Waits until the vote has been closed by its clock and, where it was adopted, its effect carried out. */
export async function awaitDecision(
  stage: Stage,
  who: Participant,
  { proposalId }: CalledVote,
  expected: 'CARRIED_OUT' | 'NOT_ADOPTED',
): Promise<void> {
  let reached = '';
  await stage.settle(async () => {
    const { proposal } = await stage.api.query<DecidedProposal>(
      `query ($id: ID!) { proposal(id: $id) { decision { number outcome stage } } }`,
      { id: proposalId },
      who.caller,
    );
    reached = proposal.decision?.stage ?? '';
    return !['', 'ADOPTED'].includes(reached);
  });
  if (reached !== expected)
    throw new Error(
      `a decision of the demonstration is ${reached}, and not ${expected}: was the machine too slow?`,
    );
}
