import { Inject } from '@nestjs/common';
import { Args, ID, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { DistributionRuns } from '../distribution-runs.service.js';
import { RunComputationAct } from '../computing/run-computation.act.js';
import { RunDecisionAct } from '../deciding/run-decision.act.js';
import { RunReturningAct } from '../deciding/run-returning.act.js';
import {
  computeRunAct,
  draftRunAct,
  editRunAct,
  editRunProposalAct,
  lockRunAct,
  openRunReviewAct,
  proposeRunReversalAct,
  putRunToVoteAct,
  returnRunToReviewAct,
  withdrawRunAct,
} from './run.acts.js';
import {
  DraftRunInput,
  EditRunInput,
  OpenRunReviewInput,
  ProposeRunInput,
  ReturnRunInput,
} from './run.inputs.js';
import { figuresOf, policySourceOf } from './run-figures.js';

const ofRun = { type: () => ID, description: 'The run.' };
const ofKey = { description: 'New for every request, 8 to 200 characters.' };

@Resolver()
export class RunActsResolver {
  constructor(
    @Inject(DistributionRuns) private readonly runs: DistributionRuns,
    @Inject(RunComputationAct) private readonly computation: RunComputationAct,
    @Inject(RunDecisionAct) private readonly decisions: RunDecisionAct,
    @Inject(RunReturningAct) private readonly returning: RunReturningAct,
  ) {}

  @ActMutation(draftRunAct)
  draftRun(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run.' }) input: DraftRunInput,
    @Args('idempotencyKey', ofKey) idempotencyKey: string,
  ): unknown {
    const { policy, figures, mode, ...draft } = input;
    return this.runs.draftRun(
      scope,
      {
        ...draft,
        mode: mode === 'scenario' ? 'scenario' : 'distribution',
        policy: policySourceOf(policy),
        figures: figures ? figuresOf(figures) : null,
      },
      idempotencyKey,
    );
  }

  @ActMutation(editRunAct)
  editRun(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run as it shall stand.' }) input: EditRunInput,
  ): unknown {
    const { runId, name, policy, figures } = input;
    return this.runs.editRun(scope, runId, {
      ...{ name, policy: policySourceOf(policy), figures: figures ? figuresOf(figures) : null },
    });
  }

  @ActMutation(computeRunAct)
  computeRun(@Scope() scope: RequestScope, @Args('runId', ofRun) runId: string): unknown {
    return this.computation.computeRun(scope, runId);
  }

  @ActMutation(openRunReviewAct)
  openRunReview(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run and its deadline.' }) input: OpenRunReviewInput,
  ): unknown {
    return this.decisions.openReview(scope, input);
  }

  @ActMutation(putRunToVoteAct)
  putRunToVote(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run and the text of the proposal.' }) input: ProposeRunInput,
    @Args('idempotencyKey', ofKey) idempotencyKey: string,
  ): unknown {
    return this.decisions.putRunToVote(scope, input, idempotencyKey);
  }

  @ActMutation(editRunProposalAct)
  editRunProposal(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run and the new text of its proposal.' }) input: ProposeRunInput,
  ): unknown {
    return this.decisions.editRunProposal(scope, input);
  }

  @ActMutation(proposeRunReversalAct)
  proposeRunReversal(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run and the text of the proposal.' }) input: ProposeRunInput,
    @Args('idempotencyKey', ofKey) idempotencyKey: string,
  ): unknown {
    return this.decisions.proposeRunReversal(scope, input, idempotencyKey);
  }

  @ActMutation(withdrawRunAct)
  withdrawRun(@Scope() scope: RequestScope, @Args('runId', ofRun) runId: string): unknown {
    return this.runs.withdrawRun(scope, runId);
  }

  @ActMutation(returnRunToReviewAct)
  returnRunToReview(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The run, and why.' }) input: ReturnRunInput,
  ): unknown {
    return this.returning.returnRunToReview(scope, input);
  }

  @ActMutation(lockRunAct)
  lockRun(@Scope() scope: RequestScope, @Args('runId', ofRun) runId: string): unknown {
    return this.decisions.lockRun(scope, runId);
  }
}
