import { defineAct } from '../../platform/graphql/act.js';
import { mayRecordDissent, mayWithdrawFromPoll } from '../voting.policy.js';
import { DissentRecorded, PollLeft } from './poll-notes.types.js';

export const withdrawFromPollAct = defineAct({
  name: 'withdrawFromPoll',
  description:
    'Leaves a poll for a conflict of interest: out of its base and its quorum, with a note that all members read. A ballot already cast counts nowhere. It cannot be taken back.',
  done: PollLeft,
  reasons: {
    NOT_ELECTOR: 'Who is not in the electorate need not leave it.',
    WITHDRAWN_FROM_POLL: 'It was noted already.',
    MEMBER_HAS_ACCOUNT: 'The member can sign in and says so in person.',
    POLL_CLOSED: 'The closing instant has come.',
  },
  who: mayWithdrawFromPoll,
  whoInWords:
    'Electors of the poll until its close; stewards and facilitators for members without an account.',
});

export const recordDissentAct = defineAct({
  name: 'recordDissent',
  description:
    'Has dissent from what was decided recorded, with name and reason, also after a confidential vote. Once, within the days that the rule gives.',
  done: DissentRecorded,
  reasons: {
    NOT_ELECTOR: 'The viewer is not in the electorate of this poll.',
    WITHDRAWN_FROM_POLL: 'The viewer left this poll for a conflict of interest.',
    ALREADY_DISSENTED: 'The viewer’s dissent is recorded already.',
    NOT_CLOSED: 'There is no result yet.',
    DISSENT_NOT_PROVIDED: 'The rule of this poll gives no days for dissent.',
    DISSENT_TOO_LATE: 'The days for dissent are over.',
  },
  who: mayRecordDissent,
  whoInWords: 'Electors of the poll who did not leave it.',
});
