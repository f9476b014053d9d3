/** Every reason for which capital is not paid back. The list is closed and flat. */
export const redemptionReasons = {
  POLICY_UNKNOWN: 'The bylaws have no rule of this name, or the text of the policy cannot be read.',
  POLICY_UNFIT: 'The policy pays nothing back with these figures; the message and the details say why.',
  NOTHING_TO_REDEEM: 'By this rule nothing is paid back now.',
  INSOLVENT: 'Paying so much back would leave too little; the message names the most that can be paid.',
  REDEMPTION_CHANGED: 'The plan is not the one that was put to the vote.',
  LOTS_CHANGED: 'Lots of the plan hold less by now, or are pledged; plan it anew.',
  ALREADY_REDEEMED: 'This plan has been carried out.',
  EFFECT_IMPOSSIBLE: 'What the proposal would do cannot be done; the message says why.',
} as const;
export type RedemptionReason = keyof typeof redemptionReasons | 'INVALID_INPUT' | 'NOT_FOUND';
