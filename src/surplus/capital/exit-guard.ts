import type { ReversalGuard } from '../../ledger/ledger-reversal.js';
import { Refusal } from '../../shared/refusal.js';

/** Two persons or the members decided it: no officer undoes it alone, and what was paid on it is money that has left. */
export const exitGuard: ReversalGuard = {
  check: () =>
    Promise.resolve(
      new Refusal(
        'REVERSAL_KEPT_ELSEWHERE',
        'This was decided by more than one person; it is not undone by an officer alone.',
      ),
    ),
};
