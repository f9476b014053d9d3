import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { mayApproveExit, mayKeepCapital, maySettle } from '../capital.policy.js';
import { exitReasons as reasons } from '../domain/exit-reasons.js';
import { unclaimedReasons } from '../domain/unclaimed-reasons.js';
import {
  ExitAccelerated,
  ExitApproved,
  ExitDrafted,
  ExitPaymentsResumed,
  ExitPaymentsStopped,
  ExitWithdrawn,
  UnclaimedForfeited,
  UnclaimedReturned,
  UnclaimedSetAside,
} from './exit.inputs.js';

const { NOT_LEFT, REASON_CONTRADICTS, NOTHING_TO_SETTLE, LOT_PLEDGED, POLICY_UNKNOWN, POLICY_UNFIT } =
  reasons;
const { CHECKS_BLOCK, EXIT_OPEN, SAME_PERSON, NOT_A_DRAFT, FIGURES_CHANGED, NOT_SETTLED, NOTHING_LEFT } =
  reasons;
const { IN_A_BATCH, ALREADY_STOPPED, NOT_STOPPED } = reasons;
const { NOT_BOUNCED, NOT_LAPSED, CLAIM_ENDED } = unclaimedReasons;
const computing = {
  ...{ NOT_LEFT, REASON_CONTRADICTS, NOTHING_TO_SETTLE, LOT_PLEDGED },
  ...{ POLICY_UNKNOWN, POLICY_UNFIT, CHECKS_BLOCK },
};
const ledgerSays = { ACCOUNT_MISMATCH: 'An account exists with another currency, party or year.' };
const treasurer = { who: mayKeepCapital, whoInWords: 'a treasurer' };
const settling = { who: maySettle, whoInWords: 'a treasurer or a steward' };

export const draftExitAct = defineAct({
  name: 'draftExit',
  description: 'Draws up what somebody whose membership has ended is due, by the policy; books nothing.',
  done: ExitDrafted,
  reasons: { ...keyedReasons, ...computing, EXIT_OPEN },
  ...treasurer,
});
export const withdrawExitAct = defineAct({
  name: 'withdrawExit',
  description: 'Takes a draft back before it is approved.',
  done: ExitWithdrawn,
  reasons: { ...keyedReasons, NOT_A_DRAFT },
  ...treasurer,
});
export const approveExitAct = defineAct({
  name: 'approveExit',
  description: 'Approves a settlement that somebody else drew up, and books it, once.',
  done: ExitApproved,
  reasons: { ...keyedReasons, ...computing, ...ledgerSays, SAME_PERSON, NOT_A_DRAFT, FIGURES_CHANGED },
  who: mayApproveExit,
  whoInWords: 'a treasurer or a steward who did not draw it up',
});
export const accelerateExitAct = defineAct({
  name: 'accelerateExit',
  description: 'Brings everything that is open forward to today, with the interest of the months passed.',
  done: ExitAccelerated,
  reasons: { ...keyedReasons, NOT_SETTLED, NOTHING_LEFT, IN_A_BATCH },
  ...settling,
});
export const stopExitPaymentsAct = defineAct({
  name: 'stopExitPayments',
  description: 'Stops the payments of a settlement until they are resumed.',
  done: ExitPaymentsStopped,
  reasons: { ...keyedReasons, NOT_SETTLED, ALREADY_STOPPED },
  ...settling,
});
export const resumeExitPaymentsAct = defineAct({
  name: 'resumeExitPayments',
  description: 'Lets the payments of a settlement go on.',
  done: ExitPaymentsResumed,
  reasons: { ...keyedReasons, NOT_SETTLED, NOT_STOPPED },
  ...settling,
});
export const setAsideUnclaimedAct = defineAct({
  name: 'setAsideUnclaimed',
  description: 'Sets aside what bounced and is still owed, until it is claimed or lapses by the rule.',
  done: UnclaimedSetAside,
  reasons: { ...keyedReasons, POLICY_UNKNOWN, POLICY_UNFIT, NOT_BOUNCED },
  ...treasurer,
});
export const returnUnclaimedAct = defineAct({
  name: 'returnUnclaimed',
  description: 'Owes money again that was claimed after all.',
  done: UnclaimedReturned,
  reasons: { ...keyedReasons, CLAIM_ENDED },
  ...treasurer,
});
export const forfeitUnclaimedAct = defineAct({
  name: 'forfeitUnclaimed',
  description:
    'Books what has lapsed as the rule says: shares, a reserve, or capital given to the cooperative.',
  done: UnclaimedForfeited,
  reasons: { ...keyedReasons, ...ledgerSays, NOT_LAPSED, CLAIM_ENDED },
  ...treasurer,
});
