import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { surplusReasons as engineReasons } from '../../domain/reasons.js';
import { surplusReasons as reasons } from '../../domain/surplus-reasons.js';
import { mayPrepareRuns, mayProposeRun } from '../run.policy.js';
import {
  RunComputationStartedType,
  RunDrafted,
  RunEdited,
  RunLocked,
  RunProposalEdited,
  RunPutToVote,
  RunReturned,
  RunReversalProposed,
  RunReviewOpened,
  RunWithdrawn,
} from './run.inputs.js';

const treasurer = { who: mayPrepareRuns, whoInWords: 'a treasurer' };
const members = { who: mayProposeRun, whoInWords: 'current members' };
const { POLICY_INVALID, POLICY_UNKNOWN, RUN_IS_FINAL, RUN_NOT_COMPUTED, RUN_BLOCKED, RUN_NOT_IN_REVIEW } =
  reasons;
const {
  MEMBERS_TURN,
  RETURNED_ALREADY,
  RUN_UNDER_VOTE,
  RUN_NOT_POSTED,
  RUN_PAID,
  REVIEW_OPEN,
  SCENARIO_ONLY,
  SNAPSHOT_CHANGED,
} = reasons;
const { PERIOD_OPEN, UNKNOWN_PARTY, NOT_IN_THE_BOOKS } = reasons;
const EFFECT_IMPOSSIBLE = 'What the proposal would do cannot be done; the message says why.';

/** What the engine refuses, in the words of the README; each comes with a message of its own. */
const computing = Object.fromEntries(
  engineReasons.map((reason) => [
    reason,
    `The computation was refused: ${reason.toLowerCase().replace(/_/g, ' ')}.`,
  ]),
);

export const draftRunAct = defineAct({
  name: 'draftRun',
  description: 'Writes down how a period’s result shall be shared: a policy and the figures of the accounts.',
  done: RunDrafted,
  reasons: { ...keyedReasons, POLICY_INVALID, POLICY_UNKNOWN, RUN_NOT_POSTED, RUN_IS_FINAL },
  ...treasurer,
});
export const editRunAct = defineAct({
  name: 'editRun',
  description: 'Changes name, policy or figures of a run; it is computed anew before members see it.',
  done: RunEdited,
  reasons: { POLICY_INVALID, POLICY_UNKNOWN, RUN_IS_FINAL, MEMBERS_TURN },
  ...treasurer,
});
export const computeRunAct = defineAct({
  name: 'computeRun',
  description:
    'Freezes records, register and books, and computes the run of them; doing it again starts afresh.',
  done: RunComputationStartedType,
  reasons: {
    ...computing,
    RUN_IS_FINAL,
    MEMBERS_TURN,
    PERIOD_OPEN,
    POLICY_INVALID,
    UNKNOWN_PARTY,
    NOT_IN_THE_BOOKS,
  },
  ...treasurer,
});
export const openRunReviewAct = defineAct({
  name: 'openRunReview',
  description: 'Lays a computed run open until a deadline; again, the deadline is moved later.',
  done: RunReviewOpened,
  reasons: { RUN_NOT_COMPUTED, RUN_BLOCKED, RUN_IS_FINAL, PERIOD_OPEN, SCENARIO_ONLY, MEMBERS_TURN },
  ...treasurer,
});
export const putRunToVoteAct = defineAct({
  name: 'putRunToVote',
  description: 'Writes the proposal whose adoption books a reviewed run, bound by its hash.',
  done: RunPutToVote,
  reasons: {
    ...keyedReasons,
    ...{
      RUN_NOT_IN_REVIEW,
      REVIEW_OPEN,
      RUN_UNDER_VOTE,
      RUN_BLOCKED,
      RUN_IS_FINAL,
      PERIOD_OPEN,
      SCENARIO_ONLY,
    },
    ...{ SNAPSHOT_CHANGED, EFFECT_IMPOSSIBLE, RUN_OUTDATED: reasons.RUN_OUTDATED },
    ...{ SURPLUS_TOO_SMALL: reasons.SURPLUS_TOO_SMALL, RESULT_DIFFERS: reasons.RESULT_DIFFERS },
  },
  ...members,
});
export const proposeRunReversalAct = defineAct({
  name: 'proposeRunReversal',
  description: 'Writes the proposal whose adoption undoes a run in the books, before anything of it is paid.',
  done: RunReversalProposed,
  reasons: { ...keyedReasons, RUN_NOT_POSTED, RUN_IS_FINAL, RUN_PAID, EFFECT_IMPOSSIBLE },
  ...members,
});
export const editRunProposalAct = defineAct({
  name: 'editRunProposal',
  description: 'Changes title or text of the proposal that puts a run to the vote; the notice begins again.',
  done: RunProposalEdited,
  reasons: {
    EFFECT_IMPOSSIBLE,
    RUN_NOT_IN_REVIEW,
    TEXT_IS_FROZEN: 'The vote has opened, or the proposal has ended.',
    EFFECT_KIND_IS_FIXED: 'The proposal does something else; it takes a new proposal.',
  },
  who: mayProposeRun,
  whoInWords: 'its author, until the vote opens',
});
export const returnRunToReviewAct = defineAct({
  name: 'returnRunToReview',
  description:
    'Takes a run back to review, with the reason: from a proposal whose vote nobody has opened, or once what was decided is blocked for good.',
  done: RunReturned,
  reasons: {
    RUN_NOT_VOTED: reasons.RUN_NOT_VOTED,
    RETURNED_ALREADY,
    RUN_UNDER_VOTE,
    DECISION_WAITS: reasons.DECISION_WAITS,
  },
  who: mayProposeRun,
  whoInWords:
    'a treasurer, from before a vote once between two votes; any current member where its proposal was left lying',
});
export const withdrawRunAct = defineAct({
  name: 'withdrawRun',
  description: 'Gives a run up before it has been adopted; it stays on record.',
  done: RunWithdrawn,
  reasons: { RUN_UNDER_VOTE, RUN_IS_FINAL, MEMBERS_TURN },
  ...treasurer,
});
export const lockRunAct = defineAct({
  name: 'lockRun',
  description: 'Closes the books of a run for good, once nothing of it is owed any more.',
  done: RunLocked,
  reasons: { RUN_NOT_POSTED },
  ...treasurer,
});
