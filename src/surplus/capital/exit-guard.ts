import type { ReversalGuard } from '../../ledger/ledger-reversal.js';
import { Refusal } from '../../shared/refusal.js';

/** Two persons decided it: no officer undoes it alone, and what was paid on it is money that has left. */
export const exitGuard: ReversalGuard = {
  check: () =>
    Promise.resolve(
      new Refusal(
        'REVERSAL_KEPT_ELSEWHERE',
        'Two officers settled this; it is not undone by one. Payments are stopped or brought forward by their own acts.',
      ),
    ),
};
