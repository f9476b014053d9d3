import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { isRefusal, Refusal, type Verdict } from '../../../shared/refusal.js';
import { mayPreparePayouts, mayRecordPayouts } from '../capital.policy.js';
import { PayoutReading } from '../payout-reading.js';
import type { BatchRow } from '../payouts.rows.js';
import { Payouts } from '../payouts.service.js';
import { SmallAmounts } from '../small-amounts.service.js';
import {
  cancelPayoutsAct,
  makeSmallAmountsDueAct,
  preparePayoutsAct,
  recordPayoutsAct,
} from './payout.acts.js';
import {
  CancelPayoutsInput,
  MakeSmallAmountsDueInput,
  PayoutBatchConnection,
  PayoutBatchType,
  PayoutBatchViewerCanType,
  PayoutConnection,
  PayoutFilePreviewType,
  PayoutSumType,
  PayoutTableType,
  PreparePayoutsInput,
  RecordPayoutsInput,
} from './payout.types.js';

@Resolver(() => PayoutBatchType)
export class PayoutBatchResolver {
  constructor(
    @Inject(PayoutReading) private readonly reading: PayoutReading,
    @Inject(Payouts) private readonly payoutActs: Payouts,
    @Inject(SmallAmounts) private readonly smallAmounts: SmallAmounts,
  ) {}

  @Query(() => PayoutBatchConnection, {
    nullable: true,
    description: 'Batches of payouts, the latest first; for treasurer, steward and auditor.',
  })
  payoutBatches(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.batches(scope, page, counted);
  }

  @Query(() => PayoutBatchType, {
    nullable: true,
    description: 'One batch of payouts; for treasurer, steward and auditor.',
  })
  payoutBatch(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The batch.' }) id: string,
  ): unknown {
    return this.reading.batch(scope, id);
  }

  @Query(() => PayoutFilePreviewType, {
    nullable: true,
    description: 'What recording a file would do; for treasurer and steward.',
  })
  async payoutFilePreview(
    @Scope() scope: RequestScope,
    @Args('batchId', { type: () => ID, description: 'The batch.' }) batchId: string,
    @Args('content', { type: () => String, description: 'The file’s text.' }) content: string,
  ): Promise<unknown> {
    const preview = await this.reading.preview(scope, batchId, content);
    return preview && { ...preview, errors: preview.errors.slice(0, 1_000) };
  }

  @ResolveField(() => [PayoutSumType], { description: 'What it comes to, by what became of its payouts.' })
  sums(@Scope() scope: RequestScope, @Parent() batch: BatchRow): unknown {
    return this.reading.sums(scope, batch.id);
  }

  @ResolveField(() => PayoutConnection, { nullable: true, description: 'Its payouts.' })
  payouts(
    @Scope() scope: RequestScope,
    @Parent() batch: BatchRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.payouts(scope, batch.id, page, counted);
  }

  @ResolveField(() => PayoutTableType, {
    description: 'What of it waits for the bank, as a table: whole or not at all.',
  })
  async table(@Scope() scope: RequestScope, @Parent() batch: BatchRow): Promise<PayoutTableType> {
    const table = await this.reading.table(scope, batch);
    return isRefusal(table)
      ? { printable: shown(table), content: null, payouts: 0, amountMinor: 0n, contentHash: null }
      : { printable: shown(true), ...table };
  }

  @ResolveField(() => PayoutBatchViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() { viewer }: RequestScope, @Parent() batch: BatchRow): PayoutBatchViewerCanType {
    const open = (verdict: Verdict): Verdict =>
      verdict === true && batch.cancelled
        ? new Refusal('BATCH_CANCELLED', 'The batch was cancelled.')
        : verdict;
    return {
      recordPayouts: shown(open(mayRecordPayouts(viewer, batch))),
      cancelPayouts: shown(mayPreparePayouts(viewer)),
    };
  }

  @ActMutation(preparePayoutsAct)
  preparePayouts(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What goes into it.' }) input: PreparePayoutsInput,
  ): unknown {
    return this.payoutActs.preparePayouts(scope, input);
  }

  @ActMutation(makeSmallAmountsDueAct)
  makeSmallAmountsDue(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is enough.' }) input: MakeSmallAmountsDueInput,
  ): unknown {
    return this.smallAmounts.makeSmallAmountsDue(scope, input);
  }

  @ActMutation(cancelPayoutsAct)
  cancelPayouts(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The batch.' }) input: CancelPayoutsInput,
  ): unknown {
    return this.payoutActs.cancelPayouts(scope, input);
  }

  @ActMutation(recordPayoutsAct)
  recordPayouts(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The batch and the bank’s answer.' }) input: RecordPayoutsInput,
  ): unknown {
    return this.payoutActs.recordPayouts(scope, input);
  }
}
