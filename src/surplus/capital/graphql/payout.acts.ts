import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { mayPreparePayouts, mayRecordPayouts } from '../capital.policy.js';
import { payoutReasons as reasons } from '../domain/payout-reasons.js';
import { PayoutsCancelled, PayoutsPrepared, PayoutsRecorded, SmallAmountsMadeDue } from './payout.types.js';

const { NOTHING_DUE, SAME_PERSON, BATCH_CANCELLED, ALREADY_REPORTED, FILE_HAS_ERRORS, NOT_OWED } = reasons;

export const preparePayoutsAct = defineAct({
  name: 'preparePayouts',
  description: 'Makes a batch of everything that is due and stands in no other.',
  done: PayoutsPrepared,
  reasons: { ...keyedReasons, NOTHING_DUE },
  who: mayPreparePayouts,
  whoInWords: 'a treasurer or a steward',
});
export const makeSmallAmountsDueAct = defineAct({
  name: 'makeSmallAmountsDue',
  description:
    'Owes in money what runs left waiting because it was too small to pay, where it has become enough.',
  done: SmallAmountsMadeDue,
  reasons: { ...keyedReasons, NOTHING_DUE },
  who: mayPreparePayouts,
  whoInWords: 'a treasurer or a steward',
});
export const cancelPayoutsAct = defineAct({
  name: 'cancelPayouts',
  description: 'Takes a batch back before the bank has answered for any of it.',
  done: PayoutsCancelled,
  reasons: { ...keyedReasons, ALREADY_REPORTED },
  who: mayPreparePayouts,
  whoInWords: 'a treasurer or a steward',
});
export const recordPayoutsAct = defineAct({
  name: 'recordPayouts',
  description: 'Books what the bank did with a batch, from its file: every line or none, the same file once.',
  done: PayoutsRecorded,
  reasons: { ...keyedReasons, SAME_PERSON, BATCH_CANCELLED, FILE_HAS_ERRORS, NOT_OWED },
  who: mayRecordPayouts,
  whoInWords: 'a treasurer or a steward who did not make the batch',
});
