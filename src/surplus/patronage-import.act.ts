import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import type { Imported } from './file-import.js';
import { PatronageImport, type ImportPreview } from './patronage-import.js';
import { mayKeepPatronage, mayReadPeriods } from './surplus.policy.js';

export interface ImportPatronageRequest {
  readonly periodId: string;
  readonly content: string;
  readonly idempotencyKey: string;
}

/** Importing as an act of the API: permission first, then what the command line does too. */
@Injectable()
export class PatronageImportAct {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PatronageImport) private readonly files: PatronageImport,
  ) {}

  async importPatronage(
    scope: RequestScope,
    { idempotencyKey, ...request }: ImportPatronageRequest,
  ): Promise<(Imported & { periodId: string }) | Refusal> {
    return this.work.command(
      scope,
      { act: 'importPatronage', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepPatronage(viewer);
        if (verdict !== true) return verdict;
        const done = await this.files.import(tx, viewer, request.periodId, request.content);
        return 'importId' in done ? { ...done, periodId: request.periodId } : done;
      },
    );
  }

  /** Null for strangers, and for a period that is not there; a refusal for who may not import, or not into it any more. */
  async preview(
    scope: RequestScope,
    periodId: string,
    content: string,
  ): Promise<ImportPreview | Refusal | null> {
    if (!mayReadPeriods(scope.viewer)) return null;
    const verdict = mayKeepPatronage(scope.viewer);
    if (verdict !== true) return verdict;
    const preview = await this.files.preview(await this.work.read(scope), periodId, content);
    return isRefusal(preview) && preview.reason === 'NOT_FOUND' ? null : preview;
  }
}
