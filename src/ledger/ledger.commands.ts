import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import { mayReverseEntry } from './ledger.policy.js';
import { Ledger } from './ledger.service.js';

export interface ReverseEntryRequest {
  readonly entryId: string;
  readonly reason: string;
  readonly effectiveOn?: string | null;
  readonly idempotencyKey: string;
}

/** What officers do to the books by hand. */
@Injectable()
export class LedgerCommands {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  async reverseEntry(
    scope: RequestScope,
    { idempotencyKey, ...request }: ReverseEntryRequest,
  ): Promise<{ reversalId: string; entryId: string } | Refusal> {
    const options = { act: 'reverseEntry', idempotencyKey, request };
    return this.work.command(scope, options, async (tx, viewer) => {
      const verdict = mayReverseEntry(viewer);
      if (verdict !== true) return verdict;
      const posted = await this.ledger.reverse(tx, viewer, request.entryId, request);
      if (isRefusal(posted)) return posted;
      await recordAct(tx, viewer, {
        act: 'reverseEntry',
        subjectType: 'ledger-entry',
        subjectId: request.entryId,
        data: { reversalId: posted.entryId },
      });
      return { reversalId: posted.entryId, entryId: request.entryId };
    });
  }
}
