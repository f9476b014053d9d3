/** Every reason for which a review says no. */
export const reviewReasons = {
  RUN_NOT_IN_REVIEW: 'The run is not under review.',
  REVIEW_CLOSED: 'The review has ended.',
  OPEN_OBJECTION: 'The member objects to this run; that ends before they agree.',
  ALREADY_AGREED: 'The member has agreed to this run.',
  UNKNOWN_RULE: 'The policy of the run has no such rule; the details name those it has.',
  UNKNOWN_BASIS: 'Nobody has patronage of this kind in the period.',
  DISPUTE_OPEN: 'The member disputes this record already.',
  NOTHING_CLAIMED: 'The record says what is claimed.',
  POLICY_INVALID: 'The policy of the run cannot be read.',
  RESPONSE_ENDED: 'The response has ended.',
  NOT_YOURS: 'Only the member who said it can do this.',
  ALREADY_ANSWERED: 'It has been answered, and the member has not pressed since.',
  NO_ANSWER_YET: 'There is no answer yet.',
  ALREADY_ACCEPTED: 'The answer has been accepted; a second officer decides now.',
  NOT_A_DISPUTE: 'Only an objection to a record is decided.',
  SECOND_PERSON_NEEDED: 'Who answered a dispute does not decide it.',
  OWN_RESPONSE: 'Nobody answers or decides what they said themselves.',
  SNAPSHOT_CHANGED:
    'A run in the books computes to something else today than what was decided on: it is corrected by another run.',
} as const;
