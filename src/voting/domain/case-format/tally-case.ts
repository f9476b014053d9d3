import { isRefusal } from '../../../shared/refusal.js';
import { tallyElection } from '../tally/method-registry.js';
import { type Outcome, type TallyRefusal } from '../tally/tally-method.js';
import { type NeutralCase } from './case-adapter.js';
import { adapterOf } from './case-adapters.js';

/** Counts one case; the outcome is in the field names of the format. */
export function tallyCase(neutral: NeutralCase): Outcome | TallyRefusal {
  const adapter = adapterOf(neutral.method);
  const election = adapter.toElection(neutral);
  if (isRefusal(election)) return election;
  const outcome = tallyElection(election);
  return isRefusal(outcome) ? outcome : (adapter.present?.(outcome, neutral) ?? outcome);
}
