import { Module } from '@nestjs/common';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { MembershipModule } from '../../membership/membership.module.js';
import { SharesModule } from '../../membership/shares/shares.module.js';
import { MembersTurn } from '../runs/deciding/members-turn.js';
import { RunChecking } from '../runs/deciding/run-checking.js';
import { RunJobs } from '../runs/run-jobs.js';
import { RunReading } from '../runs/run-reading.js';
import { Answers } from './answers.service.js';
import { ComparisonReading } from './comparison-reading.js';
import { DisputeReleases } from './dispute-releases.js';
import { ReviewActsResolver, reviewDoneResolvers } from './graphql/review-acts.resolver.js';
import { ReviewEventResolver, ReviewResponseResolver, RunReviewResolver } from './graphql/review.resolver.js';
import { LargeReleases } from './large-releases.js';
import { ReleaseRetryingAct } from './release-retrying.act.js';
import { Responses } from './responses.service.js';
import { ReviewReading } from './review-reading.js';

/** The members' review of a run: what they say of it, answers, disputes and what their end gives free. */
@Module({
  imports: [LedgerModule, MembershipModule, SharesModule],
  providers: [
    Responses,
    Answers,
    DisputeReleases,
    LargeReleases,
    ReleaseRetryingAct,
    ReviewReading,
    ComparisonReading,
    RunJobs,
    RunChecking,
    MembersTurn,
    RunReading,
    RunReviewResolver,
    ReviewEventResolver,
    ReviewResponseResolver,
    ReviewActsResolver,
    ...reviewDoneResolvers,
  ],
  exports: [DisputeReleases, RunJobs, RunChecking],
})
export class ReviewModule {}
