import type { PollOutcome } from '../../voting/domain/count-poll.js';

/**
 * Adopted is not yet in force. A decision walks adopted → effective → carried out, or is blocked with a reason and
 * tried again. A blocked effect never undoes a lawful vote. Annulled and superseded are entered by a
 * later decision; superseded also where what it does can never be carried out, and its module takes it up again.
 */
export const decisionStages = [
  'not_adopted',
  'adopted',
  'effective',
  'carried_out',
  'blocked',
  'annulled',
  'superseded',
] as const;
export type DecisionStage = (typeof decisionStages)[number];

export type DecisionOutcome = 'adopted' | 'rejected' | 'no_quorum' | 'tied';

/**
 * How a poll's outcome decides a proposal. A choice is adopted when the count decided. A tie, of options under a rule
 * that reports it or of exactly as many for as against, decides nothing: the members are asked anew.
 */
export const outcomeOf = (poll: PollOutcome): DecisionOutcome => outcomes[poll];

const outcomes: Readonly<Record<PollOutcome, DecisionOutcome>> = {
  passed: 'adopted',
  decided: 'adopted',
  failed: 'rejected',
  no_quorum: 'no_quorum',
  tie: 'tied',
};

/** When the decision takes force: so many days of 24 hours after the result. */
export const effectiveAtOf = (closedAt: Date, effectiveAfterDays: number): Date =>
  new Date(closedAt.getTime() + effectiveAfterDays * 86_400_000);

/** The stage a decision reaches when it takes force; without an effect people carry it out themselves. */
export const stageInForce = (hasEffect: boolean, wasCarriedOut: boolean): DecisionStage =>
  !hasEffect ? 'effective' : wasCarriedOut ? 'carried_out' : 'blocked';
