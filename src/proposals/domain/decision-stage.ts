/**
 * Adopted is not yet in force. A decision walks adopted → effective → carried out, or is blocked with a reason and
 * tried again. A blocked effect never undoes a lawful vote. Annulled and superseded are entered by a later decision.
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

export type DecisionOutcome = 'adopted' | 'rejected' | 'no_quorum';

/** How a poll's outcome decides a proposal. A tie has not reached a threshold, so it rejects. */
export function outcomeOf(poll: 'passed' | 'failed' | 'no_quorum' | 'tie' | 'decided'): DecisionOutcome {
  if (poll === 'passed' || poll === 'decided') return 'adopted';
  return poll === 'no_quorum' ? 'no_quorum' : 'rejected';
}

/** When the decision takes force: so many days of 24 hours after the result. */
export const effectiveAtOf = (closedAt: Date, effectiveAfterDays: number): Date =>
  new Date(closedAt.getTime() + effectiveAfterDays * 86_400_000);

/** The stage a decision reaches when it takes force; without an effect people carry it out themselves. */
export const stageInForce = (hasEffect: boolean, wasCarriedOut: boolean): DecisionStage =>
  !hasEffect ? 'effective' : wasCarriedOut ? 'carried_out' : 'blocked';
