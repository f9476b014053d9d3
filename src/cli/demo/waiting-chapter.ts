import { newId } from '../../shared/ids.js';
import type { Stage } from './demo-world.js';
import type { Founded } from './founding-chapter.js';
import type { Participant } from './joining.js';
import { acts } from './public-api.js';
import { callVote, castBallots } from './voting-chapter.js';

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1_000;

/** What waits for whoever signs in: a vote that is open for a month, and a proposal under deliberation. */
export async function leaveThingsToDo(
  stage: Stage,
  { steward }: Founded,
  members: readonly Participant[],
): Promise<void> {
  const opening = {
    act: acts.draftProposal,
    input: {
      title: 'Open the shop on Saturday afternoons',
      body: 'From 16:00 to 20:00, for a year, with two people on the till. We look at the figures in spring.',
    },
  };
  const vote = await callVote(stage, steward, opening, thirtyDaysMs);
  // The member whom the demonstration shows round has not voted yet: they are the first.
  await castBallots(stage, members.slice(1, 13), vote, { inFavour: 7, against: 3 });
  const [, proposer, commenter] = members;
  const { proposalId } = await stage.api.act<{ proposalId: string }>(
    acts.draftProposal,
    {
      input: {
        title: 'Buy a second-hand delivery van together with the neighbouring cooperatives',
        body: 'Three cooperatives would share it, each with two days a week. The offer stands until the end of the month.',
      },
      key: newId(),
    },
    proposer!.caller,
  );
  await stage.api.act(acts.publishProposal, { proposalId }, proposer!.caller);
  await stage.api.act(
    acts.commentOnProposal,
    { input: { proposalId, body: 'Who pays when it breaks down on somebody else’s day?' } },
    commenter!.caller,
  );
}
