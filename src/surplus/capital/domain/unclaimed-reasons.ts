/** Every reason for which money that nobody claims stays where it is. The list is closed and flat. */
export const unclaimedReasons = {
  POLICY_UNKNOWN: 'The bylaws have no rule of this name.',
  POLICY_UNFIT: 'The policy has no rule for what nobody claims, or it cannot be read.',
  NOT_BOUNCED: 'Only what bounced, and stands in no other batch since, is set aside.',
  NOT_LAPSED: 'It can still be claimed; the message names the last day.',
  CLAIM_ENDED: 'It was claimed or has lapsed already.',
} as const;
export type UnclaimedReason = keyof typeof unclaimedReasons | 'INVALID_INPUT' | 'NOT_FOUND';
