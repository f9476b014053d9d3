import { describedEnum } from '../../../platform/graphql/described-enum.js';

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
