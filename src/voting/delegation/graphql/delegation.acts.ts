import { defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import {
  mayConfirmDelegation,
  mayDeclineDelegation,
  mayDelegate,
  mayRevokeDelegation,
} from '../delegation.policy.js';
import { DelegationChangedType } from './delegation.types.js';

const ofPolls = {
  POLL_CLOSED: 'The poll it is for has closed.',
  POLL_NOT_OPEN: 'The poll it is for was called off.',
};
const ofEnds = { DELEGATION_ENDED: 'It was replaced, taken back or refused before.', ...ofPolls };

export const delegateAct = defineAct({
  name: 'delegate',
  description:
    'Names who votes for the viewer in a scope, or that nobody does; replaces what was said for that scope. An own ballot always overrides.',
  done: DelegationChangedType,
  reasons: {
    ...ofPolls,
    NOT_ELECTOR: 'The viewer is not in the electorate of the poll.',
    DELEGATION_NOT_ALLOWED: 'The rule of the poll does not allow delegation.',
    SELF_DELEGATION: 'Nobody delegates to themself.',
    HOLDER_NOT_CURRENT: 'The member named is not a current member.',
    HOLDER_NOT_ELECTOR: 'The member named is not in the electorate of the poll.',
    EXPIRES_IN_THE_PAST: 'The last day has passed already.',
    ...keyedReasons,
  },
  who: mayDelegate,
  whoInWords: 'Current members, for themselves.',
});

export const confirmDelegationAct = defineAct({
  name: 'confirmDelegation',
  description: 'Confirms a delegation, so that it does not lapse, or counts again after it has.',
  done: DelegationChangedType,
  reasons: {
    ...ofEnds,
    DELEGATION_EXPIRED: 'The last day for which it was given has passed.',
    NOTHING_TO_CONFIRM: 'It says that nobody votes, which needs no confirmation.',
  },
  who: mayConfirmDelegation,
  whoInWords: 'The member who delegated, while a current member.',
});

export const revokeDelegationAct = defineAct({
  name: 'revokeDelegation',
  description: 'Takes a delegation back; from this instant it counts in no poll that is open.',
  done: DelegationChangedType,
  reasons: ofEnds,
  who: mayRevokeDelegation,
  whoInWords: 'The member who delegated.',
});

export const declineDelegationAct = defineAct({
  name: 'declineDelegation',
  description: 'Refuses to hold a delegation; from this instant it counts in no poll that is open.',
  done: DelegationChangedType,
  reasons: ofEnds,
  who: mayDeclineDelegation,
  whoInWords: 'The member to whom it was given.',
});
