import { Ledger } from '../../../src/ledger/ledger.service.js';
import type { EntryDraft, LineDraft } from '../../../src/ledger/domain/book.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import type { Tx } from '../../../src/platform/database/transaction.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import type { TestApplication } from '../../support/application.js';

export const line = (path: string, amountMinor: bigint, rest: Partial<LineDraft> = {}): LineDraft => ({
  account: { path },
  amountMinor,
  ...rest,
});

export const shareDraft = (rest: Partial<EntryDraft> = {}): EntryDraft => ({
  kind: 'share-paid',
  narration: 'Membership share paid in',
  effectiveOn: '2025-01-05',
  sourceType: 'test',
  sourceId: newId(),
  lines: [line('assets:bank:main', 50_000n), line('equity:share-capital:m001', -50_000n)],
  ...rest,
});

/** Posts in a transaction of its own; throws when refused. */
export async function post(test: TestApplication, cooperativeId: string, draft: EntryDraft): Promise<string> {
  const posted = await inBooks(test, cooperativeId, (tx) =>
    test.app.get(Ledger).post(tx, systemIn(cooperativeId), draft),
  );
  if (isRefusal(posted)) throw new Error(`${posted.reason}: ${posted.message}`);
  return posted.entryId;
}

export const inBooks = <T>(
  test: TestApplication,
  cooperativeId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => test.app.get(UnitOfWork).inTransaction(systemIn(cooperativeId), work);
