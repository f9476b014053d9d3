import { defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { mayCastBallot, mayExtendPoll } from '../voting.policy.js';
import { BallotCast } from './ballot.types.js';
import { PollExtended } from './poll.types.js';

export const castBallotAct = defineAct({
  name: 'castBallot',
  description:
    'Casts a ballot, or changes it, until the poll closes; the last one counts. A steward may enter the ballot of a member without an account in an open poll.',
  done: BallotCast,
  reasons: {
    INVALID_BALLOT: 'The ballot is not what the poll’s rule can count; the details name the mark at fault.',
    TEXT_HAS_CHANGED: 'The ballot names a version of the text that no longer stands.',
    WITHDRAWN_FROM_POLL: 'The elector has withdrawn from this poll for a conflict of interest.',
    NOT_ELECTOR: 'The viewer is not in the electorate of this poll.',
    POLL_CLOSED: 'The closing instant has come.',
    POLL_NOT_OPEN: 'The poll has not begun, or was cancelled.',
    ON_BEHALF_NOT_ALLOWED: 'In a confidential poll nobody enters the ballot of somebody else.',
    MEMBER_HAS_ACCOUNT: 'The member can sign in and casts the ballot alone.',
    ...keyedReasons,
  },
  who: mayCastBallot,
  whoInWords: 'Electors of the poll; stewards for members without an account, in open polls.',
});

export const extendPollAct = defineAct({
  name: 'extendPoll',
  description: 'Gives an open poll more time, with a reason, where its rule allows it.',
  done: PollExtended,
  reasons: {
    POLL_CLOSED: 'The closing instant has come.',
    EXTENSION_NOT_ALLOWED: 'The rule of this poll does not allow more time.',
    CLOSES_TOO_SOON: 'The new closing is not later than the one announced.',
    CLOSES_TOO_LATE: 'The poll would last longer than its rule allows.',
    ...keyedReasons,
  },
  who: mayExtendPoll,
  whoInWords: 'Whoever may open such a poll by its rule: its author, or holders of the roles named there.',
});
