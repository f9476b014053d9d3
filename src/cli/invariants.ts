import { identityInvariants } from '../identity/identity.invariants.js';
import { keptBooksInvariants } from '../ledger/kept-books.invariants.js';
import { ledgerInvariants } from '../ledger/ledger.invariants.js';
import { membershipInvariants } from '../membership/membership.invariants.js';
import { sharesInvariants } from '../membership/shares/shares.invariants.js';
import type { Invariant } from '../platform/invariants.js';
import { proposalInvariants } from '../proposals/proposals.invariants.js';
import { capitalInvariants } from '../surplus/capital/capital.invariants.js';
import { exitInvariants, unclaimedInvariants } from '../surplus/capital/exits.invariants.js';
import { payoutInvariants } from '../surplus/capital/payouts.invariants.js';
import { redemptionInvariants } from '../surplus/capital/redemption.invariants.js';
import { runsInvariants } from '../surplus/runs/runs.invariants.js';
import { reviewInvariants } from '../surplus/review/review.invariants.js';
import { surplusInvariants } from '../surplus/surplus.invariants.js';
import { consentInvariants } from '../voting/consent/consent.invariants.js';
import { delegationInvariants } from '../voting/delegation/delegation.invariants.js';
import { resultInvariants } from '../voting/poll-result.invariants.js';
import { votingInvariants } from '../voting/voting.invariants.js';

/** The invariants of every module, as `rochdale check` runs them. */
export const invariants: readonly Invariant[] = [
  ...identityInvariants,
  ...ledgerInvariants,
  ...keptBooksInvariants,
  ...membershipInvariants,
  ...sharesInvariants,
  ...votingInvariants,
  ...resultInvariants,
  ...consentInvariants,
  ...delegationInvariants,
  ...proposalInvariants,
  ...surplusInvariants,
  ...runsInvariants,
  ...reviewInvariants,
  ...capitalInvariants,
  ...payoutInvariants,
  ...exitInvariants,
  ...unclaimedInvariants,
  ...redemptionInvariants,
];
