import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type { DelegationState } from '../delegation-reading.js';
import type { DelegationScope } from '../domain/delegation-scope.js';
import type { DeadEnd } from '../domain/resolve-votes.js';
import type { StandingKind } from '../domain/vote-standing.js';

export const DelegationScopeEnum = describedEnum<DelegationScope>(
  'DelegationScope',
  'What a delegation is for; of several the narrowest counts.',
  {
    poll: 'One poll.',
    topic: 'Every poll of a topic.',
    circle: 'Every poll of the body that decides it: a circle, the board, the assembly.',
    cooperative: 'Every poll of the cooperative.',
  },
);
export const DelegationStateEnum = describedEnum<DelegationState>(
  'DelegationState',
  'How a delegation stands today.',
  {
    active: 'It counts wherever the rule of a poll allows delegation.',
    lapsed: 'It was not confirmed in time under the strictest rule; confirmed, it counts again.',
    expired: 'The last day for which it was given has passed.',
    poll_over: 'Its poll has closed.',
    replaced: 'Another was given for the same scope.',
    revoked: 'The principal took it back.',
    declined: 'The holder refused it.',
  },
);
export const VoteStandingKindEnum = describedEnum<StandingKind>(
  'VoteStandingKind',
  'Where a member’s vote stands in a poll.',
  {
    not_elector: 'The member has no vote here.',
    withdrawn: 'The member withdrew for a conflict of interest.',
    own_ballot: 'The member’s own ballot counts.',
    asked_again:
      'The member is asked again about a changed text: the ballot counts no longer, nor does a holder’s.',
    forbidden: 'The rule of the poll allows no delegation, and there is no own ballot.',
    resting: 'The membership does not stand at the close, so that its delegations rest.',
    counted: 'The ballot of a holder counts for the member.',
    cycle: 'The vote goes round in a circle, and counts nowhere.',
    dead_end: 'The vote ends with somebody who does not vote, and counts nowhere.',
    holder_cap: 'The holder has as many votes as the rule allows; this one counts nowhere.',
    blocked: 'The member has said that nobody votes for them.',
    nothing: 'Neither voted nor delegated.',
  },
);
export const DeadEndEnum = describedEnum<DeadEnd>('DeadEnd', 'Why a vote got no further.', {
  no_ballot: 'The holder has cast no ballot and passed it on to nobody.',
  nobody: 'The holder has cast no ballot and lets nobody vote for them.',
  not_elector: 'The holder is not in the electorate of the poll.',
  not_current: 'The holder is not a current member at the close: suspended, left, expelled or dead.',
  withdrawn: 'The holder withdrew for a conflict of interest.',
});
