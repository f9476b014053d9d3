import type { Invariant } from '../platform/invariants.js';
import { proposalInvariants } from '../proposals/proposals.invariants.js';

/** The invariants of every module, as `rochdale check` runs them. */
export const invariants: readonly Invariant[] = [...proposalInvariants];
