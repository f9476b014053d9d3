import { type Json } from '../../../shared/canonical-json.js';
import { type Election, type Outcome, type TallyRefusal } from '../tally/tally-method.js';

/**
 * One case of the neutral format, its frame checked: the method's own fields (budget, delegations, ...) are
 * in `fields` as they were written. Weights are exact already.
 */
export interface NeutralCase {
  readonly id: string;
  readonly method: string;
  readonly options: Readonly<Record<string, Json>>;
  readonly seats: number;
  readonly candidates: readonly string[];
  readonly ballots: Election['ballots'];
  readonly fields: Readonly<Record<string, Json>>;
}

/**
 * Translates between the neutral format and a method of the engine. It renames choices and fields and
 * calculates nothing; wording that it does not know is handed on unchanged, for the method to refuse by name.
 */
export interface CaseAdapter {
  readonly method: string;
  toElection(neutral: NeutralCase): Election | TallyRefusal;
  /** The outcome in the field names and shapes of `expected`; left out, the outcome as it is. */
  present?(outcome: Outcome, neutral: NeutralCase): Outcome;
}
