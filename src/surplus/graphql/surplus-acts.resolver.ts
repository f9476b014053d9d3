import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { PatronageImportAct } from '../patronage-import.act.js';
import { PatronageKeeping } from '../patronage.service.js';
import { Periods } from '../periods.service.js';
import {
  closePeriodAct,
  correctPatronageAct,
  importPatronageAct,
  openPeriodAct,
  recordPatronageAct,
  recordResultAct,
} from './surplus.acts.js';
import {
  CorrectPatronageInput,
  ImportPatronageInput,
  OpenPeriodInput,
  RecordPatronageInput,
  RecordResultInput,
} from './surplus.inputs.js';
import { previewPage } from './import-preview.types.js';
import { PatronageImportPreviewType } from './surplus.types.js';

@Resolver()
export class SurplusActsResolver {
  constructor(
    @Inject(Periods) private readonly periods: Periods,
    @Inject(PatronageKeeping) private readonly patronage: PatronageKeeping,
    @Inject(PatronageImportAct) private readonly files: PatronageImportAct,
  ) {}

  @Query(() => PatronageImportPreviewType, {
    nullable: true,
    description: 'What importing a file would do; for stewards and treasurers, while the period is open.',
  })
  async patronageImportPreview(
    @Scope() scope: RequestScope,
    @Args('periodId', { type: () => ID, description: 'The period.' }) periodId: string,
    @Args('content', { type: () => String, description: 'The file’s text.' }) content: string,
  ): Promise<unknown> {
    return previewPage(await this.files.preview(scope, periodId, content));
  }

  @ActMutation(openPeriodAct)
  openPeriod(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The period.' }) input: OpenPeriodInput,
  ): unknown {
    return this.periods.openPeriod(scope, input);
  }

  @ActMutation(closePeriodAct)
  closePeriod(
    @Scope() scope: RequestScope,
    @Args('periodId', { type: () => ID, description: 'The period.' }) periodId: string,
  ): unknown {
    return this.periods.closePeriod(scope, periodId);
  }

  @ActMutation(recordResultAct)
  recordResult(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The result.' }) input: RecordResultInput,
  ): unknown {
    return this.periods.recordResult(scope, input);
  }

  @ActMutation(recordPatronageAct)
  recordPatronage(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Whose patronage, and how much.' }) input: RecordPatronageInput,
  ): unknown {
    return this.patronage.recordPatronage(scope, input);
  }

  @ActMutation(correctPatronageAct)
  correctPatronage(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Which record, and what it should have been.' })
    input: CorrectPatronageInput,
  ): unknown {
    return this.patronage.correctPatronage(scope, input);
  }

  @ActMutation(importPatronageAct)
  importPatronage(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The file.' }) input: ImportPatronageInput,
  ): unknown {
    return this.files.importPatronage(scope, input);
  }
}
