import { Inject } from '@nestjs/common';
import { Args, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { ExitChanges } from '../exit-changes.js';
import { Exits } from '../exits.service.js';
import { Unclaimed } from '../unclaimed.service.js';
import {
  accelerateExitAct,
  approveExitAct,
  draftExitAct,
  forfeitUnclaimedAct,
  resumeExitPaymentsAct,
  returnUnclaimedAct,
  setAsideUnclaimedAct,
  stopExitPaymentsAct,
  withdrawExitAct,
} from './exit.acts.js';
import {
  ChangeExitInput,
  DraftExitInput,
  ExitActInput,
  SetAsideUnclaimedInput,
  UnclaimedActInput,
} from './exit.inputs.js';

const settlement = { description: 'The settlement.' };
const change = { description: 'The settlement, and why.' };
const claim = { description: 'What was set aside.' };

@Resolver()
export class ExitActsResolver {
  constructor(
    @Inject(Exits) private readonly exits: Exits,
    @Inject(ExitChanges) private readonly changes: ExitChanges,
    @Inject(Unclaimed) private readonly unclaimed: Unclaimed,
  ) {}

  @ActMutation(draftExitAct)
  draftExit(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Who left, why, and by which policy.' }) input: DraftExitInput,
  ): unknown {
    return this.exits.draftExit(scope, input);
  }

  @ActMutation(withdrawExitAct)
  withdrawExit(@Scope() scope: RequestScope, @Args('input', settlement) input: ExitActInput): unknown {
    return this.exits.withdrawExit(scope, input);
  }

  @ActMutation(approveExitAct)
  approveExit(@Scope() scope: RequestScope, @Args('input', settlement) input: ExitActInput): unknown {
    return this.exits.approveExit(scope, input);
  }

  @ActMutation(accelerateExitAct)
  accelerateExit(@Scope() scope: RequestScope, @Args('input', change) input: ChangeExitInput): unknown {
    return this.changes.accelerateExit(scope, input);
  }

  @ActMutation(stopExitPaymentsAct)
  stopExitPayments(@Scope() scope: RequestScope, @Args('input', change) input: ChangeExitInput): unknown {
    return this.changes.stopExitPayments(scope, input);
  }

  @ActMutation(resumeExitPaymentsAct)
  resumeExitPayments(@Scope() scope: RequestScope, @Args('input', change) input: ChangeExitInput): unknown {
    return this.changes.resumeExitPayments(scope, input);
  }

  @ActMutation(setAsideUnclaimedAct)
  setAsideUnclaimed(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The payout, and the rule.' }) input: SetAsideUnclaimedInput,
  ): unknown {
    return this.unclaimed.setAsideUnclaimed(scope, input);
  }

  @ActMutation(returnUnclaimedAct)
  returnUnclaimed(@Scope() scope: RequestScope, @Args('input', claim) input: UnclaimedActInput): unknown {
    return this.unclaimed.returnUnclaimed(scope, input);
  }

  @ActMutation(forfeitUnclaimedAct)
  forfeitUnclaimed(@Scope() scope: RequestScope, @Args('input', claim) input: UnclaimedActInput): unknown {
    return this.unclaimed.forfeitUnclaimed(scope, input);
  }
}
