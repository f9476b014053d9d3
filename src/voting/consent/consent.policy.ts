import type { ObjectionRule } from '../../membership/domain/decision-rule.js';
import { holds, isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import {
  mayAcceptAnswer as acceptance,
  mayStillBeHandled,
  type ObjectionState,
} from '../domain/consent/objection.js';
import type { PollState } from '../domain/poll-lifecycle.js';
import { maySeePolls, mayTakePart } from '../voting.policy.js';

/** What decides about an act on an objection. */
export interface ObjectionFacts {
  readonly state: ObjectionState;
  readonly pollState: PollState;
  readonly objectorId: string;
  /** Who put forward what is voted on, and who opened the poll. */
  readonly proposedBy: string | null;
  readonly openedBy: string | null;
  readonly answers: number;
  /** Whether the viewer is in the electorate, and whether they left it for a conflict of interest. */
  readonly isElector: boolean;
  readonly hasWithdrawn: boolean;
  readonly rule: ObjectionRule | null;
}

type Entering = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_FOUND';
type Handling = Entering | 'NOT_ALLOWED' | 'POLL_CLOSED' | 'OBJECTION_HAS_ENDED';

/** Objections are seen by who sees their poll. */
function maySeeObjection(viewer: Viewer, facts: ObjectionFacts): Verdict<Entering> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  return maySeePolls(viewer) || facts.isElector
    ? true
    : new Refusal('NOT_FOUND', 'There is no such objection here.');
}

const isBeforeTheClose = ({ pollState }: ObjectionFacts): Verdict<'POLL_CLOSED'> =>
  pollState === 'open'
    ? true
    : new Refusal('POLL_CLOSED', 'This vote has closed: its objections stand as they are.');

const stands = (facts: ObjectionFacts): Verdict<'POLL_CLOSED' | 'OBJECTION_HAS_ENDED'> =>
  firstRefusal<'POLL_CLOSED' | 'OBJECTION_HAS_ENDED'>(
    () => mayStillBeHandled(facts.state),
    () => isBeforeTheClose(facts),
  );

const isOneOf = (viewer: Viewer, ...memberships: readonly (string | null)[]): boolean =>
  isCurrentMember(viewer) && memberships.some((id) => id !== null && id === viewer.membershipId);

/** Answers: who put it forward, who opened the poll, and facilitators, while objection and poll are open. */
export const mayAnswerObjection = (viewer: Viewer, facts: ObjectionFacts): Verdict<Handling> =>
  firstRefusal<Handling>(
    () => maySeeObjection(viewer, facts),
    () =>
      isOneOf(viewer, facts.proposedBy, facts.openedBy) ||
      (isCurrentMember(viewer) && holds(viewer, 'facilitator')) ||
      new Refusal(
        'NOT_ALLOWED',
        'An objection is answered by who put the proposal forward, or a facilitator.',
      ),
    () => stands(facts),
  );

/** Integrates: who put it forward, and facilitators. */
export const mayIntegrateObjection = (viewer: Viewer, facts: ObjectionFacts): Verdict<Handling> =>
  firstRefusal<Handling>(
    () => maySeeObjection(viewer, facts),
    () =>
      isOneOf(viewer, facts.proposedBy) ||
      (isCurrentMember(viewer) && holds(viewer, 'facilitator')) ||
      new Refusal('NOT_ALLOWED', 'The text is changed by who put it forward, or by a facilitator.'),
    () => stands(facts),
  );

/** Withdraws: the objector, by another ballot. */
export const mayWithdrawObjection = (viewer: Viewer, facts: ObjectionFacts): Verdict<Handling> =>
  firstRefusal<Handling>(
    () => maySeeObjection(viewer, facts),
    () =>
      viewer.membershipId === facts.objectorId ||
      new Refusal('NOT_ALLOWED', 'Only who raised an objection withdraws it, or accepts an answer to it.'),
    () => stands(facts),
  );

/** Accepts an answer: the objector, once there is one. */
export const mayAcceptAnswer = (viewer: Viewer, facts: ObjectionFacts): Verdict<Handling | 'NOT_ANSWERED'> =>
  firstRefusal<Handling | 'NOT_ANSWERED'>(
    () => mayWithdrawObjection(viewer, facts),
    () => acceptance(facts.answers),
  );

export type VoiceReason =
  | Exclude<Handling, 'NOT_ALLOWED'>
  | 'OVERRULING_NOT_PROVIDED'
  | 'NOT_ELECTOR'
  | 'WITHDRAWN_FROM_POLL'
  | 'OWN_OBJECTION';

/** Says whether an objection is valid: the other electors, where the rule lets objections be overruled. */
export const mayVoiceOnObjection = (viewer: Viewer, facts: ObjectionFacts): Verdict<VoiceReason> =>
  firstRefusal<VoiceReason>(
    () => maySeeObjection(viewer, facts),
    () =>
      (facts.rule?.mayOverrule ?? null) !== null ||
      new Refusal('OVERRULING_NOT_PROVIDED', 'By the rule of this vote no objection is overruled.'),
    () =>
      facts.isElector ||
      new Refusal(
        'NOT_ELECTOR',
        'You are not in the electorate of this vote. See why under your eligibility.',
      ),
    () =>
      !facts.hasWithdrawn ||
      new Refusal('WITHDRAWN_FROM_POLL', 'You left this vote for a conflict of interest.'),
    () =>
      viewer.membershipId !== facts.objectorId ||
      new Refusal('OWN_OBJECTION', 'Your objection is your voice for it.'),
    () => stands(facts),
  );
