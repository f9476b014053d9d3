import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type { RunMode, RunState } from '../../domain/run/run-lifecycle.js';

export const CheckOutcomeEnum = describedEnum<'pass' | 'warn' | 'block'>(
  'CheckOutcome',
  'What a check found.',
  {
    pass: 'It is as the rule asks.',
    warn: 'It is not, or it could not be checked; the run may go on.',
    block: 'It is not; the run goes no further.',
  },
);
export const RunPartEnum = describedEnum<'pool' | 'interest' | 'loss'>(
  'RunLinePart',
  'What a line is a part of.',
  {
    pool: 'Of money that is shared.',
    interest: 'Of interest on capital.',
    loss: 'Of a loss; the amount is what is borne.',
  },
);
export const RunLimitEnum = describedEnum<'cap' | 'floor' | 'minimum'>(
  'RunLineLimit',
  'What holds an amount.',
  {
    cap: 'The most that anybody gets.',
    floor: 'The least that everybody gets.',
    minimum: 'It is below the smallest amount that is paid.',
  },
);
export const RunStateEnum = describedEnum<RunState>('DistributionRunState', 'How far a run has come.', {
  draft: 'Written down, not computed since it was last changed.',
  computed: 'Computed; officers see it.',
  in_review: 'Laid open: everybody sees their own line and can say something until the deadline.',
  voting: 'Put to the vote under its hash; nothing of it can change.',
  adopted: 'The members adopted it; it is booked when the decision takes force.',
  posted: 'In the books; something of it is still owed to members.',
  paid: 'In the books, and nothing of its period is owed any more.',
  locked: 'Closed for good.',
  withdrawn: 'Given up before adoption, or undone in the books before anything was paid.',
});
export const RunModeEnum = describedEnum<RunMode>('DistributionRunMode', 'What a run is for.', {
  distribution: 'To be decided and booked, for a closed period.',
  scenario: 'To compare rules for a period to come; nothing of it is decided or paid.',
});
