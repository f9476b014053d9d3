import { Tenancy1764000000000 } from './1764000000000-tenancy.js';
import { Audit1764000100000 } from './1764000100000-audit.js';
import { Identity1764000200000 } from './1764000200000-identity.js';
import { Membership1764000300000 } from './1764000300000-membership.js';
import { Viewer1764000400000 } from './1764000400000-viewer.js';
import { Ledger1764000500000 } from './1764000500000-ledger.js';
import { Voting1764000600000 } from './1764000600000-voting.js';
import { Proposals1764000700000 } from './1764000700000-proposals.js';
import { Surplus1764000800000 } from './1764000800000-surplus.js';
import { Operation1764001100000 } from './1764001100000-operation.js';
import { Cards1764001200000 } from './1764001200000-cards.js';
import { PollMethods1764001300000 } from './1764001300000-poll-methods.js';
import { ProposalOptions1764001310000 } from './1764001310000-proposal-options.js';
import { Consent1764001400000 } from './1764001400000-consent.js';
import { Delegation1764001500000 } from './1764001500000-delegation.js';
import { Runs1764001600000 } from './1764001600000-runs.js';
import { Review1764001700000 } from './1764001700000-review.js';
import { Capital1764001800000 } from './1764001800000-capital.js';
import { Redemptions1764001810000 } from './1764001810000-redemptions.js';
import { RunProgress1764002000000 } from './1764002000000-run-progress.js';
import { CountingProgress1764002100000 } from './1764002100000-counting-progress.js';
import { BallotSecrecy1764003000000 } from './1764003000000-ballot-secrecy.js';
import { ConsentVersions1764003010000 } from './1764003010000-consent-versions.js';
import { CertainAndTied1764003100000 } from './1764003100000-certain-and-tied.js';
import { BeforeTheClose1764003110000 } from './1764003110000-before-the-close.js';
import { Recounts1764003120000 } from './1764003120000-recounts.js';
import { FiguresEntered1764003200000 } from './1764003200000-figures-entered.js';
import { RunHash21764003210000 } from './1764003210000-run-hash-2.js';
import { ReviewAgain1764003220000 } from './1764003220000-review-again.js';
import { TaxConsent1764003230000 } from './1764003230000-tax-consent.js';
import { LargePostings1764003300000 } from './1764003300000-large-postings.js';
import { RunStage1764003310000 } from './1764003310000-run-stage.js';
import { RunChecks1764003400000 } from './1764003400000-run-checks.js';
import { MembersTurn1764003410000 } from './1764003410000-members-turn.js';
import { ViewerZone1764003430000 } from './1764003430000-viewer-zone.js';
import { RunComparisons1764003440000 } from './1764003440000-run-comparisons.js';
import { ConsentImport1764003450000 } from './1764003450000-consent-import.js';
import { PayoutsInOrder1764003460000 } from './1764003460000-payouts-in-order.js';
import { LargeReleases1764003470000 } from './1764003470000-large-releases.js';
import { RunJobs1764003500000 } from './1764003500000-run-jobs.js';
import { KeptBooks1764003520000 } from './1764003520000-kept-books.js';
import { PeopleAlike1764003550000 } from './1764003550000-people-alike.js';

/** Every migration, in the order in which they run. */
export const migrations = [
  Tenancy1764000000000,
  Audit1764000100000,
  Identity1764000200000,
  Membership1764000300000,
  Viewer1764000400000,
  Ledger1764000500000,
  Voting1764000600000,
  Proposals1764000700000,
  Surplus1764000800000,
  Operation1764001100000,
  Cards1764001200000,
  PollMethods1764001300000,
  ProposalOptions1764001310000,
  Consent1764001400000,
  Delegation1764001500000,
  Runs1764001600000,
  Review1764001700000,
  Capital1764001800000,
  Redemptions1764001810000,
  RunProgress1764002000000,
  CountingProgress1764002100000,
  BallotSecrecy1764003000000,
  ConsentVersions1764003010000,
  CertainAndTied1764003100000,
  BeforeTheClose1764003110000,
  Recounts1764003120000,
  FiguresEntered1764003200000,
  RunHash21764003210000,
  ReviewAgain1764003220000,
  TaxConsent1764003230000,
  LargePostings1764003300000,
  RunStage1764003310000,
  RunChecks1764003400000,
  MembersTurn1764003410000,
  ViewerZone1764003430000,
  RunComparisons1764003440000,
  ConsentImport1764003450000,
  PayoutsInOrder1764003460000,
  LargeReleases1764003470000,
  RunJobs1764003500000,
  KeptBooks1764003520000,
  PeopleAlike1764003550000,
];
