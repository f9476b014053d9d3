import { describedEnum } from '../../platform/graphql/described-enum.js';
import type { WhyHidden } from '../surplus.policy.js';

export const WhyHiddenEnum = describedEnum<WhyHidden>(
  'WhyHidden',
  'Why a figure is not told to the viewer.',
  {
    few: 'Fewer than five people stand behind it, or subtracting what else is told would give so few.',
    not_laid_open:
      'No run of the period is laid open yet: whom its rules leave out, and what a sum would tell of them, is not known.',
    records_open: 'Records can still change, and two sums a record apart would show that record.',
  },
);
