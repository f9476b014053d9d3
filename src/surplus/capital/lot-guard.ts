import type { LineDraft } from '../../ledger/domain/book.js';
import type { EntryRow } from '../../ledger/ledger.rows.js';
import type { ReversalGuard } from '../../ledger/ledger-reversal.js';
import type { Tx } from '../../platform/database/transaction.js';
import { Refusal } from '../../shared/refusal.js';
import { holdCapital, lotsOf } from './capital.rows.js';
import { lotOfPath, unpaidFamily } from './domain/lot.js';

/** What gave capital is undone only while the capital is still there: no lot ends below zero. */
export const lotGuard: ReversalGuard = {
  hold: (tx) => holdCapital(tx),
  async check(tx: Tx, _entry: EntryRow, lines) {
    for (const line of await lines()) {
      const partyId = line.account.partyId ?? line.partyId ?? null;
      if (partyId === null || line.amountMinor > 0n || !holdsCapital(line)) continue;
      const given = -line.amountMinor;
      const lots = await lotsOf(tx, [partyId], {}, true);
      const lot = lots.find(
        ({ path, key }) => path === line.account.path || debtOf(key) === line.account.path,
      );
      if (lot && lot.balanceMinor >= given) continue;
      return new Refusal(
        'REVERSAL_KEPT_ELSEWHERE',
        'This capital has been paid back or passed on since; it can no longer be undone.',
      );
    }
    return true;
  },
};

const debtOf = (key: string): string => `${unpaidFamily}${key}`;
const holdsCapital = ({ account }: LineDraft): boolean =>
  lotOfPath(account.path) !== null || account.path.startsWith(unpaidFamily);
