import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { mayAskForRepayment, mayKeepCapital } from '../capital.policy.js';
import { capitalReasons as reasons } from '../domain/capital-reasons.js';
import {
  CapitalBalanceOpened,
  CapitalLotMarked,
  CapitalTransferred,
  RedemptionRequested,
} from './capital.inputs.js';

const treasurer = { who: mayKeepCapital, whoInWords: 'a treasurer' };
const {
  DATE_IN_THE_FUTURE,
  LOT_TOO_SMALL,
  LOT_PLEDGED,
  SAME_HOLDER,
  MEMBER_NOT_CURRENT,
  LOTS_DIFFER,
  INDIVISIBLE_RESERVE,
} = reasons;
const ledgerSays = {
  ACCOUNT_MISMATCH: 'The account exists with another currency, party or year.',
  AMOUNT_OUT_OF_RANGE: 'An amount is larger than the books can carry exactly.',
};

export const openCapitalBalanceAct = defineAct({
  name: 'openCapitalBalance',
  description: 'Brings a balance of capital from before day one into the books, with its evidence.',
  done: CapitalBalanceOpened,
  reasons: { ...keyedReasons, ...ledgerSays, DATE_IN_THE_FUTURE },
  ...treasurer,
});
export const markCapitalLotAct = defineAct({
  name: 'markCapitalLot',
  description: 'Records what the books do not say of a lot: its tax tag, whether it is mandatory, a pledge.',
  done: CapitalLotMarked,
  reasons: keyedReasons,
  ...treasurer,
});
export const requestRedemptionAct = defineAct({
  name: 'requestRedemption',
  description:
    'Asks for a lot to be paid back; where the bylaws pay by request, the day says whose turn it is.',
  done: RedemptionRequested,
  reasons: keyedReasons,
  who: mayAskForRepayment,
  whoInWords: 'whose lot it is, whatever their standing; a treasurer for them',
});
export const transferCapitalAct = defineAct({
  name: 'transferCapital',
  description: 'Passes capital from one member on to another, the year kept.',
  done: CapitalTransferred,
  reasons: {
    ...{ ...keyedReasons, ...ledgerSays },
    ...{ LOT_TOO_SMALL, LOT_PLEDGED, SAME_HOLDER, MEMBER_NOT_CURRENT, LOTS_DIFFER, INDIVISIBLE_RESERVE },
  },
  ...treasurer,
});
