import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { reviewReasons as reasons } from '../../domain/review/review-reasons.js';
import {
  mayAnswerReview,
  mayDecideDisputes,
  mayFollowUp,
  mayRespond,
  mayRetryReleases,
} from '../review.policy.js';
import {
  ReviewAnswerAccepted,
  DisputeDecided,
  ReleaseRetried,
  ReviewAnswered,
  ReviewPressed,
  ReviewResponseWithdrawn,
  RunResponded,
} from './review.types.js';

const { RESPONSE_ENDED, NOT_YOURS, ALREADY_ANSWERED, NO_ANSWER_YET, NOT_A_DISPUTE } = reasons;
const { SECOND_PERSON_NEEDED, OWN_RESPONSE, SNAPSHOT_CHANGED, BOOKS_REFUSE, ALREADY_ACCEPTED } = reasons;
const own = { who: mayFollowUp, whoInWords: 'the member who said it' };

export const respondToRunAct = defineAct({
  name: 'respondToRun',
  description:
    'Agrees to one’s line of a run under review, asks, or objects to a record of one’s own or to a rule.',
  done: RunResponded,
  reasons: {
    ...keyedReasons,
    ...{ RUN_NOT_IN_REVIEW: reasons.RUN_NOT_IN_REVIEW, REVIEW_CLOSED: reasons.REVIEW_CLOSED },
    ...{ OPEN_OBJECTION: reasons.OPEN_OBJECTION, ALREADY_AGREED: reasons.ALREADY_AGREED },
    ...{ UNKNOWN_RULE: reasons.UNKNOWN_RULE, UNKNOWN_BASIS: reasons.UNKNOWN_BASIS },
    ...{ DISPUTE_OPEN: reasons.DISPUTE_OPEN, NOTHING_CLAIMED: reasons.NOTHING_CLAIMED },
    POLICY_INVALID: reasons.POLICY_INVALID,
  },
  who: mayRespond,
  whoInWords: 'every member, for themselves',
});
export const answerReviewAct = defineAct({
  name: 'answerReview',
  description: 'Answers a question or an objection; for a dispute, proposes how it ends.',
  done: ReviewAnswered,
  reasons: { RESPONSE_ENDED, ALREADY_ANSWERED, OWN_RESPONSE },
  who: mayAnswerReview,
  whoInWords: 'a treasurer or a steward, who did not say it',
});
export const acceptReviewAnswerAct = defineAct({
  name: 'acceptReviewAnswer',
  description: 'Is content with the answer; ends it, unless money would move and a second officer decides.',
  done: ReviewAnswerAccepted,
  reasons: { RESPONSE_ENDED, NOT_YOURS, NO_ANSWER_YET, ALREADY_ACCEPTED, SNAPSHOT_CHANGED, BOOKS_REFUSE },
  ...own,
});
export const pressReviewAct = defineAct({
  name: 'pressReview',
  description: 'Is not content with the answer: another is owed, or for a dispute a decision.',
  done: ReviewPressed,
  reasons: { RESPONSE_ENDED, NOT_YOURS, NO_ANSWER_YET },
  ...own,
});
export const withdrawReviewResponseAct = defineAct({
  name: 'withdrawReviewResponse',
  description: 'Takes back what one said; a disputed record then stands.',
  done: ReviewResponseWithdrawn,
  reasons: { RESPONSE_ENDED, NOT_YOURS, SNAPSHOT_CHANGED, BOOKS_REFUSE },
  ...own,
});
export const decideDisputeAct = defineAct({
  name: 'decideDispute',
  description:
    'Ends a dispute with reasons. A run in the books releases exactly what it had held because of it.',
  done: DisputeDecided,
  reasons: {
    ...keyedReasons,
    ...{ RESPONSE_ENDED, NO_ANSWER_YET, NOT_A_DISPUTE, SECOND_PERSON_NEEDED, OWN_RESPONSE },
    ...{ SNAPSHOT_CHANGED, BOOKS_REFUSE },
  },
  who: mayDecideDisputes,
  whoInWords: 'a treasurer, a steward or an auditor, who neither disputes nor answered',
});
export const retryReleaseAct = defineAct({
  name: 'retryRelease',
  description:
    'Releases again what disputes that have ended still hold of a run in the books, once the reason why it was refused is gone.',
  done: ReleaseRetried,
  reasons: {
    ...keyedReasons,
    ...{ RUN_NOT_POSTED: reasons.RUN_NOT_POSTED, RUN_IS_FINAL: reasons.RUN_IS_FINAL },
    ...{ NOTHING_HELD: reasons.NOTHING_HELD, RELEASE_UNDER_WAY: reasons.RELEASE_UNDER_WAY },
    ...{ SNAPSHOT_CHANGED, BOOKS_REFUSE },
  },
  who: mayRetryReleases,
  whoInWords: 'a treasurer',
});
