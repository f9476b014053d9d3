/** Every reason for which money is not paid out. The list is closed and flat. */
export const payoutReasons = {
  NOTHING_DUE: 'Nothing is due that does not stand in a batch already.',
  SAME_PERSON: 'Who made the batch does not say that it was paid: that takes a second person.',
  BATCH_CANCELLED: 'The batch was cancelled.',
  ALREADY_REPORTED: 'The bank has answered for part of the batch; what is left can be paid or bounce.',
  NOT_OWED: 'What a payout pays is owed no longer.',
  FILE_HAS_ERRORS: 'The file has errors, which the details name by line; nothing was written.',
} as const;
export type PayoutReason = keyof typeof payoutReasons | 'INVALID_INPUT' | 'NOT_FOUND';
