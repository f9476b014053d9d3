import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Duties } from '../platform/duties.js';
import { nobody, systemIn } from '../platform/request/viewer.js';
import { keepBooks } from './kept-books.js';

/**
 * Keeps the sums of the books. Whoever reads takes what waits into account: this changes how long a page takes, and
 * nothing that it shows.
 */
@Injectable()
export class LedgerKeeping {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Duties) duties: Duties,
  ) {
    duties.register({ name: 'keep sums of the books', run: () => this.keepAll() });
  }

  /** Where one cooperative's cannot be kept, the others' are. */
  private async keepAll(): Promise<void> {
    const waiting = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<{ cooperativeId: string }>(`SELECT cooperative_id AS "cooperativeId" FROM ledgers_to_keep()`),
    );
    const failures: unknown[] = [];
    for (const { cooperativeId } of waiting)
      await this.work
        .inTransaction(systemIn(cooperativeId), keepBooks)
        .catch((failure: unknown) => failures.push(failure));
    if (failures.length > 0) throw failures[0];
  }
}
